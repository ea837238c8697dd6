"""Tables: rows that a tag repeats or leaves out, cells that join equal ones above, tables made of rows of data."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from nastavnik.documents.faults import Place, Step
from nastavnik.documents.language import inline, printing
from nastavnik.documents.language.binding import Binder
from nastavnik.documents.language.filling import Filling
from nastavnik.documents.language.looks import cell_like
from nastavnik.documents.language.nesting import Content, Node, Tag, nested, static
from nastavnik.documents.language.shapes import Shape
from nastavnik.documents.tree import Cell, Malformed, Paragraph, Picture, Row, Run, Table, placed

_Part = tuple[Callable[[tuple[Paragraph | Picture, ...]], Cell], Node]
"""A cell of a look that is known, and what fills it."""
Paragraphs = Callable[[Sequence[Paragraph | Picture], Place, Binder], Node]


@dataclass(frozen=True, slots=True)
class _Joining:
    """A row of a loop with the cells that join what stands above: (place in the row, column, columns wide)."""

    row: Row
    cells: tuple[tuple[int, int, int], ...]


def table(block: Table, place: Place, binder: Binder, paragraphs: Paragraphs) -> Node:
    """A table without rows is left out."""
    if not _has_tags(block):
        return static(block)
    columns = _columns(block, place, binder)
    body = nested(_rows(block, columns, place, binder, paragraphs), binder, after_loop=_join)
    title = inline.title(block.title, place, binder)

    def fill(filling: Filling, out: list[Any]) -> None:
        rows: list[Row] = []
        body(filling, rows)
        _join(rows, 0)  # of a row that a loop around the whole table repeats
        if rows:
            out.append(replace(block, rows=tuple(rows), title=_worded(title, filling, block.title)))

    return fill


def _has_tags(block: Table) -> bool:
    paragraphs = (each for row in block.rows for cell in row.cells for each in _paragraphs(cell))
    return inline.may_have_tags(block.title) or any(inline.may_have_tags(each.text) for each in paragraphs)


def _paragraphs(cell: Cell) -> Iterator[Paragraph]:
    return (each for each in cell.blocks if isinstance(each, Paragraph))


def _worded(title: Node | None, filling: Filling, text: str) -> str:
    if title is None:
        return text
    runs: list[Run] = []
    title(filling, runs)
    return "".join(run.text for run in runs)


def _columns(block: Table, place: Place, binder: Binder) -> dict[int, list[int]]:
    """The columns that the cells of a row begin in, by the number of the row; rows of tags have none."""
    numbers = [number for number, row in enumerate(block.rows) if not _is_tags(row)]
    kept = set(numbers)
    for number, row in enumerate(block.rows):
        for cell in row.cells:
            if not kept.issuperset(range(number, min(number + cell.rowspan, len(block.rows)))) and number in kept:
                binder.fault((*place, Step("row", number + 1)), "span_over_tags", _text(cell))
    for number in range(min(block.header_rows, len(block.rows))):
        if number not in kept:
            binder.fault((*place, Step("row", number + 1)), "tag_in_head")
    try:
        lattice = list(placed(replace(block, rows=tuple(block.rows[number] for number in numbers))))
    except Malformed:
        binder.fault(place, "table_malformed")
        return {number: [0] * len(block.rows[number].cells) for number in numbers}
    starts = [[each.column for each in places if each.cell is not None] for places in lattice]
    return dict(zip(numbers, starts, strict=True))


def _text(cell: Cell) -> str:
    return " ".join(paragraph.text for paragraph in _paragraphs(cell))


def _is_tags(row: Row) -> bool:
    """All that the row holds are statements, in whichever cells."""
    if any(not isinstance(each, Paragraph) for cell in row.cells for each in cell.blocks):
        return False
    reads = [inline.read(each) for cell in row.cells for each in _paragraphs(cell) if each.text.strip()]
    return bool(reads) and all(read.is_tags and not _merges(read) for read in reads)


def _merges(read: inline.Read) -> bool:
    return any(inline.is_merge(piece) for piece in read.pieces or ())


def _rows(
    block: Table, columns: dict[int, list[int]], place: Place, binder: Binder, paragraphs: Paragraphs
) -> Iterator[Tag | Content]:
    for number, row in enumerate(block.rows):
        here = (*place, Step("row", number + 1))
        if number in columns:
            yield partial(_row, row, columns[number], here, binder, paragraphs)
            continue
        for cell in row.cells:
            for paragraph in _paragraphs(cell):
                yield from inline.tags(inline.read(paragraph), here, binder)


def _row(row: Row, columns: list[int], place: Place, binder: Binder, paragraphs: Paragraphs) -> Node:
    cells: list[Cell | _Part] = []
    joining: list[tuple[int, int, int]] = []
    for number, cell in enumerate(row.cells):
        here = (*place, Step("cell", number + 1))
        kept, joins = _without_merge(cell)
        if joins:
            if "loop" not in binder.names or cell.rowspan > 1:
                binder.fault(here, "merge_place", "{% merge %}")
            joining.append((number, columns[number], cell.colspan))
        has_tags = any(inline.may_have_tags(each.text) for each in _paragraphs(kept))
        cells.append((cell_like(kept), paragraphs(kept.blocks, here, binder)) if has_tags else kept)
    if not joining and not any(isinstance(cell, tuple) for cell in cells):
        return static(row)
    return _filled_row(tuple(cells), tuple(joining))


def _filled_row(cells: tuple[Cell | _Part, ...], joining: tuple[tuple[int, int, int], ...]) -> Node:
    def fill(filling: Filling, out: list[Any]) -> None:
        filled: list[Cell] = []
        for each in cells:
            if isinstance(each, tuple):
                like, node = each
                found: list[Paragraph | Picture] = []
                node(filling, found)
                filled.append(like(tuple(found)))
            else:
                filled.append(each)
        row = Row(tuple(filled))
        out.append(_Joining(row, joining) if joining else row)

    return fill


# --------------------------------------------------------------------- cells that join


def _without_merge(cell: Cell) -> tuple[Cell, bool]:
    """The cell without its `{% merge %}`, and whether it had one."""
    for number, paragraph in enumerate(cell.blocks):
        if not isinstance(paragraph, Paragraph):
            return cell, False
        if not paragraph.text.strip():
            continue
        read = inline.read(paragraph)
        first = next((piece for piece in read.pieces or () if piece.text.strip()), None)
        if first is None or not inline.is_merge(first):
            return cell, False
        rest = inline.cut(paragraph, first)
        kept = (rest,) if rest.text.strip() else ()
        return replace(cell, blocks=cell.blocks[:number] + kept + cell.blocks[number + 1 :]), True
    return cell, False


def _words(cell: Cell) -> tuple[str, ...]:
    return tuple(paragraph.text for paragraph in _paragraphs(cell))


def _join(out: list[Any], start: int) -> None:
    """Cells of the rows from ``start`` on grow over the equal ones right under them."""
    spans: dict[tuple[int, int], int] = {}
    dropped: dict[int, set[int]] = {}
    open_above: dict[tuple[int, int], tuple[int, int, tuple[str, ...], int]] = {}
    for at in range(start, len(out)):
        if not isinstance(out[at], _Joining):
            continue
        for place, column, width in out[at].cells:
            words = _words(out[at].row.cells[place])
            above = open_above.get((column, width))
            if above and above[3] == at - 1 and above[2] == words and any(words):
                spans[above[0], above[1]] = spans.get((above[0], above[1]), 1) + 1
                dropped.setdefault(at, set()).add(place)
                open_above[column, width] = (above[0], above[1], words, at)
            else:
                open_above[column, width] = (at, place, words, at)
    for at in range(start, len(out)):
        if isinstance(out[at], _Joining):
            cells = [
                replace(cell, rowspan=spans[at, place]) if (at, place) in spans else cell
                for place, cell in enumerate(out[at].row.cells)
                if place not in dropped.get(at, ())
            ]
            out[at] = Row(tuple(cells))


# --------------------------------------------------------------------- tables of data


def of_rows(rows: Sequence[dict[str, Any]], shape: Shape, room: float, filling: Filling) -> Table:
    """The rows of a field under the titles of its columns."""
    columns = dict(shape.item.members) if shape.item else {}
    head = Row(
        tuple(
            Cell((Paragraph((Run(each.title, bold=True),), align="center"),), middle=True)
            for each in columns.values()
        )
    )
    printers = [
        (name, each.own, printing.printer(each.members[each.own] if each.own else each))
        for name, each in columns.items()
    ]
    body: list[Row] = []
    for row in rows:
        filling.round()
        cells = []
        for name, own, printed in printers:
            value = row.get(name)
            value = value[own] if own and value else value
            text = filling.taken(printed(value)) if printed and value is not None else ""
            cells.append(Cell((Paragraph((Run(text),)),)))
        body.append(Row(tuple(cells)))
    width = round(room / max(1, len(columns)), 2)
    return Table((width,) * len(columns), (head, *body), header_rows=1, title=shape.title)
