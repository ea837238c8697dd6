"""Two wordings of one text as stretches: what both say, what was taken out, what was put in. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_WORD = re.compile(r"\w")
_TOKENS = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True)
class Piece:
    """A stretch of text: in both wordings, in the old one alone, or in the new one alone."""

    kind: Literal["same", "removed", "added"]
    text: str


def word_pieces(old: str, new: str) -> list[Piece]:
    """``old`` and ``new`` as stretches; those in "same" and "added" make up ``new``."""
    before, after = _TOKENS.findall(old), _TOKENS.findall(new)
    # (is it the same, old text, new text)
    stretches: list[tuple[bool, str, str]] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        texts = "".join(before[a:b]), "".join(after[c:d])
        stretches.append((kind == "equal", *texts))
    pieces: list[Piece] = []
    for is_same, was, now in _joined(stretches):
        if is_same:
            pieces.append(Piece("same", now))
            continue
        pieces += [Piece("removed", was)] if was else []
        pieces += [Piece("added", now)] if now else []
    return pieces


def _joined(stretches: list[tuple[bool, str, str]]) -> list[tuple[bool, str, str]]:
    """Without blanks and marks between two changes: three words in a row are one change, not three."""
    found: list[tuple[bool, str, str]] = []
    for place, (is_same, was, now) in enumerate(stretches):
        is_gap = is_same and 0 < place < len(stretches) - 1 and not _WORD.search(now)
        changed = not is_same or is_gap
        if found and changed and not found[-1][0]:
            found[-1] = (False, found[-1][1] + was, found[-1][2] + now)
        else:
            found.append((is_same, was, now))
    return found
