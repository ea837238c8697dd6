"""`nastavnik deadlines read IN.tsv`: deadline expressions in, their schedules as JSON out.

A line is ``id<TAB>context_period<TAB>expression``; a table with a header may have more columns, in any order.
Tab, line end and backslash in an expression are written ``\\t``, ``\\n``, ``\\\\``. The answer has a line
``id<TAB>JSON`` for each expression.
"""

from __future__ import annotations

import argparse
import json
import sys
from typing import NamedTuple

from nastavnik.cli.tables import BadInput, read_rows, unescaped
from nastavnik.roadmaps.deadlines import Period, read_deadline

_COLUMNS = ("id", "context_period", "expression")


class Row(NamedTuple):
    """One expression to read."""

    id: str
    period: Period
    expression: str


def run(argv: list[str]) -> int:
    """0 done, 2 the input cannot be used (one sentence on stderr)."""
    parser = argparse.ArgumentParser(prog="nastavnik deadlines", description="Reads deadline expressions.")
    commands = parser.add_subparsers(dest="command", required=True)
    read = commands.add_parser("read", help="read a table: id, context_period, expression, parted by tabs")
    read.add_argument("table", metavar="IN.tsv", help="the table in UTF-8; - for the standard input")
    options = parser.parse_args(argv)
    try:
        rows = [_row(number, cells) for number, cells in read_rows(options.table, _COLUMNS)]
    except BadInput as fault:
        sys.stderr.write(f"{fault}\n")
        return 2
    for row in rows:
        label = read_deadline(row.expression, row.period).to_json()
        sys.stdout.write(f"{row.id}\t{json.dumps(label, ensure_ascii=False)}\n")
    return 0


def _row(number: int, cells: list[str]) -> Row:
    row_id, period, expression = cells
    try:
        return Row(row_id, Period.parse(period), unescaped(expression))
    except ValueError:
        raise BadInput(
            f"Строка {number}: «{period}» не похоже на период. Напишите год (2026) "
            "или две даты (2026-09-01..2027-08-31)."
        ) from None
