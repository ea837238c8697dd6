"""Tables whose cells stand each on a line of their own.

Two forms are met: every cell begins with a tab and rows are divided by blank lines (a word processor's
"save as text"), and bare lines, a cell each, copied out of a viewer or of slides.
"""

from __future__ import annotations

import re
from collections import Counter

from nastavnik.roadmaps.reader.columns import headed_role
from nastavnik.roadmaps.reader.document import Cell, Grid, Run
from nastavnik.roadmaps.reader.wording import without_markup

_NUMBER = re.compile(r"^(?:\d{1,2}(?:\.\d{1,3})*\.?|[IVX]{1,5}\.?)$")


def cells_by_line(lines: list[str], position: int) -> tuple[int, list[tuple[int, list[str]]]] | None:
    """Rows of a tab-led table that begins at `position`: (line number, cells), and where it ends."""
    if not _led(lines[position]):
        return None
    groups: list[tuple[int, list[str]]] = []
    at, blank, last = position, True, position
    while at < len(lines):
        line = lines[at]
        if _led(line):
            if blank:
                groups.append((at + 1, []))
            groups[-1][1].append(line[1:])
            blank, last = False, at
        elif not line.strip():
            if not any(_led(follower) for follower in lines[at : at + 4]):
                break
            blank = True
        elif line.count("\t") or (blank and not _led_soon(lines, at)):
            break
        else:
            groups[-1][1][-1] += "\n" + line
            last, blank = at, False
        at += 1
    rows = _regroup(groups)
    return (last + 1, rows) if len(rows) > 2 and len(rows[1][1]) > 2 else None


def _led(line: str) -> bool:
    return line.startswith("\t") and line.count("\t") == 1


def _led_soon(lines: list[str], at: int) -> bool:
    return any(_led(line) for line in lines[at + 1 : at + 3])


def _regroup(groups: list[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """A blank line inside a cell has cut some rows in two: pieces that add up to the usual width are one row."""
    sizes = Counter(len(cells) for _, cells in groups)
    width = max(sizes, key=lambda size: (sizes[size], size)) if sizes else 0
    rows: list[tuple[int, list[str]]] = []
    for number, cells in groups:
        if rows and len(rows[-1][1]) < width and len(rows[-1][1]) + len(cells) <= width and len(rows) > 1:
            rows[-1][1].extend(cells)
        else:
            rows.append((number, list(cells)))
    return rows


def stacked_cells(lines: list[str]) -> tuple[int, int, Grid] | None:
    """A table of bare lines: a run of lines that are all column headings, then its cells in the same order.

    Rows are found by the numbers of their first column; without a number column every `k` lines are a row.
    """
    filled = [(n, line.strip()) for n, line in enumerate(lines) if line.strip()]
    head = _heading_run(filled)
    if head is None:
        return None
    start, width = head
    titles = [text for _, text in filled[start : start + width]]
    body = filled[start + width :]
    numbered = headed_role(titles[0]) == "number"
    rows = _numbered_rows(body, width) if numbered else _even_rows(body, width)
    if len(rows) < 2:
        return None
    cells: list[Cell] = []
    for index, row in enumerate([[(filled[start + col][0], text) for col, text in enumerate(titles)], *rows]):
        for col, (_, text) in enumerate(row):
            runs = [Run(part.strip()) for part in without_markup(text).split("\n") if part.strip()]
            if runs:
                cells.append(Cell(index, col, runs, f"таблица 1, строка {index + 1}, столбец {col + 1}"))
    last = max(number for row in rows for number, _ in row)
    grid = Grid(cells, "таблица 1", len(rows) + 1, width, spans_known=False)
    return filled[start][0], last + 1, grid


def _heading_run(filled: list[tuple[int, str]]) -> tuple[int, int] | None:
    for start in range(len(filled)):
        roles: list[str] = []
        for _, text in filled[start : start + 8]:
            role = headed_role(text)
            if role is None or (role in roles and role != "responsible"):
                break
            roles.append(role)
        if len(roles) >= 3 and "activity" in roles and ({"term", "responsible"} & set(roles)):
            return start, len(roles)
    return None


def _numbered_rows(body: list[tuple[int, str]], width: int) -> list[list[tuple[int, str]]]:
    rows: list[list[tuple[int, str]]] = []
    for number, text in body:
        if _NUMBER.match(text):
            rows.append([(number, text)])
        elif not rows:
            return []
        elif len(rows[-1]) < width:
            rows[-1].append((number, text))
        else:
            break
    return rows


def _even_rows(body: list[tuple[int, str]], width: int) -> list[list[tuple[int, str]]]:
    whole = len(body) // width
    return [body[index * width : (index + 1) * width] for index in range(whole)]
