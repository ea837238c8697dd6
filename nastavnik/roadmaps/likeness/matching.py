"""Which line of a plan below stands for which line of the plan above."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from nastavnik.roadmaps.likeness.scoring import rated
from nastavnik.roadmaps.likeness.terms import Terms, Words, items_of, terms_of

# From `PROPOSED` on a pair is shown to a person; from `CONFIDENT` on it is among those confirmed at one go.
PROPOSED, CONFIDENT = 0.41, 0.6
# A line below that already stands for one line above may stand for another, but less surely.
SHARED = 0.85
# A line that lists several deeds may be met by one of them: a part of it, so less surely.
OF_LIST = 0.9
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
    def rows(self) -> list[tuple[int, Terms, float]]:
        """Each line as a whole, and each deed that it lists, with the share that such a likeness counts."""
        return [(place, terms, share) for place, line in enumerate(self.lines) for terms, share in _readings(line)]

    @cached_property
    def index(self) -> dict[str, list[tuple[int, float]]]:
        """Term → the rows that have it, with its weight there."""
        found: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, (_place, terms, _share) in enumerate(self.rows):
            for term, weight in terms.weights.items():
                found[term].append((number, weight))
        return found

    def candidates(self, below: Words) -> dict[int, float]:
        """Line above → how much ``below`` is like it, where that is worth a proposal."""
        best: dict[int, float] = {}
        for terms, share_below in _readings(below):
            common: dict[int, float] = defaultdict(float)
            for term, weight in terms.weights.items():
                for number, there in self.index.get(term, ()):
                    common[number] += weight * there
            for number, dot in common.items():
                if dot < LEAST_COMMON:
                    continue
                place, above, share = self.rows[number]
                score = rated(dot, above, terms, self.lines[place].capability, below.capability)
                score *= min(share, share_below)
                if score >= PROPOSED and score > best.get(place, 0.0):
                    best[place] = score
        return best


def _readings(line: Words) -> list[tuple[Terms, float]]:
    return [(terms_of(line), 1.0), *((terms_of(item), OF_LIST) for item in items_of(line))]


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
