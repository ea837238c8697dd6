"""Passwords: 12 to 128 characters of any composition, but no words that anybody here would guess first."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from nastavnik.accounts.models import User

LONGEST = 128
# Stems of the field: a password built around one of them is guessed by whoever knows what the site is for.
LOCAL_STEMS = (
    "наставн", "наставл", "куратор", "ментор", "школ", "учител", "учени", "директор", "гимнази", "лице", "пароль",
    "педагог", "образован", "nastavn", "kurator", "mentor", "shkol", "school", "uchitel", "direktor", "gimnazi",
    "parol", "password", "qwerty", "йцукен", "admin", "админ",
)  # fmt: skip
# What must be left of a password when the guessable words are struck out.
LEAST_OF_ONES_OWN = 10


class LocalWordsValidator:
    """Refuses a password that is little more than a local word, a name of the user's own, or one character."""

    def validate(self, password: str, user: User | None = None) -> None:
        if len(password) > LONGEST:
            raise ValidationError(_("At most %(n)s characters, please.") % {"n": LONGEST}, code="password_too_long")
        plain = password.casefold().replace("ё", "е")
        if len(set(plain)) < 5:
            raise ValidationError(_("Use more different characters."), code="password_too_plain")
        left = plain
        for word in (*LOCAL_STEMS, *_own_words(user)):
            left = left.replace(word, "")
        if left != plain and len(left) < LEAST_OF_ONES_OWN:
            raise ValidationError(
                _("This password is easy to guess: it is built around a word everybody here knows."),
                code="password_local_word",
            )

    def get_help_text(self) -> str:
        return _("12 characters or more. A phrase of several words is easy to remember and hard to guess.")


def _own_words(user: User | None) -> list[str]:
    """Parts of the user's address and name, four letters or longer."""
    if user is None:
        return []
    text = f"{user.email or ''} {user.work_name}".casefold().replace("ё", "е")
    return [word for word in re.findall(r"[^\W\d_]{4,}", text) if word != "example"]
