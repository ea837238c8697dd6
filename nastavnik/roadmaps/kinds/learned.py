"""What rows of real plans teach: naive Bayes over stems of words, counted when first asked."""

from __future__ import annotations

import csv
import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nastavnik.roadmaps.kinds.words import stems_of, words_of

SMOOTHING = 0.3
# Who answers says less of the work than the work itself.
RESPONSIBLE = 0.4


@dataclass(frozen=True)
class Row:
    document: str
    number: str
    title: str
    responsible: str
    capability: str


class Bayes:
    def __init__(self, rows: Iterable[Row]) -> None:
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        rows_of: Counter[str] = Counter()
        for row in rows:
            rows_of[row.capability] += 1
            for stem, weight in features(row.title, row.responsible).items():
                counts[row.capability][stem] += weight  # type: ignore[assignment]  # a counter of halves
        words = {stem for counted in counts.values() for stem in counted}
        total = sum(rows_of.values())
        self._prior = {kind: math.log(number / total) for kind, number in rows_of.items()}
        self._unseen: dict[str, float] = {}
        # Stem → what it adds to a kind that it was seen with, beyond what an unseen one would.
        self._gains: dict[str, dict[str, float]] = {word: {} for word in words}
        for kind, counted in counts.items():
            size = sum(counted.values()) + SMOOTHING * len(words)
            self._unseen[kind] = math.log(SMOOTHING / size)
            for stem, n in counted.items():
                self._gains[stem][kind] = math.log((n + SMOOTHING) / SMOOTHING)

    def scores(self, title: str, responsible: str = "") -> dict[str, float]:
        """Kind → log of its probability by the learned words, among the kinds that were learned."""
        seen = {stem: n for stem, n in features(title, responsible).items() if stem in self._gains}
        size = sum(seen.values())
        raw = {kind: prior + size * self._unseen[kind] for kind, prior in self._prior.items()}
        for stem, n in seen.items():
            for kind, gain in self._gains[stem].items():
                raw[kind] += n * gain
        top = max(raw.values(), default=0.0)
        norm = top + math.log(sum(math.exp(value - top) for value in raw.values())) if raw else 0.0
        return {kind: value - norm for kind, value in raw.items()}


def features(title: str, responsible: str) -> dict[str, float]:
    found: dict[str, float] = dict.fromkeys(stems_of(words_of(title)), 1.0)
    for stem in stems_of(words_of(responsible)):
        found[f"@{stem}"] = RESPONSIBLE
    return found


@cache
def rows() -> tuple[Row, ...]:
    """The rows of five public road maps, each with the kind of work behind it."""
    with Path(__file__).with_name("rows.tsv").open(encoding="utf-8", newline="") as file:
        return tuple(Row(**row) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@cache
def bayes() -> Bayes:
    return Bayes(rows())
