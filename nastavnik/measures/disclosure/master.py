"""The choice by parts that satisfies all cuts known so far at the least price: quick, and a bound for whole ones."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ortools.linear_solver import pywraplp

from nastavnik.measures.disclosure.cuts import Cut
from nastavnik.measures.disclosure.lattice import Lattice

# Duals are rounded to so small a share before the bound is reckoned in whole numbers.
_UNITS = 2**40


class Found(NamedTuple):
    """Hidden rows, and a proved least price of any choice."""

    hidden: frozenset[int]
    bound: int


class Master:
    """One linear programme that grows; each row is hidden from 0 to 1."""

    def __init__(self, lattice: Lattice, cuts: Iterable[Cut] = ()) -> None:
        self.lattice = lattice
        self.spent = 0
        self._lp = pywraplp.Solver.CreateSolver("GLOP")
        self._lp.SetSolverSpecificParametersAsString(lattice.patience())
        goal = self._lp.Objective()
        goal.SetMinimization()
        self._row = {}
        for row, cost in lattice.cost.items():
            self._row[row] = self._lp.NumVar(0, 1, "")
            goal.SetCoefficient(self._row[row], cost)
        self._known: dict[Cut, pywraplp.Constraint] = {}
        self.add(cuts)

    def add(self, cuts: Iterable[Cut]) -> int:
        """How many of them were new."""
        before = len(self._known)
        for cut in cuts:
            if cut not in self._known:
                self._known[cut] = constraint = self._lp.RowConstraint(
                    0 if cut.bridge is not None else cut.need, self._lp.infinity(), ""
                )
                for row, weight in cut.weights:
                    constraint.SetCoefficient(self._row[row], weight)
                if cut.bridge is not None:
                    constraint.SetCoefficient(self._row[cut.bridge], -cut.need)
        return len(self._known) - before

    def solve(self) -> dict[int, float] | None:
        """Row → the part of it that is hidden."""
        state = self._lp.Solve()
        self.spent += self._lp.iterations() + 1
        if state != pywraplp.Solver.OPTIMAL:
            return None
        return {row: variable.solution_value() for row, variable in self._row.items()}

    def bound(self) -> int:
        """The least price of any whole choice, by the duals of the last solution.

        Whatever the duals are, each not negative, this is true; it is reckoned in whole numbers.
        """
        rest = {row: cost * _UNITS for row, cost in self.lattice.cost.items()}
        proved = 0
        for cut, constraint in self._known.items():
            dual = round(constraint.dual_value() * _UNITS)
            if dual > 0:
                for row, weight in cut.weights:
                    rest[row] -= dual * weight
                if cut.bridge is None:
                    proved += dual * cut.need
                else:
                    rest[cut.bridge] += dual * cut.need
        proved += sum(cost for cost in rest.values() if cost < 0)
        # Prices are whole numbers: the next one above.
        return max(0, -(-proved // _UNITS))
