"""The words in front of the plan as lines in streams, so that a stamp beside another stamp is read alone.

A stream is what the eye reads downwards: a cell of the table of stamps, a text box, a column of a page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from nastavnik.roadmaps.reader.document import Block, Cell, Grid, Paragraph, grid_pieces
from nastavnik.roadmaps.reader.wording import tidy

_GAP = re.compile(r"\t+| {3,}")


@dataclass(slots=True)
class HeadLine:
    text: str
    piece: Cell | Paragraph
    stream: str
    align: Literal["left", "center", "right"] = "left"
    bold: bool = False
    group: int = 0
    heading: bool = False
    left: float = 0.0


def head_lines(blocks: list[Block]) -> list[HeadLine]:
    lines: list[HeadLine] = []
    for block in blocks:
        if isinstance(block, Grid):
            lines += _from_grid(block)
        elif block.unseen is None:
            lines += _from_paragraph(block)
    return _into_columns(lines)


def _from_grid(grid: Grid) -> list[HeadLine]:
    """Cells of a sheet that stand under each other are one stream, cells of a table each their own."""
    lines: list[HeadLine] = []
    for count, cell in enumerate(grid_pieces(grid)):
        if cell.unseen:
            continue
        wide = grid.n_cols > 2 and cell.colspan >= grid.n_cols - 1
        stream = "main" if wide or grid.n_cols == 1 else f"{grid.place}:{cell.col}" if grid.sheet else cell.place
        first = cell.col == 0 and not wide
        align: Literal["left", "center", "right"] = "center" if wide else "left" if first else "right"
        for run in cell.runs:
            for text in _texts(run.whole):
                lines.append(HeadLine(text, cell, stream, align, run.bold, _group(grid, cell, count)))
    return lines


def _group(grid: Grid, cell: Cell, count: int) -> int:
    """Rows of a sheet follow each other without a gap inside one stamp."""
    if not grid.sheet:
        return -count - 1
    filled = {each.row for each in grid.cells if each.col == cell.col}
    row = cell.row
    while row - 1 in filled:
        row -= 1
    return -row - 1


def _texts(text: str) -> list[str]:
    return [piece for piece in (tidy(part) for part in text.split("\n")) if piece]


def _from_paragraph(paragraph: Paragraph) -> list[HeadLine]:
    lines: list[HeadLine] = []
    stream = f"box {paragraph.group}" if paragraph.place.startswith("надпись") else "main"
    for run in paragraph.runs:
        at = paragraph.left
        for count, piece in enumerate(_GAP.split(run.whole)):
            if tidy(piece):
                line = HeadLine(tidy(piece), paragraph, stream, paragraph.align, run.bold, paragraph.group)
                line.heading, line.left = paragraph.heading, at
                if count:
                    line.stream, line.align = "beside", "right"
                lines.append(line)
            at += len(piece) + 8
    return lines


def _into_columns(lines: list[HeadLine]) -> list[HeadLine]:
    """Lines that follow a divided one («Согласовано … Утверждаю») and begin far right belong to the right column."""
    right = [line.left for line in lines if line.stream == "beside"]
    if right:
        edge = min(right) * 0.7
        for line in lines:
            if line.stream == "main" and line.left >= edge > 20:
                line.stream, line.align = "beside", "right"
    return lines
