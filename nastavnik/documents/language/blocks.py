"""The blocks of a document: paragraphs, lists, and whatever stands in place of a paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from nastavnik.documents.faults import Place, Step
from nastavnik.documents.language import inline, tables
from nastavnik.documents.language.binding import Binder
from nastavnik.documents.language.filling import Filling
from nastavnik.documents.language.nesting import Content, Node, Tag, nested, static
from nastavnik.documents.language.shapes import Shape, Unpublished, found
from nastavnik.documents.language.syntax import NotOurs, parse_output
from nastavnik.documents.language.tokens import Piece
from nastavnik.documents.tree import Block, Item, List, Paragraph, Picture, Table


def blocks(document: Sequence[Block], place: Place, binder: Binder, room: float) -> Node:
    """``room`` is the width in millimetres that a table made here may take."""
    return nested(_contents(document, place, binder, room), binder)


def paragraphs(several: Sequence[Paragraph | Picture], place: Place, binder: Binder) -> Node:
    """Of a cell, a header or a footer: no lists, no tables."""
    return nested(_contents(several, place, binder, room=0), binder)


def _contents(several: Sequence[Block], place: Place, binder: Binder, room: float) -> Iterator[Tag | Content]:
    counted = {"paragraph": 0, "list": 0, "table": 0}
    for block in several:
        kind = _KINDS.get(type(block))
        if kind is None:
            yield partial(static, block)
            continue
        counted[kind] += 1
        here = (*place, Step(kind, counted[kind]))
        if isinstance(block, Paragraph):
            yield from _paragraph(block, here, binder, room)
        elif isinstance(block, List):
            yield partial(_list_node, block, here, binder)
        elif isinstance(block, Table):
            yield partial(tables.table, block, here, binder, paragraphs)


_KINDS: dict[type[Any], str] = {Paragraph: "paragraph", List: "list", Table: "table"}


# --------------------------------------------------------------------- paragraphs


def _paragraph(block: Paragraph, place: Place, binder: Binder, room: float) -> Iterable[Tag | Content]:
    read = inline.read(block)
    if read.pieces is None:
        return (partial(static, block),)
    if read.is_tags:
        return inline.tags(read, place, binder)
    return (partial(_filled_paragraph, read, place, binder, room),)


def _filled_paragraph(read: inline.Read, place: Place, binder: Binder, room: float) -> Node | None:
    piece = read.only_output
    shape = _shape(piece, binder) if piece else None
    if piece and shape and shape.kind in ("table", "blocks"):
        return _instead(piece, place, binder, room)
    if shape and shape.kind == "multiline":
        return inline.split_lines(read, inline.words(read, place, binder))
    return inline.lines(read, place, binder)


def _shape(piece: Piece, binder: Binder) -> Shape | None:
    """Of a tag without filters; whatever is wrong with it is told when it is bound."""
    try:
        tag = parse_output(piece)
        return found(tag.path, binder.names) if not tag.filters else None
    except (NotOurs, Unpublished):
        return None


def _instead(piece: Piece, place: Place, binder: Binder, room: float) -> Node | None:
    """The table or the blocks that stand in place of the paragraph."""
    tag = inline.output_of(piece, place, binder)
    looked = binder.look(tag.path, place, piece.text) if tag else None
    if looked is None:
        return None
    shape, get, _gender = looked
    if not room:
        binder.fault(place, "table_inside", piece.text, name=".".join(tag.path if tag else ()))
        return None

    def fill(filling: Filling, out: list[Any]) -> None:
        value = get(filling)
        if isinstance(value, Table):
            out.append(value)
        elif isinstance(value, tuple):
            out.extend(value)
        elif value:
            out.append(tables.of_rows(value, shape, room, filling))

    return fill


# --------------------------------------------------------------------- lists


def _list_node(block: List, place: Place, binder: Binder) -> Node:
    items = _items(block, place, binder)

    def fill(filling: Filling, out: list[Any]) -> None:
        """A list right after a tag goes on with the list before it: entries made by a loop count on."""
        filled = block if items is None else _filled_list(block, items, filling)
        last = out[-1] if out and filling.seam else None
        if filled is not None and isinstance(last, List) and _goes_on(last, filled):
            out[-1] = replace(last, items=last.items + filled.items)
        elif filled is not None:
            out.append(filled)
        filling.seam = False

    return fill


def _goes_on(above: List, below: List) -> bool:
    return (above.numbered, above.sign, 1) == (below.numbered, below.sign, below.start)


def _items(block: List, place: Place, binder: Binder) -> Node | None:
    """None: the list has no tags."""
    if not any(inline.may_have_tags(text) for text in _texts(block)):
        return None
    return nested(_entries(block, place, binder), binder)


def _texts(block: List) -> Iterator[str]:
    for item in block.items:
        yield item.paragraph.text
        if item.inner:
            yield from _texts(item.inner)


def _filled_list(block: List, items: Node, filling: Filling) -> List | None:
    found: list[Item] = []
    items(filling, found)
    return replace(block, items=tuple(found)) if found else None


def _entries(block: List, place: Place, binder: Binder) -> Iterator[Tag | Content]:
    for number, item in enumerate(block.items, start=1):
        here = (*place, Step("item", number))
        read = inline.read(item.paragraph)
        if read.pieces is not None and read.is_tags:
            if item.inner is not None:
                binder.fault(here, "entries_under_tag", item.paragraph.text)
            yield from inline.tags(read, here, binder)
        else:
            yield partial(_entry, item, read, here, binder)


def _entry(item: Item, read: inline.Read, place: Place, binder: Binder) -> Node:
    inner = _items(item.inner, place, binder) if item.inner else None
    if read.pieces is None and inner is None:
        return static(item)
    line = inline.lines(read, place, binder) if read.pieces is not None else static(item.paragraph)

    def fill(filling: Filling, out: list[Any]) -> None:
        found: list[Paragraph] = []
        line(filling, found)
        beneath = item.inner if inner is None or item.inner is None else _filled_list(item.inner, inner, filling)
        if found:
            out.append(Item(found[0], beneath))
        elif beneath is not None:
            out.append(Item(replace(item.paragraph, runs=()), beneath))

    return fill
