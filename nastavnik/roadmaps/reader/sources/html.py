"""HTML files and fragments pasted from Word and Excel. Nothing is fetched, scripts and styles are dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import lxml.html
from lxml import etree

from nastavnik.documents.office.numbering import drawn
from nastavnik.roadmaps.reader.document import Block, Cell, Document, Grid, Paragraph, Run
from nastavnik.roadmaps.reader.refusals import Unreadable
from nastavnik.roadmaps.reader.sources.encoding import decode

_NO_TEXT = """
script style head title template noscript iframe object svg select button meta link
del strike
"""
_BLOCK_TAGS = """
p div h1 h2 h3 h4 h5 h6 li ul ol section article header footer main body html blockquote center pre form
fieldset figure figcaption address dl dt dd aside nav hr
"""
_SKIPPED = frozenset(_NO_TEXT.split())
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_BOLD = {"b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"}
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.I)
MAX_SPAN = 400
MAX_DEPTH = 180


def read_html_file(path: Path) -> Document:
    data = path.read_bytes()
    found = _CHARSET.search(data[:4096])
    text = decode(data)
    if found and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            text = data.decode(found[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            text = decode(data)
    return read_html(text)


def read_html(text: str) -> Document:
    if re.search(r"<!ENTITY", text[:20_000], re.I):
        raise Unreadable("dtd")
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    parser = lxml.html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = lxml.html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("damaged") from error
    return Document("html", list(_Reader().blocks(root)))


class _Line:
    """Collects the inline text of one block until the block ends."""

    def __init__(self) -> None:
        self.text = ""
        self.heavy = 0

    def add(self, text: str, bold: bool) -> None:
        self.text += text
        self.heavy += len(text.strip()) if bold else 0

    def runs(self, label: str) -> list[Run]:
        bold = self.heavy * 2 > len(self.text.strip())
        lines = [" ".join(line.split()) for line in self.text.split("\n")]
        runs = [Run(line, bold=bold) for line in lines if line]
        if runs and label:
            runs[0].label = label
        return runs


class _Reader:
    def __init__(self) -> None:
        self.paragraphs = 0
        self.tables = 0
        self.group = 0

    def blocks(self, root: etree._Element) -> Iterator[Block]:
        yield from self._block(root, "left", False, 0)

    def _block(
        self, element: etree._Element, align: Literal["left", "center", "right"], bold: bool, depth: int
    ) -> Iterator[Block]:
        """The paragraphs and tables below an element; inline text around them becomes paragraphs."""
        if depth > MAX_DEPTH:
            raise Unreadable("too_heavy")
        align = _align(element, align)
        line = _Line()
        label = _label(element)
        for piece in self._inline(element, bold or _is_bold(element)):
            if isinstance(piece, tuple):
                line.add(*piece)
                continue
            yield from self._paragraph(line, label, align, element)
            line, label = _Line(), ""
            if piece.tag == "table":
                self.tables += 1
                yield self.grid(piece, f"таблица {self.tables}", depth)
            else:
                yield from self._block(piece, align, bold or _is_bold(piece), depth + 1)
        yield from self._paragraph(line, label, align, element)

    def _paragraph(
        self, line: _Line, label: str, align: Literal["left", "center", "right"], element: etree._Element
    ) -> Iterator[Paragraph]:
        runs = line.runs(label)
        if not runs:
            if element.tag in ("p", "br", "hr"):
                self.group += 1
            return
        self.paragraphs += 1
        hidden = _is_hidden(element)
        heading = isinstance(element.tag, str) and bool(re.fullmatch(r"h[1-6]", element.tag))
        yield Paragraph(
            runs, f"абзац {self.paragraphs}", align=align, group=self.group, heading=heading,
            unseen="hidden" if hidden else None,
        )  # fmt: skip

    def _inline(self, element: etree._Element, bold: bool) -> Iterator[tuple[str, bool] | etree._Element]:
        """Text with its weight, and the block elements that interrupt it."""
        if element.text:
            yield _blanks(element.text), bold
        for child in element:
            tag = child.tag if isinstance(child.tag, str) else ""
            if tag == "br":
                yield "\n", bold
            elif tag == "table" or tag in _BLOCKS:
                yield child
            elif tag and tag not in _SKIPPED:
                yield from self._inline(child, bold or _is_bold(child))
            if child.tail:
                yield _blanks(child.tail), bold

    # ------------------------------------------------------------------ tables

    def grid(self, table: etree._Element, place: str, depth: int) -> Grid:
        cells: list[Cell] = []
        taken: set[tuple[int, int]] = set()
        rows = list(_rows(table))
        for index, row in enumerate(rows):
            col = 0
            for tc in row:
                if tc.tag not in ("td", "th"):
                    continue
                while (index, col) in taken:
                    col += 1
                down = min(_span(tc, "rowspan"), len(rows) - index)
                across = _span(tc, "colspan")
                taken |= {(index + a, col + b) for a in range(down) for b in range(across)}
                cells.append(self._cell(tc, index, col, down, across, place, depth, row))
                col += across
        return Grid([cell for cell in cells if cell.runs or cell.nested or cell.rowspan > 1], place, len(rows))

    def _cell(
        self,
        tc: etree._Element,
        row: int,
        col: int,
        down: int,
        across: int,
        place: str,
        depth: int,
        parent: etree._Element,
    ) -> Cell:
        here = f"{place}, строка {row + 1}, столбец {col + 1}"
        counts = self.paragraphs, self.tables, self.group
        runs: list[Run] = []
        nested: list[Grid] = []
        for block in self._block(tc, "left", tc.tag == "th", depth + 1):
            if isinstance(block, Grid):
                block.place = f"{here}, вложенная таблица {len(nested) + 1}"
                nested.append(block)
            elif block.unseen is None:
                runs += block.runs
        self.paragraphs, self.tables, self.group = counts
        hidden = _is_hidden(tc) or _is_hidden(parent)
        return Cell(row, col, runs, here, max(down, 1), across, nested, "hidden" if hidden else None)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for element in table:
        if element.tag == "tr":
            yield element
        elif element.tag in ("thead", "tbody", "tfoot"):
            yield from _rows(element)


def _blanks(text: str) -> str:
    return re.sub(r"[ \t\r\n\f]+", " ", text)


def _span(element: etree._Element, name: str) -> int:
    value = element.get(name, "1").strip()
    return max(1, min(int(value), MAX_SPAN)) if value.isdigit() and len(value) < 7 else 1


def _style(element: etree._Element) -> str:
    return (element.get("style") or "").lower().replace(" ", "")


def _is_bold(element: etree._Element) -> bool:
    if element.tag in _BOLD:
        return True
    return bool(re.search(r"font-weight:(?:bold|[6-9]00)", _style(element)))


def _is_hidden(element: etree._Element) -> bool:
    return element.get("hidden") is not None or "display:none" in _style(element) or "mso-hide:all" in _style(element)


def _align(
    element: etree._Element, inherited: Literal["left", "center", "right"]
) -> Literal["left", "center", "right"]:
    value = (element.get("align") or "").lower()
    found = re.search(r"text-align:(\w+)", _style(element))
    value = found[1] if found else value
    if value in ("right", "end"):
        return "right"
    if value == "center" or element.tag == "center":
        return "center"
    return "left" if value in ("left", "justify", "start") else inherited


def _label(element: etree._Element) -> str:
    """The number or bullet of a list item."""
    if element.tag != "li":
        return ""
    parent = element.getparent()
    if parent is None or parent.tag != "ol":
        return "•"
    start = parent.get("start", "1")
    number = (int(start) if start.isdigit() else 1) + sum(1 for _ in element.itersiblings("li", preceding=True))
    value = element.get("value", "")
    form = {"I": "upperRoman", "i": "lowerRoman", "a": "lowerLetter", "A": "upperLetter"}.get(
        parent.get("type", "1"), "decimal"
    )
    return f"{drawn(int(value) if value.isdigit() else number, form)}."
