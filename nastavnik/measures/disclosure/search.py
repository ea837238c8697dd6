"""The search for the cheapest choice that protects: cuts by parts, then by whole rows until the attacker gives up."""

from __future__ import annotations

from nastavnik.measures.disclosure.cuts import Cut, Pool, line_bridges, line_cuts
from nastavnik.measures.disclosure.deciding import decide
from nastavnik.measures.disclosure.lattice import Lattice
from nastavnik.measures.disclosure.master import Found, Master
from nastavnik.measures.disclosure.moves import Moves

_ROUNDS = 40
# Steps for one choice, while most choices fall to the attacker anyhow.
_BRISK = 5_000


class Search:
    """One search over one table of moderate size, from ``start`` on.

    ``budget`` counts steps of the solvers, never seconds: the same table has the same answer on any machine.
    """

    def __init__(self, lattice: Lattice, start: Found, budget: int) -> None:
        self.lattice = lattice
        self.budget = budget
        self.moves = Moves(lattice, lattice.open)
        self.pool = Pool()
        self.spent = 0
        self.best = start.hidden
        self.bound = start.bound

    def run(self) -> Found:
        self._take(self._by_parts())
        # First cheap choices that teach cuts; then any below the best one, until there is none.
        is_brisk = True
        while self.bound < self.lattice.price(self.best) and (left := self._left()) > 0:
            choice = decide(
                self.lattice,
                self.pool.cuts,
                self.best,
                bound=self.bound,
                below=self.lattice.price(self.best),
                steps=min(_BRISK, left) if is_brisk else left,
                first=not is_brisk,
            )
            self.spent += choice.spent
            self.bound = max(self.bound, choice.bound)
            before = self.pool.learned, self.best
            if choice.hidden is not None:
                self._take(dict.fromkeys(choice.hidden, 1.0))
                if not is_brisk and (self.pool.learned, self.best) == before:
                    break
            is_brisk = is_brisk and self.pool.learned > before[0]
        return Found(self.best, min(self.bound, self.lattice.price(self.best)))

    def _left(self) -> int:
        return self.budget - self.spent - self.moves.spent

    def _by_parts(self) -> dict[int, float]:
        """Cuts for choices by parts, until these satisfy all that can be found."""
        lattice, moves = self.lattice, self.moves
        master = Master(lattice)
        self.pool.learn(line_cuts(lattice))
        hidden: dict[int, float] = {}
        for _round in range(_ROUNDS):
            master.add(self.pool.cuts)
            choice = master.solve()
            if choice is None:
                break
            hidden = choice
            self.bound = max(self.bound, master.bound())
            found = list(line_bridges(lattice, hidden))
            if len(found) < 5:
                primary = hidden | dict.fromkeys(lattice.primary, 1.0)
                found += [cut for need in lattice.needs if (cut := moves.fractional_cut(need, primary))]
            if len(found) < 5:
                found += self._bridges(hidden)
            if not self.pool.learn(found) or self._left() - master.spent <= 0:
                break
        self.spent += master.spent
        return hidden

    def _bridges(self, hidden: dict[int, float]) -> list[Cut]:
        shares = hidden | dict.fromkeys(self.lattice.primary, 1.0)
        rows = [row for row, share in hidden.items() if share > 0.02]
        return [cut for row in rows if (cut := self.moves.bridge(row, shares))]

    def _take(self, choice: dict[int, float]) -> None:
        """Make ``choice`` sufficient, learn from what it lacked, keep it when it is the cheapest so far."""
        lattice = self.lattice
        start = frozenset({row for row, share in choice.items() if share > 0.5} | lattice.is_primary)
        whole = dict.fromkeys(start, 1.0)
        self.pool.learn(line_bridges(lattice, whole))
        self.pool.learn(self._bridges({row: 1.0 for row in start if row in lattice.cost} | self._rest(start)))
        hidden = self._mended(start)
        if hidden != start:
            hidden = self._pruned(hidden)
        hidden = self.moves.without_standing(hidden)
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
            self.pool.learn(cuts)
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
                self.pool.learn([cut])
        return hidden
