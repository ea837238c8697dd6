"""Which line of a plan below stands for which line of the plan above."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from nastavnik.roadmaps.likeness.scoring import rated
from nastavnik.roadmaps.likeness.terms import Terms, Words, terms_of

# From `PROPOSED` on a pair is shown to a person; from `CONFIDENT` on it is among those confirmed at one go.
PROPOSED, CONFIDENT = 0.41, 0.6
# A line below that already stands for one line above may stand for another, but less surely.
SHARED = 0.85
# Words that stand in every plan bring no pair about.
LEAST_COMMON = 0.5


@dataclass(frozen=True)
class Pair:
    """``below`` (a place in the plan below) stands for ``above`` (a place in the plan above)."""

    above: int
    below: int
    confidence: float


class Upper:
    """The lines of the plan above, ready to be compared with many plans below."""

    def __init__(self, lines: Sequence[Words]) -> None:
        self.lines = list(lines)

    @cached_property
    def terms(self) -> list[Terms]:
        return [terms_of(line) for line in self.lines]

    @cached_property
    def index(self) -> dict[str, list[tuple[int, float]]]:
        """Term → the lines that have it, with its weight there."""
        found: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, terms in enumerate(self.terms):
            for term, weight in terms.weights.items():
                found[term].append((place, weight))
        return found

    def candidates(self, below: Words) -> dict[int, float]:
        """Line above → how much ``below`` is like it, where that is worth a proposal."""
        terms = terms_of(below)
        common: dict[int, float] = defaultdict(float)
        for term, weight in terms.weights.items():
            for place, there in self.index.get(term, ()):
                common[place] += weight * there
        scores = {
            place: rated(dot, self.terms[place], terms, self.lines[place].capability, below.capability)
            for place, dot in common.items()
            if dot >= LEAST_COMMON
        }
        return {place: score for place, score in scores.items() if score >= PROPOSED}


def match(above: Sequence[Words] | Upper, below: Sequence[Words]) -> list[Pair]:
    """The best pair for each line above that has one: the surest pairs first, each line below once.

    A line above that is left without one may share a line below, with less confidence.
    """
    upper = above if isinstance(above, Upper) else Upper(above)
    scored = [
        (score, place, number)
        for number, words in enumerate(below)
        for place, score in upper.candidates(words).items()
    ]
    # Sure ones first; among equals the order of the two plans decides, so that the answer never depends on chance.
    scored.sort(key=lambda pair: (-pair[0], pair[1], pair[2]))
    found: dict[int, Pair] = {}
    taken: set[int] = set()
    for score, place, number in scored:
        if place not in found and number not in taken:
            found[place] = Pair(place, number, round(score, 3))
            taken.add(number)
    for score, place, number in scored:
        if place not in found and score * SHARED >= PROPOSED:
            found[place] = Pair(place, number, round(score * SHARED, 3))
    return [found[place] for place in sorted(found)]
