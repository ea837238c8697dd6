"""The words of an edition of a typical plan, as they would stand in the years of a plan made of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from nastavnik.roadmaps.comparison import Words
from nastavnik.roadmaps.deadlines import Schedule
from nastavnik.roadmaps.models import Roadmap
from nastavnik.roadmaps.relative import Calendar, carried, hangs_on_spans, loosened
from nastavnik.roadmaps.services.editions import words_of_row
from nastavnik.roadmaps.services.templates import Move, first_year, spans_of


@dataclass(frozen=True)
class Carried:
    """A line of the typical plan in other years. ``is_sure``: its term reads there as ``meant``."""

    words: Words
    meant: Schedule
    is_sure: bool


class Edition:
    """The lines of one published edition; ``rows`` are those of its baseline."""

    def __init__(self, template: Roadmap, rows: Iterable[Mapping[str, Any]]) -> None:
        self.template = template
        self.rows = {row["uid"]: row for row in rows}
        self.words = [words_of_row(row) for row in self.rows.values()]
        self._carried: dict[tuple[str, int], Carried] = {}
        self._fixed: dict[int, dict[str, dict[str, Any]]] = {}

    @cached_property
    def _terms(self) -> dict[str, dict[str, Any]]:
        start = first_year(self.template.period)
        return {
            uid: row.get("relative") or loosened(row["schedule"] or {"kind": "unknown"}, start)
            for uid, row in self.rows.items()
        }

    def line(self, uid: str, move: Move) -> Carried:
        """Remembered: plans of the same years share it."""
        key = (uid, move.years)
        if key not in self._carried:
            self._carried[key] = self._carry(uid, move)
        return self._carried[key]

    def _carry(self, uid: str, move: Move) -> Carried:
        row = self.rows[uid]
        meant = Schedule.from_json(self._in_years(move)[uid])
        term = carried(row["deadline_text"], meant, move.old, move.new, move.years)
        words = words_of_row(row)
        moved = {name: move.words(getattr(words, name)) for name in ("title", "result", "section")}
        return Carried(replace(words, deadline_text=term.text[:1000], **moved), meant, term.sure)

    def _in_years(self, move: Move) -> dict[str, dict[str, Any]]:
        if move.years not in self._fixed:
            spans = spans_of(move.first) if hangs_on_spans(self._terms.values()) else {}
            self._fixed[move.years] = Calendar(move.first, spans).fixed(self._terms)
        return self._fixed[move.years]


def move_to(template: Roadmap, plan: Roadmap) -> Move:
    """From the years of the typical plan to those of ``plan``."""
    years = first_year(plan.period).start_year - first_year(template.period).start_year
    return Move(template.period, years)
