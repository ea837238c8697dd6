"""The few things python-docx does not do in one call: merged rows, widths, repeated headers, real Word lists."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from tests.heldout.sources.model import MADE_AT

RIGHT = WD_ALIGN_PARAGRAPH.RIGHT
CENTRE = WD_ALIGN_PARAGRAPH.CENTER


def blank(*, landscape: bool = False) -> DocxDocument:
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = (Cm(29.7), Cm(21)) if landscape else (Cm(21), Cm(29.7))
    page.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    page.left_margin = page.right_margin = Cm(1.5)
    document.styles["Normal"].font.name = "Times New Roman"
    document.styles["Normal"].font.size = Pt(11)
    core = document.core_properties
    core.author, core.title, core.created, core.modified = "", "", MADE_AT, MADE_AT
    return document


def say(document: DocxDocument, lines: Sequence[str], align: Any = None, *, bold: bool = False) -> None:
    """One paragraph a line."""
    for line in lines:
        paragraph = document.add_paragraph(style="Normal")
        paragraph.add_run(line).bold = bold
        paragraph.alignment = align
        paragraph.paragraph_format.space_after = Pt(0)


def fill(cell: _Cell, text: str, *, bold: bool = False) -> None:
    """A line of ``text`` becomes a paragraph of the cell."""
    first, *rest = text.split("\n")
    if first:
        cell.paragraphs[0].add_run(first).bold = bold
    for line in rest:
        cell.add_paragraph(line)


def grid(document: DocxDocument, widths_cm: Sequence[float]) -> Table:
    table = document.add_table(rows=0, cols=len(widths_cm))
    table.style = "Table Grid"
    table.autofit = False
    for column, width in zip(table.columns, widths_cm, strict=True):
        column.width = Cm(width)
    return table


def add_row(table: Table, texts: Sequence[str], *, bold: bool = False) -> _Row:
    row = table.add_row()
    for cell, text in zip(row.cells, texts, strict=True):
        fill(cell, text, bold=bold)
    return row


def add_wide_row(table: Table, text: str, *, bold: bool = True) -> None:
    """One cell over the whole width."""
    cells = table.add_row().cells
    fill(cells[0].merge(cells[-1]), text, bold=bold)


def merge_down(table: Table, column: int, first: int, last: int, text: str) -> None:
    """Cells of ``column`` in the rows ``first``..``last`` become one with ``text``; they must be empty."""
    fill(table.cell(first, column).merge(table.cell(last, column)), text)


def repeat_on_each_page(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def add_list(document: DocxDocument, pattern: str, *, bullet: bool = False) -> int:
    """A new Word list, numbered by ``pattern`` such as «%1.» or bulleted with it; its id for `number_by`."""
    numbering = document.part.numbering_part.element
    abstracts = numbering.findall(qn("w:abstractNum"))
    new_id = max(int(item.get(qn("w:abstractNumId"))) for item in abstracts) + 1
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{new_id}"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        f'<w:numFmt w:val="{"bullet" if bullet else "decimal"}"/><w:lvlText w:val="{pattern}"/></w:lvl>'
        "</w:abstractNum>"
    )
    abstracts[-1].addnext(abstract)
    return int(numbering.add_num(new_id).numId)


def number_by(paragraph: Paragraph, list_id: int) -> None:
    properties: Any = paragraph._p.get_or_add_pPr()
    properties = properties.get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = list_id


def save(document: DocxDocument, path: Path) -> None:
    document.save(str(path))
