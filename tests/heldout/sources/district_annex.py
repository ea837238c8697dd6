"""A district's road map: an annex to an order, parties by level, sections with terms of their own, indicators."""

from __future__ import annotations

from pathlib import Path

from tests.heldout.sources import docx_writing as word
from tests.heldout.sources.model import (
    QUARTERLY,
    Line,
    Period,
    Plan,
    Section,
    asked,
    due,
    rhythm,
    span,
)

YEARS = ("2025-01-01", "2027-12-31")
OFFICE, COORDINATOR = "методический кабинет", "координатор"


def _each_year(*windows: Period) -> tuple[Period, ...]:
    return tuple((f"{year}-{start}", f"{year}-{end}") for year in (2025, 2026, 2027) for start, end in windows)


def _line(
    number: str, title: str, term: str, label: dict[str, object], district: tuple[str, ...], *schools: str
) -> Line:
    columns = {"district": list(district), "schools": list(schools)}
    return Line(number, title, term, label, district + schools, more={"responsible_columns": columns})


CONDITIONS = (
    _line(
        "1.1.",
        "Назначение муниципального координатора",
        "до 31 января 2025 г.",
        due("2025-01-31"),
        ("начальник отдела образования",),
    ),
    _line(
        "1.2.",
        "Назначение кураторов в школах и детских садах",
        "до 14 февраля 2025 г.",
        due("2025-02-14"),
        (),
        "руководители ОО",
    ),
    _line(
        "1.3.",
        "Разработка типового положения и форм документов",
        "февраль – март 2025 г.",
        span("2025-02-01", "2025-03-31"),
        (OFFICE,),
        "рабочие группы ОО",
    ),
    _line(
        "1.4.",
        "Утверждение дорожных карт образовательных организаций",
        "до 01.06.2025",
        due("2025-06-01"),
        (COORDINATOR,),
        "руководители ОО",
    ),
)
PROGRAMMES = (
    _line(
        "2.1.",
        "Обновление муниципальной базы наставников",
        "ежегодно, сентябрь",
        rhythm("FREQ=YEARLY;BYMONTH=9", *_each_year(("09-01", "09-30"))),
        (OFFICE,),
        "кураторы",
    ),
    _line(
        "2.2.",
        "Семинары для кураторов",
        "1 раз в квартал",
        rhythm(QUARTERLY, YEARS),
        (OFFICE,),
        "кураторы",
    ),
    _line(
        "2.3.",
        "Стажировки молодых педагогов в опорных школах",
        "2025-2027 гг.",
        span(*YEARS, {"kind": "continuous"}),
        (COORDINATOR,),
        "опорные школы",
    ),
    _line(
        "2.4.",
        "Консультирование организаций по вопросам оформления документов",
        "по мере необходимости",
        asked(YEARS, "as_needed"),
        (OFFICE,),
    ),
    _line(
        "2.5.",
        "Программы формы «студент – ученик» с педагогическим колледжем",
        "сентябрь 2025 г. – май 2026 г.",
        span("2025-09-01", "2026-05-31"),
        (COORDINATOR, "педагогический колледж"),
        "школы",
    ),
)
MONITORING = (
    _line(
        "3.1.",
        "Конкурс практик наставничества",
        "ежегодно, ноябрь",
        rhythm("FREQ=YEARLY;BYMONTH=11", *_each_year(("11-01", "11-30"))),
        (OFFICE,),
        "команды ОО",
    ),
    _line(
        "3.2.",
        "Сбор сведений о числе пар и групп",
        "ежегодно до 20 мая",
        rhythm("FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=20", *_each_year(("05-20", "05-20"))),
        (COORDINATOR,),
        "кураторы",
    ),
    _line(
        "3.3.",
        "Муниципальная конференция «Передаём опыт»",
        "апрель 2026 г.",
        span("2026-04-01", "2026-04-30"),
        ("отдел образования", OFFICE),
        "кураторы",
    ),
    _line(
        "3.4.",
        "Аналитический отчёт за период реализации дорожной карты",
        "до 15.12.2027",
        due("2027-12-15"),
        ("отдел образования",),
    ),
)

PLAN = Plan(
    document="district_annex.docx",
    title=(
        "Дорожная карта",
        "внедрения наставничества в образовательных организациях",
        "Светлоборского муниципального округа",
        "на 2025–2027 годы",
    ),
    organisation="Отдел образования администрации Светлоборского муниципального округа",
    accept={
        "organisation": [
            "отдел образования",
            "Светлоборский муниципальный округ",
            "администрация Светлоборского муниципального округа",
            "образовательные организации Светлоборского муниципального округа",
        ]
    },
    approval={
        "status": "annex",
        "order_no": "24",
        "date": "2025-01-17",
        "position": None,
        "issuer": "отдел образования администрации Светлоборского муниципального округа",
        "annex_no": "3",
    },
    period=YEARS,
    # Two readings of a joint header are about («ОО» or «Ответственные ОО»), so the columns are not compared.
    columns=(),
    sections=(
        Section(
            "1.",
            "Создание условий",
            CONDITIONS,
            "январь – август 2025 г.",
            span("2025-01-01", "2025-08-31"),
        ),
        Section(
            "2.",
            "Реализация программ",
            PROGRAMMES,
            "сентябрь 2025 г. – май 2027 г.",
            span("2025-09-01", "2027-05-31"),
        ),
        Section(
            "3.",
            "Мониторинг и распространение опыта",
            MONITORING,
            "2025–2027 годы",
            span("2025-01-01", "2027-12-31", {"kind": "continuous"}),
        ),
    ),
    indicators=(
        ("Доля школ, в которых действуют программы наставничества, %", {"2025": 60, "2026": 85, "2027": 100}),
        ("Число кураторов, прошедших обучение", {"2025": 12, "2026": 24, "2027": 36}),
        ("Доля молодых педагогов, у которых есть наставник, %", {"2025": 50, "2026": 75, "2027": 100}),
    ),
    notes=("two-row header, parties by level", "sections with own terms", "an indicator table after the plan"),
)

ANNEX = (
    "Приложение № 3",
    "к приказу отдела образования",
    "администрации Светлоборского муниципального округа",
    "от 17.01.2025 № 24",
)


def draw(plan: Plan, path: Path) -> None:
    document = word.blank(landscape=True)
    word.say(document, ANNEX, word.RIGHT)
    word.say(document, ["", *plan.title, ""], word.CENTRE, bold=True)
    table = word.grid(document, (1.5, 10, 5, 4.5, 4.5))
    word.add_row(table, ("", "", "", "", ""))
    word.add_row(table, ("", "", "", "муниципальный уровень", "уровень ОО"))
    for column, text in enumerate(("№ п/п", "Мероприятия", "Срок исполнения")):
        word.merge_down(table, column, 0, 1, text)
    word.fill(table.cell(0, 3).merge(table.cell(0, 4)), "Ответственные")
    for section in plan.sections:
        word.add_row(table, (section.number or "", section.title or "", section.term, "", ""), bold=True)
        for line in section.lines:
            levels = line.more["responsible_columns"]
            who = (", ".join(levels["district"]), ", ".join(levels["schools"]))
            word.add_row(table, (line.number, line.title, line.term, *who))
    word.say(document, ["", "Целевые показатели", ""], word.CENTRE, bold=True)
    targets = word.grid(document, (14, 3, 3, 3))
    word.add_row(targets, ("Наименование показателя", *plan.indicators[0][1]), bold=True)
    for name, values in plan.indicators:
        word.add_row(targets, (name, *map(str, values.values())))
    word.save(document, path)
