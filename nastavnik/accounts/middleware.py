"""What happens around every request: the session's limits, the acting role, forms that act once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nastavnik.accounts import once, proof, resuming, sessions
from nastavnik.accounts.models import User
from nastavnik.accounts.permissions import ACTIONS
from nastavnik.accounts.reach import acting_as
from nastavnik.accounts.roles import SECOND_FACTOR
from nastavnik.audit.record import record
from nastavnik.base.errors import NotAllowed
from nastavnik.base.routes import SAFE, rule_of, way_back

Next = Callable[[HttpRequest], HttpResponseBase]
# What a page asks by itself, again and again, is no sign that anybody sits before it.
QUIET = "X-Quiet"
# What a person may reach who still has to show the second factor.
FACTOR_PAGES = frozenset(
    {
        "mfa_activate_totp",
        "mfa_view_recovery_codes",
        "mfa_download_recovery_codes",
        "mfa_reauthenticate",
        "account_reauthenticate",
        "account_logout",
        "accounts:extend",
        "ui:preferences",
        "ui:language",
    }
)


class SessionLimitsMiddleware:
    """Ends a session that rested 30 minutes or lasted 12 hours."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            if sessions.is_over(request):
                return self._end(request)
            if QUIET not in request.headers:
                sessions.touch(request)
        return self.get_response(request)

    def _end(self, request: HttpRequest) -> HttpResponseBase:
        logout(request)
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Redirect": resolve_url(settings.LOGIN_URL)})
        response = redirect_to_login(way_back(request))
        response.headers["X-Session"] = "over"
        return response


class ActingRoleMiddleware:
    """Reads the user's grants once, applies the picked role, asks for the proofs that the page needs."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if isinstance(request.user, User):
            request.user.acting = acting_as(request.user, request.session.get(sessions.ROLE))
            # "Today" is the day where the user acts, not where the server stands.
            with timezone.override(request.session.get(sessions.ZONE) or None):
                return self.get_response(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        if not isinstance(request.user, User):
            return None
        if needed := self._factor_page(request, request.user):
            messages.info(request, _("Your role needs a second step at sign-in. It takes two minutes to set up."))
            return HttpResponseRedirect(needed)
        if self._needs_fresh_proof(request, view):
            return resuming.suspend(request, request.user, _proof_page(request.user))
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """A refusal inside the user's reach is written down; 404 is not: it tells of nothing."""
        if isinstance(exception, PermissionDenied | NotAllowed) and isinstance(request.user, User):
            route = request.resolver_match.view_name if request.resolver_match else ""
            record("access.refused", None, actor=request.user, route=route, method=request.method or "")

    def _factor_page(self, request: HttpRequest, user: User) -> str:
        """Where to send a user who owes the second factor; "" if they do not."""
        acting = user.acting
        if not settings.NASTAVNIK_SECOND_FACTOR or acting is None or SECOND_FACTOR.isdisjoint(acting.roles):
            return ""
        if proof.has_second_factor(request) or (
            request.resolver_match and request.resolver_match.view_name in FACTOR_PAGES
        ):
            return ""
        has_one = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
        return reverse("mfa_reauthenticate" if has_one else "mfa_activate_totp")

    def _needs_fresh_proof(self, request: HttpRequest, view: Any) -> bool:
        rule, method = rule_of(view), request.method or "GET"
        if rule is None or method in SAFE or rule.who != "holders":
            return False
        action = ACTIONS.get(rule.needed(method))
        return action is not None and action.sensitive and not proof.is_fresh(request)


class OnceMiddleware:
    """Every form that carries a token acts once (`once`)."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        token = once.token_of(request)
        if token is None:
            return self.get_response(request)
        return once.act_once(request, token, lambda: self.get_response(request))


def _proof_page(user: User) -> str:
    methods = get_adapter().get_reauthentication_methods(user)
    # Somebody who came by a paper code has nothing else to show: they come in anew.
    return methods[0]["url"] if methods else reverse("accounts:code")
