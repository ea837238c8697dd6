"""Plain text and Markdown: paragraphs, and the tables that survive in text.

Four ways in which a table survives: cells divided by tabs, by bars, a cell to a line behind a tab,
and a cell to a line with nothing at all (`text_cells`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nastavnik.roadmaps.reader.document import Block, Cell, Document, Grid, Paragraph, Run
from nastavnik.roadmaps.reader.sources.encoding import decode
from nastavnik.roadmaps.reader.sources.text_cells import cells_by_line, stacked_cells
from nastavnik.roadmaps.reader.wording import without_markup

_BOLD = re.compile(r"^\s*(?:\*\*|__|<b>|<strong>|#{1,6}\s).*", re.I | re.S)
_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$|^\s*\+[-=+]+\+\s*$|^\s*[-=_*]{3,}\s*$")
# A table drawn with letters: its rules («+---+», «├──┼──┤», «╠══╬══╣») and the bars between its cells.
_DRAWN_RULE = re.compile(r"^\s*[+┌├└╔╠╚╟┏┣┗╞][-=+─═━┬┼┴╦╬╩╤╪╧╫┳╋┻┐┤┘╗╣╝╢┓┫┛╡]+\s*$")
_BARS = "|│║┃"
_ITEM = re.compile(r"^(?:[-–—•*]\s|\d{1,2}[.)]\s|[а-я]\)\s)")
# Words of this field that a hyphen joins to the next one: «педагог-психолог», «заместитель-куратор».
COMPOUND_HALVES = frozenset({"педагог", "учитель", "психолог", "наставник", "социально", "информационно", "научно"})
_BAR = re.compile(f"[{_BARS}]")
GAP = re.compile(r"\t+| {3,}")
INLINE_MARKS = re.compile(r"(?i)<(?:table|tr|td)\b")


@dataclass(slots=True)
class Row:
    """One line of the file that is a row of a table; `number` counts from one."""

    cells: list[str]
    number: int
    page: int


def read_text_file(path: Path) -> Document:
    return read_text(decode(path.read_bytes()))


def read_text(text: str) -> Document:
    if INLINE_MARKS.search(text):
        from nastavnik.roadmaps.reader.sources.html import read_html

        return read_html(text)
    return Document("text", list(_blocks(text.replace("\f", "\n\n").split("\n"))))


def _blocks(lines: list[str]) -> Iterator[Block]:
    """Tables in the order of their likelihood; whatever is no table is paragraphs."""
    stacked = stacked_cells(lines) if not any("\t" in line or _barred(line) for line in lines) else None
    if stacked:
        start, end, grid = stacked
        yield from _paragraphs(lines, 0, start)
        yield grid
        yield from _paragraphs(lines, end, len(lines))
        return
    position, tables = 0, 0
    while position < len(lines):
        end, rows = _table_at(lines, position)
        if rows is None:
            stop = next((n for n in range(position + 1, len(lines)) if _starts_table(lines, n)), len(lines))
            yield from _paragraphs(lines, position, stop)
            position = stop
            continue
        tables += 1
        yield _grid(rows, f"таблица {tables}")
        position = end


def _starts_table(lines: list[str], position: int) -> bool:
    return _tabs(lines[position]) > 0 or _barred(lines[position]) or bool(_DRAWN_RULE.match(lines[position]))


def _tabs(line: str) -> int:
    """Tabs that divide cells. A line of one tabbed stamp («Согласовано<tab>Утверждаю») has them too."""
    return line.rstrip("\n").count("\t")


def _barred(line: str) -> bool:
    return len(_BAR.findall(line)) >= 2


def _table_at(lines: list[str], position: int) -> tuple[int, list[Row] | None]:
    by_line = cells_by_line(lines, position)
    if by_line:
        end, cells = by_line
        return end, [Row(row, number, 1) for number, row in cells]
    if _barred(lines[position]) or _DRAWN_RULE.match(lines[position]):
        return _barred_rows(lines, position)
    if _tabs(lines[position]):
        return _tabbed_rows(lines, position)
    return position, None


def _barred_rows(lines: list[str], position: int) -> tuple[int, list[Row] | None]:
    """Rows of a table whose cells are divided by bars, each on a line of its own or between two drawn rules."""
    at, stretches = position, list[list[Row]]([[]])
    while at < len(lines) and (_barred(lines[at]) or _is_rule(lines[at])):
        if _is_rule(lines[at]):
            stretches.append([])
        else:
            cells = _BAR.split(lines[at].strip().strip(_BARS))
            stretches[-1].append(Row([cell.strip() for cell in cells], at + 1, 1))
        at += 1
    stretches = [stretch for stretch in stretches if stretch]
    # Three stretches and more: every row has rules around it, and a cell may go on from line to line.
    ruled = len(stretches) > 2 and any(len(stretch) > 1 for stretch in stretches)
    rows = [_joined(stretch) for stretch in stretches] if ruled else [row for rows in stretches for row in rows]
    return at, rows if len(rows) > 1 else None


def _is_rule(line: str) -> bool:
    return bool(_RULE.match(line) or _DRAWN_RULE.match(line))


def _joined(stretch: list[Row]) -> Row:
    """Lines between two rules as one row, cell by cell."""
    cells = [""] * max(len(row.cells) for row in stretch)
    for row in stretch:
        for place, text in enumerate(row.cells):
            cells[place] = _going_on(cells[place], text)
    return Row(cells, stretch[0].number, stretch[0].page)


def _going_on(above: str, text: str) -> str:
    """A drawn cell is wrapped by its width: a line goes on where the one above stopped, unless it opens an item."""
    if not above or not text:
        return above or text
    if _ITEM.match(text):
        return f"{above}\n{text}"
    if above.endswith("-") and text[:1].islower() and not above.endswith(" -"):
        return above[:-1] + text if _is_torn(above) else above + text
    return f"{above} {text}"


def _is_torn(above: str) -> bool:
    """«наставни-» is a word torn by the width; «педагог-» is half of a compound."""
    return above.rsplit(" ", 1)[-1][:-1].casefold() not in COMPOUND_HALVES


def _tabbed_rows(lines: list[str], position: int) -> tuple[int, list[Row] | None]:
    """Rows of one width; a blank line between them is a page break. A tab or two in one row are no table."""
    width = _tabs(lines[position])
    rows: list[Row] = []
    at, page, blanks = position, 1, 0
    while at < len(lines):
        line = lines[at]
        if not line.strip():
            blanks += 1
            if blanks > 2:
                break
        elif _tabs(line):
            if blanks and rows:
                if abs(_tabs(line) - width) > 1:
                    break
                page += 1
            blanks = 0
            width = max(width, _tabs(line))
            rows.append(Row(line.split("\t"), at + 1, page))
        elif rows and not blanks and _continues(lines, at):
            rows[-1].cells[-1] += "\n" + line
        else:
            break
        at += 1
    while at > position and not lines[at - 1].strip():
        at -= 1
    if page * 3 > len(rows):  # blank lines between all rows are no page breaks
        for row in rows:
            row.page = 1
    return at, rows if (len(rows) > 1 and width > 1) or len(rows) > 2 else None


def _continues(lines: list[str], at: int) -> bool:
    """A line end inside a cell: no blank line comes before the next row."""
    follows = next((n for n in range(at, min(at + 6, len(lines))) if _tabs(lines[n])), None)
    return follows is not None and all(lines[n].strip() for n in range(at, follows))


def _grid(rows: list[Row], place: str) -> Grid:
    cells: list[Cell] = []
    rows = _mend(rows)
    for index, row in enumerate(rows):
        for col, text in enumerate(row.cells):
            runs = _runs(text)
            if runs:
                cells.append(Cell(index, col, runs, f"{place}, строка {index + 1}, столбец {col + 1}"))
    width = max(len(row.cells) for row in rows)
    return Grid(cells, place, len(rows), width, spans_known=False, pages=[row.page for row in rows])


def _mend(rows: list[Row]) -> list[Row]:
    """Drops columns that are empty in every row at the edges (a bar or tab too many)."""
    width = max(len(row.cells) for row in rows)
    for row in rows:
        row.cells += [""] * (width - len(row.cells))
    while width > 1 and not any(row.cells[-1].strip() for row in rows):
        for row in rows:
            row.cells.pop()
        width -= 1
    return rows


def _runs(text: str) -> list[Run]:
    bold = bool(_BOLD.match(text))
    return [Run(line.strip(), bold=bold) for line in without_markup(text).split("\n") if line.strip()]


def _paragraphs(lines: list[str], start: int, stop: int) -> Iterator[Paragraph]:
    """A paragraph to a line; lines between two blank ones share a group."""
    group, inside = start + 1, False
    for number in range(start, stop):
        line = lines[number].replace("\xa0", " ")
        if not line.strip() or _RULE.match(line):
            group += 1
            if line.count("**") % 2 == 0:
                continue
        opened = inside
        if line.count("**") % 2:
            inside = not inside
        bold = opened or bool(_BOLD.match(line))
        heading = line.lstrip().startswith("#")
        text = without_markup(line if line.count("**") % 2 == 0 else line.replace("**", ""))
        if not text.strip():
            continue
        left = float(len(line.expandtabs(8)) - len(line.expandtabs(8).lstrip()))
        centred = left > 20
        yield Paragraph(
            [Run(text.strip(), bold=bold)],
            f"строка текста {number + 1}",
            left=left,
            align="right" if left > 45 else "center" if centred else "left",
            group=group,
            heading=heading,
        )
