"""Headings as schools write them."""

from __future__ import annotations

import pytest

from nastavnik.people.registers.columns import REGISTERS
from nastavnik.people.registers.headings import normal_heading, propose

DATA = ["1", "Ким Анна", "2012", "", "", ""]
Rows = list[list[str | int | float]]


@pytest.mark.parametrize("register", REGISTERS)
def test_the_official_form_is_certain(register: str) -> None:
    columns = REGISTERS[register]
    rows: Rows = [
        ["База", ""],
        [each.title for each in columns],
        [place + 1 for place in range(len(columns))],
        ["1", "Ким Анна"],
    ]

    found = propose(rows)

    assert (found.register, found.header_rows, found.first_row, found.has_numbering) == (register, (1, 1), 3, True)
    assert found.mapping == {index: each.name for index, each in enumerate(columns)}
    assert set(found.confidence.values()) == {1.0}


@pytest.mark.parametrize(
    ("headings", "register", "names"),
    [
        (
            ["№", "Ф.И.О. ребёнка", "Кл.", "Д.р.", "Телефон", "E-mail", "ФИО родителя", "Проблема", "Дата начала"],
            "mentee",
            ["seq_no", "full_name", "group_or_position", "birth_year", "contacts.phone", "contacts.email",
             "contacts.person", "main_request", "entry_date"],
        ),
        (
            ["Запрос", "ФИО обучающегося", "Телефон мамы", "Телефон папы", "Дата рождения", "ФИО наставника"],
            "mentee",
            ["main_request", "full_name", "contacts.mother", "contacts.father", "birth_year", "mentor"],
        ),
        (
            ["Фамилия", "Имя", "Отчество", "Место работы, должность", "Компетенции", "Хобби", "Возраст подопечных",
             "Время (ч/нед)", "тел."],
            "mentor",
            ["full_name.last", "full_name.first", "full_name.middle", "work_place", "competences", "interests",
             "wanted_age", "time_resource", "contacts.phone"],
        ),
        (
            ["№", "Фамилия", "Имя", "Отчество", "День рождения", "Тел./e-mail", "Мама (ФИО, телефон)",
             "Папа (ФИО, телефон)", "Дата закрепления"],
            "mentee",
            ["seq_no", "full_name.last", "full_name.first", "full_name.middle", "birth_year", "contacts",
             "contacts.mother", "contacts.father", "entry_date"],
        ),
        (
            ["ФИО ученика", "ФИО мамы", "Почта мамы", "Тел. бабушки", "Телефон законного представителя",
             "Телефон родителей (мамы, папы)", "Опекун", "Материалы", "Место работы отца", "Запрос"],
            "mentee",
            ["full_name", "contacts.mother", "contacts.mother", "contacts.grandmother", "contacts.representative",
             "contacts.phone", "contacts.guardian", "mentor_work_place", "main_request"],
        ),
        (
            ["Наставник", "Наставляемый", "Форма наставничества", "Дата начала", "Дата окончания"],
            "mentor",
            ["full_name", "mentees", "form", "entry_date", "end_date"],
        ),
        (
            ["ФИО молодого специалиста", "Должность", "Стаж работы", "ФИО педагога-наставника", "Запрос"],
            "mentee",
            ["full_name", "group_or_position", "work_experience_years", "mentor", "main_request"],
        ),
        (["ФИО ученика", "1-й телефон", "2-й телефон"], None, ["full_name", "contacts.phone", "contacts.phone"]),
        (["№", "ФИO", "Teлефон"], None, ["seq_no", "full_name", "contacts.phone"]),  # Latin O, T and e
    ],
)  # fmt: skip
def test_other_wordings(headings: list[str], register: str | None, names: list[str]) -> None:
    found = propose([[*headings], [*DATA]])

    assert found.register == register
    assert list(found.mapping.values()) == names
    assert found.first_row == 1


def test_merged_headings_in_two_rows() -> None:
    found = propose([
        ["Сведения о наставляемом", "", "", "Сведения о наставнике", ""],
        ["ФИО", "Год рожд.", "Класс", "ФИО", "Место работы"],
        ["Ким Анна", "2012", "7Б", "Ли Ин", "Завод"],
    ])  # fmt: skip

    assert (found.register, found.header_rows, found.first_row) == ("mentee", (0, 1), 2)
    assert list(found.mapping.values()) == [
        "full_name",
        "birth_year",
        "group_or_position",
        "mentor",
        "mentor_work_place",
    ]
    assert found.headings[3] == "Сведения о наставнике ФИО"


def test_a_relative_over_two_columns_says_whose_they_are() -> None:
    found = propose([
        ["ФИО ребёнка", "Мать", "", "Запрос"],
        ["", "ФИО", "Телефон", ""],
        ["Ким Анна", "Ким Ольга", "+79001112233", "Профиль"],
    ])  # fmt: skip

    assert list(found.mapping.values()) == ["full_name", "contacts.mother", "contacts.mother", "main_request"]


def test_a_title_over_the_table_tells_the_base() -> None:
    rows: Rows = [
        ["", "Реестр наставников школы"],
        ["№ п/п", "ФИО", "Контакты", ""],
        ["", "", "тел.", "эл. почта"],
        [*DATA],
    ]

    found = propose(rows)

    assert (found.register, found.header_rows, found.first_row) == ("mentor", (1, 2), 3)
    assert found.mapping == {0: "seq_no", 1: "full_name", 2: "contacts.phone", 3: "contacts.email"}


def test_what_was_chosen_before_wins_and_what_was_passed_over_stays_so() -> None:
    rows: Rows = [["ФИО", "Год рождения", "Зачем пришёл", "Телефон", "Рост"], [*DATA]]
    before = propose(rows, register="mentee")

    found = propose(
        rows, {normal_heading("Зачем  ПРИШЕЛ"): "main_request", normal_heading("Телефон"): ""}, register="mentee"
    )

    assert before.unknown == (2, 4)
    assert found.mapping == {0: "full_name", 1: "birth_year", 2: "main_request"}
    assert found.confidence[2] == 1.0
    assert found.unknown == (4,)


def test_a_table_without_headings_is_told_so() -> None:
    found = propose([["1", "Ким Анна", "2012"], ["2", "Ли Ин", "2011"]], register="mentee")

    assert (found.header_rows, found.first_row, found.mapping) == (None, 0, {})
