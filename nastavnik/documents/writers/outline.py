"""The document tree as plain data for a page of the site: words, and classes instead of measures.

`portal/templates/documents/tree.html` walks it. Text is text: the template escapes it like any other.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from typing import Any

from nastavnik.documents.texts import writable
from nastavnik.documents.tree import (
    Block,
    Cell,
    Document,
    List,
    PageBreak,
    Paragraph,
    Picture,
    Run,
    Table,
    placed,
)

#: Into so many parts the room of a page is divided for indents, a table for its columns.
INDENTS, COLUMNS = 12, 20
_BULLETS = ("•", "–", "▪")
_LETTERS = "абвгдежзиклмнопрстуфхцчшщэюя"
_PIXEL = 25.4 / 96
Piece = dict[str, Any]


def outline(document: Document) -> list[Piece]:
    """The sheets of ``document``, divided where it breaks its pages.

    Raises:
        Malformed: a table of the tree has overlapping or missing cells.
    """
    sheets: list[list[Block]] = [[]]
    for block in document.blocks:
        if isinstance(block, PageBreak):
            sheets.append([])
        else:
            sheets[-1].append(block)
    room, size = document.page.room, document.size
    header = [_paragraph(each, room, size) for each in document.header]
    footer = [_paragraph(each, room, size) for each in document.footer]
    return [
        {
            "is_broad": document.page.landscape,
            "header": header,
            "footer": footer,
            "blocks": [_block(block, room, size) for block in blocks],
        }
        for blocks in sheets
        if blocks or len(sheets) == 1
    ]


def _block(block: Block, room: float, size: float) -> Piece:
    if isinstance(block, Paragraph):
        return _paragraph(block, room, size)
    if isinstance(block, List):
        return _list(block, room, size)
    if isinstance(block, Table):
        return _table(block, size)
    if isinstance(block, Picture):
        return _picture(block)
    return {"kind": "break"}


def _paragraph(paragraph: Paragraph, room: float, size: float) -> Piece:
    look = [f"is-{paragraph.align}"] if paragraph.align != "left" else []
    look += [f"head-{paragraph.heading}"] if paragraph.heading else []
    if step := min(round(paragraph.left / room * INDENTS), INDENTS - 1):
        look.append(f"in-{step}")
    look += ["first"] if paragraph.first and not paragraph.hanging else []
    look += ["hanging"] if paragraph.hanging else []
    look += ["before"] if paragraph.before else []
    look += ["after"] if paragraph.after else []
    look += ["airy"] if paragraph.spacing > 1.2 else []
    return {"kind": "paragraph", "classes": " ".join(look), "runs": [_run(run, size) for run in paragraph.runs]}


def _run(run: Run, size: float) -> Piece:
    look = [name for name in ("bold", "italic", "underline") if getattr(run, name)]
    if run.size and run.size != size:
        look.append("larger" if run.size > size else "smaller")
    return {"text": writable(run.text), "classes": " ".join(look)}


def _list(block: List, room: float, size: float, depth: int = 0, around: Sequence[int] = ()) -> Piece:
    """``around`` are the numbers of the items that this list stands under, where numbers go on from them."""
    goes_on = block.numbered and block.sign == "1.1." and bool(around)
    leads_on = goes_on or (not depth and block.numbered and block.sign in ("1.", "1.1."))
    items = []
    for number, item in enumerate(block.items, start=1 if goes_on else block.start):
        numbers = (*around, number) if goes_on else (number,)
        inner = item.inner and _list(item.inner, room, size, depth + 1, numbers if leads_on else ())
        told = _paragraph(item.paragraph, room, size)
        items.append({"label": _label(block, numbers, depth), "paragraph": told, "inner": inner})
    return {"kind": "list", "items": items}


def _label(block: List, numbers: Sequence[int], depth: int) -> str:
    """What both writers draw before an item."""
    if not block.numbered:
        return _BULLETS[min(depth, 2)]
    if block.sign == "а)":
        return f"{_LETTERS[(numbers[-1] - 1) % len(_LETTERS)]})"
    if block.sign == "1)":
        return f"{numbers[-1]})"
    return "".join(f"{each}." for each in numbers)


def _picture(picture: Picture) -> Piece:
    data = base64.b64encode(picture.png).decode()
    return {
        "kind": "picture",
        "source": f"data:image/png;base64,{data}",
        "alt": writable(picture.alt),
        "width": round(picture.width / _PIXEL),
        "height": round(picture.height / _PIXEL),
        "classes": f"is-{picture.align}" if picture.align != "left" else "",
    }


def _table(table: Table, size: float) -> Piece:
    whole = sum(table.widths) or 1.0
    rows = [
        [_cell(place.cell, size, whole) for place in places if place.cell is not None] for places in placed(table)
    ]
    return {
        "kind": "table",
        "title": writable(table.title),
        "is_bare": not table.lines,
        "columns": [max(1, round(width / whole * COLUMNS)) for width in table.widths],
        "head": rows[: table.header_rows],
        "body": rows[table.header_rows :],
    }


def _cell(cell: Cell, size: float, room: float) -> Piece:
    look = (["shaded"] if cell.shaded else []) + (["middle"] if cell.middle else [])
    return {"colspan": cell.colspan, "rowspan": cell.rowspan, "classes": " ".join(look),
            "blocks": list(_contents(cell.blocks, size, room))}  # fmt: skip


def _contents(blocks: Iterable[Paragraph | Picture], size: float, room: float) -> Iterable[Piece]:
    for each in blocks:
        yield _picture(each) if isinstance(each, Picture) else _paragraph(each, room, size)
