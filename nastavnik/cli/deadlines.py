"""`nastavnik deadlines read IN.tsv`: deadline expressions in, their schedules as JSON out.

A line is ``id<TAB>context_period<TAB>expression``; a table with a header may have more columns, in any order.
Tab, line end and backslash in an expression are written ``\\t``, ``\\n``, ``\\\\``. The answer has a line
``id<TAB>JSON`` for each expression.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path
from typing import NamedTuple

from nastavnik.roadmaps.deadlines import Period, read_deadline

_COLUMNS = ("id", "context_period", "expression")
_ESCAPE = re.compile(r"\\([tn\\])")
_ESCAPED = {"t": "\t", "n": "\n", "\\": "\\"}


class Row(NamedTuple):
    """One expression to read."""

    id: str
    period: Period
    expression: str


class BadInput(Exception):
    """The table cannot be read; the text says what is wrong and how to mend it."""


def run(argv: list[str]) -> int:
    """0 done, 2 the input cannot be used (one sentence on stderr)."""
    parser = argparse.ArgumentParser(prog="nastavnik deadlines", description="Reads deadline expressions.")
    commands = parser.add_subparsers(dest="command", required=True)
    read = commands.add_parser("read", help="read a table: id, context_period, expression, parted by tabs")
    read.add_argument("table", metavar="IN.tsv", help="the table in UTF-8; - for the standard input")
    options = parser.parse_args(argv)
    try:
        rows = _rows(_text(options.table))
    except BadInput as fault:
        sys.stderr.write(f"{fault}\n")
        return 2
    for row in rows:
        label = read_deadline(row.expression, row.period).to_json()
        sys.stdout.write(f"{row.id}\t{json.dumps(label, ensure_ascii=False)}\n")
    return 0


def _text(table: str) -> str:
    try:
        data = sys.stdin.buffer.read() if table == "-" else Path(table).read_bytes()
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(f"{table}: файл не в кодировке UTF-8. Сохраните таблицу в UTF-8 и повторите.") from None
    except OSError as fault:
        raise BadInput(f"{table}: файл не читается ({fault.strerror}). Проверьте путь и права доступа.") from None


def _rows(text: str) -> list[Row]:
    lines = text.replace("\r\n", "\n").split("\n")
    header = lines[0].split("\t")
    named = set(_COLUMNS) <= set(header)
    places = [header.index(name) for name in _COLUMNS] if named else [0, 1, 2]
    return [
        _row(line.split("\t"), places, number)
        for number, line in enumerate(lines, start=1)
        if line.strip() and not (named and number == 1)
    ]


def _row(cells: list[str], places: list[int], number: int) -> Row:
    if len(cells) < 2:
        raise BadInput(f"Строка {number}: нужны три столбца через табуляцию: id, context_period, expression.")
    # Editors cut the tab off before an empty last cell.
    row_id, period, expression = (cells[place] if place < len(cells) else "" for place in places)
    try:
        return Row(row_id, Period.parse(period), _ESCAPE.sub(lambda found: _ESCAPED[found[1]], expression))
    except ValueError:
        raise BadInput(
            f"Строка {number}: «{period}» не похоже на период. Напишите год (2026) "
            "или две даты (2026-09-01..2027-08-31)."
        ) from None
