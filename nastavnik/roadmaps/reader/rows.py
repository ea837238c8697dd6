"""From the rows of a table to entries: sections, activities, torn rows, repeated headers, remarks."""

from __future__ import annotations

import re

from nastavnik.roadmaps.reader.activities import Activities
from nastavnik.roadmaps.reader.body import Body
from nastavnik.roadmaps.reader.columns import Column, Role
from nastavnik.roadmaps.reader.coverage import Ledger
from nastavnik.roadmaps.reader.document import Cell, Grid
from nastavnik.roadmaps.reader.entries import Entry, Gathered
from nastavnik.roadmaps.reader.header import Header, Lattice, header_at, is_count_row, repeats
from nastavnik.roadmaps.reader.numbers import is_bullet, is_number, split_number
from nastavnik.roadmaps.reader.plan import Flag
from nastavnik.roadmaps.reader.sections import Sections, Signs, looks_like_section
from nastavnik.roadmaps.reader.wording import join_lines, tidy

_REMARK = re.compile(
    r"^(?:\*|примечани|прим\.|(?:принятые |используемые |список )?сокращени|условные обозначени|внимание"
    r"|итого\b|с планом ознаком|ознакомлен)",
    re.I,
)
_SIGNATURE = re.compile(r"_{3,}|\bподпись\b|^исп\.|^исполнитель:", re.I)
_SENTENCE = re.compile(r"[а-яё]\s[а-яё].*[.]$", re.S)
REASONS: dict[Role, str] = {
    "number": "Номер мероприятия",
    "activity": "Мероприятие",
    "detail": "Содержание мероприятия",
    "term": "Срок",
    "term_end": "Срок",
    "responsible": "Ответственные",
    "document": "Результат, документ",
    "outcome": "Ожидаемый результат",
    "stage": "Раздел плана",
    "substage": "Подраздел плана",
    "form": "Форма проведения",
    "remark": "Примечание",
    "audience": "Участники",
    "venue": "Место, ресурсы",
    "month": "Отметка в столбце месяца",
    "quarter": "Отметка в столбце квартала",
    "other": "Прочие сведения строки",
}


