"""What every held-out plan says, apart from how it is drawn; the truth is written from the same words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Label = dict[str, Any]
Period = tuple[str, str]
Overlay = dict[str, Any]

# Written into the files as the time they were made, so that they come out the same each time.
MADE_AT = dt.datetime.fromisoformat("2026-01-01")

QUARTERLY = "FREQ=MONTHLY;INTERVAL=3"
TWICE_A_YEAR = "FREQ=MONTHLY;INTERVAL=6"


def _label(kind: str, *windows: Period, accept: tuple[Overlay, ...] = (), **more: Any) -> Label:
    label = {"kind": kind, "windows": [list(window) for window in windows], "rrule": None, "anchor": None}
    label |= {"confidence": "certain"} | more
    return label | ({"accept": list(accept)} if accept else {})


def day(iso: str) -> Label:
    return _label("date", (iso, iso))


def due(iso: str) -> Label:
    return _label("deadline", (iso, iso))


def span(start: str, end: str, *accept: Overlay, **more: Any) -> Label:
    return _label("range", (start, end), accept=accept, **more)


def spans(*windows: Period) -> Label:
    return _label("ranges", *windows)


def rhythm(rrule: str | None, *windows: Period, accept: tuple[Overlay, ...] = (), **more: Any) -> Label:
    return _label("recurring", *windows, accept=accept, rrule=rrule, **more)


def each_quarter_of_school(period: Period) -> Label:
    """«1 раз в четверть»: the school's own calendar decides, three common rules are right too."""
    accept: tuple[Overlay, ...] = (
        {"rrule": "FREQ=YEARLY;BYMONTH=10,12,3,5"},
        {"rrule": "FREQ=YEARLY;BYMONTH=9,11,1,4"},
        {"rrule": QUARTERLY, "anchor": None},
    )
    return rhythm(None, period, accept=accept, anchor="school_quarter")


def always(period: Period, *accept: Overlay) -> Label:
    return _label("continuous", period, accept=accept)


def all_school_year(period: Period) -> Label:
    """«в течение учебного года»: to the end of the period, or to the end of lessons."""
    return always(period, {"windows": [[period[0], f"{period[1][:4]}-05-31"]]})


def asked(period: Period, anchor: str) -> Label:
    return _label("on_demand", period, anchor=anchor)


def hangs(anchor: str, *accept: Overlay, **more: Any) -> Label:
    return _label("relative", accept=accept, anchor=anchor, **more)


def unset() -> Label:
    return _label("unknown")


@dataclass(frozen=True)
class Line:
    """One activity. ``who`` holds the parties; ``accept`` other right values of a field of the truth."""

    number: str
    title: str
    term: str
    label: Label
    who: tuple[str, ...]
    result: str = ""
    parts: tuple[str, ...] = ()
    accept: dict[str, Any] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def whole_title(self) -> str:
        """The title with its bulleted parts, joined by blanks."""
        return " ".join([self.title, *self.parts])


@dataclass(frozen=True)
class Section:
    """``number`` and ``title`` None: the plan has no sections and this one holds all its lines."""

    number: str | None
    title: str | None
    lines: tuple[Line, ...]
    term: str = ""
    label: Label | None = None

    @property
    def key(self) -> str | None:
        return self.number or self.title

    @property
    def heading(self) -> str:
        return " ".join(part for part in (self.number, self.title) if part)


@dataclass(frozen=True)
class Plan:
    document: str
    title: tuple[str, ...]
    organisation: str | None
    approval: dict[str, Any]
    period: Period
    columns: tuple[str, ...]
    sections: tuple[Section, ...]
    accept: dict[str, list[str]] = field(default_factory=dict)
    other_periods: tuple[Period, ...] = ()
    indicators: tuple[tuple[str, dict[str, int]], ...] = ()
    notes: tuple[str, ...] = ()

    def lines(self) -> Iterator[tuple[Section, Line]]:
        for section in self.sections:
            for line in section.lines:
                yield section, line

    def truth(self) -> dict[str, Any]:
        start, end = self.period
        period: dict[str, Any] = {"start": start, "end": end}
        if self.other_periods:
            period["accept"] = [list(other) for other in self.other_periods]
        truth: dict[str, Any] = {
            "document": self.document,
            "format": self.document.rpartition(".")[2],
            "title": " ".join(self.title),
            "organisation": self.organisation,
            "approval": self.approval,
            "period": period,
        }
        if self.accept:
            truth["accept"] = self.accept
        if self.columns:
            truth["columns"] = list(self.columns)
        truth["sections"] = [_section_truth(section) for section in self.sections if section.title]
        truth["items"] = [_item_truth(section, line) for section, line in self.lines()]
        if self.indicators:
            truth["indicators"] = [{"name": name, "values": values} for name, values in self.indicators]
        truth["notes"] = list(self.notes)
        return truth


def _section_truth(section: Section) -> dict[str, Any]:
    truth: dict[str, Any] = {"number": section.number, "title": section.title}
    if section.label:
        truth |= {"deadline_text": section.term, "expected_deadline": section.label}
    return truth


def _item_truth(section: Section, line: Line) -> dict[str, Any]:
    accept = dict(line.accept)
    if line.parts:
        marked = [" ".join([line.title, *(f"{mark} {part}" for part in line.parts)]) for mark in "-•"]
        accept["title"] = [*accept.get("title", []), *marked]
    truth: dict[str, Any] = {
        "number": line.number,
        "section": section.key,
        "title": line.whole_title,
        "deadline_text": line.term,
        "expected_deadline": line.label,
        "responsible": list(line.who),
        "result": line.result,
        **line.more,
    }
    return truth | ({"accept": accept} if accept else {})
