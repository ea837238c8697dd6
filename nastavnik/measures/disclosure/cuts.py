"""What every sufficient choice of hidden rows satisfies: ``sum of weights of hidden rows >= need``.

From Fischetti and Salazar-González (2001): capacity constraints, whose weights come from sums of the table or from
the duals of an attack, and bridges: a hidden row that could be computed from the others hides nothing. All weights
are whole numbers, so that a cut is true exactly and not up to rounding.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
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
