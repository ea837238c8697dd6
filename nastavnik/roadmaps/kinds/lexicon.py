"""Knowledge of the field written down by people: which words speak for which kind of work (``lexicon.txt``)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

GAP = 4
BEGINNING = 2
SHORTEST = 2
# The second and third pattern that speak for one kind repeat much of what the first has said.
SHARES = (1.0, 0.4, 0.2)
# A line names its work first; what stands further behind describes it.
FADES_OVER_WORDS = 14


@dataclass(frozen=True)
class Pattern:
    kind: str
    weight: float
    steps: tuple[tuple[str, ...], ...]
    forbidden: tuple[str, ...]
    responsible: tuple[str, ...]
    at_beginning: bool


class Marks:
    """Where in a text the beginnings of words stand."""

    def __init__(self, words: Sequence[str], known: frozenset[str]) -> None:
        self.at: dict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(words):
            whole = f"{word}$"
            for end in range(SHORTEST, len(whole) + 1):
                if (beginning := whole[:end]) in known:
                    self.at[beginning].append(place)

    def places(self, choices: Sequence[str]) -> list[int]:
        return [place for choice in choices for place in self.at.get(choice, ())]

    def start_of(self, pattern: Pattern) -> int | None:
        """The first place where the steps of ``pattern`` follow one another; without steps, the beginning."""
        if not pattern.steps:
            return 0
        starts = self.places(pattern.steps[0])
        if pattern.at_beginning:
            starts = [place for place in starts if place <= BEGINNING]
        following = [self.places(step) for step in pattern.steps[1:]]
        for start in sorted(starts):
            here: int | None = start
            for places in following:
                here = min((place for place in places if 0 < place - (here or 0) <= GAP), default=None)
                if here is None:
                    break
            if here is not None:
                return start
        return None


class Lexicon:
    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self.kinds = tuple(dict.fromkeys(pattern.kind for pattern in patterns))
        self._by_first: dict[str, list[Pattern]] = defaultdict(list)
        known: set[str] = set()
        for pattern in patterns:
            for choice in pattern.steps[0] if pattern.steps else ("",):
                self._by_first[choice].append(pattern)
            known.update(choice for step in pattern.steps for choice in step)
            known.update(pattern.forbidden, pattern.responsible)
        self._known = frozenset(known)

    def scores(self, words: Sequence[str], responsible: Sequence[str] = ()) -> dict[str, float]:
        """Kind → how loudly ``words`` speak for it; kinds that nothing speaks for are left out."""
        marks, parties = Marks(words, self._known), Marks(responsible, self._known)
        told: dict[str, list[float]] = defaultdict(list)
        candidates = {id(p): p for first in ("", *marks.at) for p in self._by_first.get(first, ())}
        for pattern in candidates.values():
            if any(word in marks.at for word in pattern.forbidden):
                continue
            if pattern.responsible and not any(word in parties.at for word in pattern.responsible):
                continue
            start = marks.start_of(pattern)
            if start is not None:
                told[pattern.kind].append(pattern.weight / (1 + start / FADES_OVER_WORDS))
        return {kind: _together(weights) for kind, weights in told.items()}


def _together(weights: list[float]) -> float:
    return sum(share * weight for share, weight in zip(SHARES, sorted(weights, reverse=True), strict=False))


def read_lexicon(text: str) -> Lexicon:
    patterns = []
    kind = ""
    for line in text.splitlines():
        line = line.strip()
        if line.startswith("["):
            kind = line.strip("[]")
        elif line and not line.startswith("#"):
            patterns.append(_pattern(kind, line))
    return Lexicon(patterns)


def _pattern(kind: str, line: str) -> Pattern:
    weight, *tokens = line.split()
    at_beginning = tokens[0].startswith("^")
    tokens[0] = tokens[0].removeprefix("^")
    return Pattern(
        kind=kind,
        weight=float(weight),
        steps=tuple(_choices(token) for token in tokens if token[0] not in "!@"),
        forbidden=tuple(choice for token in tokens if token[0] == "!" for choice in _choices(token[1:])),
        responsible=tuple(choice for token in tokens if token[0] == "@" for choice in _choices(token[1:])),
        at_beginning=at_beginning,
    )


def _choices(token: str) -> tuple[str, ...]:
    return tuple(f"{word[1:]}$" if word.startswith("=") else word for word in token.replace("ё", "е").split("|"))


@cache
def lexicon() -> Lexicon:
    return read_lexicon(Path(__file__).with_name("lexicon.txt").read_text(encoding="utf-8"))


Scores = Mapping[str, float]
