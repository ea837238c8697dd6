"""Two wordings of one plan, line by line and word by word. Pure.

Lines are told apart by a key that outlives rewording. What stands in another place is *moved*: as few lines as
would do, so that one line put first is one moved line and not all the others.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from nastavnik.base.stretches import Piece, word_pieces

FIELDS = ("number", "title", "deadline_text", "responsible_text", "result")


@dataclass(frozen=True)
class Words:
    """What a line says."""

    key: str
    title: str
    number: str = ""
    deadline_text: str = ""
    responsible_text: str = ""
    result: str = ""
    section: str = ""


@dataclass(frozen=True)
class Change:
    """One field of a line, before and after."""

    name: str
    old: str
    new: str

    @property
    def pieces(self) -> list[Piece]:
        return word_pieces(self.old, self.new)


@dataclass(frozen=True)
class Reworded:
    old: Words
    new: Words
    changes: tuple[Change, ...]

    @property
    def is_term_changed(self) -> bool:
        return any(change.name == "deadline_text" for change in self.changes)


@dataclass(frozen=True)
class Moved:
    """``after`` is the line that it follows now; None where it comes first."""

    line: Words
    was_in: str
    after: Words | None


@dataclass(frozen=True)
class Comparison:
    added: list[Words] = field(default_factory=list)
    removed: list[Words] = field(default_factory=list)
    moved: list[Moved] = field(default_factory=list)
    reworded: list[Reworded] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.moved or self.reworded)

    @property
    def terms(self) -> int:
        """How many lines have another term."""
        return sum(one.is_term_changed for one in self.reworded)


def compare(old_words: Iterable[Words], new_words: Iterable[Words]) -> Comparison:
    """What happened on the way from the old lines, in their order, to the new ones."""
    old = {line.key: line for line in old_words}
    lines = list(new_words)
    new = {line.key: line for line in lines}
    common = [line.key for line in lines if line.key in old]
    place = {key: number for number, key in enumerate(old)}
    staying = {common[at] for at in _longest_rise([place[key] for key in common])}
    moved = [
        Moved(line, old[line.key].section, lines[at - 1] if at else None)
        for at, line in enumerate(lines)
        if line.key in old and (line.key not in staying or line.section != old[line.key].section)
    ]
    reworded = [Reworded(old[key], new[key], found) for key in common if (found := _changes(old[key], new[key]))]
    return Comparison(
        added=[line for line in lines if line.key not in old],
        removed=[line for key, line in old.items() if key not in new],
        moved=moved,
        reworded=reworded,
    )


def _changes(old: Words, new: Words) -> tuple[Change, ...]:
    pairs = ((name, getattr(old, name), getattr(new, name)) for name in FIELDS)
    return tuple(Change(name, before, after) for name, before, after in pairs if before != after)


def _longest_rise(numbers: Sequence[int]) -> list[int]:
    """The places of a longest rising subsequence of ``numbers``."""
    ends: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for place, number in enumerate(numbers):
        length = bisect_left(ends, number)
        if length == len(ends):
            ends.append(number)
            at.append(place)
        else:
            ends[length], at[length] = number, place
        before.append(at[length - 1] if length else -1)
    found: list[int] = []
    place = at[-1] if at else -1
    while place >= 0:
        found.append(place)
        place = before[place]
    return found[::-1]
