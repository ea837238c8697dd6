"""`nastavnik disclose TABLE.csv`: a frequency table in, the same table without what gives small counts away out.

Columns of categories and `count`, totals as `*`. The answer has one column more, `reason`, for the owner of the
figures alone; the last line on stderr sums up what was hidden and what it cost.
"""

from __future__ import annotations

import argparse
import re
import sys

from nastavnik.cli.tables import BadInput, whole_text
from nastavnik.measures.disclosure import BadTable, read_table, suppress, written
from nastavnik.measures.disclosure.suppressing import THRESHOLD


def run(argv: list[str]) -> int:
    """0 done, 2 the input cannot be used (one sentence on stderr)."""
    parser = argparse.ArgumentParser(prog="nastavnik disclose", description="Hides small counts of a table.")
    parser.add_argument("table", metavar="TABLE.csv", help="categories and count in UTF-8; - for the standard input")
    parser.add_argument("--k", metavar="K", default=str(THRESHOLD), help="counts from 1 to K - 1 are hidden")
    options = parser.parse_args(argv)
    try:
        k = _threshold(options.k)
        table = read_table(whole_text(options.table))
    except (BadInput, BadTable) as fault:
        sys.stderr.write(f"{fault}\n")
        return 2
    found = suppress(table, k)
    sys.stdout.write(written(table, found.reasons))
    sys.stderr.write(f"{found}\n")
    return 0


def _threshold(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,200}", text) or int(text) < 2:
        raise BadInput("--k: порог должен быть целым числом от 2.")
    return int(text)
