"""A college's plan: the stage merged over its rows, terms merged too, activities numbered inside one cell."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from tests.heldout.sources import docx_writing as word
from tests.heldout.sources.model import (
    Label,
    Line,
    Plan,
    Section,
    all_school_year,
    due,
    rhythm,
    span,
    spans,
)

YEAR = ("2023-09-01", "2024-08-31")
CURATOR, DEPUTY = "куратор", "заместитель директора по УПР"


def _cell(term: str, label: Label, who: tuple[str, ...], result: str, *activities: str) -> tuple[Line, ...]:
    """The activities of one cell; a lone one is not numbered."""
    if len(activities) == 1:
        return (Line("", activities[0], term, label, who, result),)
    return tuple(Line(f"{number}.", title, term, label, who, result) for number, title in enumerate(activities, 1))


AUTUMN = ("октябрь – ноябрь", span("2023-10-01", "2023-11-30"))

STAGES: tuple[tuple[str, tuple[tuple[Line, ...], ...]], ...] = (
    (
        "Подготовительный",
        (
            _cell(
                "сентябрь 2023 г.",
                span("2023-09-01", "2023-09-30"),
                ("директор", DEPUTY),
                "Приказы",
                "Изучение нормативных документов о наставничестве.",
                "Издание приказа о запуске программы «работодатель – студент».",
                "Назначение куратора.",
            ),
            _cell(
                "до 15 октября 2023 г.",
                due("2023-10-15"),
                (DEPUTY,),
                "Соглашения",
                "Встречи с предприятиями-партнёрами.",
                "Заключение соглашений о наставничестве.",
            ),
        ),
    ),
    (
        "Организационный",
        (
            _cell(
                *AUTUMN,
                (CURATOR, "кадровые службы предприятий"),
                "Базы участников",
                "Отбор наставников от предприятий.",
                "Анкетирование студентов 2–3 курсов.",
            ),
            _cell(
                *AUTUMN,
                (CURATOR,),
                "Приказ о закреплении пар",
                "Обучение наставников.",
                "Общая встреча и формирование пар.",
                "Подготовка индивидуальных планов.",
            ),
        ),
    ),
    (
        "Деятельностный",
        (
            _cell(
                "в течение учебного года",
                all_school_year(YEAR),
                ("наставники", "студенты"),
                "Дневники практики",
                "Встречи пар на рабочих местах.",
                "Ведение дневников практики.",
            ),
            _cell(
                "ежемесячно",
                rhythm("FREQ=MONTHLY", YEAR),
                (CURATOR,),
                "Протоколы",
                "Совещания куратора с наставниками",
            ),
            _cell(
                "декабрь, апрель",
                spans(("2023-12-01", "2023-12-31"), ("2024-04-01", "2024-04-30")),
                ("педагог-психолог", CURATOR),
                "Справка",
                "Промежуточная диагностика.",
                "Уточнение индивидуальных планов.",
            ),
        ),
    ),
    (
        "Заключительный",
        (
            _cell(
                "май 2024 г.",
                span("2024-05-01", "2024-05-31"),
                ("наставники", CURATOR),
                "Отзывы наставников",
                "Итоговые встречи пар.",
                "Защита проектов на предприятиях.",
            ),
            _cell(
                "до 20 июня 2024 г.",
                due("2024-06-20"),
                (CURATOR,),
                "Отчёт",
                "Отчёт о результатах программы.",
                "Пополнение базы лучших практик.",
            ),
        ),
    ),
)

PLAN = Plan(
    document="college_stages.docx",
    title=(
        "Дорожная карта программы наставничества «Мастер рядом»",
        "в форме «работодатель – студент»",
        "на 2023/2024 учебный год",
    ),
    organisation="ГБПОУ «Долгопольский технический колледж»",
    accept={"organisation": ["Долгопольский технический колледж"]},
    approval={"status": "approved", "order_no": "118-у", "date": "2023-09-01", "position": None},
    period=YEAR,
    other_periods=(("2023-09-01", "2024-05-31"), ("2023-09-01", "2024-06-30")),
    columns=("Этап", "Срок", "Мероприятия", "Результат", "Ответственный"),
    sections=tuple(Section("", stage, tuple(line for cell in cells for line in cell)) for stage, cells in STAGES),
    notes=("stamp on the left", "numbers start anew in each cell", "one term merged over two rows"),
)

STAMP = ("УТВЕРЖДЕНО", "приказом директора", "ГБПОУ «Долгопольский технический колледж»", "от 01.09.2023 № 118-у")


def draw(plan: Plan, path: Path) -> None:
    document = word.blank(landscape=True)
    word.say(document, STAMP)
    word.say(document, ["", *plan.title, ""], word.CENTRE, bold=True)
    table = word.grid(document, (4, 4.5, 9.5, 4, 4.5))
    word.repeat_on_each_page(word.add_row(table, plan.columns, bold=True))
    terms: list[str] = []
    for stage, cells in STAGES:
        first = len(table.rows)
        for lines in cells:
            activities = "\n".join(" ".join([line.number, line.title]).strip() for line in lines)
            word.add_row(table, ("", "", activities, lines[0].result, ", ".join(lines[0].who)))
            terms.append(lines[0].term)
        word.merge_down(table, 0, first, len(table.rows) - 1, stage)
    starts = [i for i, term in enumerate(terms) if i == 0 or term != terms[i - 1]]
    for start, end in pairwise([*starts, len(terms)]):
        word.merge_down(table, 1, start + 1, end, terms[start])
    word.save(document, path)
