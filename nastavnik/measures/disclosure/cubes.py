"""Rows that are likely to serve: for each primary row the cheapest cube through it.

A cube takes two categories of each column (the total may be one of them). Its corners can move by one unit up and
down in turn, and every sum stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from nastavnik.measures.disclosure.lattice import Lattice, Need
from nastavnik.measures.disclosure.table import TOTAL, Key

# With more columns a cube has too many corners to look for one.
MOST_COLUMNS = 5
_WIDTH = 6

# A combination, and whether it rises.
Corner = tuple[Key, bool]


class Cubes:
    """``price``: what a row costs that is not open yet."""

    def __init__(self, lattice: Lattice, price: Mapping[int, float]) -> None:
        self.lattice = lattice
        self.price = {lattice.keys[row]: price.get(row, 0.0) for row in lattice.open}
        columns = len(lattice.keys[0])
        open_keys = [lattice.keys[row] for row in lattice.open]
        self._least = 0
        self.categories = [sorted({key[column] for key in open_keys}) for column in range(columns)]

    def rows(self) -> set[int]:
        """The rows of the cheapest cube of each primary row; what one has opened is free for the next."""
        return self._opened((row, None) for row in self.lattice.primary)

    def rows_that_carry(self, needs: Iterable[Need]) -> set[int]:
        """The same with corners that can give, each alone, as much as the need asks for."""
        return self._opened((need.row, need) for need in needs)

    def _opened(self, starts: Iterable[tuple[int, Need | None]]) -> set[int]:
        found: set[int] = set()
        if len(self.categories) > MOST_COLUMNS:
            return found
        for row, need in starts:
            key = self.lattice.keys[row]
            self._least = self.lattice.amount(need) if need else 0
            up = need.up if need else False
            _price, corners = self._best(0, [(key, up)], 0.0, float("inf"))
            for corner, _rises in corners:
                if (place := self.lattice.place.get(corner)) is not None:
                    found.add(place)
                    self.price[corner] = 0.0
        return found

    def _best(self, column: int, corners: list[Corner], price: float, bound: float) -> tuple[float, list[Corner]]:
        """The cheapest way to double ``corners`` along this and the following columns, below ``bound``."""
        if column == len(self.categories):
            return price, corners
        own = corners[0][0][column]
        ways = []
        for other in self.categories[column]:
            if other != own:
                # Two parts of a sum move against one another, a part and the sum together.
                turn = TOTAL not in (own, other)
                far = [((*key[:column], other, *key[column + 1 :]), rises != turn) for key, rises in corners]
                if (sum_ := price + self._of(far, bound - price)) < bound:
                    ways.append((sum_, far))
        ways.sort(key=lambda way: way[0])
        best: tuple[float, list[Corner]] = (bound, [])
        for sum_, far in ways[:_WIDTH]:
            if sum_ < best[0]:
                found = self._best(column + 1, corners + far, sum_, best[0])
                if found[1] and found[0] < best[0]:
                    best = found
        return best

    def _of(self, corners: list[Corner], bound: float) -> float:
        """What opening ``corners`` costs; endless when one of them cannot move as it should."""
        price = 0.0
        for key, rises in corners:
            found = self.price.get(key)
            if found is None:
                # A total that is not published moves as it likes; whatever else is not open stands still.
                if TOTAL not in key or key in self.lattice.place:
                    return float("inf")
            elif not rises and self.lattice.count[self.lattice.place[key]] < self._least:
                return float("inf")
            else:
                price += found
                if price >= bound:
                    return float("inf")
        return price
