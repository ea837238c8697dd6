"""`nastavnik inflect IN.tsv`: names, posts and organisations in, their forms in a case out.

A line is ``id<TAB>kind<TAB>text<TAB>case``; a table with a header may have more columns, in any order. Tab, line end
and backslash in a text are written ``\\t``, ``\\n``, ``\\\\``. The answer has a line ``id<TAB>text`` for each line.
"""

from __future__ import annotations

import argparse
import sys
from typing import NamedTuple

from nastavnik.cli.tables import BadInput, escaped, read_rows, unescaped
from nastavnik.documents.inflection import CASES, KINDS, Case, Kind, inflect

_COLUMNS = ("id", "kind", "text", "case")
_KINDS: dict[str, Kind] = {kind: kind for kind in KINDS}
_CASES: dict[str, Case] = {case: case for case in CASES}


class Row(NamedTuple):
    """One text to inflect."""

    id: str
    kind: Kind
    text: str
    case: Case


def run(argv: list[str]) -> int:
    """0 done, 2 the input cannot be used (one sentence on stderr)."""
    parser = argparse.ArgumentParser(prog="nastavnik inflect", description="Puts names into cases.")
    parser.add_argument("table", metavar="IN.tsv", help="id, kind, text, case in UTF-8; - for the standard input")
    options = parser.parse_args(argv)
    try:
        rows = [_row(number, cells) for number, cells in read_rows(options.table, _COLUMNS)]
    except BadInput as fault:
        sys.stderr.write(f"{fault}\n")
        return 2
    for row in rows:
        sys.stdout.write(f"{row.id}\t{escaped(inflect(row.kind, row.text, row.case).text)}\n")
    return 0


def _row(number: int, cells: list[str]) -> Row:
    row_id, kind, text, case = cells
    if kind not in _KINDS:
        raise BadInput(f"Строка {number}: вид «{kind}» неизвестен. Напишите один из: {', '.join(KINDS)}.")
    if case not in _CASES:
        raise BadInput(f"Строка {number}: падеж «{case}» неизвестен. Напишите один из: {', '.join(CASES)}.")
    return Row(row_id, _KINDS[kind], unescaped(text), _CASES[case])
