"""An attacker of our own: what the rule asks for, asked of another solver in another form.

Every inner row is a variable, every published total a sum over the inner rows that match it; for each hidden row two
linear programmes. It shares no code with the product.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

from ortools.linear_solver import pywraplp

Rows = Mapping[tuple[str, ...], int]
# More than any table of these tests holds, so that "any number" is a number too.
PLENTY = 10**6
TOLERANCE = 1e-5


def interval(rows: Rows, hidden, row) -> tuple[float, float]:
    """The least and the greatest value of ``row`` over all tables that agree with what is published."""
    inner = [key for key in rows if "*" not in key]
    lp = pywraplp.Solver.CreateSolver("CLP")
    value = {key: lp.NumVar(0, PLENTY, "") if key in hidden else lp.NumVar(rows[key], rows[key], "") for key in inner}
    # Some versions of the solver refuse a programme without any condition.
    lp.RowConstraint(0, 1, "").SetCoefficient(lp.NumVar(0, 1, ""), 1)
    for key in rows:
        if "*" in key and key not in hidden:
            published = lp.RowConstraint(rows[key], rows[key], "")
            for part in beneath(inner, key):
                published.SetCoefficient(value[part], 1)
    found = []
    for greatest in (False, True):
        goal = lp.Objective()
        goal.Clear()
        for part in beneath(inner, row):
            goal.SetCoefficient(value[part], 1)
        goal.SetOptimizationDirection(greatest)
        assert lp.Solve() == pywraplp.Solver.OPTIMAL
        found.append(goal.Value())
    return found[0], found[1]


def beneath(inner, key):
    return [part for part in inner if all(want in ("*", have) for want, have in zip(key, part, strict=True))]


def given_away(
    rows: Rows, reasons: Mapping[tuple[str, ...], str], k: int
) -> dict[tuple[str, ...], tuple[float, float]]:
    """Hidden rows that break the rule, with what an attacker can say of them."""
    found = {}
    for row, reason in reasons.items():
        lower, upper = interval(rows, reasons, row)
        small = reason == "primary"
        broken = lower > TOLERANCE or upper < k - TOLERANCE if small else upper - lower < TOLERANCE
        if broken:
            found[row] = (lower, upper)
    return found


def least_cost(rows: Rows, k: int) -> int:
    """The least cost by trying all choices, cheapest first."""
    primary = {row: "primary" for row, count in rows.items() if 1 <= count < k}
    others = [row for row, count in rows.items() if count >= k and set(row) != {"*"}]
    choices = [chosen for size in range(len(others) + 1) for chosen in combinations(others, size)]
    for chosen in sorted(choices, key=lambda rows_: sum(rows[row].bit_length() for row in rows_)):
        if not given_away(rows, primary | dict.fromkeys(chosen, "secondary"), k):
            return sum(rows[row].bit_length() for row in chosen)
    raise AssertionError("No choice protects this table.")
