"""ODT and ODS: one XML inside a ZIP holds body, tables and the text of every cell as it is shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from lxml import etree

from nastavnik.roadmaps.reader.document import Block, Cell, Document, Grid, Paragraph, Run, Unseen
from nastavnik.roadmaps.reader.refusals import Unreadable
from nastavnik.roadmaps.reader.sources.archive import Archive
from nastavnik.roadmaps.reader.sources.odf_lists import ListLabels

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
XLINK = "{http://www.w3.org/1999/xlink}"
MAX_REPEAT = 400
MAX_ROWS = 20_000
MAX_DEPTH = 40


def read_odf(path: Path, kind: str) -> Document:
    archive = Archive(path)
    if b"encryption-data" in (archive.read("META-INF/manifest.xml") or b""):
        raise Unreadable("encrypted")
    root = archive.xml("content.xml")
    body = None if root is None else root.find(f"{OFFICE}body")
    if root is None or body is None or len(body) == 0:
        raise Unreadable("damaged", "нет основного текста")
    _refuse_outside_links(root)
    reader = _Reader(root, archive.xml("styles.xml"))
    if kind == "ods":
        return Document(kind, [block for block in reader.sheets(body[0]) if block.cells])
    return Document(kind, list(reader.blocks(body[0])))


def _refuse_outside_links(root: etree._Element) -> None:
    for element in root.iter(
        f"{TEXT}section-source", f"{TABLE}table-source", f"{DRAW}image", f"{DRAW}object", f"{DRAW}object-ole"
    ):
        href = element.get(f"{XLINK}href", "")
        if "://" in href or href.startswith(("//", "../", "/")):
            raise Unreadable("external", "внешние связи документа")


class _Reader:
    def __init__(self, root: etree._Element, styles: etree._Element | None) -> None:
        self.bold: dict[str, bool] = {}
        self.align: dict[str, Literal["left", "center", "right"]] = {}
        self.hidden_tables: set[str] = set()
        for tree in (styles, root):
            if tree is not None:
                self._learn_styles(tree)
        self.labels = ListLabels(root, styles)
        self.paragraphs = 0
        self.tables = 0
        self.group = 0

    def _learn_styles(self, tree: etree._Element) -> None:
        for style in tree.iter(f"{STYLE}style"):
            name = style.get(f"{STYLE}name", "")
            parent = style.get(f"{STYLE}parent-style-name", "")
            words = style.find(f"{STYLE}text-properties")
            weight = None if words is None else words.get(f"{FO}font-weight")
            self.bold[name] = (
                self.bold.get(parent, False) if weight is None else weight in ("bold", "700", "800", "900")
            )
            shape = style.find(f"{STYLE}paragraph-properties")
            align = None if shape is None else shape.get(f"{FO}text-align")
            self.align[name] = (
                "right" if align in ("end", "right") else "center" if align == "center"
                else self.align.get(parent, "left") if align is None else "left"
            )  # fmt: skip
            table = style.find(f"{STYLE}table-properties")
            if table is not None and table.get(f"{TABLE}display") == "false":
                self.hidden_tables.add(name)

    # ------------------------------------------------------------------ text

    def blocks(self, parent: etree._Element, depth: int = 0) -> Iterator[Block]:
        if depth > MAX_DEPTH:
            raise Unreadable("too_heavy")
        for element in parent:
            tag = element.tag
            if tag in (f"{TEXT}p", f"{TEXT}h"):
                yield from self.paragraph(element)
            elif tag == f"{TABLE}table":
                self.tables += 1
                yield self.grid(element, f"таблица {self.tables}", depth)
            elif tag == f"{TEXT}tracked-changes":
                yield from self._deleted(element)
            elif tag in (
                f"{TEXT}list", f"{TEXT}list-item", f"{TEXT}list-header", f"{TEXT}section", f"{DRAW}frame",
                f"{DRAW}text-box", f"{TEXT}table-of-content", f"{TEXT}index-body",
            ):  # fmt: skip
                yield from self.blocks(element, depth + 1)

    def paragraph(self, element: etree._Element) -> Iterator[Block]:
        self.paragraphs += 1
        runs, notes = self.runs(element)
        style = element.get(f"{TEXT}style-name", "")
        place = f"абзац {self.paragraphs}"
        for box in element.iter(f"{DRAW}text-box"):
            self.group += 1
            for block in self.blocks(box, depth=1):
                if isinstance(block, Paragraph):
                    block.place, block.group, block.align = f"надпись, {block.place}", self.group, "right"
                yield block
            self.group += 1
        if not runs:
            self.group += 1
        else:
            heading = element.tag == f"{TEXT}h"
            yield Paragraph(runs, place, align=self.align.get(style, "left"), group=self.group, heading=heading)
        for note in notes:
            yield Paragraph([Run(note)], f"{place}, сноска", unseen="footnote")

    def runs(self, element: etree._Element) -> tuple[list[Run], list[str]]:
        """Lines of a paragraph and the notes that hang on it."""
        notes: list[str] = []
        pieces: list[tuple[str, bool]] = []
        base = self.bold.get(element.get(f"{TEXT}style-name", ""), element.tag == f"{TEXT}h")
        self._collect(element, base, pieces, notes)
        heavy = sum(len(text.strip()) for text, bold in pieces if bold)
        total = sum(len(text.strip()) for text, _ in pieces)
        lines = "".join(text for text, _ in pieces).split("\n")
        runs = [Run(line.strip(), bold=total > 0 and heavy * 2 > total) for line in lines if line.strip()]
        label = self.labels.label(element)
        if runs and label:
            runs[0].label = label
        return runs, notes

    def _collect(self, element: etree._Element, bold: bool, pieces: list[tuple[str, bool]], notes: list[str]) -> None:
        pieces.append((" ".join((element.text or "").split("\n")), bold))
        for child in element:
            tag = child.tag
            if tag == f"{TEXT}s":
                pieces.append((" " * min(int(child.get(f"{TEXT}c", "1")), 200), bold))
            elif tag == f"{TEXT}tab":
                pieces.append(("\t", bold))
            elif tag == f"{TEXT}line-break":
                pieces.append(("\n", bold))
            elif tag == f"{TEXT}note":
                notes.append(_all_text(child))
            elif tag in (f"{TEXT}span", f"{TEXT}a", f"{TEXT}ruby-base", f"{TEXT}bookmark-ref") or tag.startswith(
                TEXT
            ):
                own = self.bold.get(child.get(f"{TEXT}style-name", ""), bold)
                self._collect(child, own, pieces, notes)
            if child.tail:
                pieces.append((" ".join(child.tail.split("\n")), bold))

    def _deleted(self, changes: etree._Element) -> Iterator[Paragraph]:
        for count, element in enumerate(changes.iter(f"{TEXT}deletion"), start=1):
            text = " ".join(_all_text(part) for part in element.iter(f"{TEXT}p", f"{TEXT}h")).strip()
            if text:
                yield Paragraph([Run(text)], f"удалённый текст {count}", unseen="deleted")

    # ------------------------------------------------------------------ tables

    def sheets(self, parent: etree._Element) -> Iterator[Grid]:
        for table in parent.iter(f"{TABLE}table"):
            gone = table.get(f"{TABLE}style-name", "") in self.hidden_tables
            grid = self.grid(table, f"лист «{table.get(f'{TABLE}name', '')}»", 0)
            grid.sheet = True
            for cell in grid.cells if gone else ():
                cell.unseen = "hidden_sheet"
            yield grid

    def grid(self, table: etree._Element, place: str, depth: int) -> Grid:
        cells: list[Cell] = []
        row = 0
        for element in _rows(table):
            gone: Unseen | None = "hidden" if element.get(f"{TABLE}visibility") in ("collapse", "filter") else None
            repeat = int(element.get(f"{TABLE}number-rows-repeated", "1"))
            found = self._row(element, row, place, gone, depth)
            cells += found
            if found and row + repeat > MAX_ROWS:
                raise Unreadable("too_long", place)
            row += repeat if found or repeat < MAX_REPEAT else 1
        return Grid(cells, place)

    def _row(self, element: etree._Element, row: int, place: str, gone: Unseen | None, depth: int) -> list[Cell]:
        cells: list[Cell] = []
        col = 0
        for tc in element:
            if tc.tag not in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
                continue
            repeat = int(tc.get(f"{TABLE}number-columns-repeated", "1"))
            here = f"{place}, строка {row + 1}, столбец {col + 1}"
            runs, nested = self._content(tc, here, depth)
            if runs or nested or tc.get(f"{TABLE}number-rows-spanned"):
                unseen: Unseen | None = gone or ("covered" if tc.tag == f"{TABLE}covered-table-cell" else None)
                down = min(int(tc.get(f"{TABLE}number-rows-spanned", "1")), MAX_ROWS)
                across = min(int(tc.get(f"{TABLE}number-columns-spanned", "1")), MAX_REPEAT)
                for copy in range(min(repeat, 60)):
                    mark = "" if copy == 0 else f" (повтор {copy})"
                    cells.append(Cell(row, col + copy, list(runs), here + mark, down, across, nested, unseen))
            col += repeat
        return cells

    def _content(self, tc: etree._Element, here: str, depth: int) -> tuple[list[Run], list[Grid]]:
        runs: list[Run] = []
        nested: list[Grid] = []
        for block in self.blocks(tc, depth + 1):
            if isinstance(block, Grid):
                block.place = f"{here}, вложенная таблица {len(nested) + 1}"
                nested.append(block)
            elif block.unseen is None:
                runs += block.runs
        return runs, nested


def _all_text(element: etree._Element) -> str:
    return " ".join("".join(str(text) for text in element.itertext()).split())


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for element in table:
        if element.tag == f"{TABLE}table-row":
            yield element
        elif element.tag in (f"{TABLE}table-header-rows", f"{TABLE}table-rows", f"{TABLE}table-row-group"):
            yield from _rows(element)
