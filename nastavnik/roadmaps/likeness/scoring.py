"""How much two lines mean the same, from 0 to 1."""

from __future__ import annotations

from functools import lru_cache

from nastavnik.roadmaps.likeness.concepts import RIVALS
from nastavnik.roadmaps.likeness.terms import Terms, Words, terms_of

# A short line that lies wholly inside a long one is alike too: a lower line often lists several papers at once.
INSIDE, COSINE = 0.35, 0.65
RIVAL = 0.65
SAME_KIND, OTHER_KIND = 1.2, 0.8


def likeness(above: Words, below: Words) -> float:
    """Whether ``below`` may stand for ``above``: 0 nothing in common, 1 the same."""
    return compared(terms_of(above), terms_of(below), above.capability, below.capability)


def compared(above: Terms, below: Terms, kind_above: str = "", kind_below: str = "") -> float:
    few, many = sorted((above.weights, below.weights), key=len)
    common = sum(weight * many[term] for term, weight in few.items() if term in many)
    return rated(common, above, below, kind_above, kind_below)


def rated(common: float, above: Terms, below: Terms, kind_above: str, kind_below: str) -> float:
    """The likeness of two lines whose common terms weigh ``common`` together."""
    if not common:
        return 0.0
    found = COSINE * common / (above.length * below.length) + INSIDE * min(common / above.length**2, 1.0)
    if are_rivals(above.concepts, below.concepts):
        found *= RIVAL
    if kind_above and kind_below:
        found *= SAME_KIND if kind_above == kind_below else OTHER_KIND
    return min(found, 1.0)


@lru_cache(maxsize=50_000)
def are_rivals(above: frozenset[str], below: frozenset[str]) -> bool:
    """Whether the two name different things of one group and share none of it."""
    for group in RIVALS:
        mine, theirs = above & group, below & group
        if mine and theirs and not mine & theirs:
            return True
    return False
