"""The document tree: what both writers understand, and nothing that one of them would lose.

Lengths are millimetres, sizes of type are points. A table is written row by row like in HTML: a cell takes the
next free places of its row, those that a taller cell above has taken are passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Align = Literal["left", "center", "right", "justify"]
Sign = Literal["1.", "1.1.", "1)", "а)"]
SIZE = 12.0
# Between the room for words and the seal below it.
SEAL_GAP = 1.0


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of words of one look; a line end in it is a line end on paper."""

    text: str
    bold: bool = False
    italic: bool = False
    size: float | None = None
    underline: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``heading`` 1 to 3 makes it a heading of the outline; ``hanging`` sets its first line out to the left,
    ``first`` sets it in; ``keep`` leaves it on the page of what follows; ``spacing`` is that of its lines."""

    runs: tuple[Run, ...]
    align: Align = "left"
    heading: Literal[0, 1, 2, 3] = 0
    left: float = 0
    hanging: float = 0
    before: float = 0
    after: float = 0
    first: float = 0
    keep: bool = False
    spacing: float = 1.0

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG ``width`` millimetres wide, its height follows; ``alt`` says what it shows, "" that it only decorates."""

    png: bytes
    width: float
    alt: str = ""
    align: Align = "left"

    @property
    def height(self) -> float:
        """Millimetres.

        Raises:
            Malformed: the bytes are no PNG.
        """
        across, down = self.pixels
        return self.width * down / across

    @property
    def pixels(self) -> tuple[int, int]:
        """Columns and lines, as the head of the PNG has them. Raises Malformed where there is none."""
        head = self.png[:24]
        across, down = int.from_bytes(head[16:20]), int.from_bytes(head[20:24])
        if head[:8] != b"\x89PNG\r\n\x1a\n" or head[12:16] != b"IHDR" or not across or not down:
            raise Malformed("a picture that is no PNG")
        return across, down


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list, with what stands beneath it."""

    paragraph: Paragraph
    inner: List | None = None


@dataclass(frozen=True, slots=True)
class List:
    """A list, numbered from ``start`` on or with bullets; three levels deep at most.

    ``sign`` is how a number is written; "1.1." has the numbers of the lists around it before its own, if they
    are numbered by "1." too.
    """

    items: tuple[Item, ...]
    numbered: bool = False
    start: int = 1
    sign: Sign = "1."


@dataclass(frozen=True, slots=True)
class Cell:
    blocks: tuple[Paragraph | Picture, ...]
    colspan: int = 1
    rowspan: int = 1
    shaded: bool = False
    middle: bool = False
    """Set in the middle of its height."""


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """``widths`` of the columns in millimetres; the first ``header_rows`` stand again on every page."""

    widths: tuple[float, ...]
    rows: Sequence[Row]
    header_rows: int = 0
    title: str = ""
    """What a screen reader calls it."""
    lines: bool = True
    """Drawn around its cells; without them it only sets words beside each other."""


@dataclass(frozen=True, slots=True)
class PageBreak:
    pass


Block = Paragraph | List | Table | Picture | PageBreak


@dataclass(frozen=True, slots=True)
class Page:
    """A4 with the margins of ГОСТ Р 7.0.97-2025 for documents that are kept long."""

    landscape: bool = False
    left: float = 30
    right: float = 10
    top: float = 20
    bottom: float = 20

    @property
    def width(self) -> float:
        return 297 if self.landscape else 210

    @property
    def height(self) -> float:
        return 210 if self.landscape else 297

    @property
    def room(self) -> float:
        """Between the margins."""
        return self.width - self.left - self.right


@dataclass(frozen=True, slots=True)
class Document:
    """``numbered`` sets the number of the page in the middle of its head, from the second page on; ``seal`` stands in
    the margin below the words of the last page and takes no room from them."""

    title: str
    blocks: tuple[Block, ...]
    page: Page = field(default_factory=Page)
    header: tuple[Paragraph, ...] = ()
    footer: tuple[Paragraph, ...] = ()
    numbered: bool = True
    size: float = SIZE
    seal: Picture | None = None

    @property
    def seal_top(self) -> float:
        """From the upper edge of the paper to the seal."""
        return self.page.height - self.page.bottom + SEAL_GAP


class Malformed(ValueError):
    """A table whose cells do not fit its columns: a fault of whoever built the tree."""


class Place(NamedTuple):
    """Where a cell of a row stands, ``width`` columns wide. None for a cell: a taller one from above goes on."""

    column: int
    width: int
    cell: Cell | None


def placed(table: Table) -> Iterator[list[Place]]:
    """Each row of ``table`` with its places from left to right, every column taken once.

    Raises:
        Malformed: cells overlap, stick out or leave a place empty.
    """
    count = len(table.widths)
    # Column → (rows that the cell from above still goes on for, its width).
    open_above: dict[int, tuple[int, int]] = {}
    for number, row in enumerate(table.rows, start=1):
        if (
            not open_above
            and len(row.cells) == count
            and all(each.colspan == each.rowspan == 1 for each in row.cells)
        ):
            yield [Place(column, 1, cell) for column, cell in enumerate(row.cells)]  # as most rows are
            continue
        places: list[Place] = []
        column = 0
        cells = iter(row.cells)
        while column < count:
            if column in open_above:
                left, width = open_above.pop(column)
                if left > 1:
                    open_above[column] = (left - 1, width)
                places.append(Place(column, width, None))
            else:
                cell = next(cells, None)
                width = cell.colspan if cell else 0
                if cell is None or width < 1 or any(column + step in open_above for step in range(width)):
                    raise Malformed(f"row {number}, column {column + 1}")
                if cell.rowspan > 1:
                    open_above[column] = (cell.rowspan - 1, width)
                places.append(Place(column, width, cell))
            column += width
        if column > count or next(cells, None) is not None:
            raise Malformed(f"row {number}")
        yield places
    if open_above:
        raise Malformed("a merged cell goes on below the table")
