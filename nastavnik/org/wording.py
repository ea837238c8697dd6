"""One way to write a name for looking it up and for putting it in order: the same on every engine."""

from __future__ import annotations

import re

_TOKEN = re.compile(r"\d+|[^\W\d_]+")
_DIGITS = 6


def tokens(text: str) -> list[str]:
    """Words of ``text`` without case, ё and punctuation; numbers padded, so that 15 is neither 5 nor 150."""
    plain = text.casefold().replace("ё", "е")
    return [word.zfill(_DIGITS) if word.isdecimal() else word for word in _TOKEN.findall(plain)]


def sort_form(text: str, *, length: int = 200) -> str:
    """What names are ordered by: «Школа № 2» stands before «Школа № 10»."""
    return " ".join(tokens(text))[:length]


def search_form(*names: str) -> str:
    """What names are looked up in: every word between blanks, each word once."""
    return f" {' '.join(dict.fromkeys(word for name in names for word in tokens(name)))} "


def needles(text: str) -> list[str]:
    """Pieces that must all occur in a `search_form`: a number whole, a word by its beginning."""
    return [f" {word} " if word.isdecimal() else f" {word}" for word in tokens(text)]
