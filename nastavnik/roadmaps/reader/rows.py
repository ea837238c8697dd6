"""From the rows of a table to entries: sections, activities, torn rows, merged cells, repeated headers."""

from __future__ import annotations

import re

from nastavnik.roadmaps.reader.columns import Column, Role, calendar_part
from nastavnik.roadmaps.reader.coverage import Ledger
from nastavnik.roadmaps.reader.document import Cell, Grid
from nastavnik.roadmaps.reader.entries import Entry, Gathered
from nastavnik.roadmaps.reader.header import Header, Lattice, header_at, is_count_row, repeats
from nastavnik.roadmaps.reader.numbers import depth, is_bullet, is_number, split_number, split_numbered
from nastavnik.roadmaps.reader.plan import Flag
from nastavnik.roadmaps.reader.sections import Sections, Signs, looks_like_section
from nastavnik.roadmaps.reader.wording import bare, join_lines, tidy

_REMARK = re.compile(
    r"^(?:\*|примечани|прим\.|сокращени|условные обозначени|принятые сокращени|внимание|итого\b|используем\w+ сокращени"
    r"|список сокращени|с планом ознаком|ознакомлен)", re.I,
)  # fmt: skip
_SIGNATURE = re.compile(r"_{3,}|\bподпись\b|^исп\.|^исполнитель:", re.I)
_SENTENCE = re.compile(r"[а-яё]\s[а-яё].*[.]$", re.S)
REASONS: dict[Role, str] = {
    "number": "Номер мероприятия", "activity": "Мероприятие", "detail": "Содержание мероприятия",
    "term": "Срок", "term_end": "Срок", "responsible": "Ответственные", "document": "Результат, документ",
    "outcome": "Ожидаемый результат", "stage": "Раздел плана", "substage": "Подраздел плана",
    "form": "Форма проведения", "remark": "Примечание", "audience": "Участники", "venue": "Место, ресурсы",
    "month": "Отметка в столбце месяца", "quarter": "Отметка в столбце квартала", "other": "Прочие сведения строки",
}  # fmt: skip
_PLAIN_MARK = re.compile(r"^[+xхv✓✔√*•●■▪◆✗✘☑✅–-]{1,2}$", re.I)
_KEPT: tuple[Role, ...] = ("detail", "form", "remark", "audience", "venue", "other")


