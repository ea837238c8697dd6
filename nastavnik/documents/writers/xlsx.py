"""The document tree as a sheet of XLSX: the words above the table, the table with its merged cells, nothing else.

Every cell is text as it was written: a number «1.10» stays «1.10», and what begins with «=» computes nothing.
"""

from __future__ import annotations

import datetime as dt
import io
import math
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from nastavnik.documents.texts import writable
from nastavnik.documents.tree import Cell, Document, List, Paragraph, Place, Table, placed

#: The only moment a document knows.
_MOMENT = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_LONGEST = 32_767
_PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
#: Millimetres of a letter of the sheet, and points of its line.
_LETTER, _LINE = 1.95, 15.0


def write_xlsx(document: Document) -> bytes:
    """The same tree gives the same bytes. Lists and the words after the table stand under it.

    Raises:
        Malformed: a table of the tree has overlapping or missing cells.
    """
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, **_PLAIN})
    book.set_properties({"title": writable(document.title)[:255], "created": _MOMENT})
    sheet = book.add_worksheet("Лист 1")
    page = document.page
    sheet.set_paper(9)
    if page.landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    _Sheet(document, book, sheet).write()
    book.close()
    return out.getvalue()


class _Sheet:
    def __init__(self, document: Document, book: Workbook, sheet: Worksheet) -> None:
        self.document = document
        self.book = book
        self.sheet = sheet
        self.row = 0
        self.width = max((len(block.widths) for block in document.blocks if isinstance(block, Table)), default=1)
        self.formats: dict[tuple[Any, ...], Format] = {}

    def write(self) -> None:
        for block in self.document.blocks:
            if isinstance(block, Paragraph):
                self.paragraph(block)
            elif isinstance(block, List):
                for item in block.items:
                    self.paragraph(item.paragraph)
            elif isinstance(block, Table):
                self.table(block)

    def format(self, **look: Any) -> Format:
        key = tuple(sorted(look.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(
                {"text_wrap": True, "valign": "top", "num_format": "@", "font_size": self.document.size, **look}
            )
        return self.formats[key]

    def paragraph(self, paragraph: Paragraph) -> None:
        """Over the whole width; what stands in the right part of the page stands in the last columns."""
        look = {"bold": bool(paragraph.heading), "italic": any(run.italic for run in paragraph.runs)}
        first = self.width // 2 if paragraph.left > self.document.page.room / 3 else 0
        where = self.format(**look, align="left" if paragraph.align == "justify" else paragraph.align)
        self.cell(self.row, first, self.row, self.width - 1, paragraph.text, where)
        if paragraph.heading:
            room = self.document.page.room / _LETTER / 1.1
            self.sheet.set_row(self.row, _LINE * 1.2 * math.ceil((len(paragraph.text) + 1) / room))
        self.row += 1

    def table(self, table: Table) -> None:
        for column, width in enumerate(table.widths):
            self.sheet.set_column(column, column, round(width / _LETTER, 1))
        top = self.row
        heads = table.header_rows
        for number, places in enumerate(placed(table)):
            for place in places:
                if place.cell is not None:
                    self.placed(table, place, place.cell)
            if number == heads - 1:
                self.sheet.freeze_panes(self.row + 1, 0)
                self.sheet.repeat_rows(top, self.row)
            self.row += 1

    def placed(self, table: Table, place: Place, cell: Cell) -> None:
        words = [block for block in cell.blocks if isinstance(block, Paragraph)]  # a sheet has no pictures
        align = words[0].align if words else "left"
        look: dict[str, Any] = {"border": 1, "align": "left" if align == "justify" else align}
        if cell.shaded:
            look["bg_color"] = "#F1F5F5"
        bold = any(run.bold for paragraph in words for run in paragraph.runs)
        text = "\n".join(paragraph.text for paragraph in words)
        last = (self.row + cell.rowspan - 1, place.column + place.width - 1)
        self.cell(self.row, place.column, *last, text, self.format(**look, bold=bold))
        if place.width > 1:
            room = sum(table.widths[place.column : place.column + place.width]) / _LETTER / 1.1
            self.sheet.set_row(self.row, _LINE * math.ceil((len(text) + 1) / room))

    def cell(self, row: int, column: int, last_row: int, last_column: int, text: str, look: Format) -> None:
        text = writable(text).replace("\u00a0", " ")  # a sheet is searched and filtered
        text = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
        if (row, column) == (last_row, last_column):
            self.sheet.write_string(row, column, text, look)
        else:
            self.sheet.merge_range(row, column, last_row, last_column, "", look)
            self.sheet.write_string(row, column, text, look)
