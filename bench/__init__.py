"""What the product promises to be, measured: `python3 start.py bench`.

A module here says ``def measures() -> Iterable[Measure]``; the runner in `bench/__main__.py` prints one
line for each.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import NamedTuple

COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
    "==": operator.eq,
}


class Measure(NamedTuple):
    """A figure with its target: ``Measure("plan page, 5,000 lines", 0.21, "s", "<=", 0.3)``."""

    what: str
    figure: float
    unit: str
    comparison: str
    target: float
    # What took part: "django 5.2.19, sqlite 3.53.0".
    versions: str = ""

    @property
    def is_met(self) -> bool:
        return COMPARISONS[self.comparison](self.figure, self.target)

    def __str__(self) -> str:
        verdict = "ok" if self.is_met else "MISSED"
        goal = f"{self.comparison} {number(self.target)} {self.unit}".strip()
        versions = f"  [{self.versions}]" if self.versions else ""
        return f"{self.what:<62} {number(self.figure):>10} {self.unit:<8} target {goal:<18} {verdict:<6}{versions}"


def number(value: float) -> str:
    """Three digits that mean something: 0.0214, 1.37, 86.4, 20,412."""
    if value == int(value):
        return f"{int(value):,}"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
