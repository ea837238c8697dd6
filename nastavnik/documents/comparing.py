"""Two editions of a template, paragraph by paragraph and word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from nastavnik.base.stretches import Piece, word_pieces
from nastavnik.documents.tree import Block, Document, List, PageBreak, Paragraph, Picture, Table

# Nobody finds a place by an empty paragraph or by one that is but a tag.
_SILENT = re.compile(r"\s*(\{%[^%]*%\}\s*)?")
# Paragraphs with less in common are not one reworded, but one taken out and another put in.
_ALIKE = 0.5
_MARK = {PageBreak: "—— ✂ ——", Picture: "▣"}


class Kind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    REWORDED = "reworded"


@dataclass(frozen=True)
class Change:
    """``after`` is the last paragraph before it that both have; "" where it comes first."""

    kind: Kind
    old: str
    new: str
    after: str

    @property
    def pieces(self) -> list[Piece]:
        return word_pieces(self.old, self.new)


@dataclass(frozen=True)
class Comparison:
    """``is_look_changed``: the same words look otherwise (margins, bold type, widths of columns)."""

    changes: tuple[Change, ...]
    is_look_changed: bool

    def __bool__(self) -> bool:
        return bool(self.changes) or self.is_look_changed

    def count(self, kind: Kind) -> int:
        return sum(change.kind == kind for change in self.changes)


def compare(old: Document, new: Document) -> Comparison:
    """What happened on the way from ``old`` to ``new``; rows of tables and entries of lists count as paragraphs."""
    before, after = list(paragraphs(old)), list(paragraphs(new))
    changes: list[Change] = []
    last = ""
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            last = next((text for text in reversed(before[a:b]) if not _SILENT.fullmatch(text)), last)
        else:
            changes += _between(before[a:b], after[c:d], last)
    return Comparison(tuple(changes), not changes and old != new)


def paragraphs(document: Document) -> Iterator[str]:
    """Header, words, footer."""
    for paragraph in document.header:
        yield paragraph.text
    for block in document.blocks:
        yield from _of(block)
    for paragraph in document.footer:
        yield paragraph.text


def _of(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield block.text
    elif isinstance(block, List):
        for item in block.items:
            yield item.paragraph.text
            if item.inner:
                yield from _of(item.inner)
    elif isinstance(block, Table):
        for row in block.rows:
            yield " | ".join("\n".join(text for one in cell.blocks for text in _of(one)) for cell in row.cells)
    else:
        yield _MARK[type(block)]


def _between(old: list[str], new: list[str], after: str) -> Iterator[Change]:
    """What is alike is paired in its order; the rest was taken out or put in."""
    rest = [text for text in new if text.strip()]
    for text in old:
        if not text.strip():
            continue
        place = next((at for at, other in enumerate(rest) if _is_alike(text, other)), None)
        if place is None:
            yield Change(Kind.REMOVED, text, "", after)
            continue
        for other in rest[:place]:
            yield Change(Kind.ADDED, "", other, after)
        yield Change(Kind.REWORDED, text, rest[place], after)
        rest = rest[place + 1 :]
    for other in rest:
        yield Change(Kind.ADDED, "", other, after)


def _is_alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one.split(), other.split(), autojunk=False)
    return matcher.real_quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE
