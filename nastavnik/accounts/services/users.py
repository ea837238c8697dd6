"""Keeping accounts: passwords, sessions, language."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from nastavnik.accounts.models import User
from nastavnik.audit.record import record


@transaction.atomic
def sign_out_everywhere(user: User, *, actor: User | None) -> None:
    """End every session of ``user`` at once: their fingerprints no longer match."""
    User.objects.filter(pk=user.pk).update(sign_outs=F("sign_outs") + 1)
    user.refresh_from_db(fields=["sign_outs"])
    record("user.signed_out_everywhere", user, actor=actor)
