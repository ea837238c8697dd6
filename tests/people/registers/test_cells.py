"""One cell at a time."""

from __future__ import annotations

import json
from typing import Any

import pytest

from nastavnik.people.registers.cells import Cell, Reading, read
from nastavnik.people.registers.contacts import with_phones
from nastavnik.people.registers.wrong import Wrong

_DAY = {"year": 2012, "month": 5, "date": "2012-05-17"}
GOOD: list[tuple[str, Cell, Any]] = [
    *[("birth", cell, _DAY) for cell in (
        "17.05.2012", "17.5.12", "2012-05-17", "2012-05-17 00:00:00", "17 мая 2012 г.р.", "17/05/2012", 41046,
        41046.0, "41046",
    )],
    *[("birth", cell, {"year": 2012, "month": None, "date": None}) for cell in (2012, 2012.0, "2012 г.", "2012г.р.")],
    *[("birth", cell, {"year": 2012, "month": 5, "date": None}) for cell in ("май 2012", "05.2012", "мая 2012 года")],
    *[("date", cell, "2026-09-01") for cell in ("01.09.2026", "1 сентября 2026 г.", 46266, "2026-09-01T00:00:00")],
    ("text", "=HYPERLINK(1)", "=HYPERLINK(1)"),
    ("text", "  два \u00a0 слова \r\n строка\u200b ", "два слова\nстрока"),
    ("text", "ИНН 7801234567", "ИНН 7801234567"),
    ("text", " — ", None),
    ("tags", "Физика; математика, физика.\nшахматы", ["Физика", "математика", "шахматы"]),
    ("form", "Ученик-ученик", "pupil_pupil"),
    ("form", "работодатель – студент", "employer_student"),
    ("source", "Учитель", "teacher"),
    ("category", "Одарённый ребёнок", "gifted"),
    ("status", "Участвует", "active"),
    ("audience", "ученица", "learner"),
    ("int_range", "от 12 до 14 лет", [12, 14]),
    ("int_range", "14+", [14, None]),
    ("int_range", "до 14", [None, 14]),
    ("hours", "2 ч/нед", {"text": "2 ч/нед", "per_week": 2.0}),
    ("hours", "2 раза в месяц по 2 часа", {"text": "2 раза в месяц по 2 часа", "per_week": 1.0}),
    ("hours", "по договорённости", {"text": "по договорённости", "per_week": None}),
    ("url", "www.school.example/case", "https://www.school.example/case"),
    ("decimal", "3,5 года", 3.5),
    ("decimal", "1 год 6 месяцев", 1.5),
    ("int", 2.0, 2),
    ("mark", "прошла", True),
    ("mark", "+", True),
    ("mark", "Нет", False),
    ("names", "1. Ким Анна\n2. Петров П.С.", [
        {"last": "Ким", "first": "Анна", "middle": ""}, {"last": "Петров", "first": "П.", "middle": "С."},
    ]),
    ("full_name", "ким АННА", {"last": "Ким", "first": "Анна", "middle": ""}),
]  # fmt: skip
BAD: list[tuple[str, Cell, str]] = [
    ("birth", "31.02.2012", "birth_shape"),
    ("birth", "вчера", "birth_shape"),
    ("date", "сентябрь 2026", "date_no_day"),
    ("date", "скоро", "date_shape"),
    ("form", "наставник", "form_unknown"),
    ("source", "марсианин", "source_unknown"),
    ("category", "ТЖС", "sensitive_category"),
    ("category", "дети-сироты и дети, оставшиеся без попечения родителей", "category_unknown"),
    ("int_range", "2014-12-01", "range_is_date"),  # what Excel makes of 12-14
    ("int_range", "5–7 классы", "range_of_classes"),
    ("int_range", "14-12", "range_shape"),
    ("url", "javascript:alert(1)", "url_shape"),
    ("url", "https://user:word@school.example", "url_shape"),
    ("decimal", "много", "number_shape"),
    ("int", "2,5", "int_shape"),
    ("mark", "возможно", "mark_unclear"),
    ("date", "#ЗНАЧ!", "cell_error"),
    ("text", "а" * 10_000, "too_long"),
    ("contacts", "8 900 123 45", "phone_shape"),
    ("contacts", "анна@школа", "email_shape"),
    *[("text", text, "forbidden_number") for text in (
        "112-233-445 95", "СНИЛС 112 233 445 00", "11223344595", "паспорт 4012 123456", "40 12 № 123456",
        "II-АК № 123456", "полис 1234 5678 9012 3456",
    )],
    ("contacts", "+7 900 123-45-67, 112-233-445 95", "forbidden_number"),
    ("text", 11223344595, "forbidden_number"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "cell", "value"), GOOD)
