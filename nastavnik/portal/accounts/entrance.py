"""Coming in by a one-time way: the code on paper, the link of a letter."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from nastavnik.accounts import throttle
from nastavnik.accounts.models import Invitation, User
from nastavnik.accounts.services import entry
from nastavnik.audit.record import record
from nastavnik.base.routes import open_to_all
from nastavnik.portal.accounts.forms import AcceptForm, CodeForm
from nastavnik.portal.ui.toasts import toast

GONE = 410


@open_to_all(methods=("GET", "POST"))
def by_code(request: HttpRequest) -> HttpResponse:
    """Sign in by a code from paper; the first one of a person opens their account."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        keys = [throttle.address_key(get_adapter(request).get_client_ip(request))]
        if throttle.wait(keys):
            form.add_error("code", _("Too many attempts. Wait a few minutes and try again."))
        else:
            try:
                user = entry.use_code(form.cleaned_data["code"])
            except entry.NotWorking:
                throttle.failed(keys)
                record("session.refused", None, actor=None, reason="code")
                form.add_error("code", _("This code does not work: it was used, has expired, or has a slip in it."))
            else:
                return _sign_in(request, user)
    return render(request, "accounts/code.html", {"form": form})


@open_to_all(methods=("GET", "POST"))
def by_letter(request: HttpRequest, secret: str) -> HttpResponse:
    """Accept an invitation: set a password, or add the role to the account one is signed in to."""
    try:
        invitation = entry.find(secret, Invitation.Way.LETTER)
    except entry.NotWorking as refusal:
        return render(request, "accounts/accept_gone.html", {"reason": str(refusal)}, status=GONE)
    holder = User.objects.by_email(invitation.email)
    if holder is not None:
        return _add_role(request, secret, invitation, holder)
    form = AcceptForm(request.POST or None, invitation=invitation)
    if request.method == "POST" and form.is_valid():
        user = entry.accept_letter(
            secret, password=form.cleaned_data["password"], work_name=form.cleaned_data.get("work_name", "")
        )
        return _sign_in(request, user)
    return render(request, "accounts/accept.html", {"invitation": invitation, "form": form})


def _add_role(request: HttpRequest, secret: str, invitation: Invitation, holder: User) -> HttpResponse:
    """The address has an account: whoever is signed in to it takes the role with one button."""
    is_holder = request.user.is_authenticated and request.user.pk == holder.pk
    if request.method == "POST" and is_holder:
        entry.accept_letter(secret, password=None, user=holder)
        toast(request, _("The role is yours. Pick it at the top of the page to act in it."))
        return redirect("accounts:acting")
    return render(request, "accounts/accept_role.html", {"invitation": invitation, "is_holder": is_holder})


def _sign_in(request: HttpRequest, user: User) -> HttpResponse:
    """Through allauth's steps, so that an account with a second factor is asked for it here too."""
    if request.user.is_authenticated:
        get_adapter(request).logout(request)
    response: HttpResponse = perform_login(request, Login(user=user))
    return response
