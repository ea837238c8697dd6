"""From a file to judged rows: its headings looked at, then every row judged, compared and put away in pieces."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any, NamedTuple

from nastavnik.accounts.keyring import ring
from nastavnik.accounts.keyring.files import files
from nastavnik.people.models import Intake
from nastavnik.people.registers import headings, rows, sheets
from nastavnik.people.registers.cells import Cell, is_blank, plain_text
from nastavnik.people.registers.columns import REGISTERS
from nastavnik.people.registers.headings import SEARCHED_ROWS, Proposal
from nastavnik.people.registers.lists import Lists, group_key
from nastavnik.people.registers.writing import official_rows
from nastavnik.people.services import intake_lists
from nastavnik.people.services.intake_comparing import OTHER, TWIN, Base, Row
from nastavnik.people.services.intake_headings import Remembered
from nastavnik.people.services.intake_pieces import SIZE, row_of

#: The kind of what was pasted into the page.
PASTED = "pasted"
EXAMPLES = 2
_SURE = 0.9
_LONGEST_EXAMPLE = 80
_MOST_GROUPS = 200


class Head(NamedTuple):
    """What the first rows say: the columns, and whether nobody needs to look at them."""

    proposal: Proposal
    examples: dict[int, list[str]]
    is_sure: bool


def sheet_of(intake: Intake) -> Iterator[list[Cell]]:
    """The rows of the kept file. Raises: Unreadable."""
    kind = (intake.headings or {}).get("kind", "xlsx")
    content = files.read(intake.file_key)
    if kind == PASTED:
        return iter(sheets.pasted(content.decode()))
    return sheets.read_sheet(content, kind)


def look_at(first: Sequence[Sequence[Cell]], intake: Intake) -> Head:
    """The columns by the first rows of a sheet and by what the organisation chose before. One query."""
    proposal = headings.propose(first, Remembered(intake), register=intake.side)
    width = max(map(len, first), default=0)
    below = first[proposal.first_row :]
    examples = {place: _examples(below, place) for place in range(width)}
    return Head(proposal, examples, _is_sure(proposal, examples, intake))


def _examples(below: Sequence[Sequence[Cell]], place: int) -> list[str]:
    cells = (row[place] for row in below if place < len(row) and not is_blank(row[place]))
    return [plain_text(cell)[:_LONGEST_EXAMPLE] for cell in islice(cells, EXAMPLES)]


def _is_sure(proposal: Proposal, examples: dict[int, list[str]], intake: Intake) -> bool:
    """Every column is known for certain and none that a row needs is missing."""
    names = {name.partition(".")[0] for name in proposal.mapping.values()}
    needed = intake_lists.settings_of(intake).required[intake.side]
    without_words = [place for place, seen in examples.items() if seen and place not in proposal.headings]
    return bool(
        proposal.header_rows
        and not proposal.unknown
        and not without_words
        and min(proposal.confidence.values(), default=0) >= _SURE
        and names.issuperset(needed)
    )


def first_rows(sheet: Iterator[list[Cell]]) -> tuple[list[list[Cell]], Iterator[list[Cell]]]:
    """The rows that tell the columns, and the whole sheet from its beginning."""
    first = list(islice(sheet, SEARCHED_ROWS))
    return first, chain(first, sheet)


class Reading:
    """Judges the rows of one sheet: `pieces` gives them some hundred at a time, compared with the base."""

    def __init__(self, intake: Intake, sealer: ring.Sealer) -> None:
        self.intake = intake
        self.base = Base(intake, sealer)
        self.count = 0
        #: Classes that the organisation has not, as typed, with how many rows name them.
        self.groups: Counter[str] = Counter()
        mapping = intake_lists.mapping_of(intake)
        self._judge = intake_lists.judge_for(
            intake, mapping, intake_lists.lists_of(intake.node), intake_lists.settings_of(intake)
        )
        self._group = next((place for place, name in mapping.items() if name == "group_or_position"), None)
        self._seen: dict[tuple[str, int | None], int] = {}

    def pieces(self, sheet: Iterable[Sequence[Cell]]) -> Iterator[list[Row]]:
        """Raises: Unreadable, in the middle."""
        waiting = rows.data_rows(sheet, self.intake.header_rows)
        judged = (self._row(number, raw) for number, raw in waiting)
        while piece := list(islice(judged, SIZE)):
            self.base.look(piece)
            self.count += len(piece)
            yield piece

    def _row(self, number: int, raw: Sequence[Cell]) -> Row:
        judged = self._judge(number, raw)
        row = row_of(judged, raw)
        if judged.wrong:
            if any(each.code == "group_unknown" for each in judged.wrong):
                self._note_group(raw)
            return row
        # As the base tells people apart.
        mark, birth = self.base.told_of(row)
        earlier = self._seen.setdefault((mark, birth.year), number)
        if earlier != number:
            row["verdict"], row["raw"] = TWIN, list(raw)
            row["wrong"] = [["twin", "full_name", {"row": earlier}]]
        return row

    def _note_group(self, raw: Sequence[Cell]) -> None:
        if self._group is None or self._group >= len(raw):
            return
        name = plain_text(raw[self._group])[:40]
        if name in self.groups or len(self.groups) < _MOST_GROUPS:
            self.groups[name] += 1


def group_names(groups: Counter[str]) -> dict[str, int]:
    """One spelling of each class: «7-б» and «7Б» are one."""
    found: dict[str, tuple[str, int]] = {}
    for name, count in groups.most_common():
        key = group_key(name)
        spelled, so_far = found.get(key, (name, 0))
        found[key] = (spelled, so_far + count)
    return dict(found.values())


class Rejudge:
    """Rows judged once more, after somebody mended a cell, added a class or took a row out."""

    def __init__(self, intake: Intake, sealer: ring.Sealer) -> None:
        self.intake = intake
        self.base = Base(intake, sealer)
        self._mapping = intake_lists.mapping_of(intake)
        self._lists = intake_lists.lists_of(intake.node)
        self._settings = intake_lists.settings_of(intake)

    def __call__(self, found: list[Row], *, twins: Iterable[int] = ()) -> None:
        """Put what ``found`` rows are now into them. ``twins``: rows of the sheet that no other repeats any more."""
        for row in found:
            if "raw" in row:
                self._judge_again(row, frozenset(twins))
        self.base.look(found)

    def _judge_again(self, row: Row, gone: frozenset[int]) -> None:
        mended = row.get("mended", {})
        width = max(self._mapping, default=-1) + 1
        raw = [*row["raw"], *[""] * (width - len(row["raw"]))]
        kept = {place: name for place, name in self._mapping.items() if name.partition(".")[0] not in mended}
        mapping = kept | dict(enumerate(mended, len(raw)))
        judge = intake_lists.judge_for(self.intake, mapping, self._lists, self._settings)
        before = self.base.told_of(row) if row["values"].get("full_name") else None
        judged = judge(row["n"], [*raw, *mended.values()])
        twin = [each for each in row.get("wrong", ()) if each[0] == "twin" and each[2]["row"] not in gone]
        for name in ("wrong", "notes", "mark"):
            row.pop(name, None)
        row |= row_of(judged, row["raw"])
        is_still = not judged.wrong and self.base.told_of(row) == before and row.get("choice") != OTHER
        if twin and is_still:
            row["verdict"], row["wrong"] = TWIN, twin


def texts_of(intake: Intake, row: Row, lists: Lists) -> dict[str, str]:
    """Column → what stands in the row, as somebody may mend it: mended cells, wrong ones as typed, others as read."""
    found = dict(row.get("mended", {}))
    for place, name in intake_lists.mapping_of(intake).items():
        column = name.partition(".")[0]
        cell = row["raw"][place] if place < len(row.get("raw", ())) else ""
        if column not in row.get("mended", {}) and not is_blank(cell):
            found[column] = f"{found[column]} {plain_text(cell)}" if column in found else plain_text(cell)
    if "raw" not in row:
        found |= words_of(intake.side, row["values"], lists)
    return found


def words_of(side: str, values: Mapping[str, Any], lists: Lists) -> dict[str, str]:
    """Column → the value in the words of the form."""
    cells = next(iter(official_rows(side, [values], lists)))  # type: ignore[arg-type]  # one of the two registers
    named = zip((each.name for each in REGISTERS[side]), cells, strict=True)
    return {
        name: f"{cell:%d.%m.%Y}" if isinstance(cell, dt.date) else str(cell)
        for name, cell in named
        if name in values and cell != ""
    }


def is_twin_of(row: Row) -> int | None:
    """The number of the row that this one repeats."""
    return next((each[2]["row"] for each in row.get("wrong", ()) if each[0] == "twin"), None)
