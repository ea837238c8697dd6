"""A kindergarten's plan: accepted by the teachers' council, no numbers, three tables, a list of signatures."""

from __future__ import annotations

from pathlib import Path

from tests.heldout.sources import docx_writing as word
from tests.heldout.sources.model import Line, Plan, Section, asked, day, due, rhythm, span, spans

YEAR = ("2024-09-01", "2025-08-31")
SENIOR, MENTORS = "старший воспитатель", "наставники"

ORGANISING = (
    Line(
        "",
        "Закрепление наставников за молодыми воспитателями",
        "02.09.2024",
        day("2024-09-02"),
        ("заведующий",),
    ),
    Line(
        "",
        "Знакомство с документацией группы",
        "02.09 – 13.09.2024",
        span("2024-09-02", "2024-09-13"),
        (MENTORS,),
    ),
    Line("", "Анкета «Мои профессиональные трудности»", "до 20.09.2024", due("2024-09-20"), (SENIOR,)),
    Line(
        "",
        "Составление планов профессионального становления",
        "до 01.10.2024",
        due("2024-10-01"),
        (MENTORS, "молодые воспитатели"),
    ),
)
HELPING = (
    Line("", "Практикум «Утренний круг»", "16 октября", day("2024-10-16"), ("Лазурина Т.П.",)),
    Line(
        "",
        "Консультация «Беседа с родителями: с чего начать»",
        "13 ноября, 13.00",
        day("2024-11-13"),
        ("Лазурина Т.П.", "Орешко В.С."),
    ),
    Line(
        "",
        "Показ занятий наставниками",
        "ноябрь, март",
        spans(("2024-11-01", "2024-11-30"), ("2025-03-01", "2025-03-31")),
        (MENTORS,),
    ),
    Line(
        "",
        "Посещение занятий молодых воспитателей",
        "2 раза в месяц",
        rhythm(
            "FREQ=WEEKLY;INTERVAL=2",
            YEAR,
            accept=(
                {"rrule": "FREQ=MONTHLY;BYMONTHDAY=1,15"},
                {"rrule": "FREQ=MONTHLY;BYMONTHDAY=1,16"},
                {"rrule": "FREQ=MONTHLY;BYMONTHDAY=15,-1"},
                {"rrule": "FREQ=MONTHLY"},
            ),
            confidence="ambiguous",
        ),
        (SENIOR, MENTORS),
    ),
    Line("", "Помощь в подготовке портфолио", "по мере необходимости", asked(YEAR, "as_needed"), (MENTORS,)),
    Line("", "Круглый стол «Трудный день в группе»", "12 февраля", day("2025-02-12"), ("педагог-психолог",)),
    Line("", "Мастер-класс «Игра как ключ»", "19 марта 2025 г.", day("2025-03-19"), ("Орешко В.С.",)),
    Line("", "Неделя молодого воспитателя", "14–18 апреля", span("2025-04-14", "2025-04-18"), (SENIOR,)),
)
CLOSING = (
    Line("", "Самоанализ за год", "12–16 мая", span("2025-05-12", "2025-05-16"), ("молодые воспитатели",)),
    Line("", "Собеседование по итогам года", "до 23 мая", due("2025-05-23"), ("заведующий", SENIOR)),
    Line(
        "",
        "Выступление на итоговом педагогическом совете",
        "28 мая 2025 г.",
        day("2025-05-28"),
        (MENTORS,),
    ),
)

PLAN = Plan(
    document="kindergarten_blocks.docx",
    title=(
        "План работы по наставничеству молодых воспитателей",
        "МБДОУ «Детский сад № 12 «Ладушки»",
        "на 2024-2025 учебный год",
    ),
    organisation="МБДОУ «Детский сад № 12 «Ладушки»",
    accept={"organisation": ["Детский сад № 12 «Ладушки»"]},
    approval={
        "status": "approved",
        "order_no": "1",
        "date": "2024-08-30",
        "position": None,
        "basis": "protocol",
    },
    period=YEAR,
    other_periods=(("2024-09-01", "2025-05-31"),),
    columns=("Мероприятие", "Дата проведения", "Ответственный", "Отметка о выполнении"),
    sections=(
        Section("", "Организационная работа", ORGANISING),
        Section("", "Методическая помощь", HELPING),
        Section("", "Подведение итогов", CLOSING),
    ),
    notes=(
        "headings between tables with the same header",
        "two names with a blank between are two",
        "signatures are no activity",
    ),
)

STAMP = ("Принято на педагогическом совете", "МБДОУ «Детский сад № 12 «Ладушки»", "Протокол № 1 от 30.08.2024 г.")
SIGNED = ("Белкина Н.Д.", "Дубравина К.О.", "Лазурина Т.П.", "Орешко В.С.")


def draw(plan: Plan, path: Path) -> None:
    document = word.blank()
    word.say(document, STAMP)
    word.say(document, ["", *plan.title], word.CENTRE, bold=True)
    word.say(document, ["Цель: помочь молодым воспитателям уверенно войти в профессию.", ""])
    for section in plan.sections:
        word.say(document, ["", section.heading], word.CENTRE, bold=True)
        table = word.grid(document, (7.5, 4, 4, 2.5))
        word.add_row(table, plan.columns, bold=True)
        for line in section.lines:
            between = " " if all(party.endswith(".") for party in line.who) else ", "
            word.add_row(table, (line.title, line.term, between.join(line.who), ""))
    word.say(document, ["", "Лист ознакомления", ""], word.CENTRE, bold=True)
    signatures = word.grid(document, (1.5, 7, 4.5, 5))
    word.add_row(signatures, ("№", "Ф.И.О.", "Дата", "Подпись"))
    for number, name in enumerate(SIGNED, 1):
        word.add_row(signatures, (str(number), name, "", ""))
    word.save(document, path)
