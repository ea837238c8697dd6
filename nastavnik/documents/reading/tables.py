"""A table of Word as a table of the tree: spans, repeated heads, lines, widths."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from nastavnik.documents.faults import Place, Step
from nastavnik.documents.reading.found import Found
from nastavnik.documents.reading.names import W, length, on, value, whole
from nastavnik.documents.reading.normal import told
from nastavnik.documents.reading.styles import Styles, bordered
from nastavnik.documents.reading.words import BESIDE, foreign, unbound
from nastavnik.documents.tree import Cell, Paragraph, Picture, Row, Table

Content = tuple[Paragraph | Picture, ...]
MOST_COLUMNS = 63
_SIDES = ("top", "left", "bottom", "right")
_EMPTY: Content = (Paragraph(()),)


@dataclass(slots=True)
class _Cell:
    element: etree._Element | None
    column: int
    width: int
    content: Content = _EMPTY
    below: int = 1
    """Rows that it stands in."""
    goes_on: bool = False
    """Belongs to the one above."""


@dataclass(slots=True)
class _Row:
    element: etree._Element
    cells: list[_Cell] = field(default_factory=list)


class TableReader:
    """``content`` reads the blocks of a cell, with the style of the table."""

    def __init__(
        self, styles: Styles, found: Found, content: Callable[[etree._Element, Place, str | None], Content]
    ) -> None:
        self.styles = styles
        self.found = found
        self.content = content

    def read(self, element: etree._Element, place: Place) -> Table | None:
        """None for a table without rows."""
        look = element.find(f"{W}tblPr")
        style = value(look, "tblStyle") or self.styles.usual.get("table")
        if look is not None and look.find(f"{W}tblpPr") is not None:
            self.found.fault(place, "floating_table")
        rows = [
            self._row(row, (*place, Step("row", number)), style)
            for number, row in enumerate(self._rows(element, place), start=1)
        ]
        if not rows:
            return None
        count = max(sum(cell.width for cell in row.cells) for row in rows)
        if count > MOST_COLUMNS:
            self.found.fault(place, "broad_table")
            return None
        _filled(rows, count)
        _merged(rows)
        heads = next(
            (n for n, row in enumerate(rows) if not on(row.element.find(f"{W}trPr"), "tblHeader")), len(rows)
        )
        title = value(look, "tblCaption") or ""
        return _table(rows, _widths(element, rows, count), heads, title, self._has_lines(look, style, rows))

    def _rows(self, element: etree._Element, place: Place) -> Iterator[etree._Element]:
        for child in element.iterchildren("*"):
            if child.tag == f"{W}tr":
                yield child
            elif child.tag == f"{W}sdt":
                content = unbound(child, place, self.found)
                yield from () if content is None else self._rows(content, place)
            elif child.tag == f"{W}customXml":
                yield from self._rows(child, place)
            elif child.tag not in BESIDE and child.tag not in (f"{W}tblPr", f"{W}tblGrid"):
                self.found.fault(place, *foreign(child))

    def _row(self, element: etree._Element, place: Place, style: str | None) -> _Row:
        row = _Row(element)
        look = element.find(f"{W}trPr")
        for tracked in ("ins", "del"):
            if look is not None and look.find(W + tracked) is not None:
                self.found.fault(place, "tracked")
        self._gap(row, look, "gridBefore")
        for number, cell in enumerate(self._cells(element, place), start=1):
            self._cell(row, cell, (*place, Step("cell", number)), style)
        self._gap(row, look, "gridAfter")
        return row

    def _cells(self, element: etree._Element, place: Place) -> Iterator[etree._Element]:
        for child in element.iterchildren("*"):
            if child.tag == f"{W}tc":
                yield child
            elif child.tag == f"{W}sdt":
                content = unbound(child, place, self.found)
                yield from () if content is None else self._cells(content, place)
            elif child.tag == f"{W}customXml":
                yield from self._cells(child, place)
            elif child.tag not in BESIDE and child.tag not in (f"{W}trPr", f"{W}tblPrEx"):
                self.found.fault(place, *foreign(child))

    def _cell(self, row: _Row, element: etree._Element, place: Place, style: str | None) -> None:
        look = element.find(f"{W}tcPr")
        width = min(max(whole(value(look, "gridSpan"), 1), 1), MOST_COLUMNS + 1)
        column = sum(cell.width for cell in row.cells)
        merge = None if look is None else look.find(f"{W}vMerge")
        goes_on = merge is not None and merge.get(f"{W}val", "continue") == "continue"
        content = self.content(element, place, style)
        row.cells.append(_Cell(element, column, width, content or _EMPTY, goes_on=goes_on))

    def _gap(self, row: _Row, look: etree._Element | None, tag: str) -> None:
        """Places that a row leaves free."""
        width = min(whole(value(look, tag), 0), MOST_COLUMNS + 1)
        if width > 0:
            row.cells.append(_Cell(None, sum(cell.width for cell in row.cells), width))

    def _has_lines(self, look: etree._Element | None, style: str | None, rows: list[_Row]) -> bool:
        """Of most of the cells."""
        own = bordered(None if look is None else look.find(f"{W}tblBorders"))
        usual = self.styles.is_bordered(style) if own is None else own
        seen = [_has_lines(cell.element, usual) for row in rows for cell in row.cells if cell.element is not None]
        return sum(seen) * 2 > len(seen)


def _has_lines(cell: etree._Element | None, usual: bool) -> bool:
    borders = None if cell is None else cell.find(f"{W}tcPr/{W}tcBorders")
    own = bordered(borders)
    if own is None or borders is None:
        return usual
    is_whole = all(
        any(borders.find(W + each) is not None for each in (side, _ALSO.get(side, side))) for side in _SIDES
    )
    return own or (usual and not is_whole)


_ALSO = {"left": "start", "right": "end"}


def _filled(rows: list[_Row], count: int) -> None:
    for row in rows:
        width = sum(cell.width for cell in row.cells)
        if width < count:
            row.cells.append(_Cell(None, width, count - width))


def _merged(rows: list[_Row]) -> None:
    """Cells that go on take their place in the one above; where there is none of their width, they stand alone."""
    above: dict[int, _Cell] = {}
    for row in rows:
        here: dict[int, _Cell] = {}
        for cell in row.cells:
            upper = above.get(cell.column)
            if cell.goes_on and upper is not None and upper.width == cell.width:
                upper.below += 1
                here[cell.column] = upper
            else:
                cell.goes_on = False
                here[cell.column] = cell
        above = here


def _widths(element: etree._Element, rows: list[_Row], count: int) -> list[float]:
    """Twentieths of a point of each column: of the first row that has them all, else of the grid."""
    for row in rows:
        if len(row.cells) == count and all(cell.element is not None for cell in row.cells):
            own = [_width(cell.element) for cell in row.cells]
            if all(own):
                return own
    grid = [length(each.get(f"{W}w")) or 0.0 for each in element.iterfind(f"{W}tblGrid/{W}gridCol")][:count]
    known = [width for width in grid if width > 0]
    usual = sum(known) / len(known) if known else 9638 / count
    return [max(width, 0.0) or usual for width in [*grid, *[0.0] * (count - len(grid))]]


def _width(cell: etree._Element | None) -> float:
    width = None if cell is None else cell.find(f"{W}tcPr/{W}tcW")
    if width is None or width.get(f"{W}type", "dxa") != "dxa":
        return 0.0
    return max(length(width.get(f"{W}w")) or 0.0, 0.0)


def _table(rows: list[_Row], widths: list[float], heads: int, title: str, lines: bool) -> Table:
    """Columns that no cell begins in are no columns."""
    starts = sorted({cell.column for row in rows for cell in row.cells if not cell.goes_on} | {0})
    ends = [*starts[1:], len(widths)]
    numbers = {column: number for number, column in enumerate([*starts, len(widths)])}
    made = [
        Row(
            tuple(
                _made(cell, numbers[cell.column + cell.width] - numbers[cell.column])
                for cell in row.cells
                if not cell.goes_on
            )
        )
        for row in rows
    ]
    columns = tuple(told(sum(widths[a:b])) for a, b in zip(starts, ends, strict=True))
    return Table(columns, tuple(made), heads, title, lines)


def _made(cell: _Cell, columns: int) -> Cell:
    look = None if cell.element is None else cell.element.find(f"{W}tcPr")
    fill = (value(look, "shd", "fill") or "auto").lower()
    made = Cell(cell.content, columns, cell.below)
    return replace(made, shaded=fill not in ("auto", "ffffff"), middle=value(look, "vAlign") == "center")
