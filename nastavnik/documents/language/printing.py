"""How a value of each kind looks in a document when nothing more is said, and the spellings of dates and numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from nastavnik.documents.language.shapes import Shape

#: Keeps «15 октября» and «2026 г.» on one line.
_BOUND = "\u00a0"
_MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября",
    "декабря",
)  # fmt: skip
#: A line to write upon, about as long as the words that go there.
LINE = "_" * 30


def date_ru(date: dt.date) -> str:
    return f"{date.day}{_BOUND}{_MONTHS[date.month - 1]} {date.year}{_BOUND}г."


def date_short(date: dt.date) -> str:
    return f"{date.day:02}.{date.month:02}.{date.year:04}"


def period(value: dict[str, Any], one: Callable[[dt.date], str]) -> str:
    """In words of its own, or from its days."""
    if value["text"]:
        return str(value["text"])
    parts = [f"с {one(value['start'])}"] if value["start"] else []
    return " ".join(parts + ([f"по {one(value['end'])}"] if value["end"] else []))


def number(value: int | float) -> str:
    """12,5; whole numbers without a comma."""
    if value == int(value):
        return str(int(value))
    return f"{value:.6f}".rstrip("0").replace(".", ",")


def grouped(value: int | float) -> str:
    """1 234 567,5."""
    whole, comma, rest = number(abs(value)).partition(",")
    return ("−" if value < 0 else "") + f"{int(whole):,}".replace(",", _BOUND) + comma + rest


def reference(value: dict[str, Any]) -> str:
    """Приказ Министерства от 01.09.2026 № 15 «О …», without what is unknown."""
    title = value["title"] or ""
    parts = [
        value["kind_title"] or "",
        f"от {date_short(value['date'])}" if value["date"] else "",
        f"№{_BOUND}{value['number']}" if value["number"] else "",
    ]
    begun = " ".join(part for part in parts if part)
    return f"{begun} {quoted(title)}" if begun and title else begun or title


def quoted(text: str) -> str:
    """In «», with „“ inside."""
    if text.startswith("«") and text.endswith("»") and text.count("«") == 1:
        return text
    return f"«{text.replace('«', '„').replace('»', '“')}»"


def bound(text: str) -> str:
    """«№ 3» on one line."""
    return text.replace("№ ", f"№{_BOUND}")


def printer(shape: Shape) -> Callable[[Any], str] | None:
    """How a value of ``shape`` becomes words; None for what cannot stand within a line."""
    if shape.kind == "enum":
        options = dict(shape.options)
        return lambda value: options[value]
    return _PRINTERS.get(shape.kind)


_PRINTERS: dict[str, Callable[[Any], str]] = {
    "text": str, "multiline": str, "position": str, "ref": str, "person": str, "organisation": str,
    "date": date_short, "number": number, "int": number,
    "period": lambda value: period(value, date_short),
    "doc_ref": reference,
    "percent": lambda value: f"{number(value)}{_BOUND}%",
    "flag": lambda value: "да" if value else "нет",
    "blank": lambda _value: LINE,
}  # fmt: skip
