"""What the language asks of Russian grammar. The library that knows it comes in as a parameter."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

GENDERS = ("masc", "femn")
CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")


class Words(Protocol):
    """``kind`` is "person", "position" or "organisation", ``case`` of `CASES`, ``gender`` of `GENDERS` or ""."""

    def inflect(self, kind: str, text: str, case: str, gender: str = "") -> str: ...

    def short_name(self, text: str, first: bool) -> str:
        """Фамилия И. О.; the initials first if ``first``."""

    def count(self, n: int, noun: str) -> str:
        """5 наставников."""

    def number_words(self, n: int) -> str:
        """Пять, in small letters."""

    def date_words(self, date: dt.date, case: str) -> str: ...


class AsWritten:
    """Every word as it was given: for looking at a template, and where nothing is inflected."""

    def inflect(self, kind: str, text: str, case: str, gender: str = "") -> str:
        return text

    def short_name(self, text: str, first: bool) -> str:
        family, *names = text.split()[:3] or [""]
        initials = " ".join(f"{name[0]}." for name in names)
        return f"{initials} {family}".strip() if first else f"{family} {initials}".strip()

    def count(self, n: int, noun: str) -> str:
        return f"{n} {noun}"

    def number_words(self, n: int) -> str:
        return str(n)

    def date_words(self, date: dt.date, case: str) -> str:
        return date.strftime("%d.%m.%Y")
