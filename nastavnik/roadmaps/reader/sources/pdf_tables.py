"""Tables of a page: ruled ones from their lines, borderless ones from the white between their columns."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from statistics import median
from typing import Any

from nastavnik.roadmaps.reader.columns import weigh
from nastavnik.roadmaps.reader.document import Cell, Grid, Run
from nastavnik.roadmaps.reader.numbers import is_number
from nastavnik.roadmaps.reader.sources.pdf_lines import TextLine, Word, lines_of, paragraphs_of

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom"""
_NEAR = 3.0
PAGE_NUMBER = re.compile(r"^(?:стр(?:аница|\.)?\s*)?[-–—]?\s*\d{1,3}\s*[-–—]?(?:\s*(?:из|/)\s*\d{1,3})?$", re.I)


@dataclass
class RawTable:
    """`boxes` are not changed after making, only the words in them are."""

    page: int
    boxes: list[tuple[Box, list[Word]]]
    ruled: bool = True
    gutters: list[float] | None = None
    """Of a borderless table: what divides its columns, for the next page."""

    @cached_property
    def left(self) -> float:
        return min(box[0] for box, _ in self.boxes)

    @cached_property
    def right(self) -> float:
        return max(box[2] for box, _ in self.boxes)

    @cached_property
    def top(self) -> float:
        return min(box[1] for box, _ in self.boxes)

    @cached_property
    def bottom(self) -> float:
        return max(box[3] for box, _ in self.boxes)

    def edges(self) -> list[float]:
        return _clusters([edge for box, _ in self.boxes for edge in (box[0], box[2])])

    def holds(self, word: Word) -> bool:
        x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
        return self.left - 1 <= x <= self.right + 1 and self.top - 1 <= y <= self.bottom + 1

    def goes_on(self, other: RawTable) -> bool:
        """True where the other table, on the next page, has the same column edges (or some of them)."""
        if other.page != self.page + 1:
            return False
        own, theirs = self.edges(), other.edges()
        if abs(own[0] - theirs[0]) > 12 or abs(own[-1] - theirs[-1]) > 12:
            return False
        fewer, more = sorted((own, theirs), key=len)
        near = sum(any(abs(edge - each) < 6 for each in more) for edge in fewer)
        return near == len(fewer) or (len(own) == len(theirs) and near >= len(fewer) - 1)


def _clusters(values: list[float], near: float = _NEAR) -> list[float]:
    """Values within a few points are one edge."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= near:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [sum(group) / len(group) for group in groups]


# --------------------------------------------------------------------- ruled


def ruled_tables(page: Any, words: list[Word]) -> list[RawTable]:
    """What the library finds by lines, without frames around a single text."""
    tables: list[RawTable] = []
    for found in page.find_tables():
        boxes: list[tuple[Box, list[Word]]] = [(tuple(map(float, box)), []) for box in found.cells]  # type: ignore[misc] # four numbers each
        if len(boxes) < 2:
            continue
        table = RawTable(page.page_number, boxes)
        for word in words:
            if table.holds(word):
                _put(word, table.boxes)
        if len(table.edges()) > 2:
            tables.append(table)
    return tables


def _put(word: Word, boxes: list[tuple[Box, list[Word]]]) -> None:
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    for box, held in boxes:
        if box[0] - 0.5 <= x <= box[2] + 0.5 and box[1] - 0.5 <= y <= box[3] + 0.5:
            held.append(word)
            return
    nearest = min(
        boxes, key=lambda pair: abs((pair[0][0] + pair[0][2]) / 2 - x) + abs((pair[0][1] + pair[0][3]) / 2 - y)
    )
    nearest[1].append(word)


# --------------------------------------------------------------------- borderless


def borderless_tables(words: list[Word], page: Any, number: int, before: list[float] | None) -> list[RawTable]:
    """At most one table on a page: begun by a line that heads a plan, or going on with the columns of `before`."""
    lines = [line for line in lines_of(words) if not _is_page_number(line, float(page.height))]
    start = next((index for index, line in enumerate(lines) if _heads(line)), None)
    body = lines if start is None else lines[start:]
    if len(body) < 3:
        return []
    gutters = _gutters(body)
    if start is None:
        if before is not None and _fits(body, before):
            gutters = before
        elif not gutters or not _numbered(body, gutters):
            return []
    if len(gutters) < 2:
        return []
    boxes: list[tuple[Box, list[Word]]] = []
    left, right = min(line.x0 for line in body) - 2, max(line.x1 for line in body) + 2
    bounds = [min(left, gutters[0] - 5), *gutters, max(right, gutters[-1] + 5)]
    for (top, bottom), band in _bands(body, gutters, _rules(page)):
        boxes += _cells(band, bounds, top, bottom)
    return [RawTable(number, boxes, ruled=False, gutters=gutters)] if boxes else []


def _is_page_number(line: TextLine, height: float) -> bool:
    return (line.top < height * 0.08 or line.bottom > height * 0.9) and bool(PAGE_NUMBER.match(line.text))


def _heads(line: TextLine) -> bool:
    """The line names columns of a plan in pieces set apart."""
    pieces = line.divided(3).split("\t")
    roles = {weigh(piece)[0] for piece in pieces if len(piece) < 60}
    return len(pieces) > 2 and "activity" in roles and bool({"term", "responsible"} & roles)


def _fits(lines: list[TextLine], gutters: list[float]) -> bool:
    return sum(_crosses(line, gutters) for line in lines) * 5 <= len(lines)


def _numbered(lines: list[TextLine], gutters: list[float]) -> bool:
    """A page without a header line is a table's only if its first column counts."""
    firsts = [line.words[0].text for line in lines if line.words[0].x1 <= gutters[0] + 1]
    return len(firsts) >= 3 and sum(map(is_number, firsts)) * 10 >= len(firsts) * 7


