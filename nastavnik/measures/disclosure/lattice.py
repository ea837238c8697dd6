"""What is known about a table: which rows may be hidden, which sums bind them.

Rows of count 0 are published, and everybody knows the absent ones, so that they move in no table an attacker can
imagine: they take no part here.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

from nastavnik.measures.disclosure.table import TOTAL, Key, masked

# A move of so many thresholds is more than any sum of a table of people needs.
_FAR = 10_000


class Sum(NamedTuple):
    """``total`` is the sum of ``parts``: rows that share no inner row and cover all of it."""

    total: int
    parts: tuple[int, ...]


class Need(NamedTuple):
    """An attacker must be able to imagine ``row`` as at least `threshold` (up) or as nobody (down)."""

    row: int
    up: bool


class Lattice:
    """Rows by number, in the order of ``counts``.

    ``counts``: category tuple → count, totals with "*", sums that agree. ``threshold``: the K of the rule.
    """

    def __init__(self, counts: Mapping[Key, int], threshold: int) -> None:
        self.threshold = threshold
        self.keys = list(counts)
        self.count = list(counts.values())
        self.place = {key: row for row, key in enumerate(self.keys)}
        self.inner = [row for row, key in enumerate(self.keys) if TOTAL not in key and self.count[row]]
        self.primary = [row for row, count in enumerate(self.count) if 1 <= count < threshold]
        # What hiding costs: binary digits of the count. The grand total is never hidden as secondary.
        self.cost = {
            row: count.bit_length()
            for row, count in enumerate(self.count)
            if count >= threshold and any(category != TOTAL for category in self.keys[row])
        }
        self.is_primary = frozenset(self.primary)
        self.open = sorted(self.is_primary | self.cost.keys())
        self.needs = [Need(row, up) for up in (False, True) for row in self.primary]

    def amount(self, need: Need) -> int:
        """How far the row has to move: its protection level."""
        return self.threshold - self.count[need.row] if need.up else self.count[need.row]

    def fall(self, row: int) -> int:
        """How far the row may fall in a linear programme: the solvers reckon badly with numbers far apart."""
        return min(self.count[row], self.threshold * _FAR)

    def price(self, hidden: frozenset[int]) -> int:
        return sum(self.cost[row] for row in hidden if row in self.cost)

    def patience(self) -> str:
        """What the simplex method is told: with numbers far beyond any people it may go round without an end."""
        return f"use_preprocessing: false max_number_of_iterations: {2_000 + 20 * len(self.keys)}"

    @cached_property
    def cover(self) -> dict[int, list[int]]:
        """Total → inner rows beneath it."""
        found: dict[int, list[int]] = {}
        masks = {tuple(category == TOTAL for category in key) for key in self.keys if TOTAL in key}
        for row in self.inner:
            for mask in masks:
                if (total := self.place.get(masked(self.keys[row], mask))) is not None:
                    found.setdefault(total, []).append(row)
        return found

    @cached_property
    def lines(self) -> list[Sum]:
        """Sums along one column whose parts all stand in the table."""
        parts: dict[tuple[int, int], list[int]] = {}
        for row, key in enumerate(self.keys):
            for column, category in enumerate(key):
                if category != TOTAL and self.count[row]:
                    above = (*key[:column], TOTAL, *key[column + 1 :])
                    if (total := self.place.get(above)) is not None:
                        parts.setdefault((total, column), []).append(row)
        return [
            Sum(total, tuple(rows))
            for (total, _column), rows in parts.items()
            if sum(self.count[row] for row in rows) == self.count[total]
        ]

    @cached_property
    def sums(self) -> list[Sum]:
        """One sum for each total, the shortest that there is: together they say all that is published."""
        shortest: dict[int, Sum] = {}
        for line in self.lines:
            if line.total not in shortest or len(line.parts) < len(shortest[line.total].parts):
                shortest[line.total] = line
        return [shortest.get(total, Sum(total, tuple(rows))) for total, rows in sorted(self.cover.items())]

    @cached_property
    def lines_of(self) -> dict[int, list[int]]:
        """Row → numbers of the lines that it stands in."""
        found: dict[int, list[int]] = {}
        for number, line in enumerate(self.lines):
            for row in (*line.parts, line.total):
                found.setdefault(row, []).append(number)
        return found
