"""A sufficient choice for a large table, and how far from the least price it may be."""

from __future__ import annotations

from nastavnik.measures.disclosure.cubes import Cubes
from nastavnik.measures.disclosure.cuts import line_bridges, line_cuts
from nastavnik.measures.disclosure.flows import Flows
from nastavnik.measures.disclosure.lattice import Lattice
from nastavnik.measures.disclosure.master import Found, Master
from nastavnik.measures.disclosure.moves import Moves

_ROUNDS = 15
_FEW = 20
_PASSES = 3
# Steps of the simplex method, never seconds.
_BUDGET = 15_000


def choose(lattice: Lattice) -> Found:
    shares, bound = _by_parts(lattice)
    price = {row: cost * (1.05 - shares[row]) for row, cost in lattice.cost.items()}
    cubes = Cubes(lattice, price)
    core = cubes.rows() | lattice.is_primary | {row for row, share in shares.items() if share > 1e-3}
    flows = Flows(lattice, core)
    primary = lattice.is_primary
    hidden, unmet = flows.opened(primary, lattice.needs, patient=False)
    spent, moves = flows.spent, flows.found
    for wider in (True, False):
        if unmet:
            flows = Flows(lattice, core | cubes.rows_that_carry(unmet) if wider else lattice.open)
            hidden, unmet = flows.opened(hidden, unmet)
            spent += flows.spent
            moves += flows.found
    for _pass in range(_PASSES):
        if spent > _BUDGET:
            break
        flows = Flows(lattice, hidden)
        fewer, unmet = flows.opened(primary, lattice.needs)
        spent += flows.spent
        if unmet or lattice.price(fewer) >= lattice.price(hidden):
            break
        hidden, moves = fewer, flows.found
    hidden = _proved(lattice, hidden, moves)
    return Found(hidden, min(bound, lattice.price(hidden)))


def _by_parts(lattice: Lattice) -> tuple[dict[int, float], int]:
    """Choices by parts that satisfy every line: where to look, and a proved bound."""
    master = Master(lattice, line_cuts(lattice))
    shares: dict[int, float] = dict.fromkeys(lattice.cost, 0.0)
    bound = 0
    for _round in range(_ROUNDS):
        choice = master.solve()
        if choice is None:
            break
        shares, bound = choice, master.bound()
        found = list(line_bridges(lattice, shares))
        if len(found) < _FEW or not master.add(found):
            break
    return shares, bound


def _proved(lattice: Lattice, hidden: frozenset[int], moves: list[dict[int, float]]) -> frozenset[int]:
    """``hidden`` without what stands still, and with more around a row whose needs lack a witness."""
    while unmet := Moves(lattice, hidden).unprotected(hidden, hints=moves):
        near = {number for need in unmet for number in lattice.lines_of.get(need.row, ())}
        rows = {row for number in near for row in (*lattice.lines[number].parts, lattice.lines[number].total)}
        more = hidden | (rows & lattice.cost.keys())
        hidden = more if more != hidden else frozenset(lattice.open)
        if more == hidden and len(hidden) == len(lattice.open):
            break
    return Moves(lattice, hidden).without_standing(hidden)