class RowReader:
    """Reads the body rows of one table under one header."""

    def __init__(
        self, grid: Grid, lattice: Lattice, header: Header, ledger: Ledger, out: Gathered, sections: Sections
    ) -> None:
        self.grid = grid
        self.lattice = lattice
        self.header = header
        self.ledger = ledger
        self.out = out
        self.sections = sections
        self.last: Entry | None = None
        """The last entry of this table: what a torn row continues."""
        self.last_row = -1
        self.group_open = False
        self._learn()

    def _learn(self) -> None:
        """What the body tells of the header's columns: numbers under a joint heading, how numbers look."""
        self.columns = {column.index: column for column in self.header.columns}
        self._name_the_nameless()
        self._swap_activity_and_detail()
        number = self.header.by_role("number")
        self.number_col = number[0].index if number else None
        self.activity_col = self.header.by_role("activity")[0].index
        numbers = [self.number_at(row) for row in range(self.header.last + 1, self.grid.n_rows)]
        self.numbered = sum(bool(text) for text in numbers) * 2 > len(numbers)
        self.deep = sum(depth(text) > 1 for text in numbers) > 0
        self.numbers = dict(zip(range(self.header.last + 1, self.grid.n_rows), numbers, strict=True))
        bolds = [self._bold(row) for row in range(self.header.last + 1, self.grid.n_rows)]
        self.bold_tells = 0 < sum(bolds) * 2 < len(bolds) + 1
        lone = [row for row in range(self.header.last + 1, self.grid.n_rows) if len(self.starting(row)) == 1]
        self.lone_tells = 0 < len(lone) * 5 <= 2 * len(bolds)

    def _name_the_nameless(self) -> None:
        """A column without a heading that holds numbers is the number column."""
        if self.header.by_role("number"):
            return
        for column in self.header.columns:
            if column.name or column.role != "other":
                continue
            texts = [tidy(cell.text) for row in range(self.header.last + 1, self.grid.n_rows)
                     if (cell := self.lattice[row][column.index]) is not None and cell.text.strip()]  # fmt: skip
            if texts and sum(is_number(text) for text in texts) * 10 >= len(texts) * 6:
                column.role = "number"
                return
        joint = self.header.by_role("activity")[0]
        cells = [self.lattice[row][joint.index] for row in range(self.header.last + 1, self.grid.n_rows)]
        texts = [tidy(cell.text) for cell in cells if cell is not None and cell.text.strip()]
        following = self.columns.get(joint.index + 1)
        if texts and following and not following.name and sum(map(is_number, texts)) * 10 >= len(texts) * 8:
            joint.role, following.role = "number", "activity"

    def _swap_activity_and_detail(self) -> None:
        """«Мероприятие» merged over several rows of «Содержание» is the level above the activities."""
        details = [column for column in self.header.columns if column.role == "detail"]
        activity = self.header.by_role("activity")[0]
        for detail in details:
            rows = range(self.header.last + 1, self.grid.n_rows)
            tall = {id(cell) for row in rows if (cell := self.lattice[row][activity.index]) and cell.rowspan > 1}
            low = {id(cell) for row in rows if (cell := self.lattice[row][detail.index]) and cell.rowspan > 1}
            if tall and not low:
                activity.role, detail.role = "substage", "activity"
                return

    # ------------------------------------------------------------------ looking

    def cell(self, row: int, col: int) -> Cell | None:
        return self.lattice[row][col] if 0 <= col < self.grid.n_cols else None

    def text_at(self, row: int, col: int | None) -> str:
        cell = None if col is None else self.cell(row, col)
        return tidy(cell.text) if cell else ""

    def number_at(self, row: int) -> str:
        text = self.text_at(row, self.number_col)
        return text if is_number(text) else ""

    def _bold(self, row: int) -> bool:
        cell = self.cell(row, self.activity_col)
        return bool(cell and cell.bold)

    def starting(self, row: int) -> list[Cell]:
        """The cells with words that begin in this row, left to right."""
        seen: list[Cell] = []
        for cell in self.lattice[row]:
            if cell is not None and cell.row == row and cell not in seen and cell.text.strip():
                seen.append(cell)
        return seen

    def covered_from_above(self, row: int) -> bool:
        """True where an activity, term or party cell of an earlier row reaches down into this one."""
        for column in self.header.columns:
            cell = self.lattice[row][column.index]
            if (
                column.role in ("activity", "term", "responsible", "document", "outcome")
                and cell is not None and cell.row < row and cell.text.strip()
            ):  # fmt: skip
                return True
        return False

    def page_broke(self, row: int) -> bool:
        return self.last_row >= 0 and self.grid.pages[row] != self.grid.pages[self.last_row]

    # ------------------------------------------------------------------ reading

    def read(self, first: int, stop: int) -> None:
        for row in range(first, stop):
            cells = self.starting(row)
            if not cells and not self.covered_from_above(row):
                continue
            if self._set_aside(row, cells):
                continue
            if self._section(row, cells) or self._rest_of_torn(row, cells):
                self.last_row = row
                continue
            self._activities(row)
            self.last_row = row

    def _set_aside(self, row: int, cells: list[Cell]) -> bool:
        reason = ""
        if repeats(self.header, self.lattice, row):
            reason = "Повтор заголовка таблицы"
        elif is_count_row(self.lattice, row):
            reason = "Номера столбцов"
        elif self._alone(cells) and _REMARK.search(tidy(cells[0].text)):
            reason = "Примечание к таблице"
        elif self._alone(cells) and _SIGNATURE.search(cells[0].text):
            reason = "Подпись"
        elif self._alone(cells) and self._wide(cells[0]) and self._is_prose(cells[0]):
            reason = "Пояснение на всю ширину таблицы"
        for cell in cells if reason else ():
            self.ledger.ignored(cell, reason)
        return bool(reason)

    def _alone(self, cells: list[Cell]) -> bool:
        return len(cells) == 1

    def _wide(self, cell: Cell) -> bool:
        spare = 1 if self.number_col is not None else 0
        return cell.colspan >= max(2, self.grid.n_cols - 1 - spare)

    def _is_prose(self, cell: Cell) -> bool:
        text = tidy(cell.text)
        return len(text) > 120 and bool(_SENTENCE.search(text)) and not cell.bold and split_number(text) is None

    def _section(self, row: int, cells: list[Cell]) -> bool:
        """A row merged over the table, a title cell alone, or a top number with only a term of its own."""
        if self.covered_from_above(row) or not cells:
            return False
        number = self.number_at(row)
        titled = [cell for cell in cells if not (cell.col == self.number_col and number)]
        if not titled:
            return False
        title = titled[0]
        rest = titled[1:]
        if rest and not self._only_term(rest):
            return False
        signs = Signs(
            wide=self._wide(title),
            term=bool(rest),
            children=self._has_children(row, number),
            deep=self.deep,
            bold_tells=self.bold_tells,
            lone_tells=self.lone_tells and self._followed(row),
            numbered=self.numbered,
            stage=bool(self.header.by_role("stage")),
            activity_col=self.activity_col,
        )
        if not looks_like_section(title, number, signs):
            return False
        heading = self.sections.open_row(title, number)
        for cell in cells:
            self.ledger.imported(cell, "Срок раздела" if cell in rest else "Раздел плана")
        if rest:
            heading.term = tidy(rest[0].text)
        self.group_open = False
        return True

    def _followed(self, row: int) -> bool:
        """The next row with words is a full one: a lone title in front of it heads it."""
        later = next((each for each in range(row + 1, self.grid.n_rows) if self.starting(each)), None)
        return later is not None and len(self.starting(later)) > 1

    def _only_term(self, cells: list[Cell]) -> bool:
        return len(cells) == 1 and self.columns[cells[0].col].role == "term"

    def _has_children(self, row: int, number: str) -> bool:
        """The next number counts on below this one: 2 is followed by 2.1."""
        if not number:
            return False
        for later in range(row + 1, min(row + 4, self.grid.n_rows)):
            following = self.numbers.get(later, "")
            if following:
                return depth(following) > depth(number)
        return False

    # ------------------------------------------------------------------ torn rows

    def _rest_of_torn(self, row: int, cells: list[Cell]) -> bool:
        """True if this row is the rest of the entry before it; then its words have been added there."""
        entry = self.last
        if entry is None or self.number_at(row) or not cells or self.covered_from_above(row):
            return False
        title = self.text_at(row, self.activity_col)
        if title and not self._continues(row, entry, title):
            return False
        if not title and self._opens_stage(row):
            return False
        for cell in cells:
            column = self.columns[cell.col]
            lines = [run.whole for run in cell.runs]
            if column.role == "activity":
                entry.title += lines
            elif column.role == "responsible":
                self._add_party(entry, column, lines)
            elif column.role in ("stage", "substage"):
                self.sections.extend_title(" ".join(lines), column.role)
            else:
                entry.fields.setdefault(column.role, []).extend(lines)
                entry.places.setdefault(column.role, cell.place)
            entry.sources.append(cell.place)
            self.ledger.imported(cell, f"{REASONS[column.role]} (продолжение строки)", entry)
        if not any(flag.code == "torn_row_joined" for flag in entry.flags):
            entry.flags.append(Flag("torn_row_joined", "Строка была разорвана, её части соединены.", cells[0].place))
        return True

    def _opens_stage(self, row: int) -> bool:
        return any(
            (cell := self.lattice[row][column.index]) is not None and cell.row == row and cell.text.strip()
            for column in self.header.by_role("stage", "substage")
        )

    def _continues(self, row: int, entry: Entry, title: str) -> bool:
        lower = title[0].islower() or (is_bullet(title) and not self._whole_row(row))
        unfinished = not re.search(r"[.;!?»)]$", tidy(" ".join(entry.title)))
        own = [self.text_at(row, column.index) for column in self.header.by_role("term", "responsible")]
        own = [text for text in own if text]
        if self.page_broke(row):
            fresh = any(not text[0].islower() for text in own)
            return (lower and not fresh) or (unfinished and not own and self.numbered)
        return lower and not own and (self.numbered or unfinished or is_bullet(title))

    def _whole_row(self, row: int) -> bool:
        """Bulleted, but with a term and a party of its own: an activity like any other."""
        return all(self.text_at(row, column.index) for column in self.header.by_role("term", "responsible"))

    def _add_party(self, entry: Entry, column: Column, lines: list[str]) -> None:
        for name, known in entry.parties:
            if name == self._level(column):
                known.extend(lines)
                return
        entry.parties.append((self._level(column), lines))

    def _level(self, column: Column) -> str:
        several = len(self.header.by_role("responsible")) > 1
        return (column.level or column.name) if several else ""

    # ------------------------------------------------------------------ activities

    def _activities(self, row: int) -> None:
        self._stages(row)
        cell = self.cell(row, self.activity_col)
        number = self.number_at(row)
        runs = [run for run in cell.runs if run.whole] if cell else []
        parts = split_numbered(runs)
        if parts is None:
            parts = self._numbered_beside(row, [run.whole for run in runs])
        else:
            self._number_to_section(row, number)
        if parts is None:
            lines = [run.whole for run in runs]
            if not number and lines and (found := split_number(lines[0])) and not found.words:
                number, lines = found.number, [found.rest, *lines[1:]]
            parts = [(number, lines)]
        for index, (label, lines) in enumerate(parts):
            entry = self._entry(row, label, lines, index if len(parts) > 1 else None, len(parts))
            self.out.entries.append(entry)
            self.last = entry
        self._claim(row)

    def _number_to_section(self, row: int, number: str) -> None:
        """Where a row numbers its activities itself, the number of the row is the stage's."""
        heading = self.sections.current
        if number and heading and not heading.number and self.header.by_role("stage"):
            self.sections.number(heading, number)

    def _numbered_beside(self, row: int, lines: list[str]) -> list[tuple[str, list[str]]] | None:
        """Several numbers in the number cell beside as many paragraphs: an activity for each."""
        cell = None if self.number_col is None else self.cell(row, self.number_col)
        labels = [run.whole for run in cell.runs] if cell else []
        if len(labels) > 1 and len(labels) == len(lines) and all(is_number(label) for label in labels):
            return [(label, [line]) for label, line in zip(labels, lines, strict=True)]
        return None

    def _entry(self, row: int, number: str, lines: list[str], index: int | None, count: int) -> Entry:
        entry = Entry(number, lines, self.sections.current, self.sections.subsection, page=self.grid.pages[row])
        used: set[int] = set()
        for column in self.header.columns:
            cell = self.lattice[row][column.index]
            if cell is None or id(cell) in used or not cell.text.strip():
                continue
            used.add(id(cell))
            entry.sources.append(cell.place)
            self._take(entry, column, cell, index, count)
        self._inherit(row, entry)
        return entry

    def _take(self, entry: Entry, column: Column, cell: Cell, index: int | None, count: int) -> None:
        lines = self._share(cell, index, count)
        role = column.role
        entry.places.setdefault(role, cell.place)
        if role == "responsible":
            entry.parties.append((self._level(column), lines))
            entry.fields.setdefault(role, []).extend(lines)
        elif role in ("month", "quarter"):
            self._mark(entry, column, tidy(" ".join(lines)))
        elif role == "number":
            if not entry.number and index is None and not is_number(cell.text):
                entry.fields.setdefault("remark", []).extend(lines)
        elif role in _KEPT or role in ("term", "term_end", "document", "outcome"):
            entry.fields.setdefault(role, []).extend(lines)

    def _share(self, cell: Cell, index: int | None, count: int) -> list[str]:
        """The lines of a cell; of a cell numbered like the activities, the part with the same place."""
        if index is not None:
            parts = split_numbered(cell.runs)
            if parts and len(parts) == count:
                return parts[index][1]
        return [run.whole for run in cell.runs if run.whole]

    def _mark(self, entry: Entry, column: Column, text: str) -> None:
        entry.months.append(column.name)
        if not _PLAIN_MARK.match(text) and calendar_part(text) is None:
            entry.month_notes.append(f"{column.name}: {text}")

    def _inherit(self, row: int, entry: Entry) -> None:
        """Text formats lose merged cells. A result that plainly runs on over numbered rows shows that they were one."""
        before = self.last
        if self.grid.spans_known or before is None or before.section is not entry.section:
            self.group_open = False
            return
        if entry.fields.get("term") or entry.parties:
            self.group_open = False
            return
        for role in ("document", "outcome"):
            own, above = entry.fields.get(role), before.fields.get(role)
            if (
                own
                and above
                and own[0][0].islower()
                and not re.search(r"[.;!?]$", above[-1])
                and self.page_broke(row)
            ):
                joined = [*above, *own]
                before.fields[role] = joined
                entry.fields[role] = joined
                self.group_open = True
        if not self.group_open:
            return
        for role, lines in before.fields.items():
            if role in ("term", "document", "outcome", "responsible"):
                entry.fields.setdefault(role, lines)
                entry.places.setdefault(role, before.places.get(role, ""))
        entry.parties = [(name, list(lines)) for name, lines in before.parties]
        entry.inherited = True

    def _claim(self, row: int) -> None:
        """Every cell of the row to its line; a merged cell stays with the first of its lines."""
        for cell in self.starting(row):
            column = self.columns[cell.col]
            self.ledger.imported(cell, REASONS[column.role], self.last)

    def _stages(self, row: int) -> None:
        """Opens the section of a merged first column, and the level between section and activity."""
        for column in self.header.by_role("stage", "substage"):
            cell = self.lattice[row][column.index]
            if cell is None or not cell.text.strip() or cell.row != row:
                continue
            if column.role == "substage":
                self.sections.subsection = tidy(join_lines([run.whole for run in cell.runs]))
                self.ledger.imported(cell, REASONS["substage"], None)
                continue
            number_cell = None if self.number_col is None else self.cell(row, self.number_col)
            shared = number_cell is not None and number_cell.rowspan > 1 and number_cell.rowspan == cell.rowspan
            torn = self.page_broke(row) and cell.text.strip()[0].islower()
            if torn:
                self.sections.extend_title(tidy(cell.text), "stage")
            else:
                self.sections.open_stage(cell, self.number_at(row) if shared else "")
            self.ledger.imported(cell, REASONS["stage"], None)


def changed_header(grid: Grid, lattice: Lattice, row: int, header: Header) -> Header | None:
    """A new header inside a table or sheet: another plan begins, or the columns change."""
    fresh = header_at(grid, lattice, row)
    if fresh is None or repeats(header, lattice, row):
        return None
    filled = [column for column in fresh.columns if column.name]
    known = [column for column in filled if column.role != "other" and len(column.name) <= 45]
    plain = {column.role for column in known if column.weight >= 10}
    sure = len(known) == len(filled) >= 3 and {"activity", "term"} <= plain
    return fresh if sure and bare(fresh.names[0]) != bare("1") else None
