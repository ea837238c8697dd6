"""Tables of indicators with yearly values, which stand beside many plans."""

from __future__ import annotations

import re

from nastavnik.roadmaps.reader.document import Grid
from nastavnik.roadmaps.reader.header import Lattice
from nastavnik.roadmaps.reader.plan import Indicator
from nastavnik.roadmaps.reader.wording import fold, tidy

_YEAR = re.compile(r"(?<!\d)(20\d\d(?:\s?[-–/]\s?(?:20)?\d\d)?)(?!\d)")
_SUBJECT = re.compile(r"показател|индикатор|критери|\bдоля\b|уровень|количество|число")


def read_indicators(grid: Grid, lattice: Lattice) -> list[Indicator]:
    """The indicators of a table with years for columns; none where it is another table."""
    for row in range(min(3, grid.n_rows)):
        years = {
            col: found[1].replace(" ", "")
            for col, cell in enumerate(lattice[row])
            if cell is not None and len(cell.text) < 30 and (found := _YEAR.search(cell.text))
        }
        words = fold(" ".join(cell.text for cell in grid.cells if cell.row <= row + 3))
        if len(years) >= 2 and _SUBJECT.search(words):
            names = [col for col in range(grid.n_cols) if col not in years]
            return _rows(grid, lattice, row + 1, years, names)
    return []


def _rows(grid: Grid, lattice: Lattice, start: int, years: dict[int, str], names: list[int]) -> list[Indicator]:
    found: list[Indicator] = []
    for row in range(start, grid.n_rows):
        texts = [tidy(cell.text) for col in names if (cell := lattice[row][col]) is not None and cell.text.strip()]
        name = max(texts, key=len, default="")
        values = {
            year: _value(tidy(cell.text))
            for col, year in years.items()
            if (cell := lattice[row][col]) is not None and cell.text.strip()
        }
        if len(name) > 3 and values:
            found.append(Indicator(name, values))
    return found


def _value(text: str) -> float | int | str:
    plain = text.replace(" ", "").replace(",", ".").rstrip("%")
    if re.fullmatch(r"-?\d+", plain):
        return int(plain)
    return float(plain) if re.fullmatch(r"-?\d+\.\d+", plain) else text
