"""Which passwords are refused."""

from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from nastavnik.accounts.models import User


def codes(password: str, user: User | None = None) -> set[str]:
    try:
        validate_password(password, user)
    except ValidationError as error:
        return {found.code or "" for found in error.error_list}
    return set()


@pytest.mark.parametrize(
    "password",
    [
        "тихая гавань 1917",
        "correct horse battery",
        "моя школа стоит у самого озера",
        "zQ7!zQ7!kP2#",
        "я" * 3 + "абвгдежзий",
    ],
)
def test_a_phrase_of_any_composition_is_good(password: str) -> None:
    assert codes(password) == set()


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("короткий 1", "password_too_short"),
        ("я" * 129, "password_too_long"),
        ("аааааааааааааа", "password_too_plain"),
        ("наставник2026!", "password_local_word"),
        ("НАСТАВНИЧЕСТВО", "password_local_word"),
        ("Школа№15-учитель", "password_local_word"),
        ("Nastavnik-2026", "password_local_word"),
        ("qwertyuiop123", "password_too_common"),
    ],
)
def test_a_guessable_one_is_not(password: str, code: str) -> None:
    assert code in codes(password)


def test_ones_own_name_and_address_are_guessable() -> None:
    user = User(email="berezkina@example.org", work_name="Берёзкина А. А.")

    assert codes("березкина-1980", user) == {"password_local_word"}
    assert codes("berezkina!1980", user) == {"password_local_word"}
