"""One spelling of each tree: what a document says after a writer has written it and the reader has read it.

Lengths are those that Word can hold, runs of one look are one run, and what cannot be seen is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Literal

from nastavnik.documents.reading.pictures import bare
from nastavnik.documents.texts import writable
from nastavnik.documents.tree import (
    Block,
    Cell,
    Document,
    Item,
    List,
    Page,
    PageBreak,
    Paragraph,
    Picture,
    Row,
    Run,
    Table,
    placed,
)
from nastavnik.documents.writers.docx_parts import solid, twips

#: A tag of the template language, or what could be one.
TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.S)
_QUOTES = str.maketrans(dict.fromkeys("«»“”„‟", '"') | {"\u00a0": " ", "\u202f": " "})
#: By how much the three headings are larger than their text, in points.
HEADINGS = (0.0, 2.0, 1.0, 0.0)
Sign = Literal["", "1.", "1.1.", "1)", "а)"]


def normal(document: Document) -> Document:
    """``document`` as it is read back from its own DOCX.

    Raises:
        Malformed: a table of the tree has overlapping or missing cells.
        ValueError: a picture of the tree is no PNG.
    """
    size = half(document.size)
    return Document(
        writable(document.title),
        tuple(_blocks(document.blocks, size)),
        _page(document.page),
        running(_paragraph(each, size) for each in document.header),
        running(_paragraph(each, size) for each in document.footer),
        document.numbered,
        size,
    )


def millimetres(length: float) -> float:
    """As Word keeps it, in twentieths of a point, told to a tenth."""
    return told(twips(length))


def told(twentieths: float) -> float:
    """Twentieths of a point as millimetres."""
    return round(twentieths * 25.4 / 1440, 1) + 0.0  # never less than nothing


def points(length: float) -> float:
    return round(round(length * 20) / 20, 2)


def half(size: float) -> float:
    return round(size * 2) / 2


def spaced(spacing: float) -> float:
    return round(round(spacing * 240) / 240, 2)


def running(paragraphs: Iterable[Paragraph]) -> tuple[Paragraph, ...]:
    """A running head without words is none."""
    every = tuple(paragraphs)
    return every if any(each.runs for each in every) else ()


def _page(page: Page) -> Page:
    sides = (millimetres(side) for side in (page.left, page.right, page.top, page.bottom))
    return Page(page.landscape, *sides)


def _blocks(blocks: Iterable[Block], size: float) -> Iterator[Block]:
    for block in _seen(blocks):
        if isinstance(block, Paragraph):
            yield _paragraph(block, size)
        elif isinstance(block, List):
            yield _list(block, size)
        elif isinstance(block, Table):
            yield _table(block, size)
        elif isinstance(block, Picture):
            yield _picture(block)
        else:
            yield PageBreak()


def _seen(blocks: Iterable[Block]) -> Iterator[Block]:
    """Without lists and tables that have nothing in them; bullets right after bullets are one list."""
    bullets: List | None = None
    for block in blocks:
        if isinstance(block, List) and not block.numbered:
            if block.items:
                bullets = replace(block, items=(bullets.items if bullets else ()) + block.items)
        elif not (isinstance(block, List) and not block.items) and not (isinstance(block, Table) and not block.rows):
            yield from () if bullets is None else (bullets,)
            bullets = None
            yield block
    if bullets is not None:
        yield bullets


def _paragraph(paragraph: Paragraph, size: float) -> Paragraph:
    is_heading = bool(paragraph.heading)
    usual = size + HEADINGS[paragraph.heading]
    hanging = millimetres(paragraph.hanging)
    return Paragraph(
        solid(joined(_run(run, usual, is_heading) for run in paragraph.runs)),
        paragraph.align,
        paragraph.heading,
        millimetres(paragraph.left),
        hanging,
        points(paragraph.before),
        points(paragraph.after),
        0.0 if hanging else millimetres(paragraph.first),
        paragraph.keep and not is_heading,  # a heading is kept anyway
        spaced(paragraph.spacing),
    )


def _run(run: Run, usual: float, is_heading: bool) -> Run:
    size = half(run.size) if run.size else None
    return Run(
        writable(run.text),
        run.bold and not is_heading,  # a heading is bold anyway
        run.italic,
        None if size == usual else size,
        run.underline,
    )


def joined(runs: Iterable[Run]) -> tuple[Run, ...]:
    """``runs`` with neighbours of one look made one, and each tag whole, in the look of its beginning."""
    pieces = [run for run in runs if run.text]
    text = "".join(run.text for run in pieces)
    if "{" in text:
        pieces = list(_whole_tags(pieces, text))
    out: list[Run] = []
    for run in pieces:
        if out and replace(out[-1], text="") == replace(run, text=""):
            out[-1] = replace(run, text=out[-1].text + run.text)
        else:
            out.append(run)
    return tuple(out)


def _whole_tags(runs: list[Run], text: str) -> Iterator[Run]:
    cuts = iter([(found.start(), found.end()) for found in TAG.finditer(text)])
    start, end = next(cuts, (len(text), len(text)))
    at = 0
    for run in runs:
        left, right = at, at + len(run.text)
        at = right
        while left < right:
            if left < start:
                upto = min(right, start)
                yield replace(run, text=text[left:upto])
                left = upto
            elif left == start:
                yield replace(run, text=_typed(text[start:end]))
                left = min(right, end)
            else:
                left = min(right, end)  # the tag has been told by the run that begins it
            if left >= end:
                start, end = next(cuts, (len(text), len(text)))


def _typed(tag: str) -> str:
    """Quotes and blanks that the office has made finer are again those that were typed."""
    return tag if '"' in tag else tag.translate(_QUOTES)


def _list(block: List, size: float, level: int = 0, around: bool = True) -> List:
    sign: Sign = sign_of(block, level, around) if block.numbered else ""
    whole = sign == "1.1." or (level == 0 and sign == "1.")
    items = (_item(item, size, level, whole) for item in block.items)
    start = 1 if not block.numbered or sign == "1.1." else block.start
    return List(tuple(items), block.numbered, start, sign or "1.")


def sign_of(block: List, level: int, around: bool) -> Sign:
    """How the numbers are in fact written: those of several parts begin at the outermost list."""
    return "1." if block.sign == "1.1." and not (level and around) else block.sign


def _item(item: Item, size: float, level: int, whole: bool) -> Item:
    paragraph = replace(_paragraph(item.paragraph, size), left=0.0, hanging=0.0, first=0.0)  # the list sets it
    inner = item.inner
    return Item(paragraph, _list(inner, size, level + 1, whole) if inner and inner.items else None)


def _picture(picture: Picture) -> Picture:
    return Picture(bare(picture.png), millimetres(picture.width), _line(picture.alt), picture.align)


def _line(text: str) -> str:
    """An attribute of XML is one line."""
    return writable(text).replace("\n", " ").replace("\t", " ")


def _table(table: Table, size: float) -> Table:
    rows = list(placed(table))
    starts = sorted({place.column for row in rows for place in row if place.cell is not None} | {0})
    grid = [twips(width) for width in table.widths]
    widths = [told(sum(grid[a:b])) for a, b in zip(starts, [*starts[1:], None], strict=True)]
    numbers = {column: number for number, column in enumerate(starts)}
    ends = {**numbers, len(table.widths): len(starts)}
    cells = (
        tuple(
            _cell(cell, ends[column + width] - numbers[column], size)
            for column, width, cell in row
            if cell is not None
        )
        for row in rows
    )
    return Table(
        tuple(widths),
        tuple(Row(each) for each in cells),
        min(table.header_rows, len(rows)),
        _line(table.title),
        table.lines,
    )


def _cell(cell: Cell, colspan: int, size: float) -> Cell:
    blocks = tuple(_picture(e) if isinstance(e, Picture) else _paragraph(e, size) for e in cell.blocks)
    return replace(cell, blocks=blocks or (Paragraph(()),), colspan=colspan)
