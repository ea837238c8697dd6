"""What of a base may leave without names: rare combinations are coarsened until nobody stands out. Pure.

Each row is a mapping of the columns below. A combination of the columns of `QUASI` that fewer than k rows share is
made coarser, one column after another in the order of `STEPS`, for those rows alone; what is still rare then goes
without all of them, and where even those are fewer than k, they are left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

K = 10
ANY = ""
# By these together somebody could be recognised.
QUASI = ("side", "model", "audience", "age", "form", "status", "source", "entered", "ended")
# What is given up first is what tells the centre least.
STEPS = ("entered", "ended", "source", "age", "form", "status", "audience", "model", "side")
_BANDS = (
    (10, 13, "10-13"),
    (14, 17, "14-17"),
    (18, 24, "18-24"),
    (25, 34, "25-34"),
    (35, 54, "35-54"),
    (55, 130, "55+"),
)
Row = dict[str, str]


@dataclass
class Coded:
    """``given_up``: column → how many rows are without it; ``left_out``: rows that did not leave at all."""

    rows: list[Row]
    given_up: dict[str, int] = field(default_factory=dict)
    left_out: int = 0


def band(age: int | None) -> str:
    """The age band; "" where the age is unknown or out of all bands."""
    return next((name for low, high, name in _BANDS if age is not None and low <= age <= high), ANY)


def coarsened(rows: Iterable[Row], k: int = K) -> Coded:
    """The rows in their order, each in a combination that at least ``k`` of them share."""
    kept = [dict(row) for row in rows]
    given_up: Counter[str] = Counter()
    for step in STEPS:
        for row in _rare(kept, k):
            if row[step] != ANY:
                row[step] = ANY
                given_up[step] += 1
    rare = {id(row) for row in _rare(kept, k)}
    return Coded([row for row in kept if id(row) not in rare], dict(given_up), len(rare))


def _rare(rows: list[Row], k: int) -> list[Row]:
    shared = Counter(_key(row) for row in rows)
    return [row for row in rows if shared[_key(row)] < k]


def _key(row: Row) -> tuple[str, ...]:
    return tuple(row[column] for column in QUASI)
