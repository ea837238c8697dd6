"""Translations for the part of the commands that runs without Django."""

from __future__ import annotations

import gettext as catalogues
from functools import cache
from pathlib import Path

LOCALE = Path(__file__).resolve().parents[1] / "locale"


@cache
def _catalogue() -> catalogues.NullTranslations:
    # The commands speak the language of the product (`LANGUAGE_CODE`), not that of the terminal.
    return catalogues.translation("django", LOCALE, languages=["ru"], fallback=True)


def gettext(message: str) -> str:
    return _catalogue().gettext(message)
