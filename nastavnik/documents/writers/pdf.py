"""The document tree as PDF, drawn by Typst inside this process; accessible (PDF/UA-1) wherever its words allow.

The fonts are those of `build/fonts`, made at set-up, and those that Typst carries; those of the machine are not
looked at, so that every machine draws the same pages.
"""

from __future__ import annotations

import json
import math
import re
import threading
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import typst

from nastavnik.documents.texts import NUMBER_DASH, writable
from nastavnik.documents.tree import (
    SEAL_GAP,
    Block,
    Cell,
    Document,
    List,
    PageBreak,
    Paragraph,
    Picture,
    Place,
    Run,
    Table,
    placed,
)

FONTS = Path(__file__).resolve().parents[3] / "build" / "fonts"
_TEMPLATE = Path(__file__).with_name("document.typ")
#: What draws what PT Sans has no sign for; both come with Typst.
_FAMILIES = ["PT Sans", "Libertinus Serif", "DejaVu Sans Mono"]
#: A letter of PT Sans takes about half of its size, a line a little more than its size.
_LETTER, _LINE, _POINT = 0.55, 1.3, 25.4 / 72
_INSET = 3.2
#: A row taller than this share of a page may be cut by the end of a page.
_TALLEST = 0.3
_PIECE = re.compile(r"\S+|\s+")
#: A dash inside a word, where a line would otherwise end.
_INNER_DASH = re.compile(r"(?<=\w)([-–])(?=\w)")
_one_at_a_time = threading.Lock()


def write_pdf(document: Document) -> bytes:
    """The same tree gives the same bytes.

    Raises:
        Malformed: a table of the tree has overlapping or missing cells.
    """
    source, fonts = _ready()
    data = json.dumps(_Data(document).whole(), ensure_ascii=False)
    with _one_at_a_time:  # drawing takes every core by itself
        try:
            return _drawn(source, fonts, data, "ua-1")
        except typst.TypstError:
            # A sign that no font has may stand in no accessible document; the words matter more.
            return _drawn(source, fonts, data, "1.7")


def _drawn(source: bytes, fonts: typst.Fonts, data: str, standard: Literal["ua-1", "1.7"]) -> bytes:
    return typst.compile(
        source, font_paths=fonts, sys_inputs={"data": data}, format="pdf", pdf_standards=standard, timestamp=0
    )


@lru_cache(maxsize=1)
def _ready() -> tuple[bytes, typst.Fonts]:
    folders = [str(FONTS)] if FONTS.is_dir() else []
    return _TEMPLATE.read_bytes(), typst.Fonts(font_paths=folders, include_system_fonts=False)


