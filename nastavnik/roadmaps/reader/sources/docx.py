"""DOCX: body, tables, text boxes, numbering, tracked changes and hidden text, read from the XML itself.

A merged cell is one `w:tc` here (a reader of "cells by row and column" would see it many times over),
and the visible number of an automatic list is counted as Word counts it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from lxml import etree

from nastavnik.documents.office.numbering import Numbering
from nastavnik.roadmaps.reader.document import Block, Cell, Document, Grid, Paragraph, Run, Unseen
from nastavnik.roadmaps.reader.refusals import Unreadable
from nastavnik.roadmaps.reader.sources.archive import Archive

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_SKIPPED = {f"{W}instrText", f"{W}delText", f"{W}rPr", f"{W}pPr", f"{W}delInstrText", f"{W}fldData"}
_OFF = {"0", "false", "off", "none"}
MAX_DEPTH = 12


def read_docx(path: Path) -> Document:
    archive = Archive(path)
    kinds = archive.read("[Content_Types].xml") or b""
    if b"macroEnabled" in kinds:
        raise Unreadable("macros")
    archive.refuse_outside_links()
    root = archive.xml("word/document.xml")
    body = None if root is None else root.find(f"{W}body")
    if body is None:
        raise Unreadable("damaged", "нет основного текста")
    reader = _Reader(Numbering(archive.xml("word/numbering.xml"), archive.xml("word/styles.xml")))
    blocks = list(reader.blocks(body))
    blocks += reader.beside(archive)
    return Document("docx", blocks)


def on(parent: etree._Element | None, tag: str) -> bool:
    """A switch such as w:b or w:vanish: present and not turned off."""
    element = None if parent is None else parent.find(W + tag)
    return element is not None and element.get(f"{W}val", "1") not in _OFF


def number_of(parent: etree._Element | None, tag: str, default: int = 0) -> int:
    element = None if parent is None else parent.find(W + tag)
    try:
        return default if element is None else int(element.get(f"{W}val", default))
    except ValueError:
        return default


@dataclass(slots=True)
class _Piece:
    """A stretch of characters with what decides its fate."""

    text: str
    bold: bool = False
    hidden: bool = False
    deleted: bool = False


class _Reader:
    def __init__(self, numbering: Numbering) -> None:
        self.numbering = numbering
        self.paragraphs = 0
        self.tables = 0
        self.boxes = 0
        self.group = 0
        self.page = 1

    # ------------------------------------------------------------------ body

    def blocks(self, parent: etree._Element, depth: int = 0) -> Iterator[Block]:
        if depth > MAX_DEPTH:
            raise Unreadable("too_heavy")
        for element in parent:
            tag = element.tag
            if tag == f"{W}p":
                yield from self.paragraph(element)
            elif tag == f"{W}tbl":
                self.tables += 1
                yield self.grid(element, f"таблица {self.tables}", depth)
            elif tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}moveTo", f"{W}customXml", f"{W}smartTag"):
                yield from self.blocks(element, depth + 1)
            elif tag == f"{MC}AlternateContent":
                chosen = _chosen(element)
                if chosen is not None:
                    yield from self.blocks(chosen, depth + 1)

    def paragraph(self, element: etree._Element) -> Iterator[Block]:
        self.paragraphs += 1
        place = f"абзац {self.paragraphs}"
        runs, unseen = self.runs(element)
        # A text box is anchored inside a paragraph, and stands before its words on the page.
        yield from self.boxed(element)
        if not any(run.whole for run in runs):
            self.group += 1
        properties = element.find(f"{W}pPr")
        if runs:
            yield Paragraph(
                runs,
                place,
                align=_align(properties),
                page=self.page,
                group=self.group,
                left=_indent(properties),
                heading=self.numbering.is_heading(element),
            )
        yield from _unseen_paragraphs(unseen, place)

    def boxed(self, element: etree._Element) -> Iterator[Block]:
        for content in element.iter(f"{W}txbxContent"):
            if any(ancestor.tag == f"{MC}Fallback" for ancestor in content.iterancestors()):
                continue
            self.boxes += 1
            self.group += 1
            blocks = list(self.blocks(content, depth=1))
            for block in blocks:
                block.place = f"надпись {self.boxes}, {block.place}"
                if isinstance(block, Paragraph):
                    block.group = self.group
                    block.align = "right"
            yield from blocks
            self.group += 1

    def runs(self, element: etree._Element) -> tuple[list[Run], list[tuple[str, Unseen]]]:
        """The paragraph as lines split at its line breaks, and its deleted and hidden words apart."""
        label = self.numbering.label(element)
        pieces = list(_pieces(element))
        unseen: list[tuple[str, Unseen]] = []
        for kind, picked in (
            ("deleted", [piece for piece in pieces if piece.deleted]),
            ("hidden", [piece for piece in pieces if piece.hidden and not piece.deleted]),
        ):
            words = "".join(piece.text for piece in picked)
            if words.strip():
                unseen.append((words, "deleted" if kind == "deleted" else "hidden"))
        shown = [piece for piece in pieces if not piece.deleted and not piece.hidden]
        if any("\f" in piece.text for piece in shown):
            self.page += 1
        heavy = sum(len(piece.text.strip()) for piece in shown if piece.bold)
        total = sum(len(piece.text.strip()) for piece in shown)
        bold = (total > 0 and heavy * 2 > total) or self.numbering.is_bold(element)
        lines = "".join(piece.text for piece in shown).replace("\f", "\n").split("\n")
        runs = [Run(line, bold=bold) for line in lines]
        if label and any(run.text.strip() for run in runs):
            runs[0].label = label
        elif label and any(True for _ in element.iterancestors(f"{W}tc")):
            runs = [Run("", label, bold)]
        return [run for run in runs if run.whole], unseen

    # ------------------------------------------------------------------ tables

    def grid(self, table: etree._Element, place: str, depth: int) -> Grid:
        cells: list[Cell] = []
        open_merges: dict[int, Cell] = {}
        pages: list[int] = []
        rows = list(_children(table, "tr"))
        for index, row in enumerate(rows):
            properties = row.find(f"{W}trPr")
            gone: Unseen | None = None
            if properties is not None:
                if on(properties, "hidden") or _all_hidden(row):
                    gone = "hidden"
                if properties.find(f"{W}del") is not None:
                    gone = "deleted"
            col = number_of(properties, "gridBefore")
            pages.append(self.page)
            for tc in _children(row, "tc"):
                col = self._cell(tc, index, col, place, gone, cells, open_merges, depth)
        return Grid(cells, place, n_rows=len(rows), pages=pages)

    def _cell(
        self,
        tc: etree._Element,
        row: int,
        col: int,
        place: str,
        gone: Unseen | None,
        cells: list[Cell],
        open_merges: dict[int, Cell],
        depth: int,
    ) -> int:
        properties = tc.find(f"{W}tcPr")
        span = max(1, number_of(properties, "gridSpan", 1))
        merge = None if properties is None else properties.find(f"{W}vMerge")
        here = f"{place}, строка {row + 1}, столбец {col + 1}"
        runs, nested, unseen = self._content(tc, here, depth)
        if gone:
            unseen += [("\n".join(run.whole for run in runs), gone)] if runs else []
            runs = []
        above = open_merges.get(col)
        if merge is not None and merge.get(f"{W}val", "continue") == "continue" and above is not None:
            above.rowspan = row - above.row + 1
            if runs:
                unseen.append(("\n".join(run.whole for run in runs), "covered"))
        else:
            cell = Cell(row, col, runs, here, colspan=span, nested=nested)
            if gone is None:
                cells.append(cell)
            for covered in range(col, col + span):
                open_merges.pop(covered, None)
            if merge is not None:
                open_merges[col] = cell
        cells += [Cell(row, col, [Run(text)], f"{here} ({kind})", unseen=kind) for text, kind in unseen if text]
        return col + span

    def _content(
        self, tc: etree._Element, here: str, depth: int
    ) -> tuple[list[Run], list[Grid], list[tuple[str, Unseen]]]:
        runs: list[Run] = []
        nested: list[Grid] = []
        unseen: list[tuple[str, Unseen]] = []
        if depth > MAX_DEPTH:
            raise Unreadable("too_heavy")
        for element in _content_of(tc):
            if element.tag == f"{W}p":
                more, gone = self.runs(element)
                runs += more
                unseen += gone
                for box in self.boxed(element):
                    if isinstance(box, Paragraph):
                        runs += box.runs
                    else:
                        nested.append(box)
            else:
                nested.append(self.grid(element, f"{here}, вложенная таблица {len(nested) + 1}", depth + 1))
        return runs, nested, unseen

    # ------------------------------------------------------------------ what stands beside the body

    def beside(self, archive: Archive) -> list[Block]:
        """Headers, footers, notes and comments: kept in the account of the document, never read as the plan."""
        blocks: list[Block] = []
        for name in sorted(archive.names):
            kind = _beside_kind(name)
            root = archive.xml(name) if kind else None
            if root is None or kind is None:
                continue
            for count, element in enumerate(root.iter(f"{W}p"), start=1):
                text = "".join(piece.text for piece in _pieces(element)).strip()
                if text:
                    label = {"running": "колонтитул", "footnote": "сноска", "comment": "примечание рецензента"}[kind]
                    place = f"{label} ({name.rpartition('/')[2].removesuffix('.xml')}), абзац {count}"
                    blocks.append(Paragraph([Run(text)], place, unseen=kind))
        return blocks


def _beside_kind(name: str) -> Literal["running", "footnote", "comment"] | None:
    base = name.removeprefix("word/")
    if base.startswith(("header", "footer")) and base.endswith(".xml") and "/" not in base:
        return "running"
    if base in ("footnotes.xml", "endnotes.xml"):
        return "footnote"
    return "comment" if base == "comments.xml" else None


def _unseen_paragraphs(unseen: list[tuple[str, Unseen]], place: str) -> Iterator[Paragraph]:
    for text, kind in unseen:
        yield Paragraph([Run(text)], f"{place} ({kind})", unseen=kind)


def _chosen(alternate: etree._Element) -> etree._Element | None:
    """Word keeps a drawing twice, new and old; only one of the two is the document."""
    choice = alternate.find(f"{MC}Choice")
    return choice if choice is not None else alternate.find(f"{MC}Fallback")


def _children(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Rows of a table, cells of a row, also inside content controls and inserted stretches."""
    for element in parent:
        if element.tag == W + tag:
            yield element
        elif element.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml", f"{W}bookmarkStart"):
            yield from _children(element, tag)


