"""PDF with text: ruled tables as they are drawn, borderless ones by the places of words.

Tables that go on over pages become one grid; lines inside a cell become paragraphs again, told apart
by whether the next word would still have fitted on the line.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from nastavnik.roadmaps.reader.document import Block, Document, Grid, Paragraph, Run, Unseen
from nastavnik.roadmaps.reader.refusals import Unreadable
from nastavnik.roadmaps.reader.sources.pdf_lines import TextLine, Word, lines_of
from nastavnik.roadmaps.reader.sources.pdf_tables import (
    PAGE_NUMBER,
    RawTable,
    borderless_tables,
    ruled_tables,
    to_grid,
)
from nastavnik.roadmaps.reader.wording import words_of

MAX_PAGES = 120
MAX_WORDS = 200_000


def read_pdf(path: Path) -> Document:
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    pages = _pages(path)
    known = words_of(" ".join(word.text for page in pages for word in page.words))
    blocks: list[Block] = []
    maker = _Maker(known, _running(pages))
    for page in pages:
        blocks += maker.page(page)
    return Document("pdf", maker.joined(blocks))


@dataclass(slots=True)
class Page:
    number: int
    width: float
    height: float
    words: list[Word]
    tables: list[RawTable] = field(default_factory=list)


def _pages(path: Path) -> list[Page]:
    """Opens, checks and reads the words and tables of every page."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

    pages: list[Page] = []
    images = words = 0
    try:
        with pdfplumber.open(path) as pdf:
            if len(pdf.pages) > MAX_PAGES:
                raise Unreadable("too_long", f"страниц больше {MAX_PAGES}")
            for number, page in enumerate(pdf.pages, start=1):
                before = pages[-1].tables[-1].gutters if pages and pages[-1].tables else None
                read = _page(number, page, before)
                pages.append(read)
                images += len(page.images)
                words += len(read.words)
                page.close()
                if words > MAX_WORDS:
                    raise Unreadable("too_long")
    except (Unreadable, MemoryError):
        raise
    except Exception as error:
        raise _refusal(error, (PDFPasswordIncorrect, PDFEncryptionError)) from error
    if not pages:
        raise Unreadable("damaged", "нет страниц")
    if words < 5:
        raise Unreadable("scan_without_text" if images or words == 0 else "no_table")
    return pages


def _refusal(error: Exception, locked: tuple[type[Exception], ...]) -> Unreadable:
    """The library wraps its causes: one of them tells of a password, all others of damage."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, locked) or any(isinstance(part, locked) for part in cause.args):
            return Unreadable("encrypted")
        cause = cause.__cause__ or cause.__context__
    return Unreadable("damaged")


def _page(number: int, page: Any, before: list[float] | None) -> Page:
    raw = page.extract_words(x_tolerance=1.5, y_tolerance=3, keep_blank_chars=False, extra_attrs=["fontname"])
    words = [
        Word(
            item["text"], item["x0"], item["x1"], item["top"], item["bottom"], "bold" in str(item["fontname"]).lower()
        )
        for item in raw
    ]
    result = Page(number, float(page.width), float(page.height), words)
    result.tables = ruled_tables(page, words)
    free = _outside(words, result.tables)
    result.tables += borderless_tables(free, page, number, before)
    result.tables.sort(key=lambda table: table.top)
    return result


def _outside(words: Iterable[Word], tables: list[RawTable]) -> list[Word]:
    return [word for word in words if not any(table.holds(word) for table in tables)]


def _running(pages: list[Page]) -> set[str]:
    """Lines that stand at the same height of at least three pages: headers and footers."""
    if len(pages) < 3:
        return set()
    seen: dict[tuple[str, int], int] = {}
    for page in pages:
        for line in lines_of(_outside(page.words, page.tables)):
            if line.top < page.height * 0.08 or line.bottom > page.height * 0.92:
                key = (re.sub(r"\d+", "#", line.text), round(line.top / 6))
                seen[key] = seen.get(key, 0) + 1
    return {text for (text, _), count in seen.items() if count >= max(3, len(pages) // 2)}


class _Maker:
    """Turns pages into blocks."""

    def __init__(self, known: frozenset[str], running: set[str]) -> None:
        self.known = known
        self.running = running
        self.paragraphs = 0
        self.tables: list[tuple[Grid, RawTable]] = []
        self.raw: dict[int, list[RawTable]] = {}
        self.group = 0

    def page(self, page: Page) -> list[Block]:
        blocks: list[tuple[float, Block]] = []
        lines = lines_of(_outside(page.words, page.tables))
        self.group += 1
        before: TextLine | None = None
        for line in lines:
            if before is not None and _apart(before, line, page.tables):
                self.group += 1
            blocks.append((line.top, self._paragraph(line, page)))
            before = line
        for table in page.tables:
            marker = Grid([], f"таблица на странице {page.number}")
            self.raw[id(marker)] = [table]
            blocks.append((table.top, marker))
        return [block for _, block in sorted(blocks, key=lambda pair: pair[0])]

    def _paragraph(self, line: TextLine, page: Page) -> Paragraph:
        self.paragraphs += 1
        edge = line.top < page.height * 0.09 or line.bottom > page.height * 0.9
        running = (edge and PAGE_NUMBER.match(line.text)) or re.sub(r"\d+", "#", line.text) in self.running
        unseen: Unseen | None = "running" if running else None
        return Paragraph(
            [Run(line.divided(), bold=line.bold)], f"страница {page.number}, строка {self.paragraphs}",
            align=_align(line, page.width), page=page.number, left=line.x0 / 5, group=self.group, unseen=unseen,
        )  # fmt: skip

    def joined(self, blocks: list[Block]) -> list[Block]:
        """Makes grids of the raw tables; a table right after a page break goes on with the one before it."""
        out: list[Block] = []
        last: Grid | None = None
        for block in blocks:
            if isinstance(block, Paragraph):
                if block.unseen is None:
                    last = None
                out.append(block)
                continue
            (table,) = self.raw[id(block)]
            if last is not None and self.raw[id(last)][-1].goes_on(table):
                self.raw[id(last)].append(table)
            else:
                out.append(block)
                last = block
        tables = 0
        for index, block in enumerate(out):
            if isinstance(block, Grid):
                tables += 1
                out[index] = to_grid(self.raw[id(block)], f"таблица {tables}", self.known)
        return out


def _apart(before: TextLine, line: TextLine, tables: list[RawTable]) -> bool:
    if any(before.bottom <= table.top and table.bottom <= line.top + 1 for table in tables):
        return True
    return line.top - before.bottom > 0.75 * max(line.bottom - line.top, 1)


def _align(line: TextLine, width: float) -> Literal["left", "center", "right"]:
    middle = (line.x0 + line.x1) / 2
    if abs(middle - width / 2) < width * 0.03 and line.x0 > width * 0.08 and (line.x1 - line.x0) < width * 0.86:
        return "center"
    if line.x0 > width * 0.5:
        return "right"
    full = line.x1 - line.x0 > width * 0.62
    return "center" if full and abs(middle - width / 2) < width * 0.03 else "left"
