"""The blocks of a part in their order: paragraphs, lists, tables, pictures, the ends of sections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from nastavnik.documents.faults import Place, Step
from nastavnik.documents.office.numbering import Numbering
from nastavnik.documents.reading.found import Found
from nastavnik.documents.reading.lists import Lists
from nastavnik.documents.reading.names import W, length, value
from nastavnik.documents.reading.paragraphs import ParagraphReader
from nastavnik.documents.reading.styles import Styles
from nastavnik.documents.reading.tables import Content, TableReader
from nastavnik.documents.reading.words import BESIDE, WordsReader, foreign, unbound
from nastavnik.documents.tree import Block, PageBreak, Paragraph, Picture, Table

MOST_PARAGRAPHS = 20_000


class BodyReader:
    def __init__(self, styles: Styles, numbering: Numbering, words: WordsReader, found: Found, size: float) -> None:
        self.numbering = numbering
        self.found = found
        self.paragraphs = ParagraphReader(styles, words, found, size)
        self.tables = TableReader(styles, found, self._cell)
        self.counted: Counter[str] = Counter()
        self.sections: list[etree._Element] = []
        """Of the sections that end before the last one."""

    def blocks(self, body: etree._Element) -> Iterator[Block]:
        """Of the whole body; the places of its faults count each kind of block."""
        lists = Lists()
        last: Block | None = None
        for element in self._elements(body, ()):
            for block in self._block(element, lists, last):
                yield block
                last = block
        if (ended := lists.flushed()) is not None:
            yield ended

    def _elements(self, around: etree._Element, place: Place) -> Iterator[etree._Element]:
        for child in around.iterchildren("*"):
            if child.tag in (f"{W}p", f"{W}tbl"):
                yield child
            elif child.tag == f"{W}sdt":
                content = unbound(child, place, self.found)
                yield from () if content is None else self._elements(content, place)
            elif child.tag in (f"{W}customXml", f"{W}smartTag"):
                yield from self._elements(child, place)
            elif child.tag not in BESIDE and child.tag not in (f"{W}sectPr", f"{W}tcPr"):
                self.found.fault(place, *foreign(child))

    def _block(self, element: etree._Element, lists: Lists, last: Block | None) -> Iterator[Block]:
        """What ``element`` ends and what it is."""
        if element.tag == f"{W}tbl":
            if (ended := lists.flushed()) is not None:
                yield ended
            table = self.tables.read(element, (self._counted("table"),))
            if table is not None:
                yield table
            return
        if isinstance(last, Table) and not lists.depth and is_seam(element):
            return
        yield from self._paragraph(element, lists)
        section = element.find(f"{W}pPr/{W}sectPr")
        if section is not None:
            self.sections.append(section)
            if value(section, "type") != "continuous":
                yield PageBreak()

    def _paragraph(self, element: etree._Element, lists: Lists) -> Iterator[Block]:
        self.counted["every"] += 1
        if self.counted["every"] > MOST_PARAGRAPHS:
            self.found.fault((), "too_long")
            return
        mark = self.numbering.mark(element)
        place = self._item(lists) if mark else (self._counted("paragraph"),)
        blocks = self.paragraphs.read(element, place)
        if mark and len(blocks) == 1 and isinstance(blocks[0], Paragraph):
            item = blocks[0]
            item = Paragraph(
                item.runs, item.align, item.heading, 0.0, 0.0, item.before, item.after, 0.0, item.keep, item.spacing
            )
            taken, ended = lists.takes(mark, item)
            if ended is not None:
                yield ended
            if taken:
                return
        if (ended := lists.flushed()) is not None:
            yield ended
        if mark:
            blocks = self.paragraphs.read(element, place, mark=mark)
        is_end = element.find(f"{W}pPr/{W}sectPr") is not None and not any(map(_has_words, blocks))
        yield from () if is_end else blocks

    def _item(self, lists: Lists) -> Place:
        if not lists.depth:
            self.counted["list"] += 1
            self.counted["item"] = 0
        return (Step("list", self.counted["list"]), self._counted("item"))

    def running(self, part: etree._Element, place: Place) -> Iterator[tuple[etree._Element, Block]]:
        """Of a head or a foot of the page: no tables."""
        for number, element in enumerate(self._elements(part, place), start=1):
            here = (*place, Step("paragraph", number))
            if element.tag == f"{W}tbl":
                self.found.fault(place, "table_in_running")
                continue
            for block in self.paragraphs.read(element, here, mark=self.numbering.mark(element)):
                yield element, block

    def _cell(self, element: etree._Element, place: Place, table: str | None) -> Content:
        content: list[Paragraph | Picture] = []
        for number, child in enumerate(self._elements(element, place), start=1):
            if child.tag == f"{W}tbl":
                self.found.fault(place, "nested_table")
                continue
            here = (*place, Step("paragraph", number))
            for block in self.paragraphs.read(child, here, table=table, mark=self.numbering.mark(child)):
                if isinstance(block, Paragraph | Picture):
                    content.append(block)
                else:
                    self.found.fault(place, "break_in_cell")
        return tuple(content)

    def _counted(self, kind: str) -> Step:
        self.counted[kind] += 1
        return Step(kind, self.counted[kind])


def _has_words(block: Block) -> bool:
    return not isinstance(block, Paragraph) or bool(block.runs)


def is_seam(paragraph: etree._Element) -> bool:
    """A line nobody sees, after a table: between two of them or at the end."""
    return is_low(paragraph) and all(each.tag == f"{W}rPr" for run in paragraph.iter(f"{W}r") for each in run)


def is_low(paragraph: etree._Element) -> bool:
    """Whether its line is as good as nothing."""
    spacing = paragraph.find(f"{W}pPr/{W}spacing")
    line = None if spacing is None else length(spacing.get(f"{W}line"))
    return spacing is not None and spacing.get(f"{W}lineRule") == "exact" and line is not None and line <= 40
