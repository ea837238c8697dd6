"""Who holds which role where: the list, one grant, its end."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nastavnik.accounts.models import Grant, Invitation
from nastavnik.accounts.models.grants import GrantQuerySet
from nastavnik.accounts.reach import acting_of
from nastavnik.accounts.requests import SignedIn
from nastavnik.accounts.roles import Role
from nastavnik.accounts.services.grants import end_role, grantable
from nastavnik.audit.record import record, timeline
from nastavnik.base import sheets
from nastavnik.base.access import can, holds
from nastavnik.base.errors import DomainError
from nastavnik.base.keyset import cursor_of, keyset_page
from nastavnik.base.routes import route
from nastavnik.org.models import Node
from nastavnik.portal.accounts.forms import EndForm, GrantFilter, add_refusal
from nastavnik.portal.audit.timelines import moments
from nastavnik.portal.saved import strip
from nastavnik.portal.ui.toasts import toast

COLUMNS = [
    sheets.Column(gettext_lazy("Who"), lambda grant: str(grant.user), 32),
    sheets.Column(gettext_lazy("Role"), lambda grant: grant.get_role_display(), 28),
    sheets.Column(gettext_lazy("Where"), lambda grant: str(grant.node), 40),
    sheets.Column(gettext_lazy("From"), "from_on", 14),
    sheets.Column(gettext_lazy("Last day"), "last_on", 14),
    sheets.Column(gettext_lazy("Ground"), "basis", 40),
]


def within_reach(request: SignedIn) -> GrantQuerySet:
    return Grant.objects.visible_to(request.user, "grant.view").select_related("user", "node")


@route("grant.view")
def grant_list(request: SignedIn) -> HttpResponse:
    """Roles within reach, those in force first of all."""
    form = GrantFilter(request.GET)
    if way := strip.opened(request, "grants", form):
        return redirect(way)
    page = keyset_page(form.grants(within_reach(request)), order=("-id",), cursor=cursor_of(request.GET))
    mine = acting_of(request.user).node_id
    nodes = Node.objects.visible_to(request.user, "user.invite").filter(pk=mine) if mine else Node.objects.none()
    context = {
        "list_page": page,
        "filter": form,
        "invite_to": nodes.first(),
        "waiting": Invitation.objects.visible_to(request.user, "user.invite").waiting().count()
        if holds(request.user, "user.invite")
        else 0,
    }
    return render(request, "accounts/grants.html", context)


@route("grant.view")
def export(request: SignedIn, form: str) -> HttpResponseBase:
    """The same list as a table."""
    streams = {"xlsx": sheets.stream_xlsx, "csv": sheets.stream_csv}
    if form not in streams:
        raise Http404
    chosen = GrantFilter(request.GET)
    record("export", None, actor=request.user, list="grants", form=form, filters=sorted(chosen.chosen()))
    rows = chosen.grants(within_reach(request)).order_by("-id").iterator(chunk_size=1000)
    return streams[form](COLUMNS, rows, name=_("roles"))


@route("grant.view", of=Grant)
def card(request: SignedIn, grant: Grant) -> HttpResponse:
    """One role of one person: its term, its ground, what was done."""
    is_mine_to_give = Role(grant.role) in grantable(request.user, grant.node)
    context = {
        "grant": grant,
        "may_end": is_mine_to_give and grant.to_on is None and grant.user_id != request.user.pk,
        "may_print": is_mine_to_give and not grant.user.email and can(request.user, "user.invite", grant),
        "moments": moments(timeline(grant)),
    }
    return render(request, "accounts/grant.html", context)


@route("grant.edit", of=Grant, seen_by="grant.view", methods=("GET", "POST"))
def end(request: SignedIn, grant: Grant) -> HttpResponse:
    """End the role: from tomorrow's morning, or at once."""
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        last_on: dt.date | None = form.cleaned_data["last_on"]
        try:
            end_role(grant, actor=request.user, to_on=last_on + dt.timedelta(days=1) if last_on else None)
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            toast(request, _("The role has an end now."))
            return redirect("accounts:grant", uid=grant.uid)
    return render(request, "accounts/grant_end.html", {"grant": grant, "form": form})
