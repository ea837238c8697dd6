"""The body of a table under its header: what stands where, and what the whole tells of its rows."""

from __future__ import annotations

from nastavnik.roadmaps.reader.columns import Column
from nastavnik.roadmaps.reader.document import Cell, Grid
from nastavnik.roadmaps.reader.header import Header, Lattice
from nastavnik.roadmaps.reader.numbers import depth, is_number
from nastavnik.roadmaps.reader.wording import tidy


class Body:
    """Looks only. Learns first which columns hold numbers, how deep they count, whether bold means anything."""

    def __init__(self, grid: Grid, lattice: Lattice, header: Header) -> None:
        self.grid = grid
        self.lattice = lattice
        self.header = header
        self.rows = range(header.last + 1, grid.n_rows)
        self.columns: dict[int, Column] = {column.index: column for column in header.columns}
        self._name_the_nameless()
        self._swap_activity_and_detail()
        number = header.by_role("number")
        self.number_col = number[0].index if number else None
        self.activity_col = header.by_role("activity")[0].index
        self.has_stages = bool(header.by_role("stage"))
        self.stage_numbers = self._numbers_are_of_stages()
        self.numbers = {row: "" if self.stage_numbers else self._number(row) for row in self.rows}
        count = len(self.numbers)
        self.numbered = sum(map(bool, self.numbers.values())) * 2 > count
        self.deep = any(depth(text) > 1 for text in self.numbers.values())
        bold = sum(self._bold(row) for row in self.rows)
        self.bold_tells = 0 < bold * 2 < count + 1
        lone = sum(len(self.starting(row)) == 1 for row in self.rows)
        self.lone_tells = 0 < lone * 5 <= 2 * count

    def _column_texts(self, col: int) -> list[str]:
        cells = [self.lattice[row][col] for row in self.rows]
        narrow = max(1, self.grid.n_cols // 2)
        return [
            tidy(cell.text) for cell in cells if cell is not None and cell.text.strip() and cell.colspan <= narrow
        ]

    def _name_the_nameless(self) -> None:
        """A column without a heading that holds numbers is the number column; so is half of a joint heading."""
        if self.header.by_role("number"):
            return
        for column in self.header.columns:
            texts = [] if column.name or column.role != "other" else self._column_texts(column.index)
            if texts and sum(map(is_number, texts)) * 10 >= len(texts) * 6:
                column.role = "number"
                return
        joint = self.header.by_role("activity")[0]
        for stage in self.header.by_role("stage"):
            texts = self._column_texts(stage.index)
            if texts and sum(map(is_number, texts)) * 10 >= len(texts) * 7:
                stage.role = "number"
                return
        texts = self._column_texts(joint.index)
        following = self.columns.get(joint.index + 1)
        if texts and following and not following.name and sum(map(is_number, texts)) * 10 >= len(texts) * 8:
            joint.role, following.role = "number", "activity"

    def _swap_activity_and_detail(self) -> None:
        """«Мероприятие» merged over several rows of «Содержание» is the level above the activities."""
        activity = self.header.by_role("activity")[0]
        for detail in self.header.by_role("detail"):
            if self._has_tall(activity.index) and not self._has_tall(detail.index):
                activity.role, detail.role = "substage", "activity"
                return

    def _has_tall(self, col: int) -> bool:
        return any((cell := self.lattice[row][col]) is not None and cell.rowspan > 1 for row in self.rows)

    def _numbers_are_of_stages(self) -> bool:
        """Number cells merged over the same rows as stage cells number the stages, not the activities."""
        stage = self.header.by_role("stage")
        if not stage or self.number_col is None:
            return False
        pairs = [(self.cell(row, self.number_col), self.cell(row, stage[0].index)) for row in self.rows]
        tall = [(one, other) for one, other in pairs if one is not None and other is not None and other.rowspan > 1]
        return bool(tall) and all(one.row == other.row and one.rowspan == other.rowspan for one, other in tall)

    def _number(self, row: int) -> str:
        text = self.text_at(row, self.number_col)
        return text if is_number(text) else ""

    def _bold(self, row: int) -> bool:
        cell = self.cell(row, self.activity_col)
        return bool(cell and cell.bold)

    # ------------------------------------------------------------------ questions

    def cell(self, row: int, col: int | None) -> Cell | None:
        return self.lattice[row][col] if col is not None and 0 <= col < self.grid.n_cols else None

    def text_at(self, row: int, col: int | None) -> str:
        cell = self.cell(row, col)
        return tidy(cell.text) if cell else ""

    def starting(self, row: int) -> list[Cell]:
        """The cells with words that begin in this row, left to right."""
        seen: list[Cell] = []
        for cell in self.lattice[row]:
            if cell is not None and cell.row == row and cell not in seen and cell.text.strip():
                seen.append(cell)
        return seen

    def covered_from_above(self, row: int) -> bool:
        """True where an activity, term or party cell of an earlier row reaches down into this one."""
        return any(
            (cell := self.lattice[row][column.index]) is not None and cell.row < row and bool(cell.text.strip())
            for column in self.header.by_role("activity", "term", "responsible", "document", "outcome")
        )

    def opens_stage(self, row: int) -> bool:
        return any(
            (cell := self.lattice[row][column.index]) is not None and cell.row == row and bool(cell.text.strip())
            for column in self.header.by_role("stage", "substage")
        )

    def wide(self, cell: Cell) -> bool:
        """Merged over the table, the number column aside."""
        spare = 1 if self.number_col is not None else 0
        return cell.colspan >= max(2, self.grid.n_cols - 1 - spare)

    def has_children(self, row: int) -> bool:
        """The next number counts on below the one of this row: 2 is followed by 2.1."""
        number = self.numbers.get(row, "")
        following = next((text for later in range(row + 1, row + 4) if (text := self.numbers.get(later, ""))), "")
        return bool(number) and bool(following) and depth(following) > depth(number)

    def followed(self, row: int) -> bool:
        """The next row with words is a full one: a lone title in front of it heads it."""
        later = next((each for each in range(row + 1, self.grid.n_rows) if self.starting(each)), None)
        return later is not None and len(self.starting(later)) > 1
