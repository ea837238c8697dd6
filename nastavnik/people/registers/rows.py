"""From the cells of one row to values, what is wrong with them, and what a person should look at. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from nastavnik.people.registers.cells import Cell, Reading, is_blank, plain_text, read
from nastavnik.people.registers.checks import Checked, Settings, check
from nastavnik.people.registers.columns import RELATED, column
from nastavnik.people.registers.contacts import related
from nastavnik.people.registers.lists import Lists
from nastavnik.people.registers.names import Name, name_of, parse_name
from nastavnik.people.registers.words import folded
from nastavnik.people.registers.wrong import Wrong

MOST_KEPT, LONGEST_KEPT = 4_000, 120
#: Nearly every person has a cell of these of their own.
_UNLIKE = frozenset({"full_name", "contacts", "names"})
#: Beginnings of words for what is never kept of a person (health, hardship, loss of parents).
_SENSITIVE = (
    "овз", "инвалид", "сирот", "тжс", "малоимущ", "опекаем", "опеке", "диагноз", "заболеван", "на учет", "на учёт",
)  # fmt: skip
_DOUBTS = {"initials": "name_initials", "order": "name_put_in_order"}
_SEARCHED = frozenset({"text", "tags", "group"})
_FOOTERS = ("итого", "всего", "директор", "руководитель", "куратор", "исполнитель", "дата заполнения", "подпись")


class Row(NamedTuple):
    """``number`` is that of the sheet, from 1. ``values``: column → canonical value, without what is wrong.

    Values are shared between rows: nobody changes them in place.
    """

    number: int
    values: dict[str, Any]
    wrong: tuple[Wrong, ...]
    notes: tuple[Wrong, ...]


@dataclass(slots=True)
class _Plan:
    """One column of the sheet that is read by itself; ``kept`` has what was read before, None where cells differ."""

    place: int
    name: str
    kind: str
    kept: dict[Cell, tuple[Any, Wrong | None]] | None = field(default_factory=dict)
    #: The row from which on ``kept`` is filled.
    since: int = 0

    def keep(self, cell: Cell, found: tuple[Any, Wrong | None], number: int) -> None:
        """Remember ``found`` for the next such cell, unless more cells were new than were met again."""
        if self.kept is None or (isinstance(cell, str) and len(cell) > LONGEST_KEPT):
            return
        if len(self.kept) >= MOST_KEPT:
            if number - self.since < 2 * MOST_KEPT:
                self.kept = None
                return
            self.kept.clear()
            self.since = number
        self.kept[cell] = found


class Judge:
    """Made once for a sheet, called for each of its rows.

    ``mapping``: index of a cell → name of a column or of a part of one (`columns.targets`). Columns that the
    platform keeps itself are passed over.
    """

    def __init__(
        self,
        register: str,
        mapping: Mapping[int, str],
        lists: Lists,
        today: dt.date,
        *,
        settings: Settings | None = None,
    ) -> None:
        self.register = register
        self.settings = settings or Settings()
        self._using = Reading(lists, today)
        self._plans: list[_Plan] = []
        self._parts: dict[str, list[int]] = {}
        for index, name in sorted(mapping.items()):
            base, _dot, part = name.partition(".")
            known = column(register, base)
            if known.goes == "platform":
                continue
            if part or name in ("full_name", "contacts"):
                self._parts.setdefault(name, []).append(index)
            elif any(plan.name == name for plan in self._plans):
                raise ValueError(f"two columns are taken for {name}")
            else:
                self._plans.append(_Plan(index, name, known.kind))
                if known.kind in _UNLIKE:
                    self._plans[-1].kept = None
        self._names = self._parts.get("full_name", [])
        self._contacts = [
            index for name in ("contacts.person", "contacts", "contacts.phone", "contacts.email")
            for index in self._parts.get(name, ())
        ]  # fmt: skip
        self._related = [(code, self._parts[name]) for name, code in RELATED.items() if name in self._parts]

    def __call__(self, number: int, raw: Sequence[Cell]) -> Row:
        values: dict[str, Any] = {}
        wrong: list[Wrong] = []
        notes: list[Wrong] = []
        self._name(raw, values, wrong, notes)
        self._contact(raw, values, wrong, notes)
        width = len(raw)
        for plan in self._plans:
            index, kept = plan.place, plan.kept
            cell = raw[index] if index < width else ""
            if cell == "":
                continue
            found = kept.get(cell) if kept is not None else None
            if found is None:
                found = self._read(plan, cell)
                plan.keep(cell, found, number)
            value, note = found
            if value.__class__ is Wrong:
                wrong.append(value)
            elif value is not None:
                values[plan.name] = value
                if note is not None:
                    notes.append(note)
        checked = Checked(values, wrong, notes)
        check(self.register, checked, self._using, self.settings)
        return Row(number, values, tuple(wrong), tuple(notes))

    def _read(self, plan: _Plan, cell: Cell) -> tuple[Any, Wrong | None]:
        value = read(plan.kind, cell, self._using)
        if value.__class__ is Wrong:
            return value.at(plan.name), None
        if plan.kind in _SEARCHED and value is not None and _is_sensitive(cell):
            return value, Wrong("sensitive_words", plan.name)
        return value, None

    def _name(self, raw: Sequence[Cell], values: dict[str, Any], wrong: list[Wrong], notes: list[Wrong]) -> None:
        name = self._whole_name(raw) if self._names else self._name_of_parts(raw)
        if name is None:
            return
        if isinstance(name, Wrong):
            wrong.append(name.at("full_name"))
            return
        values["full_name"] = name.to_json()
        if name.doubt:
            notes.append(Wrong(_DOUBTS[name.doubt], "full_name"))

    def _whole_name(self, raw: Sequence[Cell]) -> Name | Wrong | None:
        cell = raw[self._names[0]] if self._names[0] < len(raw) else ""
        if cell.__class__ is not str:
            return Wrong("name_digits")
        if is_blank(cell):
            return None
        return parse_name(cell)

    def _name_of_parts(self, raw: Sequence[Cell]) -> Name | Wrong | None:
        last, first, middle = (
            self._joined(raw, self._parts.get(f"full_name.{part}", ())) for part in ("last", "first", "middle")
        )
        return name_of(last, first, middle) if last or first else None

    def _contact(self, raw: Sequence[Cell], values: dict[str, Any], wrong: list[Wrong], notes: list[Wrong]) -> None:
        text = self._joined(raw, self._contacts)
        for code, indexes in self._related:
            if said := self._joined(raw, indexes).strip():
                text = f"{text}; {related(said, code)}" if text else related(said, code)
        found = read("contacts", text, self._using) if text else None
        if found is None:
            return
        if isinstance(found, Wrong):
            wrong.append(found.at("contacts"))
            return
        values["contacts"] = found
        if not found["phones"] and not found["emails"]:
            notes.append(Wrong("contacts_no_number", "contacts"))

    def _joined(self, raw: Sequence[Cell], indexes: Sequence[int]) -> str:
        if len(indexes) == 1:
            index = indexes[0]
            cell = raw[index] if index < len(raw) else ""
            return cell if isinstance(cell, str) else plain_text(cell)
        texts = [plain_text(raw[index]) for index in indexes if index < len(raw) and not is_blank(raw[index])]
        return "; ".join(texts)


def judge(
    raw: Sequence[Cell], register: str, mapping: Mapping[int, str], lists: Lists, today: dt.date,
    *, number: int = 1, settings: Settings | None = None,
) -> Row:  # fmt: skip
    """One row by itself, as when a person mends it; a whole sheet goes through one `Judge`."""
    return Judge(register, mapping, lists, today, settings=settings)(number, raw)


def rejudge(
    values: Mapping[str, Any], register: str, lists: Lists, today: dt.date, *, settings: Settings | None = None
) -> Checked:
    """The checks between columns once more over values that were read before."""
    checked = Checked(dict(values), [], [])
    check(register, checked, Reading(lists, today), settings or Settings())
    return checked


def data_rows(rows: Iterable[Sequence[Cell]], first: int) -> Iterator[tuple[int, Sequence[Cell]]]:
    """The rows from index ``first`` on that speak of people, each with its number in the sheet (from 1).

    Left out: empty rows, rows of column numbers, and «Итого», «Директор» and the like under the table.
    """
    for number, row in enumerate(rows, 1):
        if number <= first or not any(row):
            continue
        if _is_plainly_data(row):
            yield number, row
            continue
        filled = [cell for cell in row if not is_blank(cell)]
        if not filled or is_numbering(filled):
            continue
        if len(filled) <= 3 and folded(str(filled[0])).startswith(_FOOTERS):
            continue
        yield number, row


def _is_plainly_data(row: Sequence[Cell]) -> bool:
    """Four cells with words, the second of which is no 2: looked at before all of them are."""
    if len(row) < 4:
        return False
    one, two, three, four = row[:4]
    return not (is_blank(one) or is_blank(two) or is_blank(three) or is_blank(four)) and str(two).lstrip()[:1] != "2"


def is_numbering(filled: Sequence[Cell]) -> bool:
    """«1 2 3 4 5», as forms number their columns."""
    if len(filled) < 3:
        return False
    said = [str(cell).strip().rstrip(".").removesuffix(".0") for cell in filled]
    return said == [str(place) for place in range(1, len(said) + 1)]


def _is_sensitive(cell: Cell) -> bool:
    low = str(cell).casefold()
    for beginning in _SENSITIVE:  # noqa: SIM110 - twice as quick as `any`, and asked of every text of a sheet
        if beginning in low:
            return True
    return False
