"""A city school's plan in a PDF: an annex to an order, horizontal rules alone, friendly headers, no numbers."""

from __future__ import annotations

from pathlib import Path

from tests.heldout.sources import pdf_writing as pdf
from tests.heldout.sources.model import (
    TWICE_A_YEAR,
    Line,
    Plan,
    Section,
    always,
    asked,
    day,
    due,
    each_quarter_of_school,
    rhythm,
    span,
)

YEAR = ("2025-09-01", "2026-08-31")

LINES = (
    Line(
        "",
        "Назначаем куратора и рабочую группу",
        "до 12 сентября 2025 г.",
        due("2025-09-12"),
        ("директор",),
        "приказ",
    ),
    Line(
        "",
        "Готовим документы:",
        "сентябрь",
        span("2025-09-01", "2025-09-30"),
        ("куратор", "секретарь"),
        "пакет документов",
        parts=("положение;", "план;", "формы согласий."),
    ),
    Line(
        "",
        "Рассказываем о программе на классных часах",
        "22–26 сентября",
        span("2025-09-22", "2025-09-26"),
        ("классные руководители",),
        "записи в журнале",
    ),
    Line(
        "",
        "Собираем заявки от тех, кому нужен наставник",
        "до 3 октября",
        due("2025-10-03"),
        ("классные руководители", "социальный педагог"),
        "список наставляемых",
    ),
    Line(
        "",
        "Проводим отбор наставников среди учеников 9–10 классов",
        "6–10 октября",
        span("2025-10-06", "2025-10-10"),
        ("куратор", "педагог-психолог"),
        "список наставников",
    ),
    Line(
        "",
        "Учим наставников",
        "по субботам октября",
        rhythm(
            "FREQ=WEEKLY;BYDAY=SA",
            ("2025-10-01", "2025-10-31"),
            accept=(
                {"windows": [[f"2025-10-{d:02d}"] * 2 for d in (4, 11, 18, 25)]},
                {"kind": "ranges", "rrule": None, "windows": [[f"2025-10-{d:02d}"] * 2 for d in (4, 11, 18, 25)]},
            ),
        ),
        ("педагог-психолог",),
        "журнал занятий",
    ),
    Line(
        "",
        "Знакомим участников и создаём пары",
        "24 октября, 14.30",
        day("2025-10-24"),
        ("куратор",),
        "приказ о парах",
    ),
    Line(
        "",
        "Поддерживаем встречи пар",
        "весь учебный год",
        always(YEAR, {"windows": [["2025-09-01", "2026-05-31"]]}),
        ("наставники", "куратор"),
        "дневники",
    ),
    Line(
        "",
        "Смотрим дневники и помогаем советом",
        "1 раз в четверть",
        each_quarter_of_school(YEAR),
        ("куратор",),
        "отметки в дневниках",
    ),
    Line(
        "",
        "Отвечаем на вопросы родителей",
        "по запросу",
        asked(YEAR, "on_request"),
        ("куратор", "педагог-психолог"),
        "журнал обращений",
    ),
    Line(
        "",
        "Спрашиваем участников, довольны ли они",
        "2 раза в год",
        rhythm(TWICE_A_YEAR, YEAR),
        ("педагог-психолог",),
        "сводка ответов",
    ),
    Line(
        "",
        "Показываем лучшие пары на школьной конференции",
        "апрель 2026 г.",
        span("2026-04-01", "2026-04-30"),
        ("куратор", "учителя-предметники"),
        "программа конференции",
    ),
    Line(
        "",
        "Благодарим наставников",
        "22 мая 2026 г.",
        day("2026-05-22"),
        ("директор",),
        "приказ о поощрении",
    ),
    Line(
        "",
        "Подводим итоги и думаем о новом годе",
        "до 15 июня 2026 г.",
        due("2026-06-15"),
        ("рабочая группа",),
        "отчёт",
    ),
)

PLAN = Plan(
    document="school_lines.pdf",
    title=(
        "Дорожная карта",
        "школьного наставничества «Плечом к плечу»",
        "МБОУ «Школа № 8» г. Верхнеключевска",
        "на 2025/2026 учебный год",
    ),
    organisation="МБОУ «Школа № 8» г. Верхнеключевска",
    accept={"organisation": ["МБОУ «Школа № 8»"]},
    approval={
        "status": "annex",
        "order_no": "96-осн",
        "date": "2025-09-05",
        "position": None,
        "issuer": "МБОУ «Школа № 8»",
        "annex_no": "2",
    },
    period=YEAR,
    other_periods=(("2025-09-01", "2026-05-31"), ("2025-09-01", "2026-06-30")),
    columns=("Что делаем", "Когда", "Кто отвечает", "Чем подтверждаем"),
    sections=(Section(None, None, LINES),),
    notes=("rules between rows alone, no vertical lines", "no numbers", "a list with dashes inside one cell"),
)

ANNEX = ("Приложение № 2", "к приказу МБОУ «Школа № 8»", "от 05.09.2025 № 96-осн")


def draw(plan: Plan, path: Path) -> None:
    rows = []
    for _, line in plan.lines():
        title = "\n".join([line.title, *(f"– {part}" for part in line.parts)])
        rows.append(pdf.cells((title, line.term, ", ".join(line.who), line.result)))
    header = "".join(f'[#text(weight: "bold")[#{pdf.quoted(column)}]],' for column in plan.columns)
    table = (
        "#table(columns: (1fr, 3.4cm, 4cm, 3.6cm), inset: 5pt, stroke: (x: none, y: 0.5pt),\n"
        f"table.header(repeat: false, {header}),\n" + "\n".join(rows) + "\n)\n"
    )
    source = pdf.head(2, 11) + pdf.lines(ANNEX, "right") + "#v(10pt)\n"
    pdf.write(source + pdf.lines(plan.title, "center", bold=True) + "#v(10pt)\n" + table, path)
