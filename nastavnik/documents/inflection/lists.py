"""What no rule tells: lists of words kept as data beside the code."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data"


@cache
def words_of(name: str) -> frozenset[str]:
    """The list ``name`` of `data/words.tsv`; words stand there in small letters and without "ё"."""
    return _lists("words.tsv")[name]


@cache
def names_of(gender: str) -> frozenset[str]:
    """Given names of `data/names.tsv` by ``gender``: masc, femn, both."""
    return _lists("names.tsv")[gender]


@cache
def _lists(file: str) -> dict[str, frozenset[str]]:
    """Lines ``list<TAB>words``; "#" begins a remark; a list may go on in another line."""
    found: dict[str, frozenset[str]] = {}
    for line in (_DATA / file).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            name, words = line.split("\t")
            found[name] = found.get(name, frozenset()) | frozenset(words.split())
    return found
