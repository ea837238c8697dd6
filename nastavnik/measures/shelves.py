"""Where kept sums lie: units of one word share the rows of a shelf, as long as the slots of a row suffice.

A roll-up adds up a row for each organisation. Lines and organisations on one shelf halve the rows that it reads,
joins to the tree and groups, and that was most of its time on both engines: 2.9 → 1.9 ms of 1,500 organisations
on PostgreSQL, 3.4 → 1.8 ms on SQLite. Narrower numbers and the rounds in the same statement won nothing; a path in
the row would win as much again, but a district that moves would then write fourteen rows for each organisation.
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
    """Name of units → their shelf. Those with the same first word, "plan" or "documents", are read together."""
    found: dict[str, Shelf] = {}
    last: dict[str, Shelf] = {}
    for units in all_units():
        word, size = units.name.partition(".")[0], len(units.columns)
        before = last.get(word)
        if before and before.cut.stop + size <= MOST_COLUMNS:
            shelf = Shelf(before.row, before.cut.stop, size)
        else:
            shelf = Shelf(units.name, 0, size)
        found[units.name] = last[word] = shelf
    return found


def mark_of(units: Units, shelf: Shelf) -> str:
    """What a round remembers: another version of the program may count other things, or keep them elsewhere."""
    return f"{shelf.row}:{shelf.first}:{','.join(units.columns)}"