def test_a_cell_is_read(kind: str, cell: Cell, value: Any, using: Reading) -> None:
    found = read(kind, cell, using)

    assert found == value
    assert json.loads(json.dumps(found)) == value


@pytest.mark.parametrize(("kind", "cell", "code"), BAD)
def test_a_cell_is_refused(kind: str, cell: Cell, code: str, using: Reading) -> None:
    found = read(kind, cell, using)

    assert isinstance(found, Wrong)
    assert (found.code, found.column) == (code, "")


def test_every_sensitive_category_is_refused_by_its_own_title(using: Reading) -> None:
    titles = using.lists.titles["category"]

    for code in using.lists.sensitive:
        assert read("category", titles[code], using) == Wrong("sensitive_category"), code


@pytest.mark.parametrize(
    ("cell", "phones", "emails", "person", "relation"),
    [
        ("+7 900 123-45-67", ["+79001234567"], [], None, None),
        (89001234567.0, ["+79001234567"], [], None, None),
        ("8(900)1234567 / 9001234568", ["+79001234567", "+79001234568"], [], None, None),
        ("89001234567 89001234568", ["+79001234567", "+79001234568"], [], None, None),
        ("+375 29 123-45-67", ["+375291234567"], [], None, None),
        ("112-45-67", [], [], None, None),
        (
            "Смирнова Ольга Петровна (мать), тел. 8 900 123-45-67, Olga@Example.ru",
            ["+79001234567"],
            ["olga@example.ru"],
            {"last": "Смирнова", "first": "Ольга", "middle": "Петровна"},
            "mother",
        ),
        (
            "папа Ким Игорь 89001234567",
            ["+79001234567"],
            [],
            {"last": "Ким", "first": "Игорь", "middle": ""},
            "father",
        ),
        ("через классного руководителя", [], [], None, None),
    ],
)
def test_contacts(
    cell: Cell, phones: list[str], emails: list[str], person: Any, relation: str | None, using: Reading
) -> None:
    found = read("contacts", cell, using)

    assert {name: found[name] for name in ("phones", "emails", "person", "relation")} == {
        "phones": phones,
        "emails": emails,
        "person": person,
        "relation": relation,
    }
    assert found["text"] == (cell if isinstance(cell, str) else "89001234567")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("+79001234567", "+7 900 123-45-67"),
        ("Ким Ольга (мать), 8(900)1234567, доб. 12", "Ким Ольга (мать), +7 900 123-45-67, доб. 12"),
        ("89001234567; +7 900 765-43-21.", "+7 900 123-45-67; +7 900 765-43-21."),
        ("каб. 12, 2-34-56, +375291234567, a89001234567@example.ru",) * 2,
        ("", ""),
    ],
)
def test_a_number_is_shown_in_one_way(typed: str, shown: str) -> None:
    assert with_phones(typed) == shown
    assert with_phones(shown) == shown


def test_a_class_is_called_as_the_school_calls_it(school_lists: Any) -> None:
    from tests.people.registers.conftest import TODAY

    using = Reading(school_lists, TODAY)

    assert [read("group", cell, using) for cell in ("7 «Б»", "7-б класс", "10a", "учитель физики")] == [
        "7Б",
        "7Б",
        "10 «А»",
        "учитель физики",
    ]
