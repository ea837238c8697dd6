"""What a card of a person holds, as one JSON value under one seal, and what may be told of it in the clear. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

FULL_AGE = 18
# Everything that a card may hold; the form, the register and the copy given to a person read this list.
FIELDS = ("last", "first", "middle", "gender", "birth", "phones", "emails", "contact")


@dataclass(frozen=True)
class Birth:
    """A date of birth as far as it is known: a year, a month of it, a day."""

    year: int | None = None
    month: int | None = None
    day: dt.date | None = None

    @classmethod
    def of(cls, card: Mapping[str, Any], year: int | None, month: int | None) -> Birth:
        """From what a person's row keeps."""
        typed = card.get("birth")
        return cls(year, month, dt.date.fromisoformat(typed) if typed else None)

    def age(self, on: dt.date) -> int | None:
        """Whole years on ``on``, the youngest that agrees with what is known."""
        if self.day:
            return on.year - self.day.year - ((on.month, on.day) < (self.day.month, self.day.day))
        if self.year is None:
            return None
        if self.month is None:
            return on.year - self.year - 1
        return on.year - self.year - (on.month <= self.month)

    @property
    def full_age_from(self) -> dt.date | None:
        """The first day of certainly being of full age, by year and month alone (decision 13)."""
        if self.year is None:
            return None
        if self.month is None or self.month == 12:
            return dt.date(self.year + FULL_AGE + 1, 1, 1)
        return dt.date(self.year + FULL_AGE, self.month + 1, 1)

    @property
    def birthday_of_full_age(self) -> dt.date | None:
        """The day itself, where the date is known whole. Somebody born on 29 February comes of age on 1 March."""
        if not self.day:
            return self.full_age_from
        try:
            return self.day.replace(year=self.day.year + FULL_AGE)
        except ValueError:
            return dt.date(self.day.year + FULL_AGE, 3, 1)


def full_name(card: Mapping[str, Any]) -> str:
    """Фамилия Имя Отчество."""
    return " ".join(filter(None, (card.get("last"), card.get("first"), card.get("middle"))))


def short_name(card: Mapping[str, Any]) -> str:
    """Фамилия И. О."""
    initials = " ".join(f"{part[0]}." for name in ("first", "middle") if (part := card.get(name)))
    return f"{card.get('last', '')} {initials}".strip()


def sort_key(card: Mapping[str, Any]) -> str:
    return full_name(card).casefold().replace("ё", "е")
