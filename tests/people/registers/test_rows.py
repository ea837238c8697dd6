"""Whole rows: what is missing, what does not go together, what people should look at."""

from __future__ import annotations

from typing import Any

import pytest

from nastavnik.people.registers.cells import Cell
from nastavnik.people.registers.contacts import contacts_of
from nastavnik.people.registers.lists import Lists
from nastavnik.people.registers.rows import Judge, Settings, data_rows, judge, rejudge
from nastavnik.people.registers.wrong import Wrong
from tests.people.registers.conftest import TODAY

MENTEE = dict(
    enumerate(["full_name", "contacts", "birth_year", "main_request", "entry_date", "group_or_position", "audience",
               "category", "end_date"])
)  # fmt: skip
MENTOR = dict(enumerate(["full_name", "contacts", "work_place", "entry_date", "source", "birth_date"]))


def mentee(**changed: Cell) -> list[Cell]:
    cells: dict[str, Cell] = {
        "full_name": "Ёлкина Анна Сергеевна", "contacts": "мама Ёлкина Ольга, +7 900 000-00-01", "birth_year": "2013",
        "main_request": "Подготовка к олимпиаде", "entry_date": "01.10.2026", "group_or_position": "7б",
        "audience": "", "category": "", "end_date": "",
    }  # fmt: skip
    return [(cells | changed)[name] for name in MENTEE.values()]


def mentor(**changed: Cell) -> list[Cell]:
    cells: dict[str, Cell] = {
        "full_name": "Дубов Пётр", "contacts": "dubov@example.ru", "work_place": "МБОУ «Школа»",
        "entry_date": "01.10.2026", "source": "педагог", "birth_date": "",
    }  # fmt: skip
    return [(cells | changed)[name] for name in MENTOR.values()]


def codes(row: Any) -> tuple[list[tuple[str, str]], list[str]]:
    return [(wrong.code, wrong.column) for wrong in row.wrong], [note.code for note in row.notes]


def test_a_good_row_is_kept_whole(school_lists: Lists) -> None:
    row = Judge("mentee", MENTEE, school_lists, TODAY)(5, mentee())

    assert row.number == 5
    assert (row.wrong, row.notes) == ((), ())
    assert row.values == {
        "full_name": {"last": "Ёлкина", "first": "Анна", "middle": "Сергеевна"},
        "contacts": {
            "phones": ["+79000000001"],
            "emails": [],
            "text": "мама Ёлкина Ольга, +7 900 000-00-01",
            "person": {"last": "Ёлкина", "first": "Ольга", "middle": ""},
            "relation": "mother",
        },
        "birth_year": {"year": 2013, "month": None, "date": None},
        "main_request": "Подготовка к олимпиаде",
        "entry_date": "2026-10-01",
        "group_or_position": "7Б",
        "audience": "learner",
    }


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"full_name": ""}, [("missing", "full_name")]),
        ({"full_name": "Ёлкина"}, [("name_one_word", "full_name")]),
        ({"full_name": 17}, [("name_digits", "full_name")]),
        ({"birth_year": "1897"}, [("birth_range", "birth_year")]),
        ({"birth_year": "01.12.2026"}, [("birth_range", "birth_year")]),
        ({"birth_year": "2017"}, [("mentee_too_young", "birth_year")]),
        ({"birth_year": "23.11.2016"}, [("mentee_too_young", "birth_year")]),
        ({"birth_year": "22.11.2016"}, []),
        ({"birth_year": "2016"}, []),  # may be ten already
        ({"birth_year": "2010", "audience": "учитель"}, [("adult_too_young", "birth_year")]),
        ({"group_or_position": "12Ж"}, [("group_unknown", "group_or_position")]),
        ({"entry_date": "01.10.2126"}, [("date_far", "entry_date")]),
        ({"end_date": "30.09.2026"}, [("end_before_entry", "end_date")]),
        ({"category": "ОВЗ"}, [("sensitive_category", "category")]),
        ({"main_request": "СНИЛС 112-233-445 95"}, [("forbidden_number", "main_request")]),
        ({"main_request": "", "entry_date": "-"}, [("missing", "main_request"), ("missing", "entry_date")]),
    ],
)
def test_a_mentee(changed: dict[str, Cell], wrong: list[tuple[str, str]], school_lists: Lists) -> None:
    row = judge(mentee(**changed), "mentee", MENTEE, school_lists, TODAY)

    assert codes(row)[0] == wrong
    assert not {column for _code, column in wrong} & set(row.values)


