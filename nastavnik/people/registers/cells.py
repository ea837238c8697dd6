"""One reader for each kind of column: from a cell to a canonical value for JSON, to nothing, or to what is wrong.

Values: `full_name` {"last", "first", "middle"}; `names` a list of them; `contacts` {"phones", "emails", "text",
"person", "relation"}; `birth` {"year", "month", "date"}; `date` ISO; `tags` list; `int_range` [from, to], an open end
is null; `hours` {"text", "per_week"}; `mark` true or false; form, source, category, status, audience a code. Pure.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from nastavnik.people.registers.amounts import decimal_of, hours_of, int_of, range_of
from nastavnik.people.registers.contacts import contacts_of
from nastavnik.people.registers.days import birth_of, day_of
from nastavnik.people.registers.forbidden import is_forbidden
from nastavnik.people.registers.lists import Lists, group_key
from nastavnik.people.registers.names import parse_name
from nastavnik.people.registers.words import folded, tidy
from nastavnik.people.registers.wrong import Wrong

Cell = str | int | float
LONGEST = {"text": 4_000, "tags": 2_000, "contacts": 500, "names": 2_000, "url": 2_000, "full_name": 9_999}
LONGEST_OTHER = 300
MOST_TAGS = 50
_PLAIN_ADDRESS = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[!-~]*)?\Z")
_TAG_ENDS = str.maketrans({";": ",", "\n": ",", "•": ",", "·": ","})
# Contacts are mostly numbers of telephones, and addresses of pages may hold any.
_LOOK_THEMSELVES = frozenset({"contacts", "url"})
_MARKS = ("+", "✓", "✔")
_YES = frozenset({
    "да", "пройдена", "пройдено", "прошел", "прошла", "прошел программу", "прошла программу", "завершил", "завершила",
    "завершена", "завершено", "выполнена", "выполнено", "зачет", "1", "yes", "true",
})  # fmt: skip
_NO = frozenset({
    "нет", "не пройдена", "не пройдено", "не прошел", "не прошла", "не завершил", "не завершила", "не завершена",
    "не завершено", "незачет", "выбыл", "выбыла", "0", "no", "false",
})  # fmt: skip


class Reading(NamedTuple):
    """What a reader needs beside the cell."""

    lists: Lists
    today: dt.date


Reader = Callable[[str, Reading], Any]


def read(kind: str, cell: Cell | None, using: Reading) -> Any:
    """The value of ``cell``, None where it is empty, or Wrong without a column."""
    if cell is None or cell == "":
        return None
    text = tidy(cell) if cell.__class__ is str else plain_text(cell)
    longest = LONGEST.get(kind, LONGEST_OTHER)
    if len(text) > longest:
        return Wrong("too_long", params={"most": longest})
    if kind not in _LOOK_THEMSELVES and is_forbidden(text):
        return Wrong("forbidden_number")
    if not text[:1].isalnum():
        if is_blank(text) and not (kind == "mark" and text in _MARKS):
            return None  # a dash says the same as nothing
        if text[0] == "#" and text.rstrip("!?").isupper() and kind != "text":
            return Wrong("cell_error")
    return READERS[kind](text, using)


def is_blank(cell: Cell) -> bool:
    """Empty, or a dash that says the same."""
    return cell.__class__ is str and not (cell and (cell[0].isalnum() or any(map(str.isalnum, cell))))


def plain_text(cell: Cell) -> str:
    """``cell`` as words, tidied; a number of a spreadsheet without its point where it is whole."""
    if isinstance(cell, str):
        return tidy(cell)
    return str(int(cell)) if cell == cell and abs(cell) < 1e16 and cell == int(cell) else repr(cell)


def _text(text: str, _using: Reading) -> str:
    return text


def _full_name(text: str, _using: Reading) -> dict[str, str] | Wrong:
    name = parse_name(text)
    return name if isinstance(name, Wrong) else name.to_json()


def _names(text: str, _using: Reading) -> list[dict[str, str]] | Wrong:
    if text[0].isalpha() and not ("," in text or ";" in text or "\n" in text):
        only = parse_name(text)  # as it mostly is
        return only if isinstance(only, Wrong) else [only.to_json()]
    found: list[dict[str, str]] = []
    for piece in text.translate(_TAG_ENDS).split(","):
        # «1. Иванова Мария», «2) …»: a list numbered by hand.
        name = parse_name(piece.strip().lstrip("0123456789").lstrip(".) "))
        if isinstance(name, Wrong):
            if name.code == "name_empty":
                continue
            return name
        found.append(name.to_json())
    return found


def _contacts(text: str, _using: Reading) -> dict[str, Any] | Wrong:
    return contacts_of(text)


def _birth(text: str, using: Reading) -> dict[str, Any] | Wrong:
    birth = birth_of(_numeric(text), today=using.today)
    if birth is None:
        return Wrong("birth_shape")
    return birth.to_json()


def _date(text: str, using: Reading) -> str | Wrong:
    cell = _numeric(text)
    day = day_of(cell, today=using.today)
    if day:
        return day.isoformat()
    return Wrong("date_no_day" if birth_of(cell, today=using.today) else "date_shape")


def _numeric(text: str) -> str | float:
    """The serial number of a day, as a spreadsheet keeps it: «41046.5» has a time of day."""
    whole, _point, rest = text.partition(".")
    return float(text) if len(whole) == 5 and whole.isdecimal() and rest.isdecimal() and text.isascii() else text


def _tags(text: str, _using: Reading) -> list[str] | Wrong:
    found: dict[str, str] = {}
    for piece in text.translate(_TAG_ENDS).split(","):
        if tag := piece.strip().strip(".").strip():
            found.setdefault(tag.casefold(), tag)
    return list(found.values()) if len(found) <= MOST_TAGS else Wrong("tags_many", params={"most": MOST_TAGS})


def _form(text: str, using: Reading) -> str | Wrong:
    return using.lists.forms.get(folded(text)) or Wrong("form_unknown")


def _source(text: str, using: Reading) -> str | Wrong:
    return using.lists.sources.get(folded(text)) or Wrong("source_unknown")


def _category(text: str, using: Reading) -> str | Wrong:
    code = using.lists.categories.get(folded(text))
    if code in using.lists.sensitive:
        return Wrong("sensitive_category")
    return code or Wrong("category_unknown")


def _status(text: str, using: Reading) -> str | Wrong:
    return using.lists.statuses.get(folded(text)) or Wrong("status_unknown")


def _audience(text: str, using: Reading) -> str | Wrong:
    return using.lists.audiences.get(folded(text)) or Wrong("audience_unknown")


def _group(text: str, using: Reading) -> str:
    """As the organisation calls it, or as typed; whether the class exists is asked of learners alone, by `rows`."""
    groups = using.lists.groups
    return groups.get(group_key(text), text) if groups else text


def _mark(text: str, _using: Reading) -> bool | Wrong:
    said = folded(text)
    if said in _YES or text in _MARKS:
        return True
    return False if said in _NO or not said else Wrong("mark_unclear")


def _url(text: str, _using: Reading) -> str | Wrong:
    address = f"https://{text}" if text.startswith("www.") else text
    if _PLAIN_ADDRESS.match(address):
        return address
    try:
        parts = urlsplit(address)
        is_good = parts.scheme in ("http", "https") and "." in (parts.hostname or "") and not parts.username
    except ValueError:
        is_good = False
    return address if is_good and " " not in address and "\n" not in address else Wrong("url_shape")


READERS: dict[str, Reader] = {
    "int": lambda text, _using: int_of(text),
    "decimal": lambda text, _using: decimal_of(text),
    "int_range": lambda text, _using: range_of(text),
    "hours": lambda text, _using: hours_of(text),
    "full_name": _full_name,
    "names": _names,
    "contacts": _contacts,
    "birth": _birth,
    "date": _date,
    "text": _text,
    "tags": _tags,
    "form": _form,
    "source": _source,
    "category": _category,
    "status": _status,
    "audience": _audience,
    "group": _group,
    "mark": _mark,
    "url": _url,
}
