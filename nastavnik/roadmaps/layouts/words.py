"""A plan in plain values: what is laid out on paper, and nothing of where it is kept."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from nastavnik.roadmaps.deadlines import Period


@dataclass(frozen=True, slots=True)
class SectionWords:
    number: str
    title: str
    term: str = ""

    @property
    def heading(self) -> str:
        """«1. Подготовка»; a number without a full stop needs one before a small letter."""
        if not self.number:
            return self.title
        stop = "" if self.number[-1] in ".)" or self.title[:1].isupper() or self.title[:1] in '«"' else "."
        return f"{self.number}{stop} {self.title}"


@dataclass(frozen=True, slots=True)
class LineWords:
    """``section`` is a place in `PlanWords.sections`; ``parties`` are (words, level column)."""

    number: str
    title: str
    term: str = ""
    responsible: str = ""
    result: str = ""
    remark: str = ""
    subsection: str = ""
    section: int | None = None
    parties: tuple[tuple[str, str], ...] = ()
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StampWords:
    """What the head of an approved paper says; ``is_annex`` for an annex to somebody's order."""

    is_annex: bool = False
    order_no: str = ""
    day: dt.date | None = None
    position: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class PlanWords:
    title: str
    period: Period
    lines: tuple[LineWords, ...]
    sections: tuple[SectionWords, ...] = ()
    columns: tuple[str, ...] = ()
    """As they were read; empty for a plan made here."""
    organisation: str = ""
    stamp: StampWords | None = None
    is_draft: bool = False
    edition: int = 1
    chosen: str = ""
    """By what its lines were picked out; empty where all of them are here."""
    merges: bool = False
    """Equal cells under each other were one cell."""
    usual: tuple[str, ...] = field(default=())
    """The columns usual for plans of this level."""