class _Data:
    """The tree in the form that document.typ reads."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.pngs: dict[bytes, int] = {}
        """Each picture is handed over once."""

    def whole(self) -> dict[str, Any]:
        document, page = self.document, self.document.page
        blocks = [self._block(block) for block in document.blocks]
        sides = {side: getattr(page, side) for side in ("width", "height", "left", "right", "top", "bottom")}
        return {
            "title": writable(document.title) or "—",
            "fonts": _FAMILIES,
            "size": document.size,
            "page": sides,
            "numbered": document.numbered,
            "header": [_paragraph(paragraph) for paragraph in document.header],
            "footer": [_paragraph(paragraph) for paragraph in document.footer],
            "blocks": blocks,
            "seal": document.seal and self._picture(document.seal) | {"gap": SEAL_GAP},
            "pictures": [list(png) for png in self.pngs],
        }

    def _block(self, block: Block) -> dict[str, Any]:
        if isinstance(block, Paragraph):
            return {"kind": "paragraph", **_paragraph(block)}
        if isinstance(block, List):
            return {"kind": "list", **_list(block)}
        if isinstance(block, PageBreak):
            return {"kind": "break"}
        if isinstance(block, Picture):
            return self._picture(block)
        return {"kind": "table", **self._table(block)}

    def _picture(self, picture: Picture) -> dict[str, Any]:
        return {
            "kind": "picture",
            "number": self.pngs.setdefault(picture.png, len(self.pngs)),
            "width": picture.width,
            "height": picture.height,
            "alt": writable(picture.alt),
            "align": picture.align,
        }

    def _table(self, table: Table) -> dict[str, Any]:
        lattice = list(placed(table))
        heights = [self._height(table, places) for places in lattice]
        rows = []
        for at, places in enumerate(lattice):
            cells = [(place.cell, _width(table, place)) for place in places if place.cell is not None]
            rows.append([self._cell(cell, width, sum(heights[at : at + cell.rowspan])) for cell, width in cells])
        return {"widths": table.widths, "rows": rows, "header_rows": table.header_rows, "lines": table.lines}

    def _height(self, table: Table, places: list[Place]) -> float:
        """About how high a row becomes; a cell over several rows fits where it fits."""
        return max(
            (
                self._tall(place.cell, _width(table, place))
                for place in places
                if place.cell is not None and place.cell.rowspan == 1
            ),
            default=0.0,
        )

    def _tall(self, cell: Cell, width: float) -> float:
        room = self._room(width)
        texts = [each.text for each in cell.blocks if isinstance(each, Paragraph)]
        lines = sum(math.ceil((len(line) + 1) / room) for text in texts for line in text.split("\n"))
        pictures = sum(each.height for each in cell.blocks if isinstance(each, Picture))
        return lines * self.document.size * _POINT * _LINE + pictures

    def _room(self, width: float) -> int:
        """Letters that fit beside each other."""
        return max(3, int((width - _INSET) / (self.document.size * _POINT * _LETTER)))

    def _cell(self, cell: Cell, width: float, height: float) -> dict[str, Any]:
        page, room = self.document.page, self._room(width)
        return {
            "colspan": cell.colspan,
            "rowspan": cell.rowspan,
            "shaded": cell.shaded,
            "middle": cell.middle,
            "whole": height < (page.height - page.top - page.bottom) * _TALLEST,
            "blocks": [self._in_cell(each, room) for each in cell.blocks],
        }

    def _in_cell(self, block: Paragraph | Picture, room: int) -> dict[str, Any]:
        if isinstance(block, Picture):
            return self._picture(block)
        return {"kind": "paragraph", **_paragraph(block, room)}


def _width(table: Table, place: Place) -> float:
    return sum(table.widths[place.column : place.column + place.width])


def _list(block: List) -> dict[str, Any]:
    items: list[dict[str, Any]] = [
        {"paragraph": _paragraph(item.paragraph), "inner": _list(item.inner) if item.inner else None}
        for item in block.items
    ]
    for upper, lower in pairwise(each["paragraph"] for each in items):
        # Of the room after an item and the room before the next one the greater counts, as everywhere.
        lower["before"] = max(0, lower["before"] - upper["after"])
    return {"numbered": block.numbered, "items": items, "start": block.start, "sign": block.sign}


def _paragraph(paragraph: Paragraph, room: int = 90) -> dict[str, Any]:
    look = (paragraph.heading, paragraph.left, paragraph.hanging, paragraph.before, paragraph.after)
    more = (paragraph.first, paragraph.keep, paragraph.spacing != 1)
    return {
        # Nothing but words from the left edge on: drawn with a third of the work.
        "plain": bool(paragraph.runs) and paragraph.align == "left" and not any(look + more),
        "runs": [_run(run, room) for run in _seen(paragraph.runs)],
        "align": paragraph.align,
        "heading": paragraph.heading,
        "left": paragraph.left,
        "hanging": paragraph.hanging,
        "before": paragraph.before,
        "after": paragraph.after,
        "first": 0 if paragraph.hanging else paragraph.first,
        "keep": paragraph.keep,
        "spacing": paragraph.spacing,
    }


def _seen(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """A line of blanks is as high as its blanks; Typst would drop them and the line."""
    if runs and all(run.text.strip(" ") == "" for run in runs):
        return (replace(runs[0], text="\u200b"),)
    return runs


def _run(run: Run, room: int) -> dict[str, Any]:
    text = _breakable(writable(run.text), room)
    look = {"bold": run.bold, "italic": run.italic, "size": run.size, "underline": run.underline}
    # The word joiner would hold a word as well, but every dash of the page would be copied with it.
    tight = len(run.text) > room and _INNER_DASH.search(text) is not None
    return {"text": text, "whole": room if tight or NUMBER_DASH.search(text) else 0, "tight": tight, **look}


def _breakable(text: str, room: int) -> str:
    """Words longer than a line get places where they may be broken, seen by nobody; shorter ones none at all."""
    if len(text) <= room:
        return text
    return "".join(_broken(piece, room) for piece in _PIECE.findall(text))


def _broken(word: str, room: int) -> str:
    if len(word) <= room:
        return word  # kept whole by Typst
    if max(map(len, _INNER_DASH.split(word))) < room:
        return word  # it is broken at its dash
    return "\u200b".join(word[start : start + room] for start in range(0, len(word), room))
