"""The account: an opaque key with ways to prove who one is. What it may do stands in its grants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nastavnik.base.privacy import Privacy
from nastavnik.base.uids import Named

if TYPE_CHECKING:
    from nastavnik.accounts.reach import Acting, Reach


def clean_email(address: str | None) -> str | None:
    """The one form in which an address is stored and looked for."""
    return (address or "").strip().casefold() or None


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str | None = None, password: str | None = None, **fields: Any) -> User:
        """An account; without a password nobody signs in to it by one."""
        user = self.model(email=clean_email(email), **fields)
        user.set_password(password)
        user.save()
        return user

    def by_email(self, email: str) -> User | None:
        return self.filter(email=clean_email(email)).first()


class User(AbstractBaseUser, Named):
    """An account. Names of pupils, parents and mentors are not here: they belong to `people`."""

    # NULL, since many accounts have no address and "" would be equal to "".
    email = models.EmailField(_("e-mail"), null=True, blank=True, unique=True, max_length=254)
    work_name = models.CharField(_("work name"), max_length=150, blank=True)
    language = models.CharField(_("language"), max_length=8, blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now, editable=False)
    # Part of the session's fingerprint: one more, and every session of the account is over.
    sign_outs = models.PositiveIntegerField(default=0, editable=False)

    USERNAME_FIELD = "uid"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = UserManager()

    privacy = Privacy(P0="is_active sign_outs language", P1="work_name joined_at last_login", P2="email password")

    # Set for one request by the middleware: the role that the user has picked.
    acting: Acting | None = None

    def __str__(self) -> str:
        return self.work_name or gettext("Account %(mark)s") % {"mark": str(self.uid)[-6:]}

    def clean(self) -> None:
        super().clean()
        self.email = clean_email(self.email)

    def get_session_auth_hash(self) -> str:
        return self._fingerprint(None)

    def get_session_auth_fallback_hash(self) -> Any:
        from django.conf import settings

        for secret in settings.SECRET_KEY_FALLBACKS:
            yield self._fingerprint(secret)

    def _fingerprint(self, secret: str | bytes | None) -> str:
        return salted_hmac(
            "nastavnik.accounts.session", f"{self.password}:{self.sign_outs}", secret=secret, algorithm="sha256"
        ).hexdigest()

    def active_grants(self, action: str) -> list[Reach]:
        """What of ``action`` is in force today: by the picked role within a request, by every role elsewhere."""
        from nastavnik.accounts.reach import reaches

        return reaches(self, action)
