"""XLSX, read from its XML: values as the sheet shows them, merged cells, hidden rows, columns and sheets.

A reader of bare values would lose what a person sees: the format of a date, a hidden row, a bold heading.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from nastavnik.roadmaps.reader.document import Block, Cell, Document, Grid, Run, Unseen
from nastavnik.roadmaps.reader.refusals import Unreadable
from nastavnik.roadmaps.reader.sources.archive import Archive
from nastavnik.roadmaps.reader.sources.number_formats import BUILT_IN, shown

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_REFERENCE = re.compile(r"^([A-Z]{1,3})(\d{1,7})$")
MAX_ROWS = 20_000
MAX_COLUMNS = 400


def read_xlsx(path: Path) -> Document:
    archive = Archive(path)
    if b"macroEnabled" in (archive.read("[Content_Types].xml") or b""):
        raise Unreadable("macros")
    if any(name.startswith("xl/externalLinks/") for name in archive.names):
        raise Unreadable("external", "ссылки на другие книги")
    archive.refuse_outside_links()
    workbook = archive.xml("xl/workbook.xml")
    if workbook is None:
        raise Unreadable("damaged", "нет книги")
    strings = _strings(archive.xml("xl/sharedStrings.xml"))
    styles = _Styles(archive.xml("xl/styles.xml"))
    properties = workbook.find(f"{_MAIN}workbookPr")
    since_1904 = properties is not None and properties.get("date1904") in ("1", "true")
    blocks: list[Block] = []
    for name, part, hidden in _sheets(archive, workbook):
        root = archive.xml(part)
        if root is not None and root.tag == f"{_MAIN}worksheet":
            blocks.append(_Sheet(root, f"лист «{name}»", strings, styles, since_1904, hidden).grid())
    return Document("xlsx", [block for block in blocks if isinstance(block, Grid) and block.cells])


def _sheets(archive: Archive, workbook: etree._Element) -> list[tuple[str, str, bool]]:
    relations = archive.xml("xl/_rels/workbook.xml.rels")
    targets = {}
    for relation in [] if relations is None else relations.iter(f"{_PACKAGE}Relationship"):
        target = relation.get("Target", "")
        targets[relation.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return [
        (
            sheet.get("name", ""),
            targets.get(sheet.get(f"{_REL}id", ""), ""),
            sheet.get("state", "visible") != "visible",
        )
        for sheet in workbook.iter(f"{_MAIN}sheet")
    ]


def _strings(root: etree._Element | None) -> list[str]:
    """Shared strings; hints for pronunciation are not part of the text."""
    if root is None:
        return []
    return [_rich(item) for item in root.findall(f"{_MAIN}si")]


def _rich(item: etree._Element) -> str:
    out = ""
    for element in item:
        if element.tag == f"{_MAIN}t":
            out += element.text or ""
        elif element.tag == f"{_MAIN}r":
            out += "".join(text.text or "" for text in element.findall(f"{_MAIN}t"))
    return out.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")


@dataclass(slots=True)
class _Styles:
    root: etree._Element | None
    formats: list[str] = field(default_factory=list)
    bolds: list[bool] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.root is None:
            return
        custom = {
            element.get("numFmtId", ""): element.get("formatCode", "") for element in self.root.iter(f"{_MAIN}numFmt")
        }
        fonts = [font.find(f"{_MAIN}b") for font in self.root.findall(f"{_MAIN}fonts/{_MAIN}font")]
        heavy = [bold is not None and bold.get("val", "1") not in ("0", "false") for bold in fonts]
        for style in self.root.findall(f"{_MAIN}cellXfs/{_MAIN}xf"):
            number = style.get("numFmtId", "0")
            self.formats.append(custom.get(number) or BUILT_IN.get(number, "General"))
            font = int(style.get("fontId", "0"))
            self.bolds.append(font < len(heavy) and heavy[font])

    def format(self, index: int) -> str:
        return self.formats[index] if index < len(self.formats) else "General"

    def bold(self, index: int) -> bool:
        return index < len(self.bolds) and self.bolds[index]


def _position(reference: str) -> tuple[int, int]:
    """Row and column from zero of «C5»."""
    found = _REFERENCE.match(reference)
    if not found:
        raise Unreadable("damaged", "неверный адрес ячейки")
    col = 0
    for letter in found[1]:
        col = col * 26 + ord(letter) - 64
    return int(found[2]) - 1, col - 1


@dataclass(slots=True)
class _Sheet:
    root: etree._Element
    place: str
    strings: list[str]
    styles: _Styles
    since_1904: bool
    hidden: bool

    def grid(self) -> Grid:
        spans = self._merged()
        gone_columns = self._hidden_columns()
        cells: list[Cell] = []
        row_number = -1
        for row in self.root.iter(f"{_MAIN}row"):
            row_number = int(row.get("r", row_number + 2)) - 1
            gone = row.get("hidden") in ("1", "true")
            col = -1
            for element in row.findall(f"{_MAIN}c"):
                reference = element.get("r")
                at, col = _position(reference) if reference else (row_number, col + 1)
                text = self._text(element)
                if not text.strip():
                    continue
                if at >= MAX_ROWS or col >= MAX_COLUMNS:
                    raise Unreadable("too_long", f"{self.place}: больше {MAX_ROWS} строк или {MAX_COLUMNS} столбцов")
                unseen: Unseen | None = (
                    "hidden_sheet" if self.hidden else "hidden" if gone or col in gone_columns else None
                )
                cells.append(self._cell(at, col, text, element, spans, unseen))
        return Grid(_packed(cells), self.place, sheet=True)

    def _cell(
        self, row: int, col: int, text: str, element: etree._Element,
        spans: dict[tuple[int, int], tuple[int, int]], unseen: Unseen | None,
    ) -> Cell:  # fmt: skip
        down, across = spans.get((row, col), (1, 1))
        bold = self.styles.bold(int(element.get("s", "0")))
        runs = [Run(line.strip(), bold=bold) for line in text.split("\n") if line.strip()]
        reference = element.get("r") or f"строка {row + 1}, столбец {col + 1}"
        return Cell(row, col, runs, f"{self.place}, ячейка {reference}", down, across, unseen=unseen)

    def _text(self, element: etree._Element) -> str:
        kind = element.get("t", "n")
        if kind == "inlineStr":
            inline = element.find(f"{_MAIN}is")
            return "" if inline is None else _rich(inline)
        value = element.findtext(f"{_MAIN}v") or ""
        if kind == "s":
            index = int(value) if value.isdigit() else -1
            return self.strings[index] if 0 <= index < len(self.strings) else ""
        if kind in ("str", "e", "d"):
            return value if kind != "e" else ""
        if kind == "b":
            return "да" if value == "1" else "нет"
        return shown(value, self.styles.format(int(element.get("s", "0"))), self.since_1904)

    def _merged(self) -> dict[tuple[int, int], tuple[int, int]]:
        spans: dict[tuple[int, int], tuple[int, int]] = {}
        for element in self.root.iter(f"{_MAIN}mergeCell"):
            first, _, last = element.get("ref", "").partition(":")
            if last:
                (top, left), (bottom, right) = _position(first), _position(last)
                spans[top, left] = (min(bottom - top + 1, MAX_ROWS), min(right - left + 1, MAX_COLUMNS))
        return spans

    def _hidden_columns(self) -> set[int]:
        gone: set[int] = set()
        for element in self.root.iter(f"{_MAIN}col"):
            if element.get("hidden") in ("1", "true"):
                first, last = int(element.get("min", "1")), int(element.get("max", "1"))
                gone |= set(range(first - 1, min(last, MAX_COLUMNS)))
        return gone


def _packed(cells: list[Cell]) -> list[Cell]:
    """Clips merges to the used area: a heading merged over a thousand columns is not a thousand columns wide."""
    seen = [cell for cell in cells if not cell.unseen]
    if not seen:
        return cells
    right = max(cell.col for cell in seen) + 1
    bottom = max(cell.row for cell in seen) + 1
    for cell in cells:
        cell.colspan = max(1, min(cell.colspan, right - cell.col))
        cell.rowspan = max(1, min(cell.rowspan, bottom - cell.row))
    return cells
