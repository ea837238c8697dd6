"""From dates to anchors and back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from nastavnik.org.calendar import SchoolYear, school_year_of
from nastavnik.roadmaps.relative.anchors import Anchor

Relative = Mapping[str, Any]
Span = tuple[dt.date, dt.date]


class Circular(ValueError):
    """Terms that wait for each other; ``keys`` are the lines in their circle."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        super().__init__(" → ".join(keys))
        self.keys = keys


class Dangling(ValueError):
    """The term of ``key`` hangs on ``name``: a line that is not in the plan, or has no dates."""

    def __init__(self, key: str, name: str) -> None:
        super().__init__(f"{key} → {name}")
        self.key, self.name = key, name


class Unknown(Dangling):
    """``name`` is no part of a school year that the calendar knows."""


def anchor_of(date: dt.date, first: SchoolYear) -> Anchor:
    """``date`` as a day of a school year counted from ``first``; days before it are counted back from its start."""
    year = school_year_of(date)
    if year < first:
        return Anchor(name="year", days=(date - first.starts_on).days)
    return Anchor(year=year.start_year - first.start_year, month=date.month, day=date.day)


def loosened(schedule: Mapping[str, Any], first: SchoolYear) -> dict[str, Any]:
    """The JSON of a reading with each date as a day of a school year counted from ``first``."""

    def loose(text: str) -> str:
        return str(anchor_of(dt.date.fromisoformat(text), first))

    kept = {name: value for name, value in schedule.items() if name not in ("alternatives", "unread")}
    return {**kept, "windows": [[loose(start), loose(end)] for start, end in schedule.get("windows", ())]}


def hangs_on_spans(terms: Iterable[Relative]) -> bool:
    """Whether any of ``terms`` is counted from a named part of the year other than the year itself."""
    ends = (Anchor.parse(end) for term in terms for window in term.get("windows", ()) for end in window)
    return any(end.name not in ("", "year") and not end.is_line for end in ends)


@dataclass
class Calendar:
    """The school years of one plan; ``spans`` are the named parts of the first of them."""

    first: SchoolYear
    spans: Mapping[str, Span] = field(default_factory=dict)

    def fixed(self, terms: Mapping[str, Relative]) -> dict[str, dict[str, Any]]:
        """Key of a line → JSON of its reading with dates of these years.

        Raises:
            Circular, Dangling, Unknown, NotAnAnchor.
        """
        made: dict[str, dict[str, Any]] = {}
        for key in terms:
            self._fix(key, terms, made, ())
        return made

    def _fix(
        self, key: str, terms: Mapping[str, Relative], made: dict[str, dict[str, Any]], way: tuple[str, ...]
    ) -> None:
        if key in made:
            return
        if key in way:
            raise Circular((*way[way.index(key) :], key))
        windows = []
        for start, end in terms[key].get("windows", ()):
            ends = [self._day(Anchor.parse(text), key, terms, made, (*way, key)) for text in (start, end)]
            # Hung on something short, a term may come out upside down: then it is the one day that it ends on.
            windows.append([min(ends).isoformat(), ends[1].isoformat()])
        made[key] = {**terms[key], "windows": sorted(windows)}
        if control := terms[key].get("control_on"):
            day = self._day(Anchor.parse(control), key, terms, made, (*way, key))
            made[key]["control_on"] = day.isoformat()

    def _day(
        self, anchor: Anchor, key: str, terms: Mapping[str, Relative], made: dict[str, dict[str, Any]],
        way: tuple[str, ...],
    ) -> dt.date:  # fmt: skip
        if anchor.month:
            return SchoolYear(self.first.start_year + anchor.year).date_of(anchor.month, anchor.day)
        start, end = self._line(anchor.name, key, terms, made, way) if anchor.is_line else self._span(anchor, key)
        return (end if anchor.side == "end" else start) + dt.timedelta(days=anchor.days)

    def _span(self, anchor: Anchor, key: str) -> Span:
        if anchor.name == "year":
            return self.first.period
        if anchor.name not in self.spans:
            raise Unknown(key, anchor.name)
        return self.spans[anchor.name]

    def _line(
        self,
        name: str,
        key: str,
        terms: Mapping[str, Relative],
        made: dict[str, dict[str, Any]],
        way: tuple[str, ...],
    ) -> Span:
        if name not in terms:
            raise Dangling(key, name)
        self._fix(name, terms, made, way)
        windows = made[name]["windows"]
        if not windows:
            raise Dangling(key, name)
        return dt.date.fromisoformat(windows[0][0]), dt.date.fromisoformat(windows[-1][1])
