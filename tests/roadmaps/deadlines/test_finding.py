"""Deadlines inside an activity's text."""

from __future__ import annotations

import pytest

from nastavnik.roadmaps.deadlines import Period, find_deadlines, read_deadline

PLAN = Period.parse("2020")


def _found(text: str) -> list[str]:
    return [text[first:last] for first, last, _ in find_deadlines(text, PLAN)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Создание базы: составление списка организаций – 21 августа", ["21 августа"]),
        ("Разработка плана, концепция – до 30 октября", ["до 30 октября"]),
        ("Семинары: 14 сентября – вебинар для руководителей и кураторов", ["14 сентября"]),
        ("Реестр наставников: сентябрь - декабрь", ["сентябрь - декабрь"]),
        ("Обучение до 19 октября – семинар, с 1 по 15 ноября – практика", ["до 19 октября", "с 1 по 15 ноября"]),
        ("Педсовет (до 15\u00a0октября и 20 мая)", ["до 15\u00a0октября и 20 мая"]),
        ("Сбор отчётов 1 раз в квартал, сводка – ежемесячно", ["1 раз в квартал", "ежемесячно"]),
        ("Ко Дню учителя 5 октя\u00adбря", ["5 октя\u00adбря"]),
        ("Занятия 5–9 классов по средам", ["по средам"]),
        ("Отчёт до конца II квартала", ["до конца II квартала"]),
        ("Мониторинг в мае 2020 г.", ["мае 2020 г"]),
    ],
)
def test_a_deadline_is_found_where_it_stands(text: str, found: list[str]) -> None:
    assert _found(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Приказ от 25.12.2019 № Р-145 «Об утверждении методологии»",
        "Ежегодный отчёт за 2020 год",
        "План работы на 2020-2021 учебный год",
        "Месячник «Осень-2020»",
        "Итоги I полугодия",
        "Проведение недели наставничества",
        "Родительское собрание по плану школы",
        "Анкетирование учащихся 5–9 классов, не менее 3 человек",
        "",
    ],
)
def test_names_numbers_and_documents_are_no_deadlines(text: str) -> None:
    assert _found(text) == []


def test_what_is_found_is_read_as_by_itself() -> None:
    ((_, _, schedule),) = find_deadlines("концепция – до 30 октября", PLAN)

    assert schedule == read_deadline("до 30 октября", PLAN)