def _content_of(tc: etree._Element) -> Iterator[etree._Element]:
    for element in tc:
        if element.tag in (f"{W}p", f"{W}tbl"):
            yield element
        elif element.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"):
            yield from _content_of(element)


def _all_hidden(row: etree._Element) -> bool:
    pieces = [piece for element in row.iter(f"{W}p") for piece in _pieces(element) if piece.text.strip()]
    return bool(pieces) and all(piece.hidden for piece in pieces)


def _pieces(
    parent: etree._Element, bold: bool = False, hidden: bool = False, deleted: bool = False
) -> Iterator[_Piece]:
    for element in parent:
        tag = element.tag
        if tag in _SKIPPED and tag != f"{W}delText":
            continue
        if tag in (f"{W}t", f"{W}delText", _MATH_TEXT):
            yield _Piece(element.text or "", bold, hidden, deleted)
        elif tag == f"{W}tab" or tag == f"{W}ptab":
            yield _Piece("\t", bold, hidden, deleted)
        elif tag == f"{W}br":
            yield _Piece("\f" if element.get(f"{W}type") == "page" else "\n", bold, hidden, deleted)
        elif tag == f"{W}cr":
            yield _Piece("\n", bold, hidden, deleted)
        elif tag == f"{W}noBreakHyphen":
            yield _Piece("-", bold, hidden, deleted)
        elif tag == f"{W}sym":
            yield _Piece("•", bold, hidden, deleted)
        elif tag == f"{W}r":
            properties = element.find(f"{W}rPr")
            yield from _pieces(
                element,
                on(properties, "b"),
                hidden or on(properties, "vanish"),
                deleted,
            )
        elif tag in (f"{W}del", f"{W}moveFrom"):
            yield from _pieces(element, bold, hidden, deleted=True)
        elif tag == f"{MC}AlternateContent":
            chosen = _chosen(element)
            if chosen is not None:
                yield from _pieces(chosen, bold, hidden, deleted)
        elif tag not in (f"{W}txbxContent", f"{W}pict", f"{W}drawing", f"{W}object", f"{W}footnoteReference"):
            yield from _pieces(element, bold, hidden, deleted)


def _align(properties: etree._Element | None) -> Literal["left", "center", "right"]:
    element = None if properties is None else properties.find(f"{W}jc")
    value = "" if element is None else element.get(f"{W}val", "")
    if value in ("right", "end"):
        return "right"
    return "center" if value == "center" else "left"


def _indent(properties: etree._Element | None) -> float:
    element = None if properties is None else properties.find(f"{W}ind")
    if element is None:
        return 0.0
    try:
        return float(element.get(f"{W}left") or element.get(f"{W}start") or 0)
    except ValueError:
        return 0.0
