"""`start.py check`: what can be told without running a test. One line each; all run even after a failure.

Two run beside each other: the types take as long as all the others.
"""

from __future__ import annotations

import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from tools import environment
from tools.environment import PYTHON, ROOT


class Check(NamedTuple):
    name: str
    command: tuple[str, ...]


def _program(name: str, *arguments: str) -> tuple[str, ...]:
    return (str(PYTHON.with_name(name)), *arguments)


CHECKS = (
    Check("style", _program("ruff", "check", "--quiet", "--output-format=concise", ".")),
    Check("format", _program("ruff", "format", "--check", "--quiet", "--output-format=concise", ".")),
    Check("types", _program("mypy")),
    Check("imports", _program("lint-imports", "--no-cache", "--no-logo")),
    Check("templates", _program("djlint", "nastavnik", "--lint", "--quiet")),
    Check("messages", (str(PYTHON), "-m", "tools.messages", "check")),
    Check("system", (str(PYTHON), "-m", "nastavnik", "check", "--fail-level", "WARNING")),
    Check("migrations", (str(PYTHON), "-m", "nastavnik", "makemigrations", "--check", "--dry-run")),
)


def run(names: list[str] | None = None) -> list[str]:
    """Names of the checks that failed; their output is printed."""
    chosen = [check for check in CHECKS if not names or check.name in names]
    if unknown := set(names or []) - {check.name for check in chosen}:
        known = ", ".join(check.name for check in CHECKS)
        raise environment.SetupFailed(f"There is no check {', '.join(sorted(unknown))}. There are: {known}.")
    # The longest first, so that nothing waits for it at the end.
    queue = sorted(chosen, key=lambda check: check.name != "types")
    with ThreadPoolExecutor(max_workers=2) as pool:
        passed = dict(zip(queue, pool.map(_passes, queue), strict=True))
    return [check.name for check in chosen if not passed[check]]


def _passes(check: Check) -> bool:
    began = time.monotonic()
    done = subprocess.run(
        check.command,
        cwd=ROOT,
        env=environment.variables(NASTAVNIK_PROFILE="test"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    verdict = "FAILED" if done.returncode else "ok"
    # One piece: the lines of two checks do not mix.
    told = f"check {check.name:<12} {verdict:<6} {time.monotonic() - began:5.1f} s\n"
    print(told + (f"{done.stdout.strip()}\n" if done.returncode else ""), end="", flush=True)
    return done.returncode == 0