class RowReader:
    """Reads the body rows of one table under one header."""

    def __init__(
        self, grid: Grid, lattice: Lattice, header: Header, ledger: Ledger, out: Gathered, sections: Sections
    ) -> None:
        self.body = Body(grid, lattice, header)
        self.activities = Activities(self.body, sections)
        self.ledger = ledger
        self.out = out
        self.sections = sections
        self.last: Entry | None = None
        """The last entry of this table: what a torn row continues."""
        self.last_row = -1

    def read(self, first: int, stop: int) -> None:
        for row in range(first, stop):
            cells = self.body.starting(row)
            if (not cells and not self.body.covered_from_above(row)) or self._set_aside(row, cells):
                continue
            if not self._section(row, cells) and not self._rest_of_torn(row, cells):
                self._activities(row)
            self.last_row = row

    def _page_broke(self, row: int) -> bool:
        pages = self.body.grid.pages
        return self.last_row >= 0 and pages[row] != pages[self.last_row]

    # ------------------------------------------------------------------ rows that are no part of the plan

    def _set_aside(self, row: int, cells: list[Cell]) -> bool:
        reason = ""
        if repeats(self.body.header, self.body.lattice, row):
            reason = "Повтор заголовка таблицы"
        elif is_count_row(self.body.lattice, row):
            reason = "Номера столбцов"
        elif len(cells) == 1:
            reason = self._remark(cells[0])
        for cell in cells if reason else ():
            self.ledger.ignored(cell, reason)
        return bool(reason)

    def _remark(self, cell: Cell) -> str:
        text = tidy(cell.text)
        if _REMARK.search(text):
            return "Примечание к таблице"
        if _SIGNATURE.search(text):
            return "Подпись"
        prose = len(text) > 120 and _SENTENCE.search(text) and not cell.bold and split_number(text) is None
        return "Пояснение на всю ширину таблицы" if prose and self.body.wide(cell) else ""

    # ------------------------------------------------------------------ sections

    def _section(self, row: int, cells: list[Cell]) -> bool:
        """A row merged over the table, a title cell alone, or a top number with only a term of its own."""
        number = self.body.numbers[row]
        titled = [cell for cell in cells if not (number and cell.col == self.body.number_col)]
        if self.body.covered_from_above(row) or not titled:
            return False
        title, *rest = titled
        if rest and not (len(rest) == 1 and self.body.columns[rest[0].col].role == "term"):
            return False
        if self._page_broke(row) and not number and not (title.bold or self.body.wide(title)) and self.last:
            return False  # at the top of a page a lone plain text is the rest of the row before it
        if not looks_like_section(title, number, self._signs(row, title, bool(rest))):
            return False
        heading = self.sections.open_row(title, number)
        for cell in cells:
            self.ledger.imported(cell, "Срок раздела" if cell in rest else "Раздел плана")
        if rest:
            heading.term = tidy(rest[0].text)
        return True

    def _signs(self, row: int, title: Cell, term: bool) -> Signs:
        body = self.body
        return Signs(
            wide=body.wide(title),
            term=term,
            children=body.has_children(row),
            deep=body.deep,
            bold_tells=body.bold_tells,
            lone_tells=body.lone_tells and body.followed(row),
            numbered=body.numbered,
            stage=body.has_stages,
            activity_col=body.activity_col,
        )

    def _stages(self, row: int) -> None:
        """Opens the section of a merged first column, and the level between section and activity."""
        for column in self.body.header.by_role("stage", "substage"):
            cell = self.body.cell(row, column.index)
            if cell is None or not cell.text.strip() or cell.row != row:
                continue
            self.ledger.imported(cell, REASONS[column.role])
            if column.role == "substage":
                self.sections.subsection = tidy(join_lines([run.whole for run in cell.runs]))
            elif self._page_broke(row) and cell.text.strip()[0].islower():
                self.sections.extend_title(tidy(cell.text), "stage")
            else:
                number = self.body.text_at(row, self.body.number_col) if self.body.stage_numbers else ""
                self.sections.open_stage(cell, number)

    # ------------------------------------------------------------------ torn rows

    def _rest_of_torn(self, row: int, cells: list[Cell]) -> bool:
        """True if this row is the rest of the entry before it; then its words have been added there."""
        entry = self.last
        if entry is None or self.body.numbers[row] or not cells or self.body.covered_from_above(row):
            return False
        title = self.body.text_at(row, self.body.activity_col)
        if not self._continues(row, entry, title) if title else self.body.opens_stage(row):
            return False
        for cell in cells:
            self._append(entry, self.body.columns[cell.col], cell)
        if not any(flag.code == "torn_row_joined" for flag in entry.flags):
            sentence = "Строка была разорвана, её части соединены."
            entry.flags.append(Flag("torn_row_joined", sentence, cells[0].place))
        return True

    def _append(self, entry: Entry, column: Column, cell: Cell) -> None:
        lines = [run.whole for run in cell.runs]
        if column.role == "activity":
            entry.title += lines
        elif column.role == "responsible":
            name = self.activities.level(column)
            known = next((each for level, each in entry.parties if level == name), None)
            if known is None:
                entry.parties.append((name, lines))
            else:
                known.extend(lines)
        elif column.role in ("stage", "substage"):
            self.sections.extend_title(" ".join(lines), column.role)
        else:
            entry.fields.setdefault(column.role, []).extend(lines)
            entry.places.setdefault(column.role, cell.place)
        entry.sources.append(cell.place)
        self.ledger.imported(cell, f"{REASONS[column.role]} (продолжение строки)", entry)

    def _continues(self, row: int, entry: Entry, title: str) -> bool:
        own = [self.body.text_at(row, column.index) for column in self.body.header.by_role("term", "responsible")]
        lower = title[0].islower() or (is_bullet(title) and not all(own))
        own = [text for text in own if text]
        unfinished = not re.search(r"[.;!?»)]$", tidy(" ".join(entry.title)))
        if self._page_broke(row):
            fresh = any(not text[0].islower() for text in own)
            return (lower and not fresh) or (not own and (self.body.numbered or unfinished or self._alone(row)))
        return lower and not own and (self.body.numbered or unfinished or is_bullet(title))

    def _alone(self, row: int) -> bool:
        return len(self.body.starting(row)) == 1

    # ------------------------------------------------------------------ activities

    def _activities(self, row: int) -> None:
        self._stages(row)
        entries = self.activities.of_row(row, self.last, self._page_broke(row))
        self.out.entries += entries
        self.last = entries[-1]
        for cell in self.body.starting(row):
            self.ledger.imported(cell, REASONS[self.body.columns[cell.col].role], entries[0])


def changed_header(grid: Grid, lattice: Lattice, row: int, header: Header) -> Header | None:
    """A new header inside a table or sheet: another plan begins, or the columns change."""
    number = header.by_role("number")
    first = lattice[row][number[0].index] if number else None
    if first is not None and is_number(first.text):
        return None
    fresh = header_at(grid, lattice, row)
    if fresh is None or repeats(header, lattice, row):
        return None
    filled = [column for column in fresh.columns if column.name]
    known = [column for column in filled if column.role != "other" and len(column.name) <= 45]
    plain = {column.role for column in known if column.weight >= 10}
    return fresh if len(known) == len(filled) >= 3 and {"activity", "term"} <= plain else None
