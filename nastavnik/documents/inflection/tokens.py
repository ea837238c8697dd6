"""Posts and organisations in tokens: words, abbreviations, quotations, brackets, marks. Tokens join to the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from nastavnik.documents.inflection.lists import words_of
from nastavnik.documents.inflection.words import folded, is_cyrillic, readings

_TOKENS = re.compile(
    r"""(?P<quote>«[^«»]*(?:«[^«»]*»[^«»]*)*»|„[^“”]*[“”]|“[^”]*”|"[^"]*"|‘[^’]*’)
    |(?P<bracket>\([^()]*\))
    |(?P<space>\s+)
    |(?P<ordinal>\d+(?:\s?-\s?|[‑–])(?:го|му|м|й|я|е|ю|х|ой|ей|ый|ая|ое|ые))(?!\w)
    |(?P<number>(?:№\s*)?[\d][\w./-]*)
    |(?P<word>[^\W\d_][\w'’]*(?:[-‑][^\W_][\w'’]*)*\.?)
    |(?P<mark>.)""",
    re.VERBOSE | re.DOTALL,
)
_LONG_FOR_AN_ABBREVIATION = 5
_DOTTED = re.compile(r"[^\W\d_]{1,6}\.")


class Sort(Enum):
    WORD = "word"
    ABBREVIATION = "abbreviation"
    ORDINAL = "ordinal"
    NUMBER = "number"
    QUOTE = "quote"
    BRACKET = "bracket"
    SPACE = "space"
    MARK = "mark"


@dataclass(slots=True)
class Token:
    text: str
    sort: Sort

    @property
    def low(self) -> str:
        return folded(self.text)


def tokens_of(text: str) -> list[Token]:
    found: list[Token] = []
    for match in _TOKENS.finditer(text):
        kind = str(match.lastgroup)
        if kind == "word":
            found += _words(match.group())
        else:
            found.append(Token(match.group(), Sort(kind)))
    return found


def _words(text: str) -> list[Token]:
    if text.endswith(".") and not (_DOTTED.fullmatch(text) and is_abbreviation(text)):
        return [*_words(text[:-1]), Token(".", Sort.MARK)]
    return [Token(text, Sort.ABBREVIATION if is_abbreviation(text) else Sort.WORD)]


def is_abbreviation(word: str) -> bool:
    """МБОУ, СПб, IT, зам., врио: words that stay as they are."""
    low = folded(word)
    if low in words_of("undeclined_words") or low.rstrip(".") + "." in words_of("dotted_words"):
        return True
    if word.endswith(".") and len(low) <= 2:
        return True
    if "-" in word or "‑" in word:
        return all(is_abbreviation(part) for part in word.replace("‑", "-").split("-"))
    if not is_cyrillic(word.rstrip(".")):
        return True
    if word.isupper() and len(word) > 1:
        return not _is_word(word)
    return any(letter.isupper() for letter in word[1:])


def _is_word(word: str) -> bool:
    """Words in capitals that are no abbreviations: ДОМ, ЗАВУЧ, УЧИТЕЛЬ."""
    if len(word) < _LONG_FOR_AN_ABBREVIATION:
        return folded(word) in words_of("short_words")
    return any(one.is_known and "Abbr" not in one.grammemes for one in readings(word))
