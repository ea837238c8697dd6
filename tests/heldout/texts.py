"""Texts as they are compared: a dash, a look-alike letter or a blank never decides."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any

DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-")
QUOTES = dict.fromkeys(map(ord, '«»„“”"\u2018\u2019\u201a\u2039\u203a'), '"')
LOOKALIKES = str.maketrans("aceopxyABCEHKMOPTX", "асеорхуАВСЕНКМОРТХ")


def plain(text: Any) -> str:
    """The text as it is compared: one kind of dash, quotes, blanks, letters; no markup, no final punctuation."""
    text = unicodedata.normalize("NFKC", str(text or "")).replace("\u00ad", "").replace("\u200b", "")
    text = re.sub(r"</?[a-zA-Z][^<>]*>", " ", text).translate(DASHES).translate(QUOTES)
    words = (word.translate(LOOKALIKES) if re.search("[а-яёА-ЯЁ]", word) else word for word in text.split())
    return re.sub(r"\s+([.,;:)])", r"\1", " ".join(words).lower().replace("ё", "е")).strip(" .;,:\t\n")


def squeezed(text: Any) -> str:
    """The plain text without blanks."""
    return plain(text).replace(" ", "")


def bare_number(text: Any) -> str:
    """A number without «№» and final stops."""
    return re.sub(r"[\s.)]+$", "", re.sub(r"^№?\s*", "", plain(text)))


def similarity(one: Any, other: Any) -> float:
    """0–1, blanks apart."""
    first, second = squeezed(one), squeezed(other)
    if first == second:
        return 1.0
    if not first or not second:
        return 0.0
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    # Texts this far apart are never taken for one; the bound is cheap, and a tenth off keeps it below any threshold.
    bound = matcher.quick_ratio()
    return matcher.ratio() if bound >= 0.5 else 0.9 * bound


def party_f1(expected: Sequence[str] | None, predicted: Sequence[str] | None) -> float:
    """F1 of two lists of parties; two parties are one at a similarity of 0.85."""
    ours, theirs = ([text for text in map(plain, side or []) if text] for side in (expected, predicted))
    if not ours or not theirs:
        return float(not ours and not theirs)
    left, hits = list(theirs), 0
    for party in ours:
        ratios = [SequenceMatcher(None, party, other, autojunk=False).ratio() for other in left]
        if ratios and max(ratios) >= 0.85:
            left.pop(ratios.index(max(ratios)))
            hits += 1
    return 2 * hits / (len(ours) + len(theirs))
