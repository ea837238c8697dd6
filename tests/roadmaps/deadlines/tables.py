"""The labelled tables of deadlines, and how a reading is compared with a label.

``dev.tsv`` holds real and common wordings with the readings that experts accept; ``own.tsv`` holds wordings
of our own with the one reading we settled on.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from nastavnik.roadmaps.deadlines import Kind, Period, Schedule
from nastavnik.roadmaps.deadlines.rules import Rule
from nastavnik.roadmaps.deadlines.windows import Windows, merged

FOLDER = Path(__file__).parent
UNDATED = (Kind.RELATIVE, Kind.ON_DEMAND, Kind.UNKNOWN)


class Labelled(NamedTuple):
    id: str
    source: str
    period: Period
    expression: str
    expected: dict[str, Any]

    def accepted(self) -> Iterator[Schedule]:
        """The label, then the label under each of its overlays."""
        yield Schedule.from_json(self.expected)
        for overlay in self.expected.get("accept", ()):
            yield Schedule.from_json({**self.expected, **overlay})


def dev_rows() -> list[Labelled]:
    with (FOLDER / "dev.tsv").open(encoding="utf-8") as table:
        rows = csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            Labelled(
                row["id"],
                row["source"],
                Period.parse(row["context_period"]),
                unescaped(row["expression"]),
                json.loads(row["expected"]),
            )
            for row in rows
        ]


class Settled(NamedTuple):
    period: Period
    expression: str
    schedule: Schedule


def own_rows() -> list[Settled]:
    with (FOLDER / "own.tsv").open(encoding="utf-8") as table:
        rows = csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [_settled(row) for row in rows]


def _settled(row: dict[str, str]) -> Settled:
    period = Period.parse(row["period"])
    schedule = Schedule(
        Kind(row["kind"]),
        (period.window,) if row["windows"] == "plan" else tuple(_window(text) for text in row["windows"].split()),
        rrule=row["rrule"] or None,
        anchor=row["anchor"] or None,
        offset=row["offset"] or None,
        confidence="ambiguous" if row["confidence"] == "ambiguous" else "certain",
    )
    return Settled(period, unescaped(row["expression"]), schedule)


def _window(text: str) -> tuple[date, date]:
    start, _, end = text.partition("..")
    return date.fromisoformat(start), date.fromisoformat(end or start)


def unescaped(text: str) -> str:
    return text.replace("\\n", "\n").replace("\\t", "\t").replace("\\\\", "\\")


def matches_core(expected: Schedule, read: Schedule) -> bool:
    """Kind, windows and rule are equal, as far as they mean anything for the kind."""
    kinds = {Kind.RANGES: Kind.RANGE}
    if kinds.get(expected.kind, expected.kind) != kinds.get(read.kind, read.kind):
        return False
    return _windows(expected) == _windows(read) and _rule(expected) == _rule(read)


def matches_exactly(expected: Schedule, read: Schedule) -> bool:
    """The core, and what an undated deadline hangs on."""
    hangs = expected.kind in (Kind.RELATIVE, Kind.ON_DEMAND) or (
        expected.kind is Kind.RECURRING and expected.rrule is None
    )
    return matches_core(expected, read) and (not hangs or expected.anchor == read.anchor)


def _windows(schedule: Schedule) -> Windows:
    if schedule.kind in UNDATED:
        return ()
    windows = merged(schedule.windows)
    # Of a due day only the day itself counts, whatever the span before it.
    return ((windows[-1][1],) * 2,) if schedule.kind is Kind.DEADLINE and len(windows) == 1 else windows


def _rule(schedule: Schedule) -> Rule | None:
    return Rule.parse(schedule.rrule) if schedule.rrule else None
