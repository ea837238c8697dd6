"""What may stand between the signs of a tag, read by recursive descent. Whatever is not written here is a fault.

output      path filter*
filter      "|" name (":" literal)?
path        name ("." name)*
statement   "for" name "in" path · "endfor" · "if" condition · "elif" condition · "else" · "endif" · "merge"
condition   all ("or" all)*
all         test ("and" test)*
test        "not"? path (("==" | "!=") literal)?
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from nastavnik.documents.language.limits import FILTERS, STEPS, TESTS
from nastavnik.documents.language.tokens import Piece, Token, tokens

Path = tuple[str, ...]
Alone = Literal["endfor", "else", "endif", "merge"]
RESERVED = frozenset({"for", "in", "endfor", "if", "elif", "else", "endif", "not", "and", "or", "merge", "loop"})


@dataclass(frozen=True, slots=True)
class Filter:
    name: str
    argument: str | None = None


@dataclass(frozen=True, slots=True)
class Output:
    path: Path
    filters: tuple[Filter, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    path: Path
    sign: Literal["", "==", "!="] = ""
    literal: str = ""
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """True if all tests of one of ``any_of`` are."""

    any_of: tuple[tuple[Comparison, ...], ...]


@dataclass(frozen=True, slots=True)
class For:
    variable: str
    path: Path


@dataclass(frozen=True, slots=True)
class If:
    condition: Condition


@dataclass(frozen=True, slots=True)
class Elif:
    condition: Condition


@dataclass(frozen=True, slots=True)
class Word:
    """A tag of one word."""

    name: Alone


Statement = For | If | Elif | Word


_ALONE: dict[str, Alone] = {"endfor": "endfor", "else": "else", "endif": "endif", "merge": "merge"}


class NotOurs(ValueError):
    """The tag says something that the language has no words for."""

    def __init__(self, code: str, **params: str | int) -> None:
        self.code = code
        self.params = params
        super().__init__(code)


def parse_output(piece: Piece) -> Output:
    """Raises: NotOurs."""
    reader = _Reader(piece)
    path = reader.path()
    filters: list[Filter] = []
    while reader.takes("|"):
        filters.append(reader.filter())
        if len(filters) > FILTERS:
            raise NotOurs("many_filters", most=FILTERS)
    reader.ends()
    return Output(path, tuple(filters))


def parse_statement(piece: Piece) -> Statement:
    """Raises: NotOurs."""
    reader = _Reader(piece)
    word = reader.name()
    statement: Statement
    if word == "for":
        statement = reader.loop()
    elif word == "if":
        statement = If(reader.condition())
    elif word == "elif":
        statement = Elif(reader.condition())
    elif word in _ALONE:
        statement = Word(_ALONE[word])
    else:
        raise NotOurs("unknown_tag", word=word)
    reader.ends()
    return statement


class _Reader:
    def __init__(self, piece: Piece) -> None:
        self.left = tokens(piece.inside)[::-1]
        if not self.left:
            raise NotOurs("empty_tag")

    def next(self) -> Token | None:
        return self.left[-1] if self.left else None

    def takes(self, sign: str) -> bool:
        found = self.next()
        if found is None or found.kind != "sign" or found.text != sign:
            return False
        self.left.pop()
        return True

    def takes_word(self, word: str) -> bool:
        if self.next() != Token("name", word):
            return False
        self.left.pop()
        return True

    def ends(self) -> None:
        if self.left:
            raise self.unexpected()

    def unexpected(self) -> NotOurs:
        found = self.next()
        if found is None:
            return NotOurs("cut_short")
        if found.kind == "other" and found.text in "\"'“”„«»‘’":
            return NotOurs("open_quotation", sign=found.text)
        if found.kind in ("other", "sign"):
            return NotOurs("sign", sign=found.text)
        return NotOurs("word", word=found.text)

    def name(self) -> str:
        found = self.next()
        if found is None or found.kind != "name":
            raise self.unexpected()
        self.left.pop()
        return found.text

    def literal(self) -> str:
        found = self.next()
        if found is None or found.kind != "literal":
            raise NotOurs("no_quotation") if found is None or found.kind == "name" else self.unexpected()
        self.left.pop()
        return found.text

    def path(self) -> Path:
        names = [self.name()]
        while self.takes("."):
            names.append(self.name())
            if len(names) > STEPS:
                raise NotOurs("long_path", most=STEPS)
        return tuple(names)

    def filter(self) -> Filter:
        name = self.name()
        return Filter(name, self.literal() if self.takes(":") else None)

    def loop(self) -> For:
        try:
            variable = self.name()
            if not self.takes_word("in"):
                raise self.unexpected()
            return For(variable, self.path())
        except NotOurs as refusal:
            raise refusal if refusal.code != "cut_short" else NotOurs("loop_form") from None

    def condition(self) -> Condition:
        any_of: list[tuple[Comparison, ...]] = []
        count = 0
        while True:
            tests = [self.test()]
            while self.takes_word("and"):
                tests.append(self.test())
            any_of.append(tuple(tests))
            count += len(tests)
            if count > TESTS:
                raise NotOurs("long_condition", most=TESTS)
            if not self.takes_word("or"):
                return Condition(tuple(any_of))

    def test(self) -> Comparison:
        negated = self.takes_word("not")
        path = self.path()
        if self.takes("=="):
            return Comparison(path, "==", self.literal(), negated)
        if self.takes("!="):
            return Comparison(path, "!=", self.literal(), negated)
        return Comparison(path, negated=negated)
