"""Paragraphs with numbers and bullets put together into lists of the tree."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from nastavnik.documents.office.numbering import Mark
from nastavnik.documents.tree import Item, List, Paragraph, Sign

DEEPEST = 3
_WHOLE = re.compile(r"(?:%\d\.)*%\d\.?")


@dataclass(slots=True)
class _Entry:
    paragraph: Paragraph
    inner: _Open | None = None


@dataclass(slots=True)
class _Open:
    """A list that may still go on."""

    mark: Mark
    sign: Sign | None
    entries: list[_Entry] = field(default_factory=list)
    last: int = 0

    def closed(self) -> List:
        items = (Item(each.paragraph, each.inner.closed() if each.inner else None) for each in self.entries)
        start = 1 if self.sign in (None, "1.1.") else self.mark.value
        return List(tuple(items), self.sign is not None, start, self.sign or "1.")


class Lists:
    """`takes` what can be told as a list; whatever else comes in between, the list is `flushed` before it."""

    def __init__(self) -> None:
        self._open: list[_Open] = []

    @property
    def depth(self) -> int:
        return len(self._open)

    def takes(self, mark: Mark, paragraph: Paragraph) -> tuple[bool, List | None]:
        """Whether the tree can tell the number of ``paragraph``, and the list that ended before it."""
        while len(self._open) > 1 and self._open[-1].mark.level > mark.level:
            self._open.pop()
        if self._open and (self._open[-1].mark.level > mark.level or self._ends(mark)):
            ended = self.flushed()
            return self.takes(mark, paragraph)[0], ended
        if not self._open or self._open[-1].mark.level < mark.level:
            sign = sign_of(mark, [(each.sign, each.last) for each in self._open])
            if (sign is None and mark.form != "bullet") or len(self._open) == DEEPEST:
                return False, self.flushed()
            self._begin(_Open(mark, sign))
        current = self._open[-1]
        if current.entries and not _goes_on(current, mark):
            return False, self.flushed()
        current.entries.append(_Entry(paragraph))
        current.last = mark.value
        return True, None

    def _ends(self, mark: Mark) -> bool:
        """An outermost list ends where another begins at its level; inner ones are one list under one item."""
        current = self._open[0]
        if len(self._open) > 1 or current.mark.level != mark.level:
            return False
        # LibreOffice gives the first paragraph of a list a number of its own, and the rest one that counts on.
        is_same = (
            mark.num_id == current.mark.num_id
            or mark.form == "bullet"
            or (mark.abstract == current.mark.abstract and not mark.begins)
        )
        return not is_same or not _goes_on(current, mark)

    def _begin(self, opened: _Open) -> None:
        if self._open:
            self._open[-1].entries[-1].inner = opened
        self._open.append(opened)

    def flushed(self) -> List | None:
        """The list so far; the next paragraph begins another."""
        ended = self._open[0].closed() if self._open else None
        self._open = []
        return ended


def _goes_on(current: _Open, mark: Mark) -> bool:
    is_next = mark.form == "bullet" or mark.value == current.last + 1
    return mark.form == current.mark.form and is_next


def sign_of(mark: Mark, around: list[tuple[Sign | None, int]]) -> Sign | None:
    """How the tree writes such a number, if it can. ``around`` are the lists around it with their last numbers."""
    own = f"%{mark.level + 1}"
    if mark.form == "decimal":
        if mark.text in (own, f"{own}."):
            return "1."
        if mark.text == f"{own})":
            return "1)"
        parts = [str(last) for _, last in around] + [str(mark.value)]
        counts_on = bool(around) and all(
            sign == ("1." if depth == 0 else "1.1.") for depth, (sign, _) in enumerate(around)
        )
        if (
            counts_on
            and _WHOLE.fullmatch(mark.text)
            and mark.label.rstrip(".") == ".".join(parts)
            and mark.value == 1
        ):
            return "1.1."
    return "а)" if mark.form == "russianLower" and mark.text == f"{own})" else None
