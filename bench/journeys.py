"""The journeys of people on plans: clicks, and modelled seconds on a weak computer behind a slow line.

Seconds are a keystroke-level model (0.28 s a key, 1.1 s pointing, 0.2 s a click, 1.35 s thinking before each
step) and the waiting as it was measured in Chromium with the processor slowed 6 times, 1.6 Mbit/s, 150 ms.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bench import Measure

ROOT = Path(__file__).resolve().parents[1]
# Where the journeys are walked; the variable names the file that takes a line for each of them.
JOURNEYS, INTO = "tests/browser/test_journeys.py", "NASTAVNIK_JOURNEYS"


def measures() -> Iterable[Measure]:
    for walked in _walked():
        what = f"{walked['journey']}, {walked['what']}"
        waited = f"{walked['waited']:.1f} s of it for the site"
        yield Measure(f"{what}: clicks", walked["clicks"], "", "<=", walked["most_clicks"])
        yield Measure(f"{what}: modelled", round(walked["seconds"], 1), "s", "<=", walked["most_seconds"], waited)


def _walked() -> list[dict[str, Any]]:
    """Each journey as its own test walked it, with its bar. A test that fails is a fault of the bench."""
    with tempfile.TemporaryDirectory(prefix="nastavnik-bench-") as folder:
        into = Path(folder, "journeys")
        env = os.environ | {"NASTAVNIK_PROFILE": "test", INTO: str(into)}
        env.pop("NASTAVNIK_DATABASE_URL", None)
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", "-n", "0", JOURNEYS]
        done = subprocess.run(command, cwd=ROOT, env=env, check=False, capture_output=True, text=True)  # noqa: S603 - our own words
        if done.returncode:
            raise RuntimeError(done.stdout)
        return [json.loads(line) for line in into.read_text(encoding="utf-8").splitlines()]
