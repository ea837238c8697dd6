"""Large tables: rows that let many primary ones move at once, at a small price, without a proof that it is the least.

Joint moves are linear programmes in which moving an open row is free and any other costs by its price; whatever moved
is open from then on. They look first among few rows that are likely to serve (the core), then among all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ortools.linear_solver import pywraplp

from nastavnik.measures.disclosure.lattice import Lattice, Need

_TINY = 1e-7
# What a unit on the way of a primary row is worth; dearer than any way through a table.
_WORTH = 1e5


class Flows:
    """Moves of ``rows`` with a price for each row that was not open."""

    def __init__(self, lattice: Lattice, rows: Iterable[int]) -> None:
        self.lattice = lattice
        self.spent = 0
        # All moves found so far.
        self.found: list[dict[int, float]] = []
        self._lp = pywraplp.Solver.CreateSolver("GLOP")
        self._lp.SetSolverSpecificParametersAsString(lattice.patience())
        self._endless = self._lp.infinity()
        self._up = {row: self._lp.NumVar(0, self._endless, "") for row in sorted(rows)}
        self._down = {row: self._lp.NumVar(0, lattice.fall(row), "") for row in self._up}
        for total, parts in lattice.sums:
            members = [(row, 1) for row in parts if row in self._up]
            if total in self._up:
                members.append((total, -1))
            if members:
                constraint = self._lp.RowConstraint(0, 0, "")
                for row, sign in members:
                    constraint.SetCoefficient(self._up[row], sign)
                    constraint.SetCoefficient(self._down[row], -sign)
        self._goal = self._lp.Objective()
        self._goal.SetMinimization()

    def opened(
        self, hidden: frozenset[int], needs: Iterable[Need], *, patient: bool = True
    ) -> tuple[frozenset[int], list[Need]]:
        """``hidden`` and what had to be opened besides, and the needs that cannot be met among these rows.

        Without patience needs that stand in one another's way count as unmet, though each may be met alone.
        """
        for row in self._up:
            self._price(row, 0 if row in hidden else self.lattice.cost[row])
        grown, unmet = set(hidden), []
        needs = list(needs)
        for up in (False, True):
            waiting = [need for need in needs if need.up == up]
            while waiting:
                group = self._apart(waiting)
                moves = self._joint(group)
                rest = [need for need in waiting if not self._is_met(need, moves)]
                if len(rest) == len(waiting) and not patient:
                    unmet += waiting
                    break
                if len(rest) == len(waiting):
                    # Together they stand in one another's way: one of them alone, and on with the others.
                    moves = self._joint(group[:1])
                    rest = [need for need in waiting if not self._is_met(need, moves)]
                    if group[0] in rest:
                        rest.remove(group[0])
                        unmet.append(group[0])
                        moves = {}
                waiting = rest
                for row in sorted(row for row in moves if row not in grown):
                    grown.add(row)
                    self._price(row, 0)
        return frozenset(grown), unmet

    def _price(self, row: int, price: float) -> None:
        self._goal.SetCoefficient(self._up[row], price)
        self._goal.SetCoefficient(self._down[row], price)

    def _apart(self, waiting: list[Need]) -> list[Need]:
        """Needs of rows that share no line, so that one does not hold up the other."""
        taken: set[int] = set()
        group = []
        for need in waiting:
            lines = self.lattice.lines_of.get(need.row, [])
            if taken.isdisjoint(lines):
                group.append(need)
                taken.update(lines)
        return group

    def _joint(self, group: list[Need]) -> dict[int, float]:
        """One move in which the rows of ``group`` go as far as they can: row → by how much."""
        for need in group:
            there, back = self._ways(need)
            back.SetUb(0)
            there.SetUb(self.lattice.amount(need))
            self._goal.SetCoefficient(there, -_WORTH)
        solved = self._lp.Solve() == pywraplp.Solver.OPTIMAL
        self.spent += self._lp.iterations() + 1
        moves = {
            row: by
            for row, variable in self._up.items()
            if solved and abs(by := variable.solution_value() - self._down[row].solution_value()) > _TINY
        }
        for need in group:
            there, _back = self._ways(need)
            self._goal.SetCoefficient(there, 0)
            self._up[need.row].SetUb(self._endless)
            self._down[need.row].SetUb(self.lattice.fall(need.row))
        self.found.append(moves)
        return moves

    def _ways(self, need: Need) -> tuple[pywraplp.Variable, pywraplp.Variable]:
        up, down = self._up[need.row], self._down[need.row]
        return (up, down) if need.up else (down, up)

    def _is_met(self, need: Need, moves: Mapping[int, float]) -> bool:
        by = moves.get(need.row, 0.0)
        return (by if need.up else -by) >= self.lattice.amount(need) - _TINY
