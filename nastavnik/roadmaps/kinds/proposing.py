"""The kind of work behind a line: what people wrote down and what rows taught, weighed together."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from nastavnik.roadmaps.kinds.learned import Bayes, bayes
from nastavnik.roadmaps.kinds.lexicon import lexicon
from nastavnik.roadmaps.kinds.words import telling, words_of

# How much the learned words count beside the written ones; a kind never learned is as likely as the floor.
LEARNED = 0.25
FLOOR = -8.0
# What is expected to come out says what the work is, less surely than the line itself.
RESULT = 0.3
SHARPNESS = 1.6


@dataclass(frozen=True)
class Guess:
    """The likeliest kind with its probability, and the next one; "" where nothing at all speaks for any."""

    capability: str
    confidence: float
    runner_up: str


def guess(title: str, result: str = "", responsible: str = "", *, learned: Bayes | None = None) -> Guess:
    """``learned`` stands in for the rows that are shipped: the evaluation leaves a document out."""
    if learned is None:
        return _guess(title[:1000], result[:300], responsible[:300])
    return _weigh(title, result, responsible, learned)


@lru_cache(maxsize=8192)
def _guess(title: str, result: str, responsible: str) -> Guess:
    return _weigh(title, result, responsible, bayes())


def _weigh(title: str, result: str, responsible: str, learned: Bayes) -> Guess:
    parties = words_of(responsible)
    written = lexicon().scores(telling(words_of(title)), parties)
    of_result = lexicon().scores(telling(words_of(result))) if result else {}
    taught = learned.scores(title, responsible)
    scores = {
        kind: written.get(kind, 0.0)
        + RESULT * of_result.get(kind, 0.0)
        + LEARNED * max(taught.get(kind, FLOOR), FLOOR)
        for kind in lexicon().kinds
    }
    first, second = sorted(scores, key=lambda kind: -scores[kind])[:2]
    if not written and not of_result and not parties and max(taught.values(), default=FLOOR) < -1:
        return Guess("", 0.0, first)
    top = scores[first]
    mass = sum(math.exp(SHARPNESS * (score - top)) for score in scores.values())
    return Guess(first, 1 / mass, second)
