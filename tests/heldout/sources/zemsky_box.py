"""A district programme as legal databases print it: a table drawn with box characters, words wrapped in cells."""

from __future__ import annotations

from pathlib import Path
from textwrap import wrap

from tests.heldout.sources.model import Line, Plan, Section, always, asked, due, hangs, rhythm, span

YEARS = ("2024-01-01", "2026-12-31")
DEPARTMENT, CENTRE = "управление образования", "методический центр"


def _yearly(start: str, end: str) -> tuple[tuple[str, str], ...]:
    return tuple((f"{year}-{start}", f"{year}-{end}") for year in (2024, 2025, 2026))


ORDER = (
    Line(
        "1.1.",
        "Создание районного совета наставников",
        "I квартал 2024 г.",
        span("2024-01-01", "2024-03-31"),
        (DEPARTMENT,),
        "Постановление",
    ),
    Line(
        "1.2.",
        "Обсуждение положения о районной базе наставников с руководителями школ",
        "до 15 апреля 2024 г.",
        due("2024-04-15"),
        (DEPARTMENT, CENTRE),
        "Положение",
    ),
    Line(
        "1.3.",
        "Информирование жителей района о ходе программы",
        "постоянно",
        always(YEARS),
        (CENTRE, "школы"),
        "Публикации",
    ),
)
PEOPLE = (
    Line(
        "2.1.",
        "Сбор заявок школ на участие в программе",
        "ежегодно до 1 сентября",
        rhythm("FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=1", *_yearly("09-01", "09-01")),
        ("школы",),
        "Заявки",
    ),
    Line(
        "2.2.",
        "Курсы для наставников из числа работников предприятий",
        "октябрь 2024 г. - март 2025 г.",
        span("2024-10-01", "2025-03-31"),
        (CENTRE,),
        "Свидетельства",
    ),
    Line(
        "2.3.",
        "Выездные консультации в малокомплектных школах",
        "по запросам школ",
        asked(YEARS, "on_request"),
        (CENTRE,),
        "Журнал выездов",
    ),
    Line(
        "2.4.",
        "Встречи совета наставников",
        "2 раза в год",
        rhythm("FREQ=MONTHLY;INTERVAL=6", YEARS),
        ("совет наставников",),
        "Протоколы",
    ),
    Line(
        "2.5.",
        "Доплаты наставникам молодых учителей",
        "в установленном порядке",
        hangs("established_procedure"),
        (DEPARTMENT,),
        "Приказы",
    ),
)
OUTCOME = (
    Line(
        "3.1.",
        "Районный слёт наставнических пар",
        "ежегодно в мае",
        rhythm("FREQ=YEARLY;BYMONTH=5", *_yearly("05-01", "05-31")),
        (CENTRE, "совет наставников"),
        "Программа слёта",
    ),
    Line(
        "3.2.",
        "Отчёт о ходе программы в районной думе",
        "IV квартал 2025 г.",
        span("2025-10-01", "2025-12-31"),
        (DEPARTMENT,),
        "Отчёт",
    ),
    Line(
        "3.3.",
        "Итоговый сборник «Десять историй наставничества»",
        "2026 год",
        span("2026-01-01", "2026-12-31", {"kind": "continuous"}),
        (CENTRE,),
        "Сборник",
    ),
)

PLAN = Plan(
    document="zemsky_box.txt",
    title=(
        "ПЛАН МЕРОПРИЯТИЙ",
        "ПО РАЗВИТИЮ НАСТАВНИЧЕСТВА В ОБРАЗОВАТЕЛЬНЫХ ОРГАНИЗАЦИЯХ КАМЕНОГОРСКОГО РАЙОНА",
        "НА 2024 - 2026 ГОДЫ",
    ),
    organisation="Администрация Каменогорского района",
    accept={"organisation": ["Каменогорский район", "образовательные организации Каменогорского района"]},
    approval={"status": "approved", "order_no": "87", "date": "2024-02-12", "position": None},
    period=YEARS,
    columns=("N п/п", "Мероприятие", "Срок", "Исполнители", "Документ"),
    sections=(
        Section("1.", "Организация работы", ORDER),
        Section("2.", "Поддержка наставников", PEOPLE),
        Section("3.", "Итоги", OUTCOME),
    ),
    notes=("box characters for lines, cells wrapped over several lines", "a row of column numbers"),
)

STAMP = ("Утвержден", "постановлением", "администрации Каменогорского района", "от 12 февраля 2024 г. N 87")
WIDTHS = (6, 26, 16, 18, 16)


def _rule(left: str, joint: str, right: str) -> str:
    return left + joint.join("─" * width for width in WIDTHS) + right + "\n"


def _row(texts: tuple[str, ...]) -> str:
    columns = [wrap(text, width - 2, break_long_words=False) for text, width in zip(texts, WIDTHS, strict=True)]
    drawn = ""
    for i in range(max(map(len, columns))):
        cells = (column[i] if i < len(column) else "" for column in columns)
        drawn += "│" + "│".join(f" {cell}".ljust(width) for cell, width in zip(cells, WIDTHS, strict=True)) + "│\n"
    return drawn


def draw(plan: Plan, path: Path) -> None:
    inner = sum(WIDTHS) + len(WIDTHS) - 1
    text = "".join(line.rjust(inner + 2) + "\n" for line in STAMP) + "\n"
    text += "".join(line.center(inner + 2).rstrip() + "\n" for line in plan.title) + "\n"
    text += _rule("┌", "┬", "┐") + _row(plan.columns) + _rule("├", "┼", "┤") + _row(("1", "2", "3", "4", "5"))
    for section in plan.sections:
        text += _rule("├", "┴", "┤") + "│" + f" {section.heading}".ljust(inner) + "│\n" + _rule("├", "┬", "┤")
        text += _rule("├", "┼", "┤").join(
            _row((line.number, line.title, line.term, ", ".join(line.who), line.result)) for line in section.lines
        )
    path.write_text(text + _rule("└", "┴", "┘"), encoding="utf-8", newline="\n")
