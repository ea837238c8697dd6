"""The road map reader: a free-form document in, a plan with its account of every cell out. Pure.

`sources` turn each format into blocks of text; `layout` finds the plan among them, `header` and `columns`
tell what each column means, `rows` and `sections` make entries of rows; `titles` and `approval` read the
heading, `parties` who answers; `reading` puts the plan together and `coverage` accounts for every word.
The product calls `read_in_child`: a document from a stranger is read in a process of its own with limits.
"""

from __future__ import annotations

from pathlib import Path

from nastavnik.roadmaps.deadlines import Period
from nastavnik.roadmaps.reader.plan import (
    Approval,
    ExtraDeadline,
    Flag,
    Indicator,
    Line,
    Party,
    Plan,
    Section,
    SourceCell,
    SubItem,
)
from nastavnik.roadmaps.reader.refusals import Unreadable

__all__ = [
    "Approval", "ExtraDeadline", "Flag", "Indicator", "Line", "Party", "Plan", "Section", "SourceCell", "SubItem",
    "Unreadable", "read_in_child", "read_pasted", "read_roadmap",
]  # fmt: skip


def read_roadmap(path: Path, *, period: Period | None = None) -> Plan:
    """Reads a file in this process. For documents from strangers use `read_in_child`."""
    from nastavnik.roadmaps.reader.reading import read_document
    from nastavnik.roadmaps.reader.sources import open_document

    return read_document(open_document(Path(path)), period)


def read_pasted(text_or_html: str, *, period: Period | None = None) -> Plan:
    """Reads a table pasted from Word or Excel: an HTML fragment or text divided by tabs."""
    from nastavnik.roadmaps.reader.reading import read_document
    from nastavnik.roadmaps.reader.sources import MAX_BYTES
    from nastavnik.roadmaps.reader.sources.text import read_text

    if not text_or_html.strip():
        raise Unreadable("empty")
    if len(text_or_html) > MAX_BYTES:
        raise Unreadable("too_large", "можно до 20 МБ")
    return read_document(read_text(text_or_html), period)


def read_in_child(path: Path, *, period: Period | None = None, seconds: int = 60, megabytes: int = 700) -> Plan:
    """Reads a file in a limited process of its own; a killed or crashed one becomes Unreadable("too_heavy")."""
    from nastavnik.roadmaps.reader.child import run_child

    return run_child(Path(path), period, seconds, megabytes)
