"""Runs the measures of every module of this package, or of those named: `python -m bench reader grammar`."""

from __future__ import annotations

import importlib
import platform
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from bench import Measure

HERE = Path(__file__).parent


def modules() -> list[str]:
    return sorted(path.stem for path in HERE.glob("*.py") if not path.stem.startswith("_"))


def measures_of(name: str) -> Iterable[Measure]:
    """The measures of one module; each comes as soon as it is taken."""
    found: Iterable[Measure] = importlib.import_module(f"bench.{name}").measures()
    return found


def main(names: list[str]) -> int:
    chosen = [name for name in modules() if not names or name in names]
    if unknown := set(names) - set(chosen):
        print(f"No such bench: {', '.join(sorted(unknown))}. There are: {', '.join(modules())}", file=sys.stderr)
        return 2
    print(f"Python {platform.python_version()}, {platform.machine()}", flush=True)
    taken: list[Measure] = []
    for name in chosen:
        began = time.monotonic()
        for measure in measures_of(name):
            print(measure, flush=True)
            taken.append(measure)
        print(f"   {name}: {time.monotonic() - began:.0f} s", flush=True)
    missed = [measure for measure in taken if not measure.is_met]
    print(f"{len(taken) - len(missed)} of {len(taken)} targets met")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
