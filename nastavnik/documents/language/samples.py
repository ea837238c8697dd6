"""Invented values for every type of field, complete enough to look at a template with."""

from __future__ import annotations

from typing import Any

from nastavnik.documents.language.fields import BLANKS, Field
from nastavnik.documents.tree import Cell, Paragraph, Row, Run, Table

_PEOPLE = (
    {
        "name": "Соколова Марина Игоревна",
        "post": "заместитель директора по воспитательной работе",
        "gender": "femn",
    },
    {"name": "Орлов Пётр Андреевич", "post": "учитель математики", "gender": "masc"},
    {"name": "Белова-Зимина Анна Сергеевна", "post": "педагог-психолог", "gender": "femn"},
)
_ORGANISATION = {
    "name": "МБОУ «Средняя школа № 3 г. Заречного»",
    "short": "МБОУ «СШ № 3 г. Заречного»",
    "full": "Муниципальное бюджетное общеобразовательное учреждение «Средняя школа № 3 города Заречного»",
    "city": "г. Заречный",
    "address": "ул. Садовая, д. 5, г. Заречный",
    "phone": "8 (000) 000-00-03",
    "email": "school3@zarechny.example",
    "head": {"name": "Громова Елена Павловна", "post": "директор", "gender": "femn"},
}
_DOCUMENT = {
    "kind_title": "приказ министерства образования",
    "number": "15",
    "date": "2026-09-01",
    "title": "О внедрении целевой модели наставничества",
}
_ORDER = {"kind_title": "приказ", "number": "42-од", "date": "2026-10-15", "title": "Об утверждении локальных актов"}
_VALUES: dict[str, Any] = {
    "date": "2026-10-15",
    "period": {"start": "2026-09-01", "end": "2027-05-31"},
    "organisation": _ORGANISATION,
    "doc_ref": _DOCUMENT,
    "position": "заместитель директора",
    "number": 12.5,
    "int": 5,
    "percent": 70,
    "flag": True,
    "files": ["Приложение 1.pdf"],
}
_NAMED: dict[str, Any] = {
    "number": "42-од",
    "school_year": "2026/2027",
    "signer": _ORGANISATION["head"],
    "draft": False,
    "founder": {
        "name": "Управление образования города Заречного",
        "short": "Управление образования города Заречного",
        "full": "Управление образования администрации города Заречного",
        "head": {"name": "Ветрова Ольга Ильинична", "post": "начальник", "gender": "femn"},
    },
    "acts": [_DOCUMENT],
    "approved_by": _ORDER,
    "council": {
        "kind_title": "протокол педагогического совета",
        "number": "3",
        "date": "2026-10-12",
        "title": "О наставничестве",
    },
}


def sample_of(field: Field, place: int = 0) -> Any:
    if field.sample is not None:
        return field.sample
    if field.name in _NAMED and field.type in ("text", "person", "flag", "organisation", "doc_ref", "list"):
        return _NAMED[field.name]
    if field.type == "person":
        return _PEOPLE[place % len(_PEOPLE)]
    if field.type == "enum":
        return next(iter(field.options))
    if field.type in ("list", "table"):
        return _entries(field)
    if field.type in _VALUES:
        return _VALUES[field.type]
    text = field.title or "Текст"
    if field.type in ("multiline", "blocks"):
        return f"{text}: первый абзац примера.\n{text}: второй абзац примера."
    return f"{text} {place + 1}" if place else text


def _entries(field: Field) -> Any:
    if field.type == "table" and not field.fields:
        return Table(
            (80, 90), (Row((_cell("1"), _cell("Первая строка примера"))), Row((_cell("2"), _cell("Вторая"))))
        )
    if not field.fields:
        return [sample_of(field.one, place) for place in range(2)]
    asked = [each for each in field.fields if each.stored and each.type not in BLANKS]
    return [{each.name: sample_of(each, place) for each in asked} for place in range(3)]


def _cell(text: str) -> Cell:
    return Cell((Paragraph((Run(text),)),))
