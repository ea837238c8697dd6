"""Finding the header of a table: its row or rows, and the columns it names."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nastavnik.roadmaps.reader.columns import Column, Role, calendar_part, is_plan, settle, weigh
from nastavnik.roadmaps.reader.document import Cell, Grid
from nastavnik.roadmaps.reader.wording import bare, tidy

_YEAR = re.compile(r"^20\d\d\s*(?:г\.?|год)?$")
Lattice = list[list[Cell | None]]


@dataclass(slots=True)
class Header:
    first: int
    last: int
    """Both rows inclusive."""
    columns: list[Column]
    words: frozenset[str] = frozenset()
    """The bare words of every header cell, joint ones too: what a repeated header says again."""

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    def by_role(self, *roles: Role) -> list[Column]:
        return [column for column in self.columns if column.role in roles]


def find_header(grid: Grid, lattice: Lattice, start: int = 0, *, stop: int | None = None) -> Header | None:
    """The first row from `start` on that heads a plan, with the rows that belong to it."""
    last = min(grid.n_rows, stop if stop is not None else (grid.n_rows if grid.sheet else start + 8))
    for row in range(start, last):
        header = header_at(grid, lattice, row)
        if header:
            return header
    return None


def header_at(grid: Grid, lattice: Lattice, row: int) -> Header | None:
    if not _may_head(lattice[row]):
        return None
    below = _lower_rows(grid, lattice, row)
    for last in (*reversed(below), row):
        columns = settle(_columns(grid, lattice, row, last))
        if is_plan(columns):
            cells = [cell for each in range(row, last + 1) for cell in _distinct(lattice[each])]
            return Header(row, last, columns, frozenset(bare(cell.text) for cell in cells if cell.text.strip()))
    return None


def _distinct(cells: list[Cell | None]) -> list[Cell]:
    seen: list[Cell] = []
    for cell in cells:
        if cell is not None and cell not in seen:
            seen.append(cell)
    return seen


def _may_head(cells: list[Cell | None]) -> bool:
    """Short cells, at least two of which head something, and most of which do."""
    filled = [cell for cell in _distinct(cells) if cell.text.strip()]
    if len(filled) < 2:
        return False
    weights = [weigh(tidy(cell.text))[1] for cell in filled]
    known = sum(weight >= 5 for weight in weights)
    longest = max(len(cell.text) for cell in filled)
    return (known >= 2 and known * 2 >= len(filled) and longest <= 140) or (known >= 3 and longest <= 200)


def _lower_rows(grid: Grid, lattice: Lattice, row: int) -> list[int]:
    """The rows under the first one that still are header: reached by a tall cell, or standing under a joint cell."""
    cells = _distinct(lattice[row])
    tall = max((cell.row + cell.rowspan - 1 for cell in cells), default=row)
    rows = list(range(row + 1, min(tall, row + 3) + 1))
    if not rows and row + 1 < grid.n_rows and _continues_header(grid, lattice, row):
        rows = [row + 1]
    return [each for each in rows if each < grid.n_rows]


def _continues_header(grid: Grid, lattice: Lattice, row: int) -> bool:
    upper, lower = lattice[row], lattice[row + 1]
    filled = [cell for cell in _distinct(lower) if cell.text.strip()]
    if not filled or any(len(cell.text) > 40 for cell in filled):
        return False
    if re.fullmatch(r"[\d.]+", tidy(filled[0].text)):
        return False
    if grid.spans_known:
        joint = [cell for cell in _distinct(upper) if cell.colspan > 1 and cell.text.strip()]
        inside = {col for cell in joint for col in range(cell.col, cell.col + cell.colspan)}
        return bool(joint) and all(cell.col in inside for cell in filled)
    named = [col for col, cell in enumerate(upper) if cell is not None and cell.text.strip()]
    if any(len(cell.text) > 25 for cell in filled) or not named:
        return False
    # The joint heading stands at the left edge of what it joins; beside it the upper row is empty.
    free = {col for col in range(grid.n_cols) if col not in named} | {max(named)}
    before = {max((name for name in named if name < col), default=-1) for col in free - set(named)}
    return len(filled) >= 2 and all(cell.col in free | before for cell in filled)


def _columns(grid: Grid, lattice: Lattice, first: int, last: int) -> list[Column]:
    columns: list[Column] = []
    carried: Cell | None = None
    for index in range(grid.n_cols):
        stack = [lattice[row][index] for row in range(first, last + 1)]
        upper = stack[0]
        if upper is not None and upper.text.strip():
            carried = upper
        if not grid.spans_known and last > first and (upper is None or not upper.text.strip()):
            upper = carried
        lower = next((cell for cell in reversed(stack) if cell is not None and cell.text.strip()), None)
        columns.append(_column(index, upper, lower, grid.spans_known))
    return columns


def _column(index: int, upper: Cell | None, lower: Cell | None, spans_known: bool) -> Column:
    over = tidy(upper.text) if upper else ""
    under = tidy(lower.text) if lower and lower is not upper else ""
    if not under:
        role, weight = weigh(over)
        if upper is not None and upper.col != index:
            return Column(index, "", "other")
        return Column(index, over, role or "other", weight=weight)
    above, _ = weigh(over)
    role, weight = weigh(under)
    if above == "term" and _YEAR.match(under):
        return Column(index, under, "month", level=under, weight=10)
    if calendar_part(under) is not None and above not in ("responsible", "activity"):
        return Column(index, under, "month" if "кв" not in under.lower() else "quarter", level=under, weight=10)
    if above in ("responsible", "term") or role is None:
        role, weight = above, 10
    # Without spans nobody knows that the upper heading is a joint one: both words stay together.
    name = under if spans_known or not over else f"{over} {under}"
    return Column(index, name, role or "other", level=under, weight=weight)


def repeats(header: Header, lattice: Lattice, row: int) -> bool:
    """True where a row says the same words as the header, or as one row of it."""
    filled = [bare(cell.text) for cell in _distinct(lattice[row]) if cell.text.strip()]
    return bool(filled) and all(text in header.words for text in filled) and len(filled) >= min(2, len(header.words))


def is_count_row(lattice: Lattice, row: int) -> bool:
    """The row «1 | 2 | 3 | 4» that numbers the columns."""
    filled = [tidy(cell.text).rstrip(".") for cell in _distinct(lattice[row]) if cell.text.strip()]
    return len(filled) >= 3 and filled == [str(number) for number in range(1, len(filled) + 1)]
