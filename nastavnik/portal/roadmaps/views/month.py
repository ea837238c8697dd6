"""Days of a month laid out in weeks from Monday to Sunday. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from nastavnik.portal.roadmaps.views.scale import DAY, month_end

MONTH = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True, slots=True)
class Month:
    """A month by its first day."""

    first: dt.date

    @property
    def last(self) -> dt.date:
        return month_end(self.first)

    @property
    def code(self) -> str:
        """2026-10"""
        return f"{self.first:%Y-%m}"

    @property
    def next(self) -> Month:
        return Month(self.last + DAY)

    @property
    def previous(self) -> Month:
        return Month((self.first - DAY).replace(day=1))

    def weeks(self) -> list[list[dt.date]]:
        """Whole weeks that have a day of the month; their other days belong to its neighbours."""
        day = self.first - DAY * self.first.weekday()
        weeks = []
        while day <= self.last:
            weeks.append([day + DAY * place for place in range(7)])
            day += 7 * DAY
        return weeks


def month_of(text: str, otherwise: dt.date) -> Month:
    """The month named in an address; that of ``otherwise`` where it names none."""
    found = MONTH.fullmatch(text)
    if found and 1 <= int(found[2]) <= 12 and 1900 <= int(found[1]) <= 2999:
        return Month(dt.date(int(found[1]), int(found[2]), 1))
    return Month(otherwise.replace(day=1))


def nearest(day: dt.date, starts_on: dt.date, ends_on: dt.date) -> dt.date:
    """``day``, or the end of the period that is nearest to it."""
    return min(max(day, starts_on), ends_on)


def within(day: dt.date, stretches: Iterable[tuple[dt.date, dt.date, str]]) -> str:
    """The title of the stretch that ``day`` falls into; "" outside."""
    return next((title for start, end, title in stretches if start <= day <= end), "")
