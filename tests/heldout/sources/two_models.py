"""A school of a village: two tables under numbered headings, terms and parties merged over rows, other tables."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from tests.heldout.sources import docx_writing as word
from tests.heldout.sources.model import (
    QUARTERLY,
    Line,
    Plan,
    Section,
    always,
    day,
    due,
    hangs,
    rhythm,
    span,
    spans,
)

YEAR = ("2026-01-01", "2026-12-31")
TEACHERS, CURATOR = ("классные руководители",), ("куратор Ветлугин Р.С.",)
WINTER = ("январь-февраль", span("2026-01-01", "2026-02-28"))
SPRING = ("март – май 2026 г.", span("2026-03-01", "2026-05-31"))
AUTUMN = ("до 30 сентября 2026 г.", due("2026-09-30"))

PUPILS = (
    Line("1.1", "Беседы с семьями пятиклассников и новых учеников", *WINTER, TEACHERS),
    Line("1.2", "Опрос «Кто мог бы стать моим наставником»", *WINTER, TEACHERS),
    Line("1.3", "Составление пар «старший – младший»", *WINTER, CURATOR),
    Line("1.4", "Дни совместного чтения в библиотеке", *SPRING, ("библиотекарь", "наставники")),
    Line("1.5", "Проект «Огород на окне»", *SPRING, ("учитель биологии",)),
    Line("1.6", "Летняя смена «Тропа дружбы»", "1–19 июня", span("2026-06-01", "2026-06-19"), ("начальник лагеря",)),
    Line("1.7", "Набор новых наставников из восьмых классов", *AUTUMN, TEACHERS),
    Line("1.8", "Приказ о закреплении пар на новый учебный год", *AUTUMN, ("директор",)),
    Line(
        "1.9",
        "Разговоры пар у классного наставника",
        "по средам",
        rhythm("FREQ=WEEKLY;BYDAY=WE", YEAR),
        ("наставники",),
    ),
)
STAFF = (
    Line(
        "2.1",
        "Назначение наставников учителям первого года работы",
        "в течение 5 рабочих дней после приёма на работу",
        hangs("event", {"anchor": "document_date"}, offset="P5D"),
        ("директор",),
    ),
    Line(
        "2.2",
        "Посещение уроков наставников",
        "не реже 1 раза в месяц",
        rhythm("FREQ=MONTHLY", YEAR, qualifier="at_least"),
        ("молодые учителя",),
    ),
    Line("2.3", "Консультации по ведению журнала", "постоянно", always(YEAR), CURATOR),
    Line(
        "2.4",
        "Открытые уроки молодых учителей",
        "апрель, ноябрь",
        spans(("2026-04-01", "2026-04-30"), ("2026-11-01", "2026-11-30")),
        ("молодые учителя", "наставники"),
    ),
    Line(
        "2.5",
        "Обсуждение хода работы на совещании при директоре",
        "ежеквартально",
        rhythm(QUARTERLY, YEAR),
        ("директор",),
    ),
    Line("2.6", "Творческий отчёт молодых учителей", "11 декабря 2026 г.", day("2026-12-11"), CURATOR),
    Line("2.7", "Поощрение лучших наставников", "к 25 декабря", due("2026-12-25"), ("директор",)),
)

PLAN = Plan(
    document="two_models.docx",
    title=("ДОРОЖНАЯ КАРТА", "развития наставничества", "в МКОУ «Ольховская средняя школа»", "на 2026 год"),
    organisation="МКОУ «Ольховская средняя школа»",
    accept={"organisation": ["Ольховская средняя школа"]},
    approval={
        "status": "approved",
        "order_no": "4-ОД",
        "date": "2026-01-12",
        "position": "Директор школы",
        "person": "Е.К. Самарцева",
    },
    period=YEAR,
    columns=("№", "Мероприятие", "Ответственные", "Срок"),
    sections=(
        Section("1.", "Наставничество обучающихся", PUPILS),
        Section("2.", "Наставничество педагогических работников", STAFF),
    ),
    notes=(
        "terms and parties merged over rows count for each of the rows",
        "a table of abbreviations before the plan and one of costs after it are no activities",
    ),
)

STAMP = ("УТВЕРЖДАЮ", "Директор школы", "______________ Е.К. Самарцева", "Приказ № 4-ОД от 12 января 2026 г.")
SHORT_FORMS = (("Наставник", "участник с опытом, готовый им делиться"), ("Куратор", "отвечает за программу в школе"))
COSTS = (("Призы для фестиваля", "12 000"), ("Канцелярские товары", "5 500"))


def _runs(texts: list[str]) -> list[tuple[int, int]]:
    """First and last index of each run of equal texts."""
    starts = [i for i, text in enumerate(texts) if i == 0 or text != texts[i - 1]]
    return [(start, end - 1) for start, end in pairwise([*starts, len(texts)])]


def draw(plan: Plan, path: Path) -> None:
    document = word.blank()
    word.say(document, STAMP)
    word.say(document, ["", *plan.title, ""], word.CENTRE, bold=True)
    word.say(document, ["Используемые понятия"], bold=True)
    terms = word.grid(document, (4, 14))
    for row in SHORT_FORMS:
        word.add_row(terms, row)
    for section in plan.sections:
        word.say(document, ["", section.heading], bold=True)
        table = word.grid(document, (1.3, 8.2, 4.5, 4))
        word.add_row(table, plan.columns, bold=True)
        for line in section.lines:
            word.add_row(table, (line.number, line.title, "", ""))
        columns = {2: [", ".join(line.who) for line in section.lines], 3: [line.term for line in section.lines]}
        for column, texts in columns.items():
            for first, last in _runs(texts):
                word.merge_down(table, column, first + 1, last + 1, texts[first])
    word.say(document, ["", "Смета расходов"], bold=True)
    costs = word.grid(document, (10, 4))
    word.add_row(costs, ("Статья", "Сумма, руб."), bold=True)
    for row in COSTS:
        word.add_row(costs, row)
    word.save(document, path)
