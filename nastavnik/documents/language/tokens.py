"""A text cut into what is printed and what is a tag; the inside of a tag cut into words.

Both scans are linear in the text: a tag has a longest length, a quotation in it too.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from nastavnik.documents.language.limits import COMMENT, LITERAL, TAG

Kind = Literal["text", "output", "statement", "comment", "fault"]
_KINDS: dict[str, tuple[Kind, str, int]] = {
    "{{": ("output", "}}", TAG),
    "{%": ("statement", "%}", TAG),
    "{#": ("comment", "#}", COMMENT),
}
_SIGN = re.compile(r"\{[{%#]|[}%]\}")
#: Word turns straight quotation marks into these by itself.
_QUOTES = {'"': '"', "'": "'", "“": "”", "„": "“”", "«": "»", "‘": "’"}


class Piece(NamedTuple):
    """``text`` as it stands, from ``start`` on. A fault is named by ``code``."""

    kind: Kind
    text: str
    start: int
    code: str = ""

    @property
    def inside(self) -> str:
        return self.text[2:-2]


def pieces(text: str) -> list[Piece]:
    """All of ``text``, in order; joined again it is ``text``."""
    found: list[Piece] = []
    at = 0
    while (sign := _SIGN.search(text, at)) is not None:
        start = sign.start()
        if start > at:
            found.append(Piece("text", text[at:start], start=at))
        piece = _tag(text, start)
        found.append(piece)
        at = start + len(piece.text)
    if at < len(text):
        found.append(Piece("text", text[at:], start=at))
    return found


def _tag(text: str, start: int) -> Piece:
    sign = text[start : start + 2]
    if sign not in _KINDS:
        return Piece("fault", sign, start, "stray")
    kind, close, longest = _KINDS[sign]
    if kind == "comment":
        end = text.find(close, start + 2, start + longest)
    else:
        end = _end(text, start + 2, min(len(text), start + longest), close)
    if end < 0:
        return Piece("fault", sign, start, "unclosed")
    return Piece(kind, text[start : end + 2], start)


def _end(text: str, at: int, limit: int, close: str) -> int:
    """Where ``close`` stands outside of quotation marks; -1 if another tag begins before it, or the text ends."""
    while at < limit:
        if text.startswith(close, at):
            return at
        if _KINDS.get(text[at : at + 2]):
            return -1
        past = _past_quotation(text, at) if text[at] in _QUOTES else -1
        at = past if past > 0 else at + 1
    return -1


def _past_quotation(text: str, at: int) -> int:
    ends = [text.find(mark, at + 1, at + 2 + LITERAL) for mark in _QUOTES[text[at]]]
    return min((end for end in ends if end > 0), default=-2) + 1


class Token(NamedTuple):
    """``text`` of a literal is what stands between its quotation marks."""

    kind: Literal["name", "literal", "sign", "other"]
    text: str


_WORDS = re.compile(
    r"(?P<blank>[\s\u200b\ufeff]+)"
    r"|(?P<name>[^\W\d]\w*)"
    r"|(?P<literal>\"[^\"]*\"|'[^']*'|“[^”]*”|„[^“”]*[“”]|«[^»]*»|‘[^’]*’)"
    r"|(?P<sign>==|!=|[.|:])"
    r"|(?P<other>\d+|.)",
    re.DOTALL,
)


def tokens(inside: str) -> list[Token]:
    found: list[Token] = []
    for match in _WORDS.finditer(inside):
        if match["name"]:
            found.append(Token("name", match["name"]))
        elif match["literal"]:
            found.append(Token("literal", match["literal"][1:-1]))
        elif match["sign"]:
            found.append(Token("sign", match["sign"]))
        elif match["other"]:
            found.append(Token("other", match["other"]))
    return found
