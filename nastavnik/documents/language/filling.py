"""What is left of a template when it is tied to its form: closures over the plain values of one document.

Nothing here reaches for an attribute by its name or calls what a template names.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nastavnik.documents.language import filters, limits, printing
from nastavnik.documents.language.shapes import Shape
from nastavnik.documents.language.syntax import Path
from nastavnik.documents.language.words import Words
from nastavnik.documents.texts import writable

Get = Callable[["Filling"], Any]


class TooLarge(ValueError):
    """The filled document would be larger than any document of ours: ``code`` says in what."""

    def __init__(self, code: str, most: int) -> None:
        self.code = code
        self.most = most
        super().__init__(code)


class Filling:
    """One document on its way: its values by their names and what has been spent so far."""

    __slots__ = ("letters", "names", "rounds", "seam", "words")

    def __init__(self, names: dict[str, Any], words: Words) -> None:
        self.names = names
        self.words = words
        self.rounds = self.letters = 0
        self.seam = False
        """A tag has just ended or begun: a list that follows goes on with the one before."""

    def taken(self, text: str) -> str:
        self.letters += len(text)
        if self.letters > limits.LETTERS:
            raise TooLarge("letters", limits.LETTERS)
        return writable(text)

    def round(self) -> None:
        self.rounds += 1
        if self.rounds > limits.ROUNDS:
            raise TooLarge("rounds", limits.ROUNDS)


def getter(path: Path) -> Get:
    """Goes down dicts only; whatever is not there is None."""
    first, rest = path[0], path[1:]
    if not rest:
        return lambda filling: filling.names.get(first)
    if len(rest) == 1:
        second = rest[0]

        def get_two(filling: Filling) -> Any:
            value = filling.names.get(first)
            return value.get(second) if type(value) is dict else None

        return get_two

    def get(filling: Filling) -> Any:
        value = filling.names.get(first)
        for name in rest:
            value = value.get(name) if type(value) is dict else None
        return value

    return get


def nothing(_filling: Filling) -> Any:
    return None


def always(_filling: Filling) -> bool:
    return True


def never(_filling: Filling) -> bool:
    return False


def printed_by(get: Get, printed: Callable[[Any], str], *, always: bool) -> Callable[[Filling], str]:
    def text(filling: Filling) -> str:
        value = get(filling)
        return filling.taken(printing.bound(printed(value))) if always or value is not None else ""

    return text


def worked_by(get: Get, before: Callable[[Any], str] | None, work: filters.Work, literal: str, gender: Get) -> Get:
    def worked(filling: Filling) -> Any:
        value = get(filling)
        if value is None:
            return None
        return work(before(value) if before else value, literal, filling.words, gender(filling) or "")

    return worked


def listed_by(get: Get, item: Shape) -> Get | None:
    """The words of every entry."""
    own = item.own
    printed = printing.printer(item.members[own] if own else item)
    if printed is None:
        return None

    def listed(filling: Filling) -> Any:
        entries = get(filling) or ()
        values = (entry[own] if own and entry else entry for entry in entries)
        return [printed(value) for value in values if value is not None] or None

    return listed


def compared_by(get: Get, printed: Callable[[Any], str], literal: str, *, equal: bool) -> Get:
    def compared(filling: Filling) -> bool:
        value = get(filling)
        return ((printed(value) if value is not None else "") == literal) is equal

    return compared