def _gutters(lines: list[TextLine]) -> list[float]:
    """The middles of vertical white stripes that nearly every divided line leaves free."""
    lines = [line for line in lines if "\t" in line.divided(3)] or lines
    left, right = int(min(line.x0 for line in lines)), int(max(line.x1 for line in lines)) + 1
    covered = [0] * (right - left + 2)
    for line in lines:
        for x in {x for word in line.words for x in range(int(word.x0) - left, int(word.x1) - left + 1)}:
            covered[x] += 1
    allowed = len(lines) * 0.06
    gutters: list[float] = []
    begin: int | None = None
    for x, count in enumerate(covered):
        if count <= allowed:
            begin = x if begin is None else begin
        elif begin is not None:
            if x - begin >= 5 and begin > 0:
                gutters.append(left + (begin + x) / 2)
            begin = None
    return gutters


def _rules(page: Any) -> list[float]:
    """Heights of horizontal rules that are at least a third of the page wide."""
    wide = [
        float(edge["top"])
        for edge in page.edges
        if edge["orientation"] == "h" and edge["x1"] - edge["x0"] > float(page.width) / 3
    ]
    return _clusters(wide, 2.0)


def _bands(
    lines: list[TextLine], gutters: list[float], rules: list[float]
) -> list[tuple[tuple[float, float], list[TextLine]]]:
    """The lines of each row: between rules where they are drawn, else by wider gaps and by numbers."""
    inside = [rule for rule in rules if lines[0].top < rule < lines[-1].bottom]
    gaps = [max(below.top - above.bottom, 0.0) for above, below in pairwise(lines)]
    usual = median(gaps) if gaps else 0.0
    tight = sorted(gaps)[len(gaps) // 4] if gaps else 0.0
    ruled = len(inside) >= max(2, len(lines) // 8)
    counted = sum(_counts(line, gutters) for line in lines) >= 3
    bands: list[list[TextLine]] = [[lines[0]]]
    for (above, line), gap in zip(pairwise(lines), gaps, strict=True):
        if ruled:
            new = any(above.bottom - 2 <= rule <= line.top + 2 for rule in inside)
        elif _counts(line, gutters):
            new = True
        else:
            wide = gap > tight + max(2.5, 0.35 * (line.bottom - line.top)) and gap >= usual
            new = wide and (not counted or _crosses(line, gutters) or _crosses(above, gutters))
        if new:
            bands.append([line])
        else:
            bands[-1].append(line)
    return [((min(line.top for line in band), max(line.bottom for line in band)), band) for band in bands]


def _counts(line: TextLine, gutters: list[float]) -> bool:
    first = line.words[0]
    return (
        first.x1 <= gutters[0] + 1
        and is_number(first.text)
        and any(letter.isdigit() or letter in "IVX" for letter in first.text)
    )


def _pieces(line: TextLine) -> list[tuple[float, float]]:
    """From where to where the line runs without a gap wider than three blanks."""
    pieces = [(line.words[0].x0, line.words[0].x1)]
    for before, word in pairwise(line.words):
        if word.x0 - before.x1 > 3 * line.blank:
            pieces.append((word.x0, word.x1))
        else:
            pieces[-1] = (pieces[-1][0], word.x1)
    return pieces


def _crosses(line: TextLine, gutters: list[float]) -> bool:
    return any(start < gutter < end for start, end in _pieces(line) for gutter in gutters)


def _cells(band: list[TextLine], bounds: list[float], top: float, bottom: float) -> list[tuple[Box, list[Word]]]:
    """The cells of one row; a text that runs over the columns is one wide cell beside its number."""
    words = [word for line in band for word in line.words]
    number = [word for word in words if word.x1 <= bounds[1] + 1 and is_number(word.text)]
    over = [line for line in band if _crosses(line, bounds[1:-1])]
    if over and all(len(_pieces(line)) <= 2 for line in band) and len(over) * 2 >= len(band):
        rest = [word for word in words if word not in number]
        boxes: list[tuple[Box, list[Word]]] = [((bounds[0], top, bounds[1], bottom), number)] if number else []
        return [*boxes, ((bounds[1] if number else bounds[0], top, bounds[-1], bottom), rest)]
    return [
        ((a, top, b, bottom), [word for word in words if a <= (word.x0 + word.x1) / 2 < b])
        for a, b in pairwise(bounds)
    ]


# --------------------------------------------------------------------- to the neutral grid


@dataclass(slots=True)
class _Placed:
    row: int
    col: int
    down: int
    across: int
    box: Box
    lines: list[TextLine] = field(default_factory=list)
    page: int = 1


def to_grid(tables: list[RawTable], place: str, known: frozenset[str]) -> Grid:
    """One grid of the tables that follow each other over pages, on common column edges."""
    edges = _clusters([edge for table in tables for edge in table.edges()], 6.0 if len(tables) > 1 else _NEAR)
    placed: list[_Placed] = []
    pages: list[int] = []
    for table in tables:
        tops = _clusters([edge for box, _ in table.boxes for edge in (box[1], box[3])])
        base = len(pages)
        for box, words in table.boxes:
            row, last_row = _nearest(tops, box[1]), _nearest(tops, box[3])
            col, last_col = _nearest(edges, box[0]), _nearest(edges, box[2])
            placed.append(
                _Placed(
                    base + row, col, max(1, last_row - row), max(1, last_col - col), box, lines_of(words), table.page
                )
            )
        pages += [table.page] * max(1, len(tops) - 1)
    rooms = _rooms(placed)
    cells = [_cell(each, place, rooms, known) for each in sorted(placed, key=lambda each: (each.row, each.col))]
    kept = [cell for cell in cells if cell.runs or cell.rowspan > 1]
    return Grid(kept, place, len(pages), max(1, len(edges) - 1), pages=pages)


def _nearest(edges: list[float], value: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - value))


def _rooms(placed: list[_Placed]) -> dict[tuple[int, int], float]:
    """How wide the text of a column may be: its cells less the margins that their text leaves."""
    rooms: dict[tuple[int, int], float] = {}
    for key in {(each.col, each.across) for each in placed}:
        same = [each for each in placed if (each.col, each.across) == key and each.lines]
        if not same:
            continue
        margin = min(line.x0 - each.box[0] for each in same for line in each.lines)
        widest = max(line.x1 - line.x0 for each in same for line in each.lines)
        width = median(each.box[2] - each.box[0] for each in same)
        rooms[key] = max(widest, width - 2 * max(margin, 0.5))
    return rooms


def _cell(each: _Placed, place: str, rooms: dict[tuple[int, int], float], known: frozenset[str]) -> Cell:
    room = rooms.get((each.col, each.across), each.box[2] - each.box[0])
    runs = [Run(text, bold=bold) for text, bold in paragraphs_of(each.lines, room, known)] if each.lines else []
    here = f"{place}, строка {each.row + 1}, столбец {each.col + 1} (страница {each.page})"
    return Cell(each.row, each.col, runs, here, each.down, each.across)
