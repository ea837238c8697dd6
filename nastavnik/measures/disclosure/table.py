"""A frequency table as a file of commas: category columns, `count`, totals as `*`."""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Iterator, Mapping
from typing import NamedTuple

TOTAL = "*"
COUNT, REASON = "count", "reason"
MOST_CATEGORIES = 8
_WHOLE = re.compile(r"[0-9]{1,4000}")
_QUOTED = re.compile('[",\r\n]')

Key = tuple[str, ...]


class BadTable(Exception):
    """The table cannot be used; the text is one line that names the row and says how to mend it."""


class Row(NamedTuple):
    """A row as it stands in the file; ``key`` holds its categories in the order of the columns."""

    cells: tuple[str, ...]
    key: Key
    value: int


class Table(NamedTuple):
    """Rows in the order of the file under its header."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]


def read_table(text: str) -> Table:
    """The table of ``text``; `BadTable` for whatever does not add up (docs/domain/disclosure.md)."""
    records = _records(text)
    _line, header = next(records, (1, []))
    place = _count_column(header)
    rows: list[Row] = []
    lines: dict[Key, int] = {}
    for line, cells in records:
        row = _row(line, cells, place, len(header))
        if row.key in lines:
            raise BadTable(f"Строка {line}: сочетание {named(row.key)} уже стоит в строке {lines[row.key]}.")
        lines[row.key] = line
        rows.append(row)
    if not rows:
        raise BadTable("Строка 2: в таблице нет ни одной строки. Добавьте строки под заголовком.")
    counts = {row.key: row.value for row in rows}
    for key, total in sums(counts).items():
        if counts[key] != total:
            raise BadTable(f"Строка {lines[key]}: итог {named(key)} равен {counts[key]}, а сумма его строк {total}.")
    return Table(tuple(header), tuple(rows))


def sums(counts: Mapping[Key, int]) -> dict[Key, int]:
    """For each total of ``counts`` the sum of the inner rows that it covers."""
    found = {key: 0 for key in counts if TOTAL in key}
    masks = {tuple(category == TOTAL for category in key) for key in found}
    for key, count in counts.items():
        if TOTAL not in key:
            for mask in masks:
                above = masked(key, mask)
                if above in found:
                    found[above] += count
    return found


def masked(key: Key, mask: tuple[bool, ...]) -> Key:
    return tuple(TOTAL if hidden else category for category, hidden in zip(key, mask, strict=True))


def written(table: Table, reasons: Mapping[Key, str]) -> str:
    """The table with a column `reason`; the counts of the rows in ``reasons`` stay empty."""
    place = table.header.index(COUNT)
    lines = [_line([*table.header, REASON])]
    for row in table.rows:
        reason = reasons.get(row.key, "")
        cells = list(row.cells)
        if reason:
            cells[place] = ""
        lines.append(_line([*cells, reason]))
    return "".join(lines)


def named(key: Key) -> str:
    """A combination in one line of a message."""
    return "(" + ", ".join("".join(c if c.isprintable() else " " for c in category) for category in key) + ")"


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Number of the line where a record begins, and its cells; empty lines are passed over."""
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            if cells:
                yield line, cells
            line = reader.line_num + 1
    except csv.Error:
        raise BadTable(f"Строка {line}: запись не читается как CSV. Проверьте кавычки.") from None


def _count_column(header: list[str]) -> int:
    if header.count(COUNT) != 1:
        raise BadTable(f"Строка 1: нужен один столбец {COUNT}, а их {header.count(COUNT)}.")
    if len(header) == 1:
        raise BadTable("Строка 1: нет ни одного столбца с категорией. Добавьте хотя бы один.")
    if len(header) > MOST_CATEGORIES + 1:
        raise BadTable(
            f"Строка 1: столбцов с категориями {len(header) - 1}, а может быть не больше {MOST_CATEGORIES}."
        )
    return header.index(COUNT)


def _row(line: int, cells: list[str], place: int, width: int) -> Row:
    if len(cells) != width:
        raise BadTable(f"Строка {line}: ячеек {len(cells)}, а столбцов {width}.")
    if not _WHOLE.fullmatch(cells[place]):
        shown = named((cells[place][:40],))[1:-1]
        raise BadTable(f"Строка {line}: count «{shown}» не целое число от 0.")
    return Row(tuple(cells), tuple(cells[:place] + cells[place + 1 :]), int(cells[place]))


def _line(cells: list[str]) -> str:
    return ",".join('"' + cell.replace('"', '""') + '"' if _QUOTED.search(cell) else cell for cell in cells) + "\n"
