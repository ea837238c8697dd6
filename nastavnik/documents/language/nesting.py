"""What stands between `for` and `endfor`, `if` and `endif`, at any level: words, paragraphs, entries, rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from nastavnik.documents.faults import Place
from nastavnik.documents.language.binding import Binder
from nastavnik.documents.language.filling import Filling, Get
from nastavnik.documents.language.shapes import Shape
from nastavnik.documents.language.syntax import Condition, Elif, For, If, NotOurs, Statement, Word, parse_statement
from nastavnik.documents.language.tokens import Piece

Node = Callable[[Filling, list[Any]], None]
"""Adds what it makes to the list."""
Content = Callable[[], Node | None]
"""Ties a piece of content to the names in reach where it stands; None if nothing of it remains."""
After = Callable[[list[Any], int], None]
"""Looks over what one loop has made: the list, and from where on."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A statement with its place; ``text`` as it stands there."""

    statement: Statement
    place: Place
    text: str


def statement_of(piece: Piece, place: Place, binder: Binder) -> Tag | None:
    """None: there is a fault."""
    binder.count_tag(place)
    try:
        return Tag(parse_statement(piece), place, piece.text)
    except NotOurs as refusal:
        binder.fault(place, refusal.code, piece.text, **refusal.params)
        return None


def static(*elements: Any) -> Node:
    """The same objects every time."""
    if len(elements) == 1:
        element = elements[0]
        return lambda _filling, out: out.append(element)
    return lambda _filling, out: out.extend(elements)


def nested(pieces: Iterable[Tag | Content], binder: Binder, after_loop: After | None = None) -> Node:
    return _Nesting(list(pieces), binder, after_loop).whole()


class _Nesting:
    def __init__(self, pieces: list[Tag | Content], binder: Binder, after_loop: After | None) -> None:
        self.left = pieces[::-1]
        self.binder = binder
        self.after_loop = after_loop

    def whole(self) -> Node:
        node, end = self.body(frozenset())
        assert end is None, "only asked-for words end a body"  # noqa: S101 - what `body` promises
        return node

    def body(self, ends: frozenset[str]) -> tuple[Node, Tag | None]:
        """Up to the tag that ends it, which is taken; None at the end of everything."""
        nodes: list[Node] = []
        while self.left:
            piece = self.left.pop()
            if not isinstance(piece, Tag):
                node = piece()
                if node is not None:
                    nodes.append(node)
                continue
            word = piece.statement.name if isinstance(piece.statement, Word) else ""
            word = "else" if isinstance(piece.statement, Elif) else word
            if word in ends:
                return _joined(nodes), piece
            nodes.append(self.tag(piece, word))
        return _joined(nodes), None

    def tag(self, tag: Tag, word: str) -> Node:
        binder, statement = self.binder, tag.statement
        if isinstance(statement, For):
            with binder.inside(tag.place, tag.text):
                return self.loop(statement, tag)
        if isinstance(statement, If):
            with binder.inside(tag.place, tag.text):
                return self.choice(statement.condition, tag)
        code = "merge_place" if word == "merge" else "not_opened"
        binder.fault(tag.place, code, tag.text, word=tag.text)
        return _nothing

    def loop(self, statement: For, tag: Tag) -> Node:
        found = self.binder.iterable(statement, tag.place, tag.text)
        item, get = found or (Shape("text"), None)
        with self.binder.loop(statement, item):
            body, end = self.body(frozenset({"endfor"}))
        if end is None:
            self.binder.fault(tag.place, "not_closed", tag.text, close="{% endfor %}")
        return _loop(statement.variable, get, body, self.after_loop) if get else _nothing

    def choice(self, condition: Condition, tag: Tag) -> Node:
        """`if` with all its `elif`, none of them deeper than the first."""
        branches: list[tuple[Get | None, Node]] = []
        test: Get | None = self.binder.condition(condition, tag.place, tag.text)
        while True:
            body, end = self.body(frozenset({"else", "endif"}))
            branches.append((test, body))
            if end is None:
                self.binder.fault(tag.place, "not_closed", tag.text, close="{% endif %}")
                return _nothing
            if isinstance(end.statement, Elif):
                test = self._elif(end, after_else=test is None)
            elif end.statement == Word("else"):
                if test is None:
                    self.binder.fault(end.place, "second_else", end.text)
                test = None
            else:
                return _choice(tuple(branches))

    def _elif(self, tag: Tag, *, after_else: bool) -> Get | None:
        if after_else or not isinstance(tag.statement, Elif):
            self.binder.fault(tag.place, "second_else", tag.text)
            return None
        return self.binder.condition(tag.statement.condition, tag.place, tag.text)


def _nothing(_filling: Filling, _out: list[Any]) -> None:
    pass


def _joined(nodes: list[Node]) -> Node:
    if len(nodes) == 1:
        return nodes[0]
    if not nodes:
        return _nothing
    several = tuple(nodes)

    def run(filling: Filling, out: list[Any]) -> None:
        for node in several:
            node(filling, out)

    return run


def _loop(variable: str, get: Get, body: Node, after: After | None) -> Node:
    def run(filling: Filling, out: list[Any]) -> None:
        entries = get(filling)
        if not entries:
            filling.seam = True
            return
        before, start, last = filling.names, len(out), len(entries) - 1
        names = before.copy()
        filling.names = names
        for place, entry in enumerate(entries):
            filling.round()
            filling.seam = True
            names[variable] = entry
            names["loop"] = {"index": place + 1, "first": place == 0, "last": place == last}
            body(filling, out)
        filling.names, filling.seam = before, True
        if after is not None:
            after(out, start)

    return run


def _choice(branches: tuple[tuple[Get | None, Node], ...]) -> Node:
    def run(filling: Filling, out: list[Any]) -> None:
        filling.seam = True
        for test, body in branches:
            if test is None or test(filling):
                body(filling, out)
                break
        filling.seam = True

    return run
