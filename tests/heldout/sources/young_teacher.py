"""A small school's plan for young teachers in Markdown: a table under each heading, some lines without numbers."""

from __future__ import annotations

from pathlib import Path

from tests.heldout.sources.model import (
    Line,
    Plan,
    Section,
    all_school_year,
    asked,
    day,
    due,
    hangs,
    rhythm,
    span,
    spans,
)

YEAR = ("2025-09-01", "2026-08-31")
MENTOR, DEPUTY = "наставник", "завуч"

MEETING = (
    Line(
        "1",
        "Собеседование: ожидания и трудности молодого учителя",
        "1–5 сентября 2025",
        span("2025-09-01", "2025-09-05"),
        (DEPUTY, MENTOR),
        "карта запросов",
    ),
    Line("2", "Приказ о закреплении наставника", "до 8 сентября", due("2025-09-08"), ("директор",), "приказ"),
    Line(
        "3",
        "Составление персонализированной программы",
        "до 19 сентября",
        due("2025-09-19"),
        (MENTOR, "молодой учитель"),
        "программа",
    ),
    Line(
        "",
        "Экскурсия по школе и знакомство с электронным журналом",
        "2 сентября",
        day("2025-09-02"),
        (MENTOR,),
    ),
)
PRACTICE = (
    Line(
        "4",
        "Посещение уроков наставника",
        "не реже 1 раза в неделю",
        rhythm("FREQ=WEEKLY", YEAR, qualifier="at_least"),
        ("молодой учитель",),
        "листы наблюдения",
    ),
    Line(
        "5",
        "Уроки молодого учителя в присутствии наставника",
        "октябрь, декабрь, март",
        spans(("2025-10-01", "2025-10-31"), ("2025-12-01", "2025-12-31"), ("2026-03-01", "2026-03-31")),
        (MENTOR,),
        "разбор уроков",
    ),
    Line(
        "6",
        "Помощь в подготовке к родительским собраниям",
        "перед собраниями",
        hangs("event"),
        (MENTOR, "педагог-психолог"),
        "конспекты собраний",
    ),
    Line(
        "7",
        "Консультации по работе с трудным классом",
        "по необходимости",
        asked(YEAR, "as_needed"),
        ("педагог-психолог",),
        "журнал консультаций",
    ),
    Line(
        "8",
        "Неделя открытых уроков молодых учителей",
        "16–20 февраля 2026",
        span("2026-02-16", "2026-02-20"),
        ("молодой учитель", MENTOR),
        "конспекты уроков",
    ),
    Line(
        "",
        "Ведение дневника профессионального роста",
        "в течение учебного года",
        all_school_year(YEAR),
        ("молодой учитель",),
        "дневник",
    ),
)
OUTCOME = (
    Line(
        "9",
        "Самооценка и оценка наставника",
        "11–15 мая",
        span("2026-05-11", "2026-05-15"),
        (MENTOR, "молодой учитель"),
        "анкеты",
    ),
    Line("10", "Отчёт наставника на методическом совете", "27 мая 2026", day("2026-05-27"), (MENTOR,), "протокол"),
    Line(
        "11",
        "Решение о завершении или продолжении наставничества",
        "до 5 июня 2026",
        due("2026-06-05"),
        ("директор", DEPUTY),
        "приказ",
    ),
)

PLAN = Plan(
    document="young_teacher.md",
    title=("План работы с молодым учителем МБОУ «Новоозёрская школа» на 2025–2026 учебный год",),
    organisation="МБОУ «Новоозёрская школа»",
    accept={"organisation": ["Новоозёрская школа"]},
    approval={
        "status": "approved",
        "order_no": None,
        "date": "2025-08-29",
        "position": "Директор МБОУ «Новоозёрская школа»",
        "person": "А.П. Крутояров",
    },
    period=YEAR,
    other_periods=(("2025-09-01", "2026-05-31"), ("2025-09-01", "2026-06-30")),
    columns=("№", "Мероприятие", "Срок", "Ответственный", "Итог"),
    sections=(
        Section("1.", "Вхождение в профессию", MEETING),
        Section("2.", "Совместная практика", PRACTICE),
        Section("3.", "Итоги года", OUTCOME),
    ),
    notes=("headings above tables with the same header", "three lines have no number"),
)

STAMP = "УТВЕРЖДАЮ  \nДиректор МБОУ «Новоозёрская школа»  \n\\_\\_\\_\\_\\_\\_ А.П. Крутояров  \n29 августа 2025 г.\n"


def _row(texts: tuple[str, ...]) -> str:
    return "| " + " | ".join(texts) + " |\n"


def draw(plan: Plan, path: Path) -> None:
    text = f"{STAMP}\n# {plan.title[0]}\n\n**Цель:** помочь молодому учителю стать уверенным в своём деле.\n"
    for section in plan.sections:
        text += f"\n## {section.heading}\n\n" + _row(plan.columns) + "|---" * len(plan.columns) + "|\n"
        for line in section.lines:
            text += _row((line.number, line.title, line.term, ", ".join(line.who), line.result))
    path.write_text(text, encoding="utf-8", newline="\n")
