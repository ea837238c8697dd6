"""The entries of one row: activities numbered inside a cell, and the words of the other columns."""

from __future__ import annotations

import re

from nastavnik.roadmaps.reader.body import Body
from nastavnik.roadmaps.reader.columns import Column, Role, calendar_part
from nastavnik.roadmaps.reader.document import Cell
from nastavnik.roadmaps.reader.entries import Entry
from nastavnik.roadmaps.reader.numbers import is_number, split_number, split_numbered
from nastavnik.roadmaps.reader.sections import Sections
from nastavnik.roadmaps.reader.wording import tidy

_PLAIN_MARK = re.compile(r"^[+xхv✓✔√*•●■▪◆✗✘☑✅–-]{1,2}$", re.I)
_SHARED: tuple[Role, ...] = ("term", "term_end", "document", "outcome", "responsible")
_KEPT: tuple[Role, ...] = (
    "term", "term_end", "document", "outcome", "detail", "form", "remark", "audience", "venue", "other",
)  # fmt: skip


class Activities:
    def __init__(self, body: Body, sections: Sections) -> None:
        self.body = body
        self.sections = sections
        self._group_open = False
        self._carried: dict[int, list[str]] = {}

    def of_row(self, row: int, before: Entry | None, page_broke: bool) -> list[Entry]:
        """One entry, or several where the cell numbers its activities itself. They share the other cells."""
        number = self.body.numbers[row]
        parts = self._parts(row, number)
        entries: list[Entry] = []
        for index, (label, lines) in enumerate(parts):
            entry = Entry(
                label, lines, self.sections.current, self.sections.subsection, page=self.body.grid.pages[row]
            )
            if len(parts) > 1 and number and label != number and entry.subsection is None:
                entry.subsection = number
            entry.should_count = self.body.numbered
            self._fill(entry, row, index if len(parts) > 1 else None, len(parts))
            self._inherit(entry, row, before, page_broke)
            entries.append(entry)
        return entries

    def _parts(self, row: int, number: str) -> list[tuple[str, list[str]]]:
        """(number, lines) of each activity of the row."""
        cell = self.body.cell(row, self.body.activity_col)
        runs = [run for run in cell.runs if run.whole] if cell else []
        lines = [run.whole for run in runs]
        numbered = split_numbered(runs)
        if numbered:
            self._number_to_section(number)
            return numbered
        beside = self._numbered_beside(row, lines)
        if beside:
            return beside
        if not number and lines and (found := split_number(lines[0])) and not found.words:
            return [(found.number, [found.rest, *lines[1:]])]
        return [(number, lines)]

    def _number_to_section(self, number: str) -> None:
        """Where a row numbers its activities itself, the number of the row is the stage's."""
        heading = self.sections.current
        if number and heading and not heading.number and self.body.has_stages:
            self.sections.number(heading, number)

    def _numbered_beside(self, row: int, lines: list[str]) -> list[tuple[str, list[str]]] | None:
        """Several numbers in the number cell beside as many paragraphs: an activity for each."""
        cell = self.body.cell(row, self.body.number_col)
        labels = [run.whole for run in cell.runs] if cell else []
        if len(labels) > 1 and len(labels) == len(lines) and all(is_number(label) for label in labels):
            return [(label, [line]) for label, line in zip(labels, lines, strict=True)]
        return None

    # ------------------------------------------------------------------ the other columns

    def _fill(self, entry: Entry, row: int, index: int | None, count: int) -> None:
        used: set[int] = set()
        for column in self.body.header.columns:
            cell = self.body.lattice[row][column.index]
            if cell is None or id(cell) in used or not cell.text.strip():
                continue
            used.add(id(cell))
            entry.sources.append(cell.place)
            self._take(entry, column, cell, index, count)

    def _take(self, entry: Entry, column: Column, cell: Cell, index: int | None, count: int) -> None:
        lines = _share(cell, index, count)
        role = column.role
        entry.places.setdefault(role, cell.place)
        if role == "responsible":
            entry.parties.append((self.level(column), lines))
            entry.fields.setdefault(role, []).extend(lines)
        elif role in ("month", "quarter"):
            _mark(entry, column, tidy(" ".join(lines)))
        elif role == "number" and not is_number(cell.text) and index is None:
            entry.fields.setdefault("remark", []).extend(lines)
        elif role in _KEPT:
            entry.fields.setdefault(role, []).extend(lines)

    def level(self, column: Column) -> str:
        """The name of a level column; nothing where all parties stand in one column."""
        several = len(self.body.header.by_role("responsible")) > 1
        return (column.level or column.name) if several else ""

    # ------------------------------------------------------------------ merged cells that the format has lost

    def _inherit(self, entry: Entry, row: int, before: Entry | None, page_broke: bool) -> None:
        if before is None or before.section is not entry.section:
            self._group_open = False
            self._carried = {}
        elif self.body.grid.spans_known:
            self._over_page(entry, row, before, page_broke)
        else:
            self._lost_merge(entry, before, page_broke)

    def _over_page(self, entry: Entry, row: int, before: Entry, page_broke: bool) -> None:
        """A merged cell cut by a page break: on the new page it is drawn again, empty."""
        if page_broke:
            self._carried = {}
        for column in self.body.header.by_role(*_SHARED):
            cell = self.body.cell(row, column.index)
            if cell is not None and cell.text.strip():
                continue
            above = self.body.cell(row - 1, column.index)
            merged = (cell is not None and cell.rowspan > 1) or (above is not None and above.rowspan > 1)
            if page_broke and merged and above is not cell:
                self._carried[id(cell) if cell is not None else -row] = before.fields.get(column.role, [])
            lines = self._carried.get(id(cell) if cell is not None else -row)
            if lines and not entry.fields.get(column.role):
                entry.fields[column.role] = lines
                entry.places[column.role] = before.places.get(column.role, "")
                entry.inherited = True
                if column.role == "responsible":
                    entry.parties.append((self.level(column), lines))

    def _lost_merge(self, entry: Entry, before: Entry, page_broke: bool) -> None:
        """Plain text has no merged cells. A result that runs on over numbered rows shows that they were one."""
        if entry.fields.get("term") or entry.parties:
            self._group_open = False
            return
        for role in ("document", "outcome"):
            own, above = entry.fields.get(role), before.fields.get(role)
            if page_broke and own and above and own[0][0].islower() and not re.search(r"[.;!?]$", above[-1]):
                before.fields[role] = entry.fields[role] = [*above, *own]
                self._group_open = True
        if not self._group_open:
            return
        for role, lines in before.fields.items():
            if role in _SHARED:
                entry.fields.setdefault(role, lines)
                entry.places.setdefault(role, before.places.get(role, ""))
        entry.parties = [(name, list(lines)) for name, lines in before.parties]
        entry.inherited = True


def _share(cell: Cell, index: int | None, count: int) -> list[str]:
    """The lines of a cell; of a cell numbered like the activities, the part with the same place."""
    if index is not None:
        parts = split_numbered(cell.runs)
        if parts and len(parts) == count:
            return parts[index][1]
    return [run.whole for run in cell.runs if run.whole]


def _mark(entry: Entry, column: Column, text: str) -> None:
    entry.months.append(column.name)
    if not _PLAIN_MARK.match(text) and calendar_part(text) is None:
        entry.month_notes.append(f"{column.name}: {text}")
