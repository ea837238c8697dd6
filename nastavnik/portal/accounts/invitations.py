"""Ways in, as those who issue them see them."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from nastavnik.accounts import letters
from nastavnik.accounts.models import Grant, Invitation
from nastavnik.accounts.requests import SignedIn
from nastavnik.accounts.services import entry
from nastavnik.accounts.services.grants import grantable
from nastavnik.audit.record import timeline
from nastavnik.base.errors import DomainError
from nastavnik.base.keyset import cursor_of, keyset_page
from nastavnik.base.routes import route
from nastavnik.org.models import Node
from nastavnik.portal.accounts.forms import InviteForm, add_refusal
from nastavnik.portal.audit.timelines import moments
from nastavnik.portal.ui.toasts import toast


@route("user.invite")
def waiting(request: SignedIn) -> HttpResponse:
    """Invitations that nobody has used yet."""
    found = Invitation.objects.visible_to(request.user, "user.invite").waiting().select_related("node", "issued_by")
    page = keyset_page(found, order=("-id",), cursor=cursor_of(request.GET))
    return render(request, "accounts/invitations.html", {"list_page": page})


@route("user.invite", of=Node, seen_by="organisation.view", methods=("GET", "POST"))
def new(request: SignedIn, node: Node) -> HttpResponse:
    """Invite somebody to a role at ``node``, by letter or by a code on paper."""
    form = InviteForm(request.POST or None, roles=grantable(request.user, node))
    if request.method == "POST" and form.is_valid():
        try:
            invitation = entry.invite(node, actor=request.user, **form.deed)
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            if invitation.email:
                letters.send(letters.invitation(_link(invitation)), to=invitation.email)
            return redirect("accounts:invitation", uid=invitation.uid)
    return render(request, "accounts/invite.html", {"node": node, "form": form})


@route("user.invite", of=Invitation)
def card(request: SignedIn, invitation: Invitation) -> HttpResponse:
    """The link to send or the code to print, while it works."""
    is_paper = invitation.way == Invitation.Way.PAPER
    context = {
        "invitation": invitation,
        "is_paper": is_paper,
        "code": entry.secret_of(invitation) if is_paper else "",
        "link": "" if is_paper else _link(invitation),
        "enter_at": settings.PUBLIC_URL + reverse("accounts:code"),
        "has_mail": bool(settings.EMAIL_HOST),
        "moments": moments(timeline(invitation)),
    }
    return render(request, "accounts/invitation.html", context)


@route("user.invite", of=Invitation, methods=("POST",))
def withdraw(request: SignedIn, invitation: Invitation) -> HttpResponse:
    try:
        entry.take_back(invitation, actor=request.user)
    except DomainError as refusal:
        toast(request, str(refusal), tone="danger")
    else:
        toast(request, _("The invitation is taken back: it no longer works."))
    return redirect("accounts:invitation", uid=invitation.uid)


@route("user.invite", of=Grant, seen_by="grant.view", methods=("POST",))
def paper(request: SignedIn, grant: Grant) -> HttpResponse:
    """A new paper code for somebody who has no address."""
    try:
        invitation = entry.issue_code(grant, actor=request.user)
    except DomainError as refusal:
        toast(request, str(refusal), tone="danger")
        return redirect("accounts:grant", uid=grant.uid)
    return redirect("accounts:invitation", uid=invitation.uid)


def _link(invitation: Invitation) -> str:
    secret = entry.secret_of(invitation)
    return settings.PUBLIC_URL + reverse("accounts:accept", args=[secret]) if secret else ""
