"""The order of a document: what stands before the plan, its tables, what stands between and after them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from nastavnik.roadmaps.reader.coverage import Ledger
from nastavnik.roadmaps.reader.document import Block, Cell, Document, Grid, Paragraph, grid_pieces
from nastavnik.roadmaps.reader.entries import Gathered
from nastavnik.roadmaps.reader.guessing import continues, guess_header
from nastavnik.roadmaps.reader.header import Header, Lattice, find_header
from nastavnik.roadmaps.reader.indicators import read_indicators
from nastavnik.roadmaps.reader.numbers import split_number
from nastavnik.roadmaps.reader.plan import Indicator
from nastavnik.roadmaps.reader.rows import RowReader, changed_header
from nastavnik.roadmaps.reader.sections import Sections
from nastavnik.roadmaps.reader.wording import bare, fold, tidy

_SECTION_LINE = re.compile(
    r"^(?:раздел|этап|блок|модуль|направление|часть|[ivx]+[.)]\s|\d{1,2}[.)]\s|\d{1,2}\s+этап"
    r"|[ivx]+\s+(?:этап|раздел))"
)
_NO_SECTION = re.compile(
    r"^(?:таблица|приложение|примечани|\*|утвержд|согласов|стр|показател|исполнител|директор"
    r"|руководител|заместител|куратор\b.*_)"
)


@dataclass(slots=True)
class Layout:
    """What the walk through the blocks gave."""

    head: list[Block] = field(default_factory=list)
    gathered: Gathered = field(default_factory=Gathered)
    indicators: list[Indicator] = field(default_factory=list)
    headers: list[Header] = field(default_factory=list)
    between: list[Paragraph] = field(default_factory=list)


@dataclass(slots=True)
class _Table:
    grid: Grid
    lattice: Lattice
    header: Header | None


def lay_out(document: Document, ledger: Ledger) -> Layout:
    blocks = _unnested([block for block in document.blocks if not (isinstance(block, Paragraph) and block.unseen)])
    tables = [_Table(block, block.lattice(), None) for block in blocks if isinstance(block, Grid)]
    for table in tables:
        table.header = find_header(table.grid, table.lattice)
    if not any(table.header for table in tables):
        for table in tables:
            table.header = guess_header(table.grid, table.lattice)
    layout = Layout()
    _Walk(layout, ledger, {id(table.grid): table for table in tables}).run(blocks)
    return layout


def _unnested(blocks: list[Block]) -> list[Block]:
    """A table that only arranges other tables gives way to them; inside a plan a nested table is text."""
    flat: list[Block] = []
    for block in blocks:
        if isinstance(block, Grid) and any(cell.nested for cell in block.cells):
            inner = [grid for cell in block.cells for grid in cell.nested]
            if find_header(block, block.lattice()) is None:
                flat.append(block)
                flat += _unnested(list(inner))
                for cell in block.cells:
                    cell.nested = []
                continue
            _fold_in(block)
        flat.append(block)
    return flat


def _fold_in(grid: Grid) -> None:
    for cell in grid.cells:
        for inner in cell.nested:
            for piece in grid_pieces(inner):
                if not piece.unseen:
                    cell.runs += piece.runs
        cell.nested = []


class _Walk:
    def __init__(self, layout: Layout, ledger: Ledger, tables: dict[int, _Table]) -> None:
        self.layout = layout
        self.ledger = ledger
        self.tables = tables
        out = layout.gathered
        self.sections = Sections(out.headings, out.entries)
        self.header: Header | None = None
        self.waiting: list[Paragraph] = []
        self.width = 0

    def run(self, blocks: list[Block]) -> None:
        for index, block in enumerate(blocks):
            if isinstance(block, Paragraph):
                self.waiting.append(block)
                continue
            table = self.tables[id(block)]
            goes_on = self.layout.headers and not read_indicators(table.grid, table.lattice)
            if table.header is None and goes_on:
                table.header = continues(table.grid, table.lattice, self.layout.headers[-1])
            if table.header is not None:
                self._plan_table(table, table.header)
            else:
                self._other_table(table, later=any(self._heads(after) for after in blocks[index + 1 :]))
        if self.header is None:
            self.layout.head += self.waiting
        else:
            self._ignore(self.waiting, "Текст после таблицы плана")

    def _heads(self, block: Block) -> bool:
        return isinstance(block, Grid) and self.tables[id(block)].header is not None

    # ------------------------------------------------------------------ plan tables

    def _plan_table(self, table: _Table, header: Header) -> None:
        first = self.header is None
        self._before(first)
        if table.grid.sheet or header.first > 0:
            self._rows_before(table, header, first)
        self.header = header
        self.layout.headers.append(header)
        self._claim_header(table, header)
        self._read(table, header)

    def _before(self, first: bool) -> None:
        """Paragraphs in front of a table: the head of the document, or headings of sections."""
        if first:
            kept = self._section_lines(self.waiting, first=True)
            self.layout.head += [paragraph for paragraph in self.waiting if paragraph not in kept]
        else:
            kept = self._section_lines(self.waiting, first=False)
            self.layout.between += [paragraph for paragraph in self.waiting if paragraph not in kept]
        for paragraph in kept:
            text = tidy(paragraph.text)
            found = split_number(text)
            heading = self.sections.open(
                found.number if found else "",
                found.rest if found else text,
                found.words if found else "",
                paragraph.place,
            )
            heading.places = [paragraph.place]
            self.ledger.imported(paragraph, "Раздел плана")
        self.waiting = []

    def _section_lines(self, paragraphs: list[Paragraph], first: bool) -> list[Paragraph]:
        """The headings directly above a table. Above the first one only what is numbered or named as a section."""
        kept: list[Paragraph] = []
        for paragraph in reversed(paragraphs):
            text = fold(paragraph.text)
            plain = bool(_SECTION_LINE.match(text)) and len(text) < 250
            loud = (
                paragraph.heading or paragraph.bold or paragraph.align == "center" or len(text) < 90
            ) and not text.endswith(".")
            if _NO_SECTION.match(text) or self._repeats_head(paragraph) or "____" in text:
                break
            if not (plain or (loud and not first and len(text) < 250)):
                break
            if first and re.search(r"дорожн\w+ карт|план мероприяти|20\d\d", text):
                break
            kept.insert(0, paragraph)
            if len(kept) == 2:
                break
        return kept

    def _repeats_head(self, paragraph: Paragraph) -> bool:
        """A slide or page repeats the plan's own heading above each piece of the table."""
        text = bare(paragraph.text)
        said = [bare(line.text) for block in self.layout.head if isinstance(block, Paragraph) for line in block.runs]
        return text in said or (
            len(text) > 12
            and any(text in bare(block.text) for block in self.layout.head if isinstance(block, Paragraph))
        )

    def _rows_before(self, table: _Table, header: Header, first: bool) -> None:
        """The rows of a sheet, or of a table with the stamp in it, that stand above the header."""
        above = [cell for cell in table.grid.cells if cell.row < header.first]
        if not above:
            return
        above = self._heading_above(above, header)
        part = Grid(above, table.grid.place, header.first, table.grid.n_cols, sheet=table.grid.sheet)
        if first:
            self.layout.head.append(part)
        else:
            for cell in above:
                if not cell.unseen:
                    self.ledger.ignored(cell, "Текст между таблицами плана")

    def _heading_above(self, above: list[Cell], header: Header) -> list[Cell]:
        """A numbered heading in the row directly above the header opens a section; the other cells are given back."""
        row = header.first - 1
        close = [cell for cell in above if cell.row == row and not cell.unseen]
        if len(close) != 1 or not _SECTION_LINE.match(fold(close[0].text)):
            return above
        self.sections.open_row(close[0], "")
        self.ledger.imported(close[0], "Раздел плана")
        return [cell for cell in above if cell is not close[0]]

    def _claim_header(self, table: _Table, header: Header) -> None:
        out = self.layout.gathered
        if not out.columns:
            out.columns = [name for name in header.names if name]
        named = {bare(name) for name in header.names} | {bare("".join(header.names))}
        for cell in table.grid.cells:
            if not header.first <= cell.row <= header.last or cell.unseen:
                continue
            if bare(cell.text) in named or any(bare(cell.text) in name for name in named):
                self.ledger.imported(cell, "Заголовок столбца")
            else:
                self.ledger.ignored(cell, "Общий заголовок нескольких столбцов")

    def _read(self, table: _Table, header: Header) -> None:
        """The body, changing the header where the table itself does."""
        start = header.last + 1
        while True:
            stop, fresh = table.grid.n_rows, None
            for row in range(start, table.grid.n_rows):
                fresh = changed_header(table.grid, table.lattice, row, header)
                if fresh:
                    stop = row
                    break
            RowReader(table.grid, table.lattice, header, self.ledger, self.layout.gathered, self.sections).read(
                start, stop
            )
            if fresh is None:
                return
            header, start = fresh, fresh.last + 1
            self.layout.headers.append(header)
            self._claim_header(table, header)

    # ------------------------------------------------------------------ other tables

    def _other_table(self, table: _Table, later: bool) -> None:
        indicators = read_indicators(table.grid, table.lattice)
        if indicators:
            self.layout.indicators += indicators
            self._claim_indicators(table.grid, indicators)
            return
        if self.header is None and later:
            self.layout.head += [*self.waiting, table.grid]
            self.waiting = []
            return
        for cell in grid_pieces(table.grid):
            if not cell.unseen:
                self.ledger.ignored(
                    cell, "Таблица, которая не похожа на план: нет столбцов с мероприятиями и сроками"
                )

    def _claim_indicators(self, grid: Grid, indicators: list[Indicator]) -> None:
        said = {
            bare(text) for each in indicators for text in (each.name, *each.values, *map(str, each.values.values()))
        }
        for cell in grid.cells:
            if cell.unseen:
                continue
            if bare(cell.text) in said or re.search(r"\d", cell.text):
                self.ledger.imported(cell, "Таблица показателей")
            else:
                self.ledger.ignored(cell, "Прочие сведения таблицы показателей")

    def _ignore(self, paragraphs: list[Paragraph], reason: str) -> None:
        for paragraph in paragraphs:
            self.ledger.ignored(paragraph, reason)
