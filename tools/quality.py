"""`start.py quality`: the long forms of the tests, one line for each bar with its figure.

`--quick` takes a thousand examples a property instead of ten thousand and leaves the bench out.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from tools import environment
from tools.environment import PYTHON, ROOT

# Where an untested branch could show somebody's data or lose somebody's work.
STRICT = ("accounts/permissions", "accounts/policy", "audit/", "jobs/", "roadmaps/services/imports")
WHOLE_PERCENT = 90.0
STRICT_PERCENT = 100.0


class Verdict(NamedTuple):
    figure: str
    is_met: bool
    # Shown when the bar is missed.
    details: str = ""


class Bar(NamedTuple):
    number: str
    what: str
    take: Callable[[bool], Verdict]


def every_test(quick: bool) -> Verdict:
    """All tests without a browser, with many more examples a property; leaves the coverage behind."""
    profile = "quick" if quick else "thorough"
    arguments = ["-m", "not browser", "-n", "2", "--cov=nastavnik", "--cov-branch", "--cov-report="]
    return _pytest(arguments, HYPOTHESIS_PROFILE=profile)


def every_test_on_postgres(quick: bool) -> Verdict:
    profile = "quick" if quick else "thorough"
    return _pytest(["-m", "not browser", "-n", "2", "--only-db"], postgres=True, HYPOTHESIS_PROFILE=profile)


def covered(_quick: bool) -> Verdict:
    """Share of lines and branches that `every_test` went through."""
    files = _coverage()
    whole = percent(files.values())
    weak = {name: percent([data]) for name, data in files.items() if is_strict(name)}
    weak = {name: value for name, value in weak.items() if value < STRICT_PERCENT}
    details = "\n".join(f"{value:6.1f} %  {name}" for name, value in sorted(weak.items()))
    figure = f"{whole:.1f} % of all, {len(weak)} strict modules below 100 %"
    return Verdict(figure, whole >= WHOLE_PERCENT and not weak, details)


def is_strict(name: str) -> bool:
    return any(name.startswith(f"nastavnik/{place}") for place in STRICT)


def percent(files: Iterable[dict[str, Any]]) -> float:
    """Lines and branches taken, percent, weighed by their number."""
    sums = [file["summary"] for file in files]
    there = sum(one["num_statements"] + one["num_branches"] for one in sums)
    taken = sum(one["covered_lines"] + one["covered_branches"] for one in sums)
    return 100.0 * taken / there if there else 100.0


def _coverage() -> dict[str, dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "coverage.json"
        environment.run(PYTHON.with_name("coverage"), "json", "-q", "-o", report)
        files: dict[str, dict[str, Any]] = json.loads(report.read_text())["files"]
        return files


def browser(_quick: bool) -> Verdict:
    return _pytest(["-m", "browser", "-n", "2"])


def no_known_pattern(_quick: bool) -> Verdict:
    """Bandit, from medium severity on; a line may say ``noqa: S308`` with its reason where bandit says B308.

    B703 finds once more what B308 finds.
    """
    command = [str(PYTHON.with_name("bandit")), "-q", "-r", "nastavnik", "-ll", "-f", "json", "-s", "B703"]
    done = subprocess.run(command, cwd=ROOT, env=environment.variables(), capture_output=True, text=True, check=False)
    found = [one for one in json.loads(done.stdout)["results"] if not is_accepted(one)]
    details = "\n".join(
        f"{one['filename']}:{one['line_number']}: {one['test_id']} {one['issue_text']}" for one in found
    )
    return Verdict(f"bandit: {len(found)} findings of medium or high severity", not found, details)


def is_accepted(finding: dict[str, Any]) -> bool:
    """Whether the line of code names the rule (ruff gives bandit's rules the same numbers) and a reason."""
    lines = (ROOT / finding["filename"]).read_text(encoding="utf-8").splitlines()
    places = [lines[number - 1] for number in finding["line_range"]]
    return any(re.search(rf"noqa: S{finding['test_id'][1:]}\b.*\w{{3}}", place) for place in places)


def figures(quick: bool) -> Verdict:
    if quick:
        return Verdict("left out by --quick", is_met=True)
    return _program([PYTHON, "-m", "bench"])


BARS = (
    Bar("G16", "every test, many examples, SQLite", every_test),
    Bar("G25", "lines and branches that tests take", covered),
    Bar("G1–G7", "every test of the database, PostgreSQL", every_test_on_postgres),
    Bar("§4", "pages in Chromium", browser),
    Bar("G33", "no known unsafe pattern", no_known_pattern),
    Bar("G26", "speed and memory", figures),
)


def _pytest(arguments: list[str], *, postgres: bool = False, **variables: str) -> Verdict:
    command: list[str | Path] = [PYTHON, "-m", "pytest", "-q", *arguments]
    if postgres:
        command = [PYTHON, "-m", "tools.postgres", "--", *command]
    return _program(command, NASTAVNIK_PROFILE="test", **variables)


def _program(command: list[str | Path], *, figure: str = "", **variables: str) -> Verdict:
    """Run it; the figure is its last line unless given."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment.variables(**variables),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    lines = done.stdout.strip().splitlines()
    return Verdict(figure or (lines[-1].strip("= ") if lines else ""), done.returncode == 0, done.stdout)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="start.py quality")
    parser.add_argument("--quick", action="store_true", help="fewer examples, no bench")
    quick = parser.parse_args(arguments).quick
    missed = 0
    for bar in BARS:
        began = time.monotonic()
        verdict = bar.take(quick)
        missed += not verdict.is_met
        word = "ok" if verdict.is_met else "MISSED"
        print(
            f"{bar.number:<6} {bar.what:<42} {word:<7} {time.monotonic() - began:6.0f} s  {verdict.figure}",
            flush=True,
        )
        if not verdict.is_met:
            print(verdict.details, flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
