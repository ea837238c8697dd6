"""The scale of time: where a day stands in the room there is, in percent. Pure."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

DAY = dt.timedelta(days=1)
MONDAY = 0


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the scale, in percent; ``before`` and ``after`` say that it goes on beyond an end."""

    at: float
    width: float
    before: bool = False
    after: bool = False

    @property
    def x(self) -> str:
        return percent(self.at)

    @property
    def w(self) -> str:
        return percent(self.width)

    @property
    def right(self) -> float:
        return self.at + self.width

    @property
    def end(self) -> str:
        return percent(self.right)

    @property
    def middle(self) -> str:
        return percent(self.at + self.width / 2)


@dataclass(frozen=True)
class Scale:
    """From the first day to the last, both inside."""

    starts_on: dt.date
    ends_on: dt.date

    @cached_property
    def days(self) -> int:
        return (self.ends_on - self.starts_on).days + 1

    def at(self, day: dt.date) -> float:
        """Where ``day`` begins; outside of 0–100 for days outside."""
        return 100 * (day - self.starts_on).days / self.days

    def span(self, start: dt.date, end: dt.date) -> Span | None:
        """The days from ``start`` to ``end``, both inside, cut to the scale; None where nothing is left."""
        first, last = max(start, self.starts_on), min(end, self.ends_on)
        if first > last:
            return None
        at = self.at(first)
        return Span(at, self.at(last + DAY) - at, start < self.starts_on, end > self.ends_on)

    def months(self) -> Iterator[tuple[dt.date, Span]]:
        """The first day of each month, and its stretch."""
        for first in months_between(self.starts_on, self.ends_on):
            span = self.span(first, month_end(first))
            if span is not None:
                yield first, span

    def weeks(self) -> Iterator[tuple[dt.date, Span]]:
        """Each Monday, and the stretch of its week; the days before the first Monday have no week."""
        monday = self.starts_on + DAY * (-self.starts_on.weekday() % 7)
        while monday <= self.ends_on:
            span = self.span(monday, monday + 6 * DAY)
            if span is not None:
                yield monday, span
            monday += 7 * DAY


def percent(value: float) -> str:
    """12.345%: as SVG reads it, without digits that nobody sees."""
    return f"{value:.3f}".rstrip("0").rstrip(".") + "%"


def month_end(day: dt.date) -> dt.date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def months_between(start: dt.date, end: dt.date) -> Iterator[dt.date]:
    """The first day of each month that has a day from ``start`` to ``end``."""
    first = start.replace(day=1)
    while first <= end:
        yield first
        first = month_end(first) + DAY
