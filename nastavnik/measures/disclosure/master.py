"""The choice of rows that satisfies all cuts known so far at the least price."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

from ortools.linear_solver import pywraplp

from nastavnik.measures.disclosure.cuts import Cut
from nastavnik.measures.disclosure.lattice import Lattice


class Choice(NamedTuple):
    """Rows chosen by whole or by part, a proved least price of any choice, and the work that it took."""

    hidden: dict[int, float]
    bound: int
    spent: int


class Found(NamedTuple):
    """Hidden rows, and a proved least price of any choice."""

    hidden: frozenset[int]
    bound: int


class Master:
    """``whole``: rows are hidden or not; otherwise by parts, which is quick and bounds the price from below."""

    def __init__(self, lattice: Lattice, *, whole: bool, cuts: Iterable[Cut] = ()) -> None:
        self.lattice = lattice
        self.whole = whole
        self._lp = pywraplp.Solver.CreateSolver("SCIP" if whole else "GLOP")
        if not whole:
            self._lp.SetSolverSpecificParametersAsString("use_preprocessing: false")
        goal = self._lp.Objective()
        goal.SetMinimization()
        self._row = {}
        for row, cost in lattice.cost.items():
            self._row[row] = self._lp.BoolVar("") if whole else self._lp.NumVar(0, 1, "")
            goal.SetCoefficient(self._row[row], cost)
        self.known: set[Cut] = set()
        self.add(cuts)

    def add(self, cuts: Iterable[Cut]) -> int:
        """How many of them were new."""
        before = len(self.known)
        for cut in cuts:
            if cut not in self.known:
                self.known.add(cut)
                constraint = self._lp.RowConstraint(
                    0 if cut.bridge is not None else cut.need, self._lp.infinity(), ""
                )
                for row, weight in cut.weights:
                    constraint.SetCoefficient(self._row[row], weight)
                if cut.bridge is not None:
                    constraint.SetCoefficient(self._row[cut.bridge], -cut.need)
        return len(self.known) - before

    def keep(self, rows: Iterable[int]) -> None:
        """From now on these are hidden."""
        for row in rows:
            self._row[row].SetLb(1)

    def solve(self, nodes: int = 0) -> Choice | None:
        """None when nothing was found within ``nodes`` of the search tree (only for whole rows)."""
        if self.whole:
            self._lp.SetSolverSpecificParametersAsString(f"limits/totalnodes = {nodes}\n")
        state = self._lp.Solve()
        if state not in (pywraplp.Solver.OPTIMAL, pywraplp.Solver.FEASIBLE):
            return None
        hidden = {row: variable.solution_value() for row, variable in self._row.items()}
        value = self._lp.Objective().Value()
        bound = self._lp.Objective().BestBound() if self.whole and state == pywraplp.Solver.FEASIBLE else value
        # Prices are whole numbers.
        return Choice(hidden, math.ceil(bound - 1e-6), self._lp.iterations() + 1)
