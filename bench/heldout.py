"""The grammar and the reader on phrases and layouts that nobody tuned them on (`tests/heldout/README.md`)."""

from __future__ import annotations

from collections.abc import Iterable

from bench import Measure
from tests.heldout.test_reading import deadlines, layouts

DEADLINES, LAYOUTS = 0.97, 0.95


def measures() -> Iterable[Measure]:
    score = deadlines()
    yield Measure(f"held-out deadlines, {score.n}, kind, windows and rule", score.core, "share", ">=", DEADLINES)
    for name, share in layouts().items():
        yield Measure(f"held-out layouts, {name}", share, "share", ">=", LAYOUTS)
