"""Columns without a header, told by what stands in them; and tables that go on under an earlier header."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from nastavnik.roadmaps.deadlines import Kind, Period, read_deadline
from nastavnik.roadmaps.reader.columns import Column, Role
from nastavnik.roadmaps.reader.document import Grid
from nastavnik.roadmaps.reader.header import Header, Lattice
from nastavnik.roadmaps.reader.numbers import is_number
from nastavnik.roadmaps.reader.parties import party, split_parties
from nastavnik.roadmaps.reader.wording import tidy

Test = Callable[[str], bool]
_ANY_YEAR = Period(dt.date(2020, 9, 1), dt.date(2021, 8, 31))


def _texts(grid: Grid, lattice: Lattice, col: int) -> list[str]:
    """The words of a column, without cells that are merged over most of the table."""
    texts: list[str] = []
    for row in range(grid.n_rows):
        cell = lattice[row][col]
        if cell is not None and cell.row == row and cell.text.strip() and cell.colspan <= max(1, grid.n_cols // 2):
            texts.append(tidy(cell.text))
    return texts


def is_term(text: str) -> bool:
    schedule = read_deadline(text, _ANY_YEAR)
    return len(text) < 90 and schedule.kind is not Kind.UNKNOWN and not schedule.unread


def is_party(text: str) -> bool:
    parties = split_parties([text])
    return (
        bool(parties)
        and len(text) < 250
        and all(party(each, "").role or party(each, "").kind != "role" for each in parties)
    )


def _share(texts: list[str], test: Test) -> float:
    return sum(bool(test(text)) for text in texts) / len(texts) if texts else 0.0


_TESTS: tuple[tuple[Role, Test, float], ...] = (
    ("number", is_number, 0.7),
    ("term", is_term, 0.6),
    ("responsible", is_party, 0.5),
)


def guess_header(grid: Grid, lattice: Lattice) -> Header | None:
    """A header of empty names for a table of at least three rows with activities and terms or parties."""
    if grid.n_rows < 3 or grid.n_cols < 2:
        return None
    columns = [_texts(grid, lattice, col) for col in range(grid.n_cols)]
    roles: dict[int, Role] = {}
    for role, test, least in _TESTS:
        shares = {
            col: _share(texts, test)
            for col, texts in enumerate(columns)
            if col not in roles and len(texts) * 3 >= grid.n_rows
        }
        best = max(shares, key=lambda col: shares[col], default=None)
        if best is not None and shares[best] >= least:
            roles[best] = role
    rest = [col for col in range(grid.n_cols) if col not in roles and columns[col]]
    if not rest or not {"term", "responsible"} & set(roles.values()):
        return None
    longest = max(rest, key=lambda col: sum(map(len, columns[col])) / len(columns[col]))
    if sum(map(len, columns[longest])) / len(columns[longest]) < 12:
        return None
    roles[longest] = "activity"
    for col in rest:
        if col > longest and "document" not in roles.values() and col != longest:
            roles[col] = "document"
    return Header(-1, -1, [Column(col, "", roles.get(col, "other")) for col in range(grid.n_cols)])


def continues(grid: Grid, lattice: Lattice, header: Header) -> Header | None:
    """The earlier header over a table of the same width whose columns hold the same kinds of words."""
    if grid.n_cols != len(header.columns):
        return None
    for column in header.columns:
        texts = _texts(grid, lattice, column.index)
        if column.role == "term" and texts and _share(texts, is_term) < 0.4:
            return None
        if column.role == "number" and texts and _share(texts, is_number) < 0.5:
            return None
    activity = header.by_role("activity")[0]
    if not _texts(grid, lattice, activity.index):
        return None
    columns = [Column(c.index, c.name, c.role, c.level, c.weight, c.part) for c in header.columns]
    return Header(-1, -1, columns, header.words)
