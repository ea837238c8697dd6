"""The tests, in the order of their price; the closing line of each run is shown again at the end."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import NamedTuple

from tools import environment
from tools.environment import PYTHON, ROOT

NOTHING_COLLECTED = 5
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 2
# One more than there are cores: tests that kill a worker mostly wait for the next one.
IN_PARALLEL = ("-n", str(min(CORES + 1, 8)), "--dist", "worksteal")
# Tests of one running server stay in one worker.
IN_GROUPS = ("-n", "2", "--dist", "loadgroup")


class Run(NamedTuple):
    """``place``: where all its tests are, looked for nowhere else unless some were chosen."""

    name: str
    arguments: tuple[str, ...]
    postgres: bool = False
    place: tuple[str, ...] = ()


SQLITE = Run("SQLite", ("-m", "not browser", *IN_PARALLEL))
POSTGRES = Run("PostgreSQL", ("-m", "not browser", "--only-db", *IN_PARALLEL), postgres=True)
BROWSER = Run("Chromium", ("-m", "browser", *IN_GROUPS), place=("tests/browser",))
FAST = Run("SQLite", ("-m", "not browser and not slow", *IN_PARALLEL))


def run_all(*, chromium: str) -> int:
    """Every test: all on SQLite, those that touch the database on PostgreSQL too, pages in Chromium."""
    return _report([SQLITE, POSTGRES, BROWSER], [], chromium=chromium)


def run_chosen(arguments: Sequence[str], *, chromium: str) -> int:
    """The tests that pytest's ``arguments`` choose, in each run that has any of them."""
    return _report([SQLITE, POSTGRES, BROWSER], arguments, chromium=chromium)


def run_fast(arguments: Sequence[str]) -> int:
    return _report([FAST], arguments, chromium="")


def _report(runs: Sequence[Run], arguments: Sequence[str], *, chromium: str) -> int:
    closing, failed = [], False
    for one in runs:
        began = time.monotonic()
        code, line = _pytest(one, arguments, chromium)
        failed = failed or not passes(code, chosen=bool(arguments))
        closing.append(f"{one.name:<12} {line.strip('= ') or 'did not run'}  ({time.monotonic() - began:.0f} s)")
    print("\n" + "\n".join(closing), flush=True)
    return 1 if failed else 0


def passes(code: int, *, chosen: bool) -> bool:
    """A full run in which a part has no tests at all would prove less than it says."""
    return code == 0 or (chosen and code == NOTHING_COLLECTED)


def _pytest(one: Run, arguments: Sequence[str], chromium: str) -> tuple[int, str]:
    """Exit code and closing line of pytest; its output passes through."""
    print(f"\n=> Tests: {one.name}", flush=True)
    command = [str(PYTHON), "-m", "pytest", "-q", *one.arguments, *(arguments or one.place)]
    if one.postgres:
        command = [str(PYTHON), "-m", "tools.postgres", "--", *command]
    env = environment.variables(NASTAVNIK_PROFILE="test", NASTAVNIK_CHROMIUM=chromium)
    if not one.postgres:
        env.pop("NASTAVNIK_DATABASE_URL", None)
    if sys.stdout.isatty() and "NO_COLOR" not in os.environ:
        env["PY_COLORS"] = "1"
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    last = ""
    assert process.stdout is not None  # noqa: S101 - asked for by PIPE above
    try:
        for line in process.stdout:
            print(line, end="", flush=True)
            last = COLOURS.sub("", line).strip() or last
    finally:
        # Ctrl-C reaches pytest too: it takes its own time to put things away.
        code = process.wait()
    return code, last
