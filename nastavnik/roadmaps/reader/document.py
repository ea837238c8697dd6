"""What every source format is turned into: blocks of plain text in reading order.

A source module knows its format and nothing of road maps; everything after it knows only this.
Every text carries its *place*, a Russian phrase that a person can follow in their own document
(«таблица 2, строка 5, столбец 3»), and the ledger of `coverage` is kept by these places.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

#: Text that the author of the document does not see as part of it, and why it is left out.
Unseen = Literal["deleted", "hidden", "footnote", "running", "comment", "covered", "hidden_sheet"]


@dataclass(slots=True)
class Run:
    """One paragraph of a cell or of the body. `label` is the number or bullet that the program draws."""

    text: str
    label: str = ""
    bold: bool = False

    @property
    def whole(self) -> str:
        return f"{self.label} {self.text}".strip() if self.label else self.text.strip()


@dataclass(slots=True)
class Paragraph:
    runs: list[Run]
    place: str
    align: Literal["left", "center", "right"] = "left"
    page: int = 1
    left: float = 0.0
    """Where the text begins, in the source's own unit; only compared within one document."""
    group: int = 0
    """Paragraphs of one text box, or of one stretch between blank lines, share a number."""
    heading: bool = False
    unseen: Unseen | None = None

    @property
    def text(self) -> str:
        return "\n".join(run.whole for run in self.runs if run.whole)

    @property
    def bold(self) -> bool:
        return bool(self.runs) and all(run.bold for run in self.runs if run.whole)


@dataclass(slots=True)
class Cell:
    row: int
    col: int
    runs: list[Run]
    place: str
    rowspan: int = 1
    colspan: int = 1
    nested: list[Grid] = field(default_factory=list)
    unseen: Unseen | None = None

    @property
    def text(self) -> str:
        return "\n".join(run.whole for run in self.runs if run.whole)

    @property
    def bold(self) -> bool:
        return bool(self.runs) and all(run.bold for run in self.runs if run.whole)


@dataclass(slots=True)
class Grid:
    cells: list[Cell]
    place: str
    n_rows: int = 0
    n_cols: int = 0
    spans_known: bool = True
    """False where the format cannot tell an empty cell from one merged with its neighbour (plain text)."""
    pages: list[int] = field(default_factory=list)
    """The page of each row, where the format knows pages."""
    sheet: bool = False
    """True for a whole spreadsheet, whose rows may hold the heading and several tables."""

    def __post_init__(self) -> None:
        self.n_rows = max([self.n_rows, *(cell.row + cell.rowspan for cell in self.cells)])
        self.n_cols = max([self.n_cols, *(cell.col + cell.colspan for cell in self.cells)])
        if len(self.pages) < self.n_rows:
            self.pages = self.pages + [self.pages[-1] if self.pages else 1] * (self.n_rows - len(self.pages))

    def lattice(self) -> list[list[Cell | None]]:
        """Row by column, a merged cell standing in each of its places. The first writer of a place stays."""
        table: list[list[Cell | None]] = [[None] * self.n_cols for _ in range(self.n_rows)]
        for cell in self.cells:
            if cell.unseen:
                continue
            for row in range(cell.row, min(cell.row + cell.rowspan, self.n_rows)):
                for col in range(cell.col, min(cell.col + cell.colspan, self.n_cols)):
                    if table[row][col] is None:
                        table[row][col] = cell
        return table


Block = Paragraph | Grid


@dataclass(slots=True)
class Document:
    kind: str
    blocks: list[Block]

    def pieces(self) -> Iterator[Paragraph | Cell]:
        """Every text of the document once, also inside nested tables, in reading order."""
        for block in self.blocks:
            if isinstance(block, Paragraph):
                yield block
            else:
                yield from grid_pieces(block)


def grid_pieces(grid: Grid) -> Iterator[Cell]:
    for cell in grid.cells:
        yield cell
        for inner in cell.nested:
            yield from grid_pieces(inner)
