"""Tables for the tests: full ones with skewed counts, and what totals they publish."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from itertools import product

Rows = dict[tuple[str, ...], int]


def everything(_total: tuple[str, ...]) -> bool:
    return True


def with_totals(
    inner: Mapping[tuple[str, ...], int], published: Callable[[tuple[str, ...]], bool] = everything
) -> Rows:
    """``inner`` and those totals that are ``published``."""
    rows = dict(inner)
    for key, count in inner.items():
        for mask in product((False, True), repeat=len(key)):
            if any(mask):
                total = tuple("*" if hidden else category for hidden, category in zip(mask, key, strict=True))
                if published(total):
                    rows[total] = rows.get(total, 0) + count
    return rows


def skewed(sizes: Sequence[int], mean: float, seed: int) -> Rows:
    """Every combination of ``sizes`` categories, with all totals; a few rows are small, a few very large."""
    dice = random.Random(seed)
    effects = [[dice.lognormvariate(0, 0.9) for _ in range(size)] for size in sizes]
    inner = {}
    for places in product(*map(range, sizes)):
        expected = float(mean)
        for column, place in enumerate(places):
            expected *= effects[column][place]
        key = tuple(f"{'abcdefgh'[column]}{place}" for column, place in enumerate(places))
        inner[key] = int(dice.gammavariate(1.5, expected / 1.5) + 0.5)
    return with_totals(inner)
