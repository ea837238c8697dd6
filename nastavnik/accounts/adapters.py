"""What allauth asks of us: nobody signs up, failures slow down, letters are ours, secrets lie sealed."""

from __future__ import annotations

import io
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nastavnik.accounts import letters, proof, throttle
from nastavnik.accounts.keyring import ring
from nastavnik.accounts.models import User
from nastavnik.accounts.reach import holdings_of
from nastavnik.accounts.roles import SECOND_FACTOR
from nastavnik.audit.record import record
from nastavnik.base.visitors import address_of

MFA_PLACE = "mfa.Authenticator"

TOLD = {
    "account/messages/password_changed.txt": _("The password is changed."),
    "account/messages/password_set.txt": _("The password is set."),
    "mfa/messages/totp_activated.txt": _("The second step is on. Keep the recovery codes in a safe place."),
    "mfa/messages/totp_deactivated.txt": _("The second step is off."),
    "mfa/messages/recovery_codes_generated.txt": _("New recovery codes are made; the old ones no longer work."),
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("The address or the password is not right. Check both and try again."),
        "too_many_login_attempts": _("Too many attempts. Wait a little and try again, or ask for a new password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Before the password is looked at, so that a guess made during the delay tells nothing."""
        if throttle.wait(self._keys(request, credentials)):
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        user: User | None = super().authenticate(request, **credentials)
        if user is not None:
            throttle.succeeded(throttle.account_key(credentials.get("email", "")))
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        throttle.failed(self._keys(request, credentials))
        record("session.refused", None, actor=None, reason="password")

    def reauthenticate(self, user: User, password: str) -> bool:
        """By the account's own key: allauth would look for an address among rows that we do not keep."""
        keys = [throttle.account_key(str(user.uid))]
        if throttle.wait(keys) or not user.check_password(password):
            throttle.failed(keys)
            return False
        throttle.succeeded(keys[0])
        return True

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Signing in is a proof too: nobody is asked twice within a quarter of an hour."""
        return not proof.is_fresh(self.request)

    def set_password(self, user: User, password: str) -> None:
        super().set_password(user, password)
        record("user.password_set", user, actor=user)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Built on the public address of the settings: a forged Host header must not lead the letter astray."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.PUBLIC_URL + path.replace("UID-KEY", key)

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        letters.send(letters.new_password(context["password_reset_url"]), to=email)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Of allauth's other letters none is sent: there is no sign-up, and addresses are not confirmed."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """What was done to an account stands in the journal and on the account's page."""

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """Only what is worth telling, in our words."""
        if message_template in TOLD:
            super().add_message(request, level, message=str(TOLD[message_template]))

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request)

    def _keys(self, request: HttpRequest, credentials: dict[str, Any]) -> list[throttle.Key]:
        typed = credentials.get("email", "")
        return [throttle.account_key(typed), throttle.address_key(self.get_client_ip(request))]


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    def encrypt(self, text: str) -> str:
        return ring.seal(text, node_id=None, bound_to=MFA_PLACE)

    def decrypt(self, encrypted_text: str) -> str:
        return ring.unseal(encrypted_text, bound_to=MFA_PLACE)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Who must have a second step cannot switch it off; moving to another telephone is a new set-up."""
        roles = {holding.role for holding in holdings_of(authenticator.user)}
        return not settings.NASTAVNIK_SECOND_FACTOR or SECOND_FACTOR.isdisjoint(roles)

    def get_totp_issuer(self) -> str:
        return gettext("Nastavnik")

    def get_totp_label(self, user: User) -> str:
        return user.email or str(user.uid)[-6:]

    def build_totp_svg(self, url: str) -> SafeString:
        """Drawn here; the secret goes to no other service and no other library."""
        drawing = io.BytesIO()
        code = segno.make(url, error="m")
        code.save(drawing, kind="svg", scale=5, border=3, xmldecl=False, svgclass=None, lineclass=None)
        return mark_safe(drawing.getvalue().decode())  # noqa: S308  # made by segno of an address of our own
