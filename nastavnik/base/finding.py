"""Finding by words as people type them: out of order, half a word, a slip of the finger, the wrong keyboard. Pure.

`readings` says in which ways a query may have been meant; `Finder` scores texts against one of them. A word of
the query is met by a word of the text that is the same (1), has the same stem (0.95), begins with it (0.9) or
differs by a slip (0.6 and less). Every word of the query must be met.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from rapidfuzz import process
from rapidfuzz.distance import OSA

_Key = TypeVar("_Key")
_WORD = re.compile(r"[^\W_]+")
MOST_WORDS = 8
LONGEST = 200

_LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
_RUSSIAN = "ёйцукенгшщзхъфывапролджэячсмитьбю"
_TO_RUSSIAN = str.maketrans(_LATIN, _RUSSIAN)
_TO_LATIN = str.maketrans(_RUSSIAN, _LATIN)
# The endings of nouns, adjectives and verbs that a search may leave off, longest first.
_WRITTEN = (
    "иями ями ами иях ях ах ием ем ом ов ев ей ию ью ия ья ие ье ии ий ая яя ое ее ые ый ой ого его ому ему ым им"
    " ую юю ых их ими ыми ться тся ть ет ют ут ит ят ат а я о е и ы у ю ь й"
)
_ENDINGS = tuple(sorted(_WRITTEN.split(), key=len, reverse=True))
SHORTEST_STEM = 4
# Sorts after every letter.
_LAST = "\U0010ffff"


@lru_cache(maxsize=65_536)
def words(text: str) -> tuple[str, ...]:
    """The words and numbers of ``text``, without case, ё and punctuation."""
    # The sign of a number would become the word "no".
    plain = (
        unicodedata.normalize("NFKC", text[:5_000].replace("№", " "))
        .replace("\u00ad", "")
        .casefold()
        .replace("ё", "е")
    )
    return tuple(_WORD.findall(plain))


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """``word`` without its ending, where enough of it is left: приказами → приказ."""
    if not word.isalpha():
        return word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def readings(text: str) -> list[tuple[str, ...]]:
    """The words of ``text`` as typed, and as they would be on the other keyboard: ghbrfp → приказ."""
    typed = text[:LONGEST].casefold()
    has_latin, has_russian = re.search("[a-z]", typed), re.search("[а-яё]", typed)
    found = [words(typed)]
    if has_latin and not has_russian:
        found.append(words(typed.translate(_TO_RUSSIAN)))
    elif has_russian and not has_latin:
        found.append(words(typed.translate(_TO_LATIN)))
    return [reading[:MOST_WORDS] for reading in found if reading]


def slips(word: str) -> int:
    """How many letters of ``word`` may be wrong: none of a number or of a short word."""
    if not word.isalpha() or len(word) < 4:
        return 0
    return 1 if len(word) < 8 else 2


def near(word: str, vocabulary: Sequence[str], limit: int = 8) -> dict[str, float]:
    """The words of ``vocabulary`` that ``word`` may be a slip of, with their weights; nearest first.

    Half a word may be mistyped too, so beginnings of the same length count a little less.
    """
    allowed = slips(word)
    if not allowed:
        return {}
    found = process.extract(word, vocabulary, scorer=OSA.distance, score_cutoff=allowed, limit=limit)
    weights = {match: 0.7 - 0.1 * distance for match, distance, _place in found}
    if weights:
        return weights
    ends = len(word)
    heads = [other[:ends] for other in vocabulary]
    found = process.extract(word, heads, scorer=OSA.distance, score_cutoff=allowed, limit=limit)
    return {vocabulary[place]: 0.5 - 0.1 * distance for _head, distance, place in found} or _kin(
        word, vocabulary, limit
    )


def _kin(word: str, vocabulary: Sequence[str], limit: int) -> dict[str, float]:
    """Words of the same root: назначение and назначить. They share more than half, and at least four letters."""
    shared = {other: _shared(word, other) for other in vocabulary if other[:4] == word[:4]}
    kin = [other for other, length in shared.items() if length > len(word) * 0.55]
    return dict.fromkeys(sorted(kin, key=lambda other: -shared[other])[:limit], 0.3)


def _shared(word: str, other: str) -> int:
    """How many first letters are the same."""
    return next(
        (place for place, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other))
    )


def is_whole(word: str) -> bool:
    """Whether only the same word meets ``word``: a short number, for 3 is not the beginning of 31."""
    return word.isdecimal() and len(word) <= SHORTEST_STEM - 1


def alike(word: str, other: str) -> float:
    """How well ``other`` meets ``word`` without any slip."""
    if word == other:
        return 1.0
    if word.isdecimal():
        return 0.5 if not is_whole(word) and other.isdecimal() and other.startswith(word) else 0.0
    if len(word) > SHORTEST_STEM and stem(word) == stem(other):
        return 0.95
    if other.startswith(word):
        return 0.9
    # The stem of a long word is a beginning of kin: наставника finds наставничество.
    root = stem(word)
    return 0.8 if len(root) > SHORTEST_STEM and other.startswith(root) else 0.0


@dataclass(frozen=True)
class Found(Generic[_Key]):
    key: _Key
    score: float


class Finder(Generic[_Key]):
    """Texts in memory, some thousands at most. ``of`` gives the words of a text, the heaviest text first."""

    def __init__(self, items: Iterable[tuple[_Key, str]]) -> None:
        self.items = [(key, words(text)) for key, text in items]
        self.vocabulary = sorted({word for _key, text in self.items for word in text})

    def find(self, reading: Sequence[str], *, limit: int, with_slips: bool = False) -> list[Found[_Key]]:
        """Those texts that meet every word of ``reading``, best first; equals in their order."""
        met = [self._meeting(word, with_slips) for word in reading]
        if not all(met):
            return []
        found = [Found(key, score) for key, text in self.items if (score := _score(text, met)) > 0]
        return sorted(found, key=lambda one: -one.score)[:limit]

    def _meeting(self, word: str, with_slips: bool) -> dict[str, float]:
        # Whatever is alike begins with the stem, and those stand together.
        root = stem(word)
        begin, end = bisect_left(self.vocabulary, root), bisect_left(self.vocabulary, root + _LAST)
        strict = {other: weight for other in self.vocabulary[begin:end] if (weight := alike(word, other))}
        return strict or (near(word, self.vocabulary) if with_slips else {})


def _score(text: Sequence[str], met: Sequence[dict[str, float]]) -> float:
    """0 where a word is not met; else the mean weight, a little more for words near the beginning and in order."""
    total, last, ordered = 0.0, -1, 0
    for weights in met:
        best, place = max(((weights.get(word, 0.0), -at) for at, word in enumerate(text)), default=(0.0, 0))
        if not best:
            return 0.0
        total += best
        ordered += -place > last
        last = -place
    share = len(met) / (len(text) + len(met))
    return total / len(met) + 0.05 * ordered / len(met) + 0.1 * share


def first_found(
    text: str, find: Callable[[tuple[str, ...], bool], list[Found[_Key]]]
) -> tuple[list[Found[_Key]], tuple[str, ...]]:
    """The first way of reading ``text`` that finds anything: as typed, on the other keyboard, then with slips."""
    ways = readings(text)
    for with_slips in (False, True):
        for reading in ways:
            if found := find(reading, with_slips):
                return found, reading
    return [], ways[0] if ways else ()
