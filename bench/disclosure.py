"""Hiding small numbers: the least harm proved on 150 rows, a region's table of 2,280 rows in two seconds.

Times are those of the whole command, start included.
"""

from __future__ import annotations

import csv
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from bench import Measure
from tests.measures.disclosure.tables import skewed

SECONDS = 2.0
SUMMARY = re.compile(r"cost=(\d+) bound=(\d+)")
PROVED = (((9, 14), 20, 0), ((4, 4, 5), 20, 0), ((4, 4, 5), 20, 1), ((2, 4, 9), 20, 0), ((2, 2, 3, 3), 60, 0))
REGION = ((18, 5, 3, 4), 60)


def measures() -> Iterable[Measure]:
    versions = f"ortools {version('ortools')}"
    answers = [_disclosed(*case) for case in PROVED]
    proved = sum(cost == bound for cost, bound, _seconds in answers)
    yield Measure("disclosure, tables of 150 rows proved optimal", proved, "tables", ">=", len(PROVED), versions)
    for seed in (0, 1):
        cost, bound, seconds = _disclosed(*REGION, seed)
        yield Measure(f"disclosure, 18x5x3x4 with totals, table {seed + 1}", seconds, "s", "<=", SECONDS, versions)
        yield Measure(
            f"disclosure, its cost against the bound, table {seed + 1}", cost / bound, "times", "<=", 2, versions
        )


def _disclosed(sizes: tuple[int, ...], mean: int, seed: int) -> tuple[int, int, float]:
    """Cost, bound and seconds of the command on one table."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            table = csv.writer(file)
            table.writerow([*(f"column {number}" for number in range(len(sizes))), "count"])
            table.writerows([*key, count] for key, count in skewed(sizes, mean, seed).items())
        began = time.monotonic()
        command = [sys.executable, "-m", "nastavnik", "disclose", str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own command
        seconds = time.monotonic() - began
    if not (found := SUMMARY.search(done.stderr)):
        raise ValueError(f"No summary: {done.stderr}")
    return int(found[1]), int(found[2]), seconds
