"""A gymnasium's plan as schools hand it round: three stamps, a blank date, slips in the numbers, empty terms."""

from __future__ import annotations

from pathlib import Path

from tests.heldout.sources import docx_writing as word
from tests.heldout.sources.model import (
    Line,
    Plan,
    Section,
    all_school_year,
    always,
    asked,
    day,
    due,
    hangs,
    rhythm,
    span,
    unset,
)

YEAR = ("2024-09-01", "2025-08-31")
CURATOR = "куратор"

DOCUMENTS = (
    Line(
        "1",
        "Внесение изменений в положение о наставничестве",
        "до 16 сентября",
        due("2024-09-16"),
        ("директор", CURATOR),
        "Положение",
    ),
    Line(
        "2",
        "Заключение соглашения с городским советом ветеранов",
        "",
        unset(),
        ("директор",),
        "Соглашение",
    ),
    Line(
        "2",
        "Сбор согласий родителей",
        "16–30 сентября",
        span("2024-09-16", "2024-09-30"),
        ("классные руководители",),
        "Согласия",
    ),
    Line("4", "Приказ о закреплении наставнических пар", "10 октября", day("2024-10-10"), ("директор",), "Приказ"),
)
MENTORS = (
    Line(
        "5",
        "Приглашение выпускников прошлых лет в наставники",
        "сентябрь – октябрь",
        span("2024-09-01", "2024-10-31"),
        ("советник директора по воспитанию", "классные руководители 9–11 классов"),
        "Список кандидатов",
    ),
    Line(
        "",
        "Занятия для наставников «Умение слышать»",
        "каждый четверг октября",
        rhythm(
            "FREQ=WEEKLY;BYDAY=TH",
            ("2024-10-01", "2024-10-31"),
            accept=(
                {
                    "kind": "ranges",
                    "rrule": None,
                    "windows": [[f"2024-10-{d:02d}"] * 2 for d in (3, 10, 17, 24, 31)],
                },
                {"windows": [[f"2024-10-{d:02d}"] * 2 for d in (3, 10, 17, 24, 31)]},
            ),
        ),
        ("педагог-психолог",),
        "Программа занятий",
    ),
    Line(
        "6",
        "Психологическая поддержка наставников",
        "по мере необходимости",
        asked(YEAR, "as_needed"),
        ("педагог-психолог",),
        "Журнал обращений",
    ),
    Line("7", "Обновление стенда «Наши наставники»", "—", unset(), ("педагог-организатор",)),
)
WORK = (
    Line(
        "8",
        "Встречи пар",
        "в течение учебного года",
        all_school_year(YEAR),
        ("наставники",),
        "Дневники",
    ),
    Line(
        "9",
        "Участие пар в проекте «Школьный двор»",
        "весь год",
        always(YEAR),
        (CURATOR, "учитель биологии"),
        "Фотоотчёт",
    ),
    Line(
        "11",
        "Совместный поход наставников и наставляемых",
        "осенние каникулы",
        hangs(
            "school_holidays",
            {"kind": "range", "windows": [["2024-10-26", "2024-11-04"]]},
            {"kind": "range", "windows": [["2024-10-28", "2024-11-04"]]},
        ),
        ("учитель физической культуры", CURATOR),
        "Приказ о проведении похода",
    ),
    Line(
        "12",
        "Анализ дневников и беседы с парами",
        "II полугодие",
        span(
            "2025-01-01",
            "2025-05-31",
            {"windows": [["2025-01-01", "2025-06-30"]]},
            {"windows": [["2025-01-01", "2025-08-31"]]},
            confidence="ambiguous",
        ),
        (CURATOR,),
        "Справка",
    ),
    Line(
        "13",
        "Итоговая конференция участников",
        "срок уточняется",
        unset(),
        ("директор", CURATOR),
        "Сборник материалов",
    ),
)

PLAN = Plan(
    document="stamps_blank.docx",
    title=("План мероприятий («дорожная карта») наставничества МОУ «Заречная гимназия» на 2024/2025 учебный год",),
    organisation="МОУ «Заречная гимназия»",
    accept={"organisation": ["Заречная гимназия"]},
    approval={
        "status": "approved",
        "order_no": None,
        "date": None,
        "date_text": "«___» __________ 2024 г.",
        "date_partial": {"year": 2024},
        "position": "Директор МОУ «Заречная гимназия»",
        "person": "Н.В. Полетаева",
        "agreed": {"order_no": "14", "date": "2024-08-27"},
        "reviewed": {"order_no": "1", "date": "2024-08-28"},
    },
    period=YEAR,
    other_periods=(("2024-09-01", "2025-05-31"), ("2024-09-01", "2025-06-30")),
    columns=("№ п/п", "Мероприятия", "Сроки проведения", "Ответственные", "Документ"),
    sections=(
        Section("", "Документы", DOCUMENTS),
        Section("", "Подготовка наставников", MENTORS),
        Section("", "Работа пар", WORK),
    ),
    notes=(
        "«и» between two parties in the last section",
        "the protocols stand in the stamps of those who agreed and reviewed, not in the approval",
        "number 2 twice, 3 and 10 missing, one line without a number",
        "a row of column numbers, the header typed again in the middle, a remark over the whole width",
    ),
)

STAMPS = (
    "СОГЛАСОВАНО\nПредседатель профсоюзного комитета\n__________ Г.А. Рябцева\nпротокол № 14 от 27.08.2024",
    "РАССМОТРЕНО\nна заседании методического совета\nпротокол № 1 от 28.08.2024",
    "УТВЕРЖДАЮ\nДиректор МОУ «Заречная гимназия»\n__________ Н.В. Полетаева\n«___» __________ 2024 г.",
)


def draw(plan: Plan, path: Path) -> None:
    document = word.blank()
    for cell, stamp in zip(document.add_table(rows=1, cols=3).rows[0].cells, STAMPS, strict=True):
        word.fill(cell, stamp)
    word.say(document, ["", *plan.title, ""], word.CENTRE, bold=True)
    table = word.grid(document, (1.2, 6.3, 3.5, 4, 3))
    word.add_row(table, plan.columns, bold=True)
    word.add_row(table, ("1", "2", "3", "4", "5"))
    for section in plan.sections:
        if section is plan.sections[-1]:
            word.add_row(table, plan.columns, bold=True)
        word.add_wide_row(table, section.heading)
        between = " и " if section is plan.sections[-1] else ", "
        for line in section.lines:
            word.add_row(table, (line.number, line.title, line.term, between.join(line.who), line.result))
    word.add_wide_row(table, "В план могут вноситься изменения по решению рабочей группы.", bold=False)
    word.save(document, path)
