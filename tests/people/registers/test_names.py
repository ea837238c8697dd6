"""Names as people type them."""

from __future__ import annotations

import pytest

from nastavnik.people.registers.names import Name, name_of, normal, parse_name
from nastavnik.people.registers.wrong import Wrong


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Иванова Мария Петровна", Name("Иванова", "Мария", "Петровна")),
        ("ИВАНОВА  МАРИЯ", Name("Иванова", "Мария")),
        ("иванова-ёлкина анна-мария петровна", Name("Иванова-Ёлкина", "Анна-Мария", "Петровна")),
        ("Петров - Водкин Кузьма", Name("Петров-Водкин", "Кузьма")),
        ("Алиев Руслан Мамед оглы", Name("Алиев", "Руслан", "Мамед оглы")),
        ("Алиева Лейла Гасан-Кызы", Name("Алиева", "Лейла", "Гасан-кызы")),
        ("де Толли Анна Сергеевна", Name("де Толли", "Анна", "Сергеевна")),
        ("Салтыков Щедрин Михаил Евграфович", Name("Салтыков Щедрин", "Михаил", "Евграфович")),
        ("О’Нил Джон", Name("О'Нил", "Джон")),
        ("Ли Ин Хо", Name("Ли", "Ин", "Хо")),
        ("Cергеев Aлексей", Name("Сергеев", "Алексей")),  # Latin C and A
        ("Абрамович Роман Аркадьевич", Name("Абрамович", "Роман", "Аркадьевич")),
        ("Smith John", Name("Smith", "John")),
    ],
)
def test_a_name_is_read(text: str, name: Name) -> None:
    found = parse_name(text)

    assert found == name
    assert isinstance(found, Name)
    assert found.doubt == ""
    assert parse_name(str(found)) == name


@pytest.mark.parametrize(
    ("text", "name", "doubt"),
    [
        ("Иванов И.П.", Name("Иванов", "И.", "П."), "initials"),
        ("И. П. Иванов", Name("Иванов", "И.", "П."), "initials"),
        ("Иванов И. П.", Name("Иванов", "И.", "П."), "initials"),
        ("Иванов И.", Name("Иванов", "И."), "initials"),
        ("Мария Петровна Иванова", Name("Иванова", "Мария", "Петровна"), "order"),
    ],
)
def test_what_a_person_should_look_at_is_said(text: str, name: Name, doubt: str) -> None:
    found = parse_name(text)

    assert found == name
    assert isinstance(found, Name)
    assert found.doubt == doubt


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Иванов", "name_one_word"),
        ("Иванов1 Иван", "name_digits"),
        ("Иванов Иван, Петров Пётр", "name_several"),
        ("Иванов (Петров) Иван", "name_signs"),
        ("Иvaнов Иdан", "name_signs"),
        ("Ким Чен Ир Сун", "name_many_words"),
        ("Алиев Руслан оглы", "name_order"),
        ("Ы" * 10_000, "name_too_long"),
        ("", "name_empty"),
    ],
)
def test_what_is_no_name_is_refused_with_a_reason(text: str, code: str) -> None:
    found = parse_name(text)

    assert isinstance(found, Wrong)
    assert found.code == code
    assert text not in str(found.params) or not text


def test_parts_in_cells_of_their_own() -> None:
    assert name_of("ИВАНОВА ПЕТРОВА", "анна", "") == Name("Иванова Петрова", "Анна")
    assert name_of("Алиев", "Руслан", "Мамед оглы") == Name("Алиев", "Руслан", "Мамед оглы")
    assert name_of("Иванова", "", "Петровна") == Wrong("name_one_word")
    assert name_of("Иванова", "Анна2", "") == Wrong("name_digits")


def test_the_key_folds_what_people_write_differently() -> None:
    assert normal(Name("Ёлкина-Новак", "Алёна")) == normal(Name("Елкина Новак", "АЛЕНА")) == "елкина новак алена"
    assert normal(Name("Иванов", "Иван")) != normal(Name("Иванов", "Иван", "Иванович"))
