"""Columns by what stands above them, in whatever order and wording people use. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from nastavnik.base.finding import words

FIELDS = ("short", "full", "type", "place", "ogrn", "inn", "pilot", "phase", "opened_on")
# Field → the beginnings of words that its heading has; the first field that fits a heading takes it.
SIGNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ogrn", ("огрн",)),
    ("inn", ("инн",)),
    ("short", ("кратк",)),
    ("short", ("сокращ",)),
    ("full", ("полн",)),
    ("opened_on", ("открыт",)),
    ("opened_on", ("дата",)),
    ("pilot", ("пилот",)),
    ("phase", ("этап",)),
    ("phase", ("фаза",)),
    ("type", ("тип",)),
    ("type", ("вид",)),
    ("place", ("район",)),
    ("place", ("муниципал",)),
    ("place", ("территор",)),
    ("place", ("округ",)),
    ("place", ("где",)),
    ("full", ("наименован",)),
    ("full", ("назван",)),
    ("full", ("организац",)),
)
# A column of ours that the import passes over: only a person closes an organisation.
IGNORED = ("закрыт", "замечан", "номер")
SEARCHED_ROWS = 20
_DAY = re.compile(r"^(\d{1,2})\.(\d{1,2})\.(\d{4})$")


class NoHeadings(Exception):
    """No row names at least a name and one more column."""


def find(rows: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]]:
    """The number of the row of headings, and field → column.

    Raises: NoHeadings.
    """
    for number, row in enumerate(rows[:SEARCHED_ROWS]):
        columns = columns_of(row)
        if len(columns) >= 2 and {"short", "full"} & set(columns):
            return number, columns
    raise NoHeadings


def columns_of(row: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for column, heading in enumerate(row):
        field = _field_of(heading)
        if field and field not in found:
            found[field] = column
    return found


def _field_of(heading: str) -> str:
    said = words(heading)
    if len(said) > 8 or any(word.startswith(IGNORED) for word in said):
        return ""
    for field, beginnings in SIGNS:
        if all(any(word.startswith(beginning) for word in said) for beginning in beginnings):
            return field
    return ""


def record(row: Sequence[str], columns: dict[str, int]) -> dict[str, str]:
    """The cells of ``row`` by field; a list with one column of names uses it for both."""
    data = {name: row[at].strip() if at < len(row) else "" for name, at in columns.items()}
    data = {name: data.get(name, "") for name in FIELDS}
    data["full"] = data["full"] or data["short"]
    data["short"] = data["short"] or data["full"]
    return data


def day_of(text: str) -> dt.date | None:
    """15.10.2026 or 2026-10-15, with or without a time.

    Raises: ValueError: there is no such day.
    """
    text = text.strip().split(" ")[0].split("T")[0]
    if not text:
        return None
    if found := _DAY.match(text):
        return dt.date(int(found[3]), int(found[2]), int(found[1]))
    return dt.date.fromisoformat(text)
