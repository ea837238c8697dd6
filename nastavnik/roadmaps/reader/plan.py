"""What was read: a plan, its lines, and where each of its words came from.

`Plan.to_json` writes the form of road maps that the commands and the product share ("items",
"expected_deadline", …); `Plan.from_json` reads it back without loss.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from nastavnik.roadmaps.deadlines import Period, Schedule

Fate = Literal["imported", "flagged", "ignored"]
Json = dict[str, Any]


@dataclass(slots=True)
class Flag:
    """Something a person should look at; the reading stands all the same."""

    code: str
    sentence: str
    place: str = ""


@dataclass(slots=True)
class Party:
    """Who answers for a line. `column` is the level column («муниципальные») where there are several."""

    text: str
    column: str = ""
    kind: Literal["person", "role", "organisation"] = "role"
    role: str | None = None
    """A role of the platform that the words plainly name: director, curator, psychologist, …"""


@dataclass(slots=True)
class SubItem:
    text: str
    deadline_text: str = ""
    schedule: Schedule | None = None


@dataclass(slots=True)
class ExtraDeadline:
    """A term met inside the wording of the activity."""

    text: str
    schedule: Schedule


@dataclass(slots=True)
class Section:
    number: str
    title: str
    deadline_text: str = ""
    schedule: Schedule | None = None
    number_text: str = ""
    sources: list[str] = field(default_factory=list)

    @property
    def ref(self) -> str:
        """By what lines point at it: the number, or the title where there is none."""
        return self.number or self.title


@dataclass(slots=True)
class Line:
    number: str
    section: str | None
    title: str
    deadline_text: str
    schedule: Schedule
    subsection: str | None = None
    sub_items: list[SubItem] = field(default_factory=list)
    responsible: list[Party] = field(default_factory=list)
    result: str = ""
    outcome: str = ""
    form: str = ""
    remark: str = ""
    inherited: bool = False
    extra_deadlines: list[ExtraDeadline] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Approval:
    status: Literal["approved", "annex", "none"] = "none"
    order_no: str | None = None
    date: dt.date | None = None
    position: str | None = None
    person: str | None = None
    date_text: str | None = None
    date_partial: dict[str, int] | None = None
    issuer: str | None = None
    annex_no: str | None = None
    basis: str | None = None
    agreed: str | None = None
    reviewed: str | None = None


@dataclass(slots=True)
class Indicator:
    name: str
    values: dict[str, float | int | str]


@dataclass(slots=True)
class SourceCell:
    """One text of the source and what became of it. `line` is the index of the (first) line it went to."""

    place: str
    text: str
    fate: Fate
    reason: str
    line: int | None = None


@dataclass(slots=True)
class Plan:
    title: str = ""
    organisation: str | None = None
    approval: Approval = field(default_factory=Approval)
    period: Period | None = None
    model: Literal["learners", "teachers"] | None = None
    columns: list[str] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    cells: list[SourceCell] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def ignored(self) -> list[SourceCell]:
        return [cell for cell in self.cells if cell.fate == "ignored"]

    def to_json(self) -> Json:
        period = self.period and {"start": self.period.start.isoformat(), "end": self.period.end.isoformat()}
        return {
            "title": self.title,
            "organisation": self.organisation,
            "approval": _approval_out(self.approval),
            "period": period or {"start": None, "end": None},
            "model": self.model,
            "columns": self.columns,
            "sections": [_section_out(section) for section in self.sections],
            "items": [_line_out(line) for line in self.lines],
            "indicators": [asdict(indicator) for indicator in self.indicators],
            "flags": [asdict(flag) for flag in self.flags],
            "ignored": [asdict(cell) for cell in self.ignored],
            "cells": [asdict(cell) for cell in self.cells],
            "notes": self.notes,
        }

    @classmethod
    def from_json(cls, data: Json) -> Plan:
        period = data["period"]
        return cls(
            title=data["title"],
            organisation=data["organisation"],
            approval=_approval_in(data["approval"]),
            period=_period_in(period),
            model=data["model"],
            columns=list(data["columns"]),
            sections=[_section_in(section) for section in data["sections"]],
            lines=[_line_in(line) for line in data["items"]],
            indicators=[Indicator(**indicator) for indicator in data["indicators"]],
            cells=[SourceCell(**cell) for cell in data["cells"]],
            flags=[Flag(**flag) for flag in data["flags"]],
            notes=list(data["notes"]),
        )


def _period_in(data: Json) -> Period | None:
    if not data.get("start"):
        return None
    return Period(dt.date.fromisoformat(data["start"]), dt.date.fromisoformat(data["end"]))


def _schedule_out(schedule: Schedule | None) -> Json | None:
    return schedule.to_json() if schedule else None


def _schedule_in(data: Json | None) -> Schedule | None:
    return Schedule.from_json(data) if data else None


def _approval_out(approval: Approval) -> Json:
    data = asdict(approval)
    data["date"] = approval.date and approval.date.isoformat()
    return data


def _approval_in(data: Json) -> Approval:
    return Approval(**{**data, "date": data["date"] and dt.date.fromisoformat(data["date"])})


def _section_out(section: Section) -> Json:
    return {
        "number": section.number,
        "title": section.title,
        "number_text": section.number_text,
        "deadline_text": section.deadline_text,
        "expected_deadline": _schedule_out(section.schedule),
        "sources": section.sources,
    }


def _section_in(data: Json) -> Section:
    rest = {key: data[key] for key in ("number", "title", "number_text", "deadline_text", "sources")}
    return Section(schedule=_schedule_in(data["expected_deadline"]), **rest)


def _line_out(line: Line) -> Json:
    by_column: dict[str, list[str]] = {}
    for party in line.responsible:
        if party.column:
            by_column.setdefault(party.column, []).append(party.text)
    return {
        "number": line.number,
        "section": line.section,
        "subsection": line.subsection,
        "title": line.title,
        "sub_items": [
            {"text": sub.text, "deadline_text": sub.deadline_text, "expected_deadline": _schedule_out(sub.schedule)}
            for sub in line.sub_items
        ],
        "deadline_text": line.deadline_text,
        "expected_deadline": line.schedule.to_json(),
        "responsible": [party.text for party in line.responsible],
        "responsible_columns": by_column,
        "parties": [asdict(party) for party in line.responsible],
        "result": line.result,
        "expected_outcome": line.outcome,
        "form": line.form,
        "remark": line.remark,
        "inherited": line.inherited,
        "extra_deadlines": [
            {"text": extra.text, "expected": extra.schedule.to_json()} for extra in line.extra_deadlines
        ],
        "flags": [asdict(flag) for flag in line.flags],
        "sources": line.sources,
    }


def _line_in(data: Json) -> Line:
    same = ("number", "section", "subsection", "title", "deadline_text", "result", "form", "remark", "inherited")
    return Line(
        **{key: data[key] for key in same},
        schedule=Schedule.from_json(data["expected_deadline"]),
        sub_items=[
            SubItem(sub["text"], sub["deadline_text"], _schedule_in(sub["expected_deadline"]))
            for sub in data["sub_items"]
        ],
        responsible=[Party(**party) for party in data["parties"]],
        outcome=data["expected_outcome"],
        extra_deadlines=[
            ExtraDeadline(extra["text"], Schedule.from_json(extra["expected"])) for extra in data["extra_deadlines"]
        ],
        flags=[Flag(**flag) for flag in data["flags"]],
        sources=list(data["sources"]),
    )
