"""Where kept sums lie: units share the rows of a shelf, as long as the slots of a row suffice.

A roll-up adds up a row for each organisation. Lines and organisations on one shelf halve the rows that it reads,
joins to the tree and groups, and that was most of its time on both engines: 3.0 → 1.9 ms of 1,500 organisations
on PostgreSQL, 3.4 → 1.8 ms on SQLite. Narrower numbers, another index and a path in the row won less.
"""

from __future__ import annotations

from typing import NamedTuple

from nastavnik.measures.declaring import MOST_COLUMNS, Units, all_units

# The columns of a kept row.
SLOTS = tuple(f"s{number}" for number in range(1, MOST_COLUMNS + 1))


class Shelf(NamedTuple):
    """The row that keeps the sums of units, called by the first units in it, and their part of its slots."""

    row: str
    first: int
    size: int

    @property
    def slots(self) -> range:
        return range(self.first, self.first + self.size)

    @property
    def cut(self) -> slice:
        return slice(self.first, self.first + self.size)


def shelves() -> dict[str, Shelf]:
    """Name of units → their shelf, in the order of their declaration."""
    found: dict[str, Shelf] = {}
    row, taken = "", MOST_COLUMNS
    for units in all_units():
        size = len(units.columns)
        if taken + size > MOST_COLUMNS:
            row, taken = units.name, 0
        found[units.name] = Shelf(row, taken, size)
        taken += size
    return found


def mark_of(units: Units, shelf: Shelf) -> str:
    """What a round remembers: another version of the program may count other things, or keep them elsewhere."""
    return f"{shelf.row}:{shelf.first}:{','.join(units.columns)}"
