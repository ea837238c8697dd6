"""The search for the cheapest choice that protects: cuts by parts, then by whole rows until the attacker gives up."""

from __future__ import annotations

from nastavnik.measures.disclosure.cuts import Cut, line_bridges, line_cuts
from nastavnik.measures.disclosure.lattice import Lattice
from nastavnik.measures.disclosure.master import Found, Master
from nastavnik.measures.disclosure.moves import Moves

_ROUNDS = 40
_NODES = 3_000


class Search:
    """One search over one table of moderate size, from ``start`` on.

    ``budget`` counts steps of the simplex method, never seconds: the same table has the same answer on any machine.
    """

    def __init__(self, lattice: Lattice, start: Found, budget: int) -> None:
        self.lattice = lattice
        self.budget = budget
        self.moves = Moves(lattice, lattice.open)
        self.known: dict[Cut, None] = {}
        self.spent = 0
        self.best = start.hidden
        self.bound = start.bound

    def run(self) -> Found:
        self._take(self._by_parts())
        # At first a look at the root of the tree is enough: most choices fall to the attacker anyhow.
        nodes = 1
        while self.bound < self.lattice.price(self.best) and self._goes_on():
            # A new programme each time: SCIP cannot go on from one that it broke off.
            choice = Master(self.lattice, whole=True, cuts=self.known).solve(nodes)
            if choice is None:
                if nodes == _NODES:
                    break
                nodes = _NODES
                continue
            self.spent += choice.spent
            self.bound = max(self.bound, choice.bound)
            before = len(self.known)
            self._take(choice.hidden)
            if len(self.known) == before:
                if nodes == _NODES:
                    break
                nodes = _NODES
        return Found(self.best, min(self.bound, self.lattice.price(self.best)))

    def _goes_on(self) -> bool:
        return self.spent + self.moves.spent < self.budget

    def _by_parts(self) -> dict[int, float]:
        """Cuts for choices by parts, until these satisfy all that can be found."""
        lattice, moves = self.lattice, self.moves
        master = Master(lattice, whole=False)
        self._learn(line_cuts(lattice))
        hidden: dict[int, float] = {}
        for _round in range(_ROUNDS):
            master.add(self.known)
            choice = master.solve()
            if choice is None:
                break
            hidden, self.bound = choice.hidden, max(self.bound, choice.bound)
            self.spent += choice.spent
            found = list(line_bridges(lattice, hidden))
            if len(found) < 5:
                primary = hidden | dict.fromkeys(lattice.primary, 1.0)
                found += [cut for need in lattice.needs if (cut := moves.fractional_cut(need, primary))]
            if len(found) < 5:
                found += self._bridges(hidden)
            if not self._learn(found) or not self._goes_on():
                break
        return hidden

    def _bridges(self, hidden: dict[int, float]) -> list[Cut]:
        shares = hidden | dict.fromkeys(self.lattice.primary, 1.0)
        rows = [row for row, share in hidden.items() if share > 0.02]
        return [cut for row in rows if (cut := self.moves.bridge(row, shares))]

    def _learn(self, cuts: list[Cut]) -> int:
        before = len(self.known)
        self.known.update(dict.fromkeys(cuts))
        return len(self.known) - before

    def _take(self, choice: dict[int, float]) -> None:
        """Make ``choice`` sufficient, learn from what it lacked, keep it when it is the cheapest so far."""
        lattice = self.lattice
        start = frozenset({row for row, share in choice.items() if share > 0.5} | lattice.is_primary)
        whole = dict.fromkeys(start, 1.0)
        self._learn(list(line_bridges(lattice, whole)))
        self._learn(self._bridges({row: 1.0 for row in start if row in lattice.cost} | self._rest(start)))
        hidden = self._mended(start)
        if hidden != start:
            hidden = self._pruned(hidden)
        hidden -= self.moves.standing(hidden)
        if lattice.price(hidden) < lattice.price(self.best):
            self.best = hidden

    def _rest(self, start: frozenset[int]) -> dict[int, float]:
        return {row: 0.0 for row in self.lattice.cost if row not in start}

    def _mended(self, hidden: frozenset[int]) -> frozenset[int]:
        """Hide more, by cuts that are broken, until every need is met."""
        while unmet := self.moves.unprotected(hidden):
            cuts = [cut for need in unmet if (cut := self.moves.cut(need, hidden))]
            if not cuts:
                return frozenset(self.lattice.open)
            self._learn(cuts)
            for cut in cuts:
                hidden = self._satisfied(cut, hidden)
        return hidden

    def _satisfied(self, cut: Cut, hidden: frozenset[int]) -> frozenset[int]:
        more = set(hidden)
        have = sum(weight for row, weight in cut.weights if row in hidden)
        for row, weight in sorted(cut.weights, key=lambda pair: (self.lattice.cost[pair[0]] / pair[1], pair[0])):
            if have >= cut.need:
                break
            if row not in more:
                more.add(row)
                have += weight
        return frozenset(more)

    def _pruned(self, hidden: frozenset[int]) -> frozenset[int]:
        """Publish again whatever can be, dearest first."""
        cost = self.lattice.cost
        for row in sorted((row for row in hidden if row in cost), key=lambda row: (-cost[row], row)):
            fewer = hidden - {row}
            unmet = self.moves.unprotected(fewer, most=1)
            if not unmet:
                hidden = fewer
            elif cut := self.moves.cut(unmet[0], fewer):
                self._learn([cut])
        return hidden
