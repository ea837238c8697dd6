"""A lyceum's plan: two stamps side by side in a table, Roman sections over the whole width, a note underneath."""

from __future__ import annotations

from pathlib import Path

from tests.heldout.sources import docx_writing as word
from tests.heldout.sources.model import (
    Line,
    Plan,
    Section,
    asked,
    day,
    due,
    each_quarter_of_school,
    rhythm,
    span,
)

YEAR = ("2024-09-01", "2025-08-31")
CURATOR, PSYCHOLOGIST = "куратор", "педагог-психолог"

PREPARE = (
    Line(
        "1.",
        "Анализ опыта наставничества за прошлый учебный год",
        "до 6 сентября 2024 г.",
        due("2024-09-06"),
        ("заместитель директора по УВР",),
        "Аналитическая справка",
    ),
    Line(
        "2.",
        "Издание приказа о назначении куратора и составе рабочей группы",
        "9 сентября",
        day("2024-09-09"),
        ("директор",),
        "Приказ",
    ),
    Line(
        "3.",
        "Обновление раздела «Наставничество» на сайте лицея",
        "до 20 сентября",
        due("2024-09-20"),
        ("администратор сайта",),
        "Обновлённый раздел",
    ),
    Line(
        "4.",
        "Рассказ о целях программы на родительских собраниях",
        "3-я неделя сентября",
        span(
            "2024-09-15",
            "2024-09-21",
            {"windows": [["2024-09-16", "2024-09-22"]]},
            {"windows": [["2024-09-16", "2024-09-20"]]},
            {"windows": [["2024-09-09", "2024-09-15"]]},
            {"windows": [["2024-09-09", "2024-09-13"]]},
            confidence="ambiguous",
        ),
        ("классные руководители",),
        "Протоколы собраний",
    ),
)
BASES = (
    Line(
        "5.",
        "Анкетирование обучающихся 7–10 классов",
        "16–27 сентября",
        span("2024-09-16", "2024-09-27"),
        (PSYCHOLOGIST, "классные руководители"),
        "Сводные данные анкет",
    ),
    Line(
        "6.",
        "Собеседования с кандидатами в наставники",
        "до 4 октября",
        due("2024-10-04"),
        (CURATOR, PSYCHOLOGIST),
        "Протокол отбора",
    ),
    Line(
        "7.",
        "Формирование базы наставников и базы наставляемых",
        "первая декада октября",
        span("2024-10-01", "2024-10-10"),
        (CURATOR,),
        "Две базы данных",
    ),
    Line(
        "8.",
        "Школа наставника: четыре практических занятия",
        "октябрь – ноябрь",
        span("2024-10-01", "2024-11-30"),
        (PSYCHOLOGIST,),
        "Программа занятий, листы посещаемости",
    ),
)
PAIRS = (
    Line(
        "9.",
        "Общая встреча участников, выбор пар",
        "18 октября 2024 г.",
        day("2024-10-18"),
        (CURATOR, "рабочая группа"),
        "Приказ о закреплении пар",
    ),
    Line(
        "10.",
        "Встречи пар по индивидуальным планам",
        "еженедельно",
        rhythm("FREQ=WEEKLY", YEAR),
        ("наставники",),
        "Дневники встреч",
    ),
    Line(
        "11.",
        "Консультации для наставников",
        "по запросу",
        asked(YEAR, "on_request"),
        (CURATOR, PSYCHOLOGIST),
        "Журнал консультаций",
    ),
    Line(
        "12.",
        "Промежуточная диагностика участников",
        "январь 2025 г.",
        span("2025-01-01", "2025-01-31"),
        (PSYCHOLOGIST,),
        "Справка",
    ),
    Line(
        "13.",
        "Контроль ведения дневников",
        "1 раз в четверть",
        each_quarter_of_school(YEAR),
        (CURATOR,),
        "Отметки в дневниках",
    ),
)
RESULTS = (
    Line("14.", "Итоговые встречи пар", "до 16 мая", due("2025-05-16"), ("наставники",), "Отзывы участников"),
    Line(
        "15.",
        "Фестиваль «Вместе выше» с награждением лучших пар",
        "23 мая 2025 года",
        day("2025-05-23"),
        ("директор", CURATOR),
        "Приказ о поощрении",
    ),
    Line(
        "16.",
        "Итоговый анализ и предложения на следующий год",
        "май – июнь",
        span("2025-05-01", "2025-06-30"),
        ("рабочая группа (куратор, педагог-психолог)",),
        "Отчёт о реализации программы",
    ),
)

PLAN = Plan(
    document="lyceum_roman.docx",
    title=(
        "ДОРОЖНАЯ КАРТА",
        "реализации программы наставничества «Вместе выше»",
        "в МАОУ «Лицей «Меридиан» г. Тихореченска",
        "на 2024–2025 учебный год",
    ),
    organisation="МАОУ «Лицей «Меридиан» г. Тихореченска",
    accept={"organisation": ["МАОУ «Лицей «Меридиан»", "Лицей «Меридиан»"]},
    approval={
        "status": "approved",
        "order_no": "212-о",
        "date": "2024-08-30",
        "position": "Директор МАОУ «Лицей «Меридиан»",
        "person": "О.Т. Вересаева",
        "reviewed": {"order_no": "1", "date": "2024-08-29"},
    },
    period=YEAR,
    other_periods=(("2024-09-01", "2025-05-31"), ("2024-09-01", "2025-06-30")),
    columns=("№", "Содержание деятельности", "Сроки", "Ответственные", "Ожидаемый результат"),
    sections=(
        Section("I.", "Подготовка условий", PREPARE),
        Section("II.", "Формирование баз участников", BASES),
        Section("III.", "Работа наставнических пар", PAIRS),
        Section("IV.", "Подведение итогов", RESULTS),
    ),
    notes=(
        "stamps in a table without borders",
        "parties parted by semicolons, a comma inside brackets parts none",
        "a note under the table",
    ),
)

REVIEWED = "РАССМОТРЕНО\nна заседании педагогического совета\nпротокол от 29.08.2024 № 1"
APPROVED = "УТВЕРЖДАЮ\nДиректор МАОУ «Лицей «Меридиан»\n_____________ О.Т. Вересаева\nприказ от 30.08.2024 № 212-о"


def draw(plan: Plan, path: Path) -> None:
    document = word.blank()
    stamps = document.add_table(rows=1, cols=2).rows[0].cells
    word.fill(stamps[0], REVIEWED)
    word.fill(stamps[1], APPROVED)
    word.say(document, ["", *plan.title, ""], word.CENTRE, bold=True)
    table = word.grid(document, (1, 6, 3, 3.5, 4))
    word.repeat_on_each_page(word.add_row(table, plan.columns, bold=True))
    for section in plan.sections:
        word.add_wide_row(table, section.heading)
        for line in section.lines:
            word.add_row(table, (line.number, line.title, line.term, "; ".join(line.who), line.result))
    word.say(document, ["", "Примечание: сроки могут быть уточнены приказом директора лицея."])
    word.save(document, path)
