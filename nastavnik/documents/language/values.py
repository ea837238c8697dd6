"""What people and programs give for a field, read into the plain values that templates print.

A text is str, a date `date`, a person, an organisation, a period and a reference are dicts with every member, a
list is a list; what was left empty is None. Nothing else gets into a template.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as also
from typing import Any

from nastavnik.documents.language.fields import BLANKS, MEMBERS, Field, Type
from nastavnik.documents.language.shapes import Shape
from nastavnik.documents.language.words import GENDERS
from nastavnik.documents.stored import Unknown, from_plain, to_plain
from nastavnik.documents.tree import List, Malformed, PageBreak, Paragraph, Picture, Run, Table, placed

Value = Any
_LONGEST = {"multiline": 100_000, "text": 5_000, "list": 5_000, "table": 20_000, "files": 200}
_USUAL = 1_000
_RUSSIAN_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_GREATEST = 10**15
_BLOCKS = (Paragraph, List, Table, Picture, PageBreak)


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with one value: a code and what its sentence names."""

    code: str
    params: Mapping[str, str | int] = also(default_factory=dict)


class _Unfit(ValueError):
    def __init__(self, code: str, **params: str | int) -> None:
        self.wrong = Wrong(code, params)
        super().__init__(code)


class Reading:
    """One pass over the data of a form. ``wrongs`` by dotted path, entries counted from 0: "members.2.name"."""

    def __init__(self) -> None:
        self.wrongs: dict[str, list[Wrong]] = {}

    def row(self, fields: Sequence[Field], data: Mapping[str, object], path: str = "") -> dict[str, Value]:
        known = {field.name for field in fields}
        for name in data:
            if name not in known:
                self.wrong(f"{path}{name}"[:200], Wrong("unknown"))
        return {field.name: self.value(field, data.get(field.name), f"{path}{field.name}") for field in fields}

    def wrong(self, path: str, wrong: Wrong) -> None:
        self.wrongs.setdefault(path, []).append(wrong)

    def value(self, field: Field, raw: object, path: str) -> Value:
        if field.type in BLANKS or not field.stored:
            if not _is_empty(raw):
                self.wrong(path, Wrong("never_kept"))
            return None
        value: Value = None
        if not _is_empty(raw):
            try:
                value = self._read(field, raw, path)
            except _Unfit as unfit:
                self.wrong(path, unfit.wrong)
                return None
        if _is_empty(value) and field.required and field.type != "flag":
            self.wrong(path, Wrong("missing"))
        return None if _is_empty(value) else value

    def _read(self, field: Field, raw: object, path: str) -> Value:
        if field.type == "blocks":
            return _blocks(raw)
        if field.type == "table" and not (isinstance(raw, Sequence) and field.fields):
            return _table(raw)
        if field.type in ("list", "table", "files"):
            return self._entries(field, raw, path)
        if field.type in MEMBERS:
            return self._record(field, raw, path)
        return _READERS[field.type](field, raw)

    def _entries(self, field: Field, raw: object, path: str) -> list[Value]:
        if not isinstance(raw, Sequence) or isinstance(raw, str | bytes):
            raise _Unfit("not_list")
        most = field.longest or _LONGEST[field.type]
        if len(raw) > most:
            raise _Unfit("too_many", most=most)
        if not field.fields:
            return [self.value(field.one, each, f"{path}.{place}") for place, each in enumerate(raw)]
        rows = []
        for place, each in enumerate(raw):
            if isinstance(each, Mapping):
                rows.append(self.row(field.fields, each, f"{path}.{place}."))
            else:
                self.wrong(f"{path}.{place}", Wrong("not_row"))
        return rows

    def _record(self, field: Field, raw: object, path: str) -> dict[str, Value] | None:
        """A bare text is the name of a person or an organisation, the title of a document, a period in words."""
        if isinstance(raw, str):
            raw = {_BARE.get(field.type, "name"): raw}
        if not isinstance(raw, Mapping):
            raise _Unfit("not_words")
        fields = _RECORDS[field.type]
        found = self.row(fields, raw, f"{path}.")
        if field.type == "period" and found["start"] and found["end"] and found["end"] < found["start"]:
            raise _Unfit("ends_before")
        if field.type in ("person", "organisation") and not found["name"]:
            if any(found.values()):
                self.wrong(f"{path}.name", Wrong("missing"))
            return None
        return found if any(found.values()) else None


