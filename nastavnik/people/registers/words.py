"""Words of people's tables as they are compared and kept. Pure."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_SIGNS = str.maketrans(dict.fromkeys("-‐‑‒–—―−/\\|.,;:!?()[]{}«»„“”\"'`’*_№#", " ") | {"ё": "е", "\u00ad": ""})
_LATIN, _CYRILLIC = "aceopxykABCEHKMOPTXY", "асеорхукАВСЕНКМОРТХУ"
_LOOKALIKES = str.maketrans(_LATIN, _CYRILLIC)


@lru_cache(maxsize=16_384)
def folded(text: str) -> str:
    """For comparing: NFKC, lower case, ё as е, signs and blanks as one blank."""
    return " ".join(unicodedata.normalize("NFKC", text.replace("№", " ")).casefold().translate(_SIGNS).split())


def parted(text: str) -> list[str]:
    """The words of ``text`` as they are written, signs taken for blanks."""
    return unicodedata.normalize("NFKC", text.replace("№", " ")).translate(_SIGNS).split()


def is_mixed(word: str) -> bool:
    """Latin and other letters in one word."""
    return not word.isascii() and any("a" <= letter <= "z" or "A" <= letter <= "Z" for letter in word)


def russian(word: str) -> str:
    """``word`` with the Latin letters that slipped in among Cyrillic ones put right: «Cергей» → «Сергей»."""
    return cyrillic(word) if is_mixed(word) else word


def cyrillic(text: str) -> str:
    """``text`` with every Latin letter that looks like a Cyrillic one as that letter."""
    return text.translate(_LOOKALIKES)


def tidy(text: str) -> str:
    """As it is kept: NFC, without blanks at the ends and doubled ones, without what cannot be seen; lines stay."""
    if text.isprintable() and (text.isascii() or unicodedata.is_normalized("NFC", text)):
        # As most cells are: one line, its only blanks are plain ones.
        is_tidy = "  " not in text and text[:1] != " " and text[-1:] != " "
        return text if is_tidy else " ".join(text.split())
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(" ".join("".join(map(_seen, line)).split()) for line in lines).strip()


def _seen(letter: str) -> str:
    return letter if letter.isprintable() or letter.isspace() else ""
