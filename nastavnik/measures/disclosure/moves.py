"""The attacker: which tables agree with what is published, as moves away from the true one.

One linear programme for a whole search, started each time from where it ended before; only its bounds and what it
strives for change. What it finds decides nothing by itself: a move is a witness when it holds in whole numbers, and a
cut is computed in whole numbers from its duals.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping

from ortools.linear_solver import pywraplp

from nastavnik.measures.disclosure.cuts import Cut, capacity
from nastavnik.measures.disclosure.lattice import Lattice, Need

# Duals are fractions with small denominators: nearly all divide this.
_UNITS = 720_720
_DENOMINATORS = (1, 2, 3, 4, 6, 12)
_MOST_UNITS = 10**6
# How near a move is to the fraction that it is taken for, in turn.
_NEAR = (1e-6, 1e-9, 1e-12)
_TINY = 1e-6
_FAR = 1e6
# What a published row may move when the best cut is looked for, in shares of what is needed.
_HINT = 1e-3


class Moves:
    """Moves of ``rows`` (the rest stands still) that keep every sum of the table."""

    def __init__(self, lattice: Lattice, rows: Iterable[int]) -> None:
        self.lattice = lattice
        self.rows = sorted(rows)
        self.spent = 0
        self._lp = pywraplp.Solver.CreateSolver("GLOP")
        self._lp.SetSolverSpecificParametersAsString(lattice.patience())
        self._row = {row: self._lp.NumVar(0, 0, "") for row in self.rows}
        self._sums: list[tuple[pywraplp.Constraint, int, tuple[int, ...]]] = []
        # Row → numbers of the sums that it stands in, with 1 as a part and -1 as the total.
        self._in: dict[int, list[tuple[int, int]]] = {row: [] for row in self.rows}
        for total, parts in lattice.sums:
            members = [(row, 1) for row in parts if row in self._row]
            if total in self._row:
                members.append((total, -1))
            if members:
                constraint = self._lp.RowConstraint(0, 0, "")
                for row, sign in members:
                    constraint.SetCoefficient(self._row[row], sign)
                    self._in[row].append((len(self._sums), sign))
                self._sums.append((constraint, total, parts))
        self._goal = self._lp.Objective()
        self._goal.SetMinimization()
        self._aims: list[int] = []
        # Of the last programme, read before its bounds change again.
        self._by: dict[int, float] = {}
        self._best = 0.0
        self._duals: list[float] = []

    def unprotected(
        self, hidden: frozenset[int], *, most: int | None = None, hints: Iterable[Mapping[int, float]] = ()
    ) -> list[Need]:
        """Needs that no move of ``hidden`` meets, ``most`` of them at the most; ``hints``: moves to try first."""
        self.hide(hidden)
        waiting = dict.fromkeys(self.lattice.needs)
        for hint in hints:
            if hint.keys() <= hidden:
                self._by = dict(hint)
                self._strike(waiting)
        for up in (False, True):
            self._meet_together(waiting, up)
        found: list[Need] = []
        for need in list(waiting):
            if need in waiting and not self._meets(need, waiting):
                del waiting[need]
                found.append(need)
                if len(found) == most:
                    break
        return found

    def hide(self, hidden: frozenset[int]) -> None:
        """From now on rows of ``hidden`` move freely down to 0, the others not at all."""
        endless = self._lp.infinity()
        for row, variable in self._row.items():
            if row in hidden:
                variable.SetBounds(-self.lattice.fall(row), endless)
            else:
                variable.SetBounds(0, 0)

    def without_standing(self, hidden: frozenset[int]) -> frozenset[int]:
        """``hidden`` without secondary rows whose value follows from the others: lower = upper."""
        fewer = hidden - self._standing(hidden)
        # A programme may err; what protects is looked at again.
        return hidden if fewer != hidden and self.unprotected(fewer, most=1) else fewer

    def _standing(self, hidden: frozenset[int]) -> set[int]:
        self.hide(hidden)
        waiting = {row for row in hidden if row in self.lattice.cost}
        stands = set()
        while waiting:
            row = min(waiting)
            moved = self._some_move(row)
            if moved is not None and row not in moved:
                stands.add(row)
            waiting -= {row, *(moved or ())}
        return stands

    def _some_move(self, row: int) -> set[int] | None:
        """Rows that move in a witness in which ``row`` moves; empty when it cannot; None when nothing is certain."""
        is_certain = True
        for sign in (1, -1):
            self._row[row].SetUb(1)
            solved = self._strive({row: sign})
            self._row[row].SetUb(self._lp.infinity())
            if solved and (move := self._witness()) and move.get(row):
                return {other for other, by in move.items() if by}
            is_certain = is_certain and solved and abs(self._best) < _TINY
        return set() if is_certain else None

    def _meet_together(self, waiting: dict[Need, None], up: bool) -> None:
        """Strike out what a few moves in which many primary rows move at once already show."""
        lattice, sign = self.lattice, -1 if up else 1
        if up:
            for row in lattice.primary:
                self._row[row].SetUb(lattice.threshold - lattice.count[row])
        while aims := {need.row: sign for need in waiting if need.up == up}:
            before = len(waiting)
            if not self._strive(aims) or not self._strike(waiting) or before - len(waiting) < 2:
                break
        if up:
            for row in lattice.primary:
                self._row[row].SetUb(self._lp.infinity())

    def _meets(self, need: Need, waiting: dict[Need, None]) -> bool:
        if not self._reach(need):
            return False
        self._strike(waiting)
        return need not in waiting

    def _reach(self, need: Need, *, duals: bool = False) -> bool:
        """Move one row as far as it has to."""
        variable = self._row[need.row]
        if need.up:
            variable.SetUb(self.lattice.amount(need))
        solved = self._strive({need.row: -1 if need.up else 1}, duals=duals)
        if need.up:
            variable.SetUb(self._lp.infinity())
        return solved

    def _strive(self, aims: Mapping[int, float], *, duals: bool = False) -> bool:
        """Minimise the sum of ``aims`` times moves; whether an optimum was found."""
        for row in self._aims:
            self._goal.SetCoefficient(self._row[row], 0)
        for row, weight in aims.items():
            self._goal.SetCoefficient(self._row[row], weight)
        self._aims = list(aims)
        solved: bool = self._lp.Solve() == pywraplp.Solver.OPTIMAL
        self.spent += self._lp.iterations() + 1
        if solved:
            self._best = self._goal.Value()
            if duals:
                self._duals = [constraint.dual_value() for constraint, _total, _parts in self._sums]
            else:
                values = ((row, variable.solution_value()) for row, variable in self._row.items())
                self._by = {row: by for row, by in values if by}
        return solved

    def _strike(self, waiting: dict[Need, None]) -> bool:
        """Strike out the needs that the present move meets, exactly."""
        near = [need for need in waiting if self._is_near(need)]
        if not near:
            return False
        move = self._witness()
        met = [need for need in near if move is not None and self._is_met(need, move)]
        for need in met:
            del waiting[need]
        return bool(met)

    def _is_near(self, need: Need) -> bool:
        moved = self._by.get(need.row, 0.0) * (1 if need.up else -1)
        return moved >= self.lattice.amount(need) - _TINY

    def _is_met(self, need: Need, move: Mapping[int, int]) -> bool:
        moved = move.get(need.row, 0) if need.up else -move.get(need.row, 0)
        return moved >= self.lattice.amount(need) * move[-1]

    def _witness(self) -> dict[int, int] | None:
        """The present move as whole numbers over a denominator, kept under -1; None when it does not hold."""
        for unit in _DENOMINATORS:
            if all(abs(by * unit - round(by * unit)) < _TINY for by in self._by.values()):
                move = {row: round(by * unit) for row, by in self._by.items()}
                return {**move, -1: unit} if self._holds(move, unit) else None
        for near in _NEAR:
            parts = {by: _fraction(by, near) for by in self._by.values()}
            unit = math.lcm(*{below for _above, below in parts.values()})
            move = {row: parts[by][0] * (unit // parts[by][1]) for row, by in self._by.items()}
            if self._holds(move, unit):
                return {**move, -1: unit}
        return None

    def _holds(self, move: Mapping[int, int], unit: int) -> bool:
        count = self.lattice.count
        if any(by < -count[row] * unit for row, by in move.items()):
            return False
        excess = [0] * len(self._sums)
        for row, by in move.items():
            for number, sign in self._in[row]:
                excess[number] += sign * by
        return not any(excess)

    def cut(self, need: Need, hidden: frozenset[int]) -> Cut | None:
        """A cut that ``hidden`` breaks, for a need that it does not meet."""
        lattice, amount = self.lattice, self.lattice.amount(need)
        self._free(
            need.row,
            lambda row: lattice.fall(row) * (1 if row in hidden else _HINT),
            lambda row: max(_FAR, 10.0 * amount) if row in hidden else _HINT * amount,
        )
        for hint in (True, False):
            if not hint:
                self.hide(hidden)
            if (
                self._reach(need, duals=True)
                and (cut := self._of_duals(need))
                and cut.lack(dict.fromkeys(hidden, 1.0)) > 0
            ):
                return cut
        return None

    def fractional_cut(self, need: Need, hidden: Mapping[int, float]) -> Cut | None:
        """The same for a choice in which rows may be hidden by parts."""
        amount, count = self.lattice.amount(need), self.lattice.count
        self._free(
            need.row,
            lambda row: min(amount, count[row]) * hidden.get(row, 0.0),
            lambda row: amount * hidden.get(row, 0.0),
        )
        if self._reach(need, duals=True) and -self._best < amount * (1 - 1e-4):
            cut = self._of_duals(need)
            return cut if cut and cut.lack(hidden) > 1e-4 else None
        return None

    def bridge(self, row: int, hidden: Mapping[int, float]) -> Cut | None:
        """A cut that says: what follows from published rows alone is not worth hiding."""
        share = hidden[row]
        self._free(row, lambda other: hidden.get(other, 0.0), lambda other: hidden.get(other, 0.0))
        self._row[row].SetBounds(-share, share)
        if not self._strive({row: -1}, duals=True) or -self._best > share - 1e-4:
            return None
        pulls = self._pulls()
        if not pulls.get(row) or any(other in self.lattice.is_primary for other, pull in pulls.items() if pull):
            return None
        rows = sorted(other for other, pull in pulls.items() if pull and other in self.lattice.cost and other != row)
        cut = Cut(tuple((other, 1) for other in rows), 1, row)
        return cut if cut.lack(hidden) > 1e-4 else None

    def _free(self, row: int, down: Callable[[int], float], up: Callable[[int], float]) -> None:
        for other, variable in self._row.items():
            variable.SetBounds(-down(other), up(other))
        self._row[row].SetBounds(-self.lattice.fall(row), self._lp.infinity())

    def _pulls(self) -> dict[int, int]:
        """How each row pulls, by the duals of the last programme, in `_UNITS`: the sum of pulls times moves is 0."""
        pulls: dict[int, int] = {}
        for dual, (_constraint, total, parts) in zip(self._duals, self._sums, strict=True):
            if weight := round(dual * _UNITS):
                for row in parts:
                    pulls[row] = pulls.get(row, 0) + weight
                pulls[total] = pulls.get(total, 0) - weight
        return pulls

    def _of_duals(self, need: Need) -> Cut | None:
        pulls = self._pulls()
        # Its own pull stands on the left: (pull of the row) x (its move) = the others' pulls x their moves, turned.
        own = pulls.pop(need.row, 0) * (-1 if need.up else 1)
        if own <= 0:
            return None
        amount = self.lattice.amount(need)
        whole = amount * own
        weights = {
            row: whole if pull > 0 else min(whole, -pull * self.lattice.count[row])
            for row, pull in pulls.items()
            if pull and row != need.row
        }
        return capacity(self.lattice, need.row, weights, whole)


def _fraction(by: float, near: float) -> tuple[int, int]:
    """The first of the continued fraction of ``by`` that is ``near``: what stands above, what below."""
    before, above, before_below, below = 0, 1, 1, 0
    rest, far = by, near * max(1.0, abs(by))
    while True:
        whole = math.floor(rest)
        before, above = above, whole * above + before
        before_below, below = below, whole * below + before_below
        if abs(by - above / below) <= far or below > _MOST_UNITS or rest == whole:
            return above, below
        rest = 1 / (rest - whole)