_BARE = {"doc_ref": "title", "period": "text"}


def _member(name: str, shape: Shape) -> Field:
    """All of them may be left out; the name of a person or an organisation is asked for by itself."""
    if name == "gender":
        return Field(name, shape.title, "enum", required=False, choices=GENDERS)
    kind: Type = "date" if shape.kind == "date" else "person" if shape.members else "text"
    return Field(name, shape.title, kind, required=False, longest=_USUAL)


_RECORDS: dict[str, tuple[Field, ...]] = {
    kind: tuple(_member(name, shape) for name, shape in members.items()) for kind, members in MEMBERS.items()
}


def plain(value: Value) -> Any:
    """``value`` as JSON keeps it; what is empty is left out of a dict."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items() if not _is_empty(each)}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return to_plain(value) if isinstance(value, tuple | Table) else value


def _is_empty(raw: object) -> bool:
    return raw is None or (isinstance(raw, str | Sequence | Mapping) and not raw)


def _text(field: Field, raw: object) -> str:
    if not isinstance(raw, str):
        raise _Unfit("not_words")
    most = field.longest or _LONGEST.get(field.type, _USUAL)
    if len(raw) > most:
        raise _Unfit("too_long", most=most)
    return raw.strip()


def _ref(field: Field, raw: object) -> str:
    return _text(field, raw.get("title") if isinstance(raw, Mapping) else raw)


def _enum(field: Field, raw: object) -> str:
    if not isinstance(raw, str) or raw not in field.options:
        raise _Unfit("no_such_choice")
    return raw


def _date(_field: Field, raw: object) -> dt.date:
    if isinstance(raw, dt.datetime) or not isinstance(raw, dt.date | str):
        raise _Unfit("not_date")
    if isinstance(raw, dt.date):
        return raw
    try:
        if russian := _RUSSIAN_DATE.fullmatch(raw.strip()):
            day, month, year = map(int, russian.groups())
            return dt.date(year, month, day)
        return dt.date.fromisoformat(raw.strip())
    except ValueError:
        raise _Unfit("not_date") from None


def _number(_field: Field, raw: object) -> int | float:
    if isinstance(raw, str):
        try:
            number = float(raw.replace("\u00a0", "").replace(" ", "").replace(",", "."))
            raw = int(number) if number.is_integer() else number
        except (ValueError, OverflowError):
            raise _Unfit("not_number") from None
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not math.isfinite(raw) or abs(raw) > _GREATEST:
        raise _Unfit("not_number")
    return raw


def _int(field: Field, raw: object) -> int:
    number = _number(field, raw)
    if number != int(number):
        raise _Unfit("not_whole")
    return int(number)


def _flag(_field: Field, raw: object) -> bool:
    if not isinstance(raw, bool):
        raise _Unfit("not_flag")
    return raw


_READERS: dict[str, Callable[[Field, object], Value]] = {
    "text": _text, "multiline": _text, "position": _text, "ref": _ref, "enum": _enum, "date": _date,
    "number": _number, "percent": _number, "int": _int, "flag": _flag,
}  # fmt: skip


def _table(raw: object) -> Table:
    found = _elements(raw, "not_table")
    if len(found) != 1 or not isinstance(found[0], Table):
        raise _Unfit("not_table")
    return found[0]


def _blocks(raw: object) -> tuple[Any, ...]:
    if isinstance(raw, str):
        return tuple(Paragraph((Run(line),)) for line in raw.split("\n"))
    return _elements(raw, "not_blocks")


def _elements(raw: object, code: str) -> tuple[Any, ...]:
    """Blocks as they are or as they are kept, whole enough to be written."""
    several = raw if isinstance(raw, Sequence) else (raw,)
    try:
        found = tuple(each if isinstance(each, _BLOCKS) else from_plain(each) for each in several)
        for each in found:
            if isinstance(each, Table):
                list(placed(each))
            elif isinstance(each, Picture):
                each.pixels  # noqa: B018 - raises for what is no picture
    except (Unknown, Malformed):
        raise _Unfit(code) from None
    if not all(isinstance(each, _BLOCKS) for each in found):
        raise _Unfit(code)
    return found
