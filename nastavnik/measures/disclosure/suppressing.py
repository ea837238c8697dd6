"""Which rows of a table are hidden, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from nastavnik.measures.disclosure import quick
from nastavnik.measures.disclosure.lattice import Lattice
from nastavnik.measures.disclosure.master import Found
from nastavnik.measures.disclosure.search import Search
from nastavnik.measures.disclosure.table import Key, Table, sums

PRIMARY, SECONDARY = "primary", "secondary"
THRESHOLD = 10
# Tables up to so many rows are searched with so many steps; larger ones get a good choice with an honest bound.
_BUDGETS = ((60, 3_000_000), (150, 900_000), (300, 150_000), (600, 60_000))
# A page waits for its numbers: a few seconds at the most.
_PAGE = 50_000


class Suppression(NamedTuple):
    """``reasons``: hidden row → "primary" or "secondary". No choice costs less than ``bound``."""

    reasons: dict[Key, str]
    cost: int
    bound: int

    @property
    def is_optimal(self) -> bool:
        return self.cost == self.bound

    def __str__(self) -> str:
        primary = sum(reason == PRIMARY for reason in self.reasons.values())
        return f"primary={primary} secondary={len(self.reasons) - primary} cost={self.cost} bound={self.bound}"


def suppress(table: Table, k: int = THRESHOLD) -> Suppression:
    """The cheapest rows to hide in ``table`` so that no count from 1 to ``k`` - 1 can be narrowed down.

    ``k`` is 2 or more. The rule, the price and the method: docs/domain/disclosure.md.
    """
    return _suppressed({row.key: row.value for row in table.rows}, k)


def protected(rows: Mapping[Key, int], k: int = THRESHOLD) -> dict[Key, int | None]:
    """``rows`` as they may be shown: None where a count is hidden; in the order given.

    ``rows``: category tuple → count of people, "*" for the total over a column. Totals must be the sums of the inner
    rows, absent inner rows are 0 to everybody; otherwise `ValueError`. It takes some seconds at the most: where
    these do not suffice for the least harm, a little more is hidden.
    """
    if not all(isinstance(count, int) and count >= 0 for count in rows.values()):
        raise ValueError("A count is a whole number from 0.")
    for key, total in sums(rows).items():
        if rows[key] != total:
            raise ValueError(f"The total of {len(key)} categories is {rows[key]}, its rows make {total}.")
    hidden = _suppressed(rows, k, _PAGE).reasons
    return {key: None if key in hidden else count for key, count in rows.items()}


def _suppressed(counts: Mapping[Key, int], k: int, most: int = _BUDGETS[0][1]) -> Suppression:
    if k < 2:
        raise ValueError("The threshold is a whole number from 2.")
    lattice = Lattice(counts, k)
    found = _found(lattice, most)
    reasons = {lattice.keys[row]: PRIMARY if row in lattice.is_primary else SECONDARY for row in sorted(found.hidden)}
    return Suppression(reasons, lattice.price(found.hidden), found.bound)


def _found(lattice: Lattice, most: int) -> Found:
    if len(lattice.primary) == sum(count > 0 for count in lattice.count):
        # Whatever is not 0 is small: no sum is published that could tell more.
        return Found(lattice.is_primary, 0)
    if not lattice.primary:
        return Found(frozenset(), 0)
    start = quick.choose(lattice)
    budget = next((budget for rows, budget in _BUDGETS if len(lattice.keys) <= rows), 0)
    if not budget or start.bound == lattice.price(start.hidden):
        return start
    return Search(lattice, start, min(budget, most)).run()
