"""Whole choices below a price: one that satisfies all cuts, or the proof that there is none. In whole numbers."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

# The layer beneath `cp_model`: that one brings pandas along, which takes longer to import than most tables take.
from ortools.sat.python import cp_model_helper as sat

from nastavnik.measures.disclosure.cuts import Cut
from nastavnik.measures.disclosure.lattice import Lattice

# Steps of a unit of the solver's own clock, which counts what it does: about as long as steps of the simplex method.
STEPS = 10_000
_ENDLESS = 2**62
# The solver adds weights up in 64 bits.
_MOST = 10**9


class Decision(NamedTuple):
    """``hidden``: a choice below the price, None when none was found; ``bound``: no choice costs less, `below` when
    there is none below it."""

    hidden: frozenset[int] | None
    bound: int
    spent: int


def decide(
    lattice: Lattice, cuts: Collection[Cut], start: frozenset[int], *, bound: int, below: int, steps: int, first: bool
) -> Decision:
    """A choice that costs ``bound`` or more and less than ``below``; ``start``: rows that are likely to serve.

    With ``first`` any such choice will do, otherwise the cheapest that ``steps`` suffice for.
    """
    rows = list(lattice.cost)
    model = _model(lattice, rows, cuts)
    model.objective.domain.extend([bound, below - 1])
    model.solution_hint.vars.extend(range(len(rows)))
    model.solution_hint.values.extend(int(row in start) for row in rows)
    limits = sat.SatParameters()
    # One worker: several answer in an order of their own.
    limits.num_workers = 1
    limits.linearization_level = 2
    limits.stop_after_first_solution = first
    limits.max_deterministic_time = steps / STEPS
    solver = sat.SolveWrapper()
    solver.set_parameters(limits)
    answer = solver.solve(model)  # type: ignore[no-untyped-call]  # its stub names no types
    spent = round(answer.deterministic_time * STEPS) + 1
    if answer.status == sat.CpSolverStatus.INFEASIBLE:
        return Decision(None, below, spent)
    if answer.status not in (sat.CpSolverStatus.OPTIMAL, sat.CpSolverStatus.FEASIBLE):
        return Decision(None, bound, spent)
    proved = max(bound, answer.inner_objective_lower_bound)
    return Decision(frozenset(row for row, is_in in zip(rows, answer.solution, strict=True) if is_in), proved, spent)


def _model(lattice: Lattice, rows: list[int], cuts: Collection[Cut]) -> sat.CpModelProto:
    model = sat.CpModelProto()
    number = {row: place for place, row in enumerate(rows)}
    for _row in rows:
        model.variables.add().domain.extend([0, 1])
    for cut in cuts:
        places = [number[row] for row, _weight in cut.weights]
        constraint = model.constraints.add()
        if cut.need == 1:
            # One of the rows is hidden, or the bridge is not.
            constraint.bool_or.literals.extend(places)
            if cut.bridge is not None:
                constraint.bool_or.literals.append(-1 - number[cut.bridge])
        else:
            # Rounded up, weights say less, and what they say stays true.
            unit = -(-cut.need // _MOST)
            constraint.linear.vars.extend(places)
            constraint.linear.coeffs.extend(-(-weight // unit) for _row, weight in cut.weights)
            constraint.linear.domain.extend([-(-cut.need // unit), _ENDLESS])
    model.objective.vars.extend(range(len(rows)))
    model.objective.coeffs.extend(lattice.cost[row] for row in rows)
    return model