@pytest.mark.parametrize(
    ("changed", "wrong", "notes"),
    [
        ({}, [], []),
        ({"source": "ученик", "birth_date": "2010"}, [], []),
        ({"source": "ученик"}, [("missing_birth_of_pupil", "birth_date")], []),
        ({"source": "ученик", "birth_date": "2013"}, [("mentor_too_young", "birth_date")], []),
        ({"source": "ученик", "birth_date": "23.11.2011"}, [], ["outside_reported_ages"]),
        ({"source": "учитель", "birth_date": "2010"}, [("adult_too_young", "birth_date")], []),
        ({"work_place": ""}, [("missing", "work_place")], []),
        ({"full_name": "Дубов П."}, [], ["name_initials"]),
        ({"contacts": "через учительскую"}, [], ["contacts_no_number"]),
        ({"work_place": "школа, ребёнок с ОВЗ"}, [], ["sensitive_words"]),
    ],
)
def test_a_mentor(changed: dict[str, Cell], wrong: list[Any], notes: list[str], lists: Lists) -> None:
    assert codes(judge(mentor(**changed), "mentor", MENTOR, lists, TODAY)) == (wrong, notes)


def test_settings_move_the_least_age_and_fill_in_empty_cells(lists: Lists) -> None:
    settings = Settings(least_age_pupil_mentor=15, defaults={"entry_date": "2026-09-01"})

    row = judge(
        mentor(source="ученик", birth_date="30.12.2011", entry_date=""), "mentor", MENTOR, lists, TODAY,
        settings=settings,
    )  # fmt: skip

    assert row.wrong == (Wrong("mentor_too_young", "birth_date", {"least": 15}),)
    assert row.values["entry_date"] == "2026-09-01"


def test_names_and_contacts_in_several_columns(lists: Lists) -> None:
    mapping = {0: "full_name.last", 1: "full_name.first", 2: "contacts.phone", 3: "contacts.phone",
               4: "contacts.email", 5: "contacts.person"}  # fmt: skip
    raw: list[Cell] = ["ЁЛКИНА", "анна", 89000000001, "8 900 000-00-02", "anna@example.ru", "Ёлкина Ольга (мать)"]

    row = judge(raw, "mentee", mapping, lists, TODAY)

    assert row.values["full_name"] == {"last": "Ёлкина", "first": "Анна", "middle": ""}
    assert row.values["contacts"] == {
        "phones": ["+79000000001", "+79000000002"],
        "emails": ["anna@example.ru"],
        "text": "Ёлкина Ольга (мать); 89000000001; 8 900 000-00-02; anna@example.ru",
        "person": {"last": "Ёлкина", "first": "Ольга", "middle": ""},
        "relation": "mother",
    }


@pytest.mark.parametrize(
    ("columns", "cells", "text", "person", "relation"),
    [
        (["contacts.mother"], ["8 900 000-00-01"], "мать: 8 900 000-00-01", None, "mother"),
        (["contacts.father"], [89000000001], "отец: 89000000001", None, "father"),
        (["contacts.grandmother"], ["бабушка, 89000000001"], "бабушка, 89000000001", None, "grandmother"),
        (["contacts.representative"], ["89000000001"], "законный представитель: 89000000001", None, "representative"),
        (["contacts.mother"] * 2, ["Ёлкина Ольга", "89000000001"], "мать: Ёлкина Ольга; 89000000001",
         {"last": "Ёлкина", "first": "Ольга", "middle": ""}, "mother"),
        (["contacts.phone", "contacts.father", "contacts.mother"], ["", "", "89000000001"], "мать: 89000000001", None,
         "mother"),
        (["contacts.phone", "contacts.mother"], ["89000000001", " "], "89000000001", None, None),
    ],
)  # fmt: skip
def test_a_column_of_a_relative_says_who_answers(
    lists: Lists,
    columns: list[str],
    cells: list[Cell],
    text: str,
    person: dict[str, str] | None,
    relation: str | None,
) -> None:
    mapping = {0: "full_name", **dict(enumerate(columns, 1))}
    found = judge(["Ёлкина Анна", *cells], "mentee", mapping, lists, TODAY).values["contacts"]

    told = (found["phones"], found["text"], found["person"], found["relation"])
    assert told == (["+79000000001"], text, person, relation)
    # Kept as words, it says the same when it is read again.
    assert contacts_of(text) == found


def test_a_mended_row_is_checked_again(lists: Lists) -> None:
    values = judge(mentee(end_date=""), "mentee", MENTEE, lists, TODAY).values

    checked = rejudge(values | {"end_date": "2026-09-01"}, "mentee", lists, TODAY)

    assert [wrong.code for wrong in checked.wrong] == ["end_before_entry"]
    assert "end_date" not in values


def test_rows_that_speak_of_nobody_are_left_out() -> None:
    table: list[list[Cell]] = [
        ["База"], ["№", "ФИО", "Год"], ["1", "2", "3"], [1, "Ким Анна", 2012], ["", "", ""], [2, "Ли Ин", 2011],
        ["Итого", "", 2], ["Директор", "", "И. И. Петров"],
    ]  # fmt: skip

    assert [number for number, _row in data_rows(table, 2)] == [4, 6]


def test_two_columns_cannot_be_one(lists: Lists) -> None:
    with pytest.raises(ValueError, match="entry_date"):
        Judge("mentee", {0: "entry_date", 1: "entry_date"}, lists, TODAY)
