"""What every sufficient choice of hidden rows satisfies: ``sum of weights of hidden rows >= need``.

From Fischetti and Salazar-González (2001): capacity constraints, whose weights come from sums of the table or from
the duals of an attack, and bridges: a hidden row that could be computed from the others hides nothing. All weights
are whole numbers, so that a cut is true exactly and not up to rounding.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from nastavnik.measures.disclosure.lattice import Lattice, Need


class Cut(NamedTuple):
    """The hidden ones among ``weights`` weigh ``need`` or more; with ``bridge``, only when that row is hidden."""

    weights: tuple[tuple[int, int], ...]
    need: int
    bridge: int | None = None

    def lack(self, hidden: Mapping[int, float]) -> float:
        """By how much ``hidden`` (row → 0…1) misses, as a share of the need."""
        need = self.need if self.bridge is None else self.need * hidden.get(self.bridge, 0.0)
        return (need - sum(weight * hidden.get(row, 0.0) for row, weight in self.weights)) / self.need


class Pool:
    """All cuts learned; one that follows from another alone is left out, for the choice then has less to weigh."""

    def __init__(self) -> None:
        self.cuts: dict[Cut, None] = {}
        self.learned = 0
        # Cuts of the kind "one of these rows is hidden, or the bridge is not", as bits.
        self._bits: dict[int, Cut] = {}

    def learn(self, cuts: Iterable[Cut]) -> int:
        """How many of them said something new."""
        before = self.learned
        for cut in cuts:
            self.learned += self._says_more(cut)
        return self.learned - before

    def _says_more(self, cut: Cut) -> bool:
        if cut in self.cuts:
            return False
        if cut.need == 1:
            bits = sum(1 << 2 * row for row, _weight in cut.weights)
            bits |= 0 if cut.bridge is None else 1 << 2 * cut.bridge + 1
            if any(known & bits == known for known in self._bits):
                return False
            for known in [known for known in self._bits if known & bits == bits]:
                del self.cuts[self._bits.pop(known)]
            self._bits[bits] = cut
        self.cuts[cut] = None
        return True


def capacity(lattice: Lattice, row: int, weights: Mapping[int, int], need: int) -> Cut | None:
    """The cut of ``weights``: primary rows are hidden anyhow, and no row need give more than all that is needed."""
    need -= sum(weight for other, weight in weights.items() if other in lattice.is_primary and other != row)
    if need <= 0:
        return None
    kept = {other: min(weight, need) for other, weight in weights.items() if weight > 0 and other in lattice.cost}
    unit = math.gcd(need, *kept.values())
    return Cut(tuple(sorted((other, weight // unit) for other, weight in kept.items())), need // unit)


def line_cuts(lattice: Lattice) -> list[Cut]:
    """For each primary row and each line that it stands in: what the others must be able to give or take."""
    found = {}
    for line in lattice.lines:
        for row in (*line.parts, line.total):
            if row in lattice.is_primary:
                for up in (False, True):
                    if cut := _of_line(lattice, line.total, line.parts, Need(row, up)):
                        found[cut] = True
    return list(found)


def _of_line(lattice: Lattice, total: int, parts: tuple[int, ...], need: Need) -> Cut | None:
    amount = lattice.amount(need)
    weights = {}
    for other in (*parts, total):
        if other != need.row:
            # Parts move against one another, and the total with them.
            with_it = total in (other, need.row)
            rises = need.up if with_it else not need.up
            weights[other] = amount if rises else min(amount, lattice.count[other])
    return capacity(lattice, need.row, weights, amount)


def line_bridges(lattice: Lattice, hidden: Mapping[int, float]) -> Iterator[Cut]:
    """Lines in which one row is hidden more than all the others together."""
    for line in lattice.lines:
        rows = [row for row in (*line.parts, line.total) if row in lattice.cost]
        if rows and not any(row in lattice.is_primary for row in (*line.parts, line.total)):
            most = max(rows, key=lambda row: (hidden.get(row, 0.0), -row))
            cut = Cut(tuple((row, 1) for row in sorted(rows) if row != most), 1, most)
            if cut.lack(hidden) > 1e-4:
                yield cut
