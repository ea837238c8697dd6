"""One's own account: what it is, which role is active, how to end its sessions."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from nastavnik.accounts import resuming, sessions
from nastavnik.accounts.models import Grant
from nastavnik.accounts.reach import acting_as, acting_of
from nastavnik.accounts.requests import SignedIn
from nastavnik.accounts.roles import SECOND_FACTOR, Role
from nastavnik.accounts.services.users import sign_out_everywhere
from nastavnik.audit.models import Event
from nastavnik.audit.record import record
from nastavnik.base.access import holds
from nastavnik.base.routes import rule_of, signed_in
from nastavnik.portal.audit.timelines import moments
from nastavnik.portal.ui.toasts import toast

LATEST = 20


@signed_in()
def account(request: SignedIn) -> HttpResponse:
    """Names, roles, the second step, and what was done with the account lately."""
    user = request.user
    own_events = Event.objects.of(user).order_by("-id")[:LATEST]
    context = {
        "grants": Grant.objects.in_force().filter(user=user).select_related("node"),
        "has_second_step": Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists(),
        "needs_second_step": not SECOND_FACTOR.isdisjoint(acting_of(user).roles),
        "moments": moments(own_events),
        "may_keep_feeds": holds(user, "feed.use"),
    }
    return render(request, "accounts/account.html", context)


@signed_in()
def second_step(request: SignedIn) -> HttpResponse:
    """Where allauth leads after a change of the second step."""
    return redirect("accounts:account")


@signed_in(methods=("GET", "POST"))
def acting(request: SignedIn) -> HttpResponse:
    """Pick the role to act in; it narrows every page until another is picked."""
    held = acting_of(request.user)
    if request.method == "POST":
        picked = request.POST.get("role", "")
        if picked in held.roles:
            request.session[sessions.ROLE] = picked
            sessions.keep_zone(request, acting_as(request.user, picked))
            record("user.acting", request.user, actor=request.user, picked=picked)
            toast(request, _("You now act as: %(role)s.") % {"role": Role(picked).label})
        return redirect(_way_back(request))
    places: dict[Role, list[str]] = {}
    for holding in held.held:
        places.setdefault(holding.role, []).append(holding.node_name)
    roles = [{"role": role, "places": places[role], "is_active": role == held.role} for role in held.roles]
    return render(request, "accounts/acting.html", {"roles": roles})


@signed_in()
def go_on(request: SignedIn) -> HttpResponse:
    """After the proof: the form that waited for it is sent by itself, or by its button where no script runs."""
    waiting = resuming.take(request, request.user)
    if waiting is None:
        return redirect("/")
    rule = rule_of(resolve(waiting.address.partition("?")[0]).func)
    has_form = rule is not None and "GET" in rule.methods
    return render(request, "accounts/go_on.html", {"waiting": waiting, "has_form": has_form})


@signed_in(methods=("POST",))
def extend(request: SignedIn) -> HttpResponse:
    """The user is still there: the half hour begins anew."""
    sessions.touch(request, at_once=True)
    return HttpResponse(status=204)


@signed_in(methods=("POST",))
def sign_out(request: SignedIn) -> HttpResponse:
    """End every session of one's own, this one too."""
    sign_out_everywhere(request.user, actor=request.user)
    logout(request)
    return redirect("account_login")


def _way_back(request: SignedIn) -> str:
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else "/"
