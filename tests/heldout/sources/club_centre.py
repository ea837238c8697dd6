"""A centre of out-of-school education: true dates in cells, a table that begins aside, hidden rows, indicators."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import xlsxwriter

from tests.heldout.sources.model import MADE_AT, Line, Plan, Section, asked, day, due, rhythm, span

YEAR = ("2023-09-01", "2024-08-31")
CURATOR, METHODIST, MENTORS = "куратор", "методист", "наставники"


def _dated(number: str, iso: str, title: str, who: tuple[str, ...], result: str, shown: str = "%d.%m.%Y") -> Line:
    """A cell with a date: its text is what the sheet shows, the full date or the ISO one."""
    date = dt.date.fromisoformat(iso)
    accept = {"deadline_text": [date.strftime("%d.%m.%Y"), iso]}
    return Line(number, title, date.strftime(shown), day(iso), who, result, accept=accept, more={"cell_date": iso})


START = (
    _dated("1.1", "2023-09-04", "Приказ о назначении куратора", ("директор",), "Приказ"),
    _dated("1.2", "2023-09-15", "Обсуждение программы на педагогическом совете", (METHODIST,), "Протокол"),
    Line(
        "1.3",
        "Опрос педагогов о готовности стать наставниками",
        "до 29.09.2023",
        due("2023-09-29"),
        (METHODIST,),
        "Сводная таблица",
    ),
    _dated("1.5", "2023-10-06", "Сбор заявлений и согласий участников", (CURATOR,), "Заявления"),
)
WORK = (
    _dated("2.1", "2023-10-13", "Стартовая встреча «педагог – педагог»", (CURATOR,), "Лист регистрации"),
    Line(
        "2.2",
        "Составление планов пар",
        "октябрь 2023",
        span("2023-10-01", "2023-10-31"),
        (MENTORS,),
        "Планы",
    ),
    Line("2.3", "Часы наставника", "каждую среду", rhythm("FREQ=WEEKLY;BYDAY=WE", YEAR), (MENTORS,), "Журнал"),
    Line(
        "2.4",
        "Совместные творческие проекты",
        "ноябрь 2023 - апрель 2024",
        span("2023-11-01", "2024-04-30"),
        (MENTORS, "наставляемые"),
        "Проекты",
    ),
    Line("2.5", "Консультации методиста", "по запросу", asked(YEAR, "on_request"), (METHODIST,), "Журнал"),
    _dated(
        "2.6",
        "2024-01-17",
        "Промежуточная встреча кураторов отделов",
        (CURATOR, "заведующие отделами"),
        "Протокол",
        "%d.%m.%y",
    ),
)
FINISH = (
    _dated("3.1", "2024-05-15", "Выставка совместных работ", ("педагоги-организаторы",), "Фотоотчёт"),
    Line("3.2", "Сбор отзывов участников", "до 24.05.2024", due("2024-05-24"), ("педагог-психолог",), "Отзывы"),
    _dated("3.3", "2024-05-29", "Итоговое заседание рабочей группы", ("директор", CURATOR), "Протокол"),
)

PLAN = Plan(
    document="club_centre.xlsx",
    title=("Дорожная карта наставничества МБУ ДО «Центр творчества «Компас» на 2023-2024 учебный год",),
    organisation="МБУ ДО «Центр творчества «Компас»",
    accept={"organisation": ["Центр творчества «Компас»"]},
    approval={
        "status": "approved",
        "order_no": "64",
        "date": "2023-08-31",
        "position": "Директор МБУ ДО «Центр творчества «Компас»",
        "person": "И.Ф. Звонарёва",
    },
    period=YEAR,
    other_periods=(("2023-09-01", "2024-05-31"), ("2023-09-01", "2024-06-30")),
    columns=("№ п/п", "Срок", "Наименование мероприятия", "Ответственное лицо", "Вид документа"),
    sections=(
        Section("1", "Запуск программы", START),
        Section("2", "Работа пар и групп", WORK),
        Section("3", "Завершение", FINISH),
    ),
    indicators=(
        ("Число наставнических пар", {"2023": 9, "2024": 14}),
        ("Доля педагогов, участвующих в программе, %", {"2023": 30, "2024": 45}),
    ),
    notes=("dates as spreadsheet dates", "hidden rows and a hidden sheet are no activities", "indicators on a sheet"),
)

STAMP = ("Утверждаю", "Директор МБУ ДО «Центр творчества «Компас»", "И.Ф. Звонарёва", "Приказ от 31.08.2023 № 64")
CANCELLED = ("1.4", "октябрь 2023", "Фотосессия участников (отменено)", "педагоги-организаторы", "Фотоотчёт")


def draw(plan: Plan, path: Path) -> None:
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": MADE_AT})
    boxed, bold = book.add_format({"border": 1, "text_wrap": True}), book.add_format({"border": 1, "bold": True})
    dates = {
        length: book.add_format({"border": 1, "num_format": pattern})
        for length, pattern in ((10, "dd.mm.yyyy"), (8, "dd.mm.yy"))
    }
    sheet = book.add_worksheet("Дорожная карта")
    sheet.set_column(1, 5, 24)
    sheet.write_column(0, 1, STAMP)
    sheet.merge_range(5, 1, 5, 5, plan.title[0], bold)
    sheet.write_row(7, 1, plan.columns, bold)
    row = 8
    for section in plan.sections:
        sheet.write(row, 1, section.number, bold)
        sheet.merge_range(row, 2, row, 5, section.title, bold)
        row += 1
        for line in section.lines:
            if line.number == "1.5":
                sheet.write_row(row, 1, CANCELLED, boxed)
                sheet.set_row(row, None, None, {"hidden": True})
                row += 1
            sheet.write_row(row, 1, [line.number, line.term, line.title, ", ".join(line.who), line.result], boxed)
            if iso := line.more.get("cell_date"):
                sheet.write_datetime(row, 2, dt.date.fromisoformat(iso), dates[len(line.term)])
            row += 1
    sheet.freeze_panes(8, 0)
    targets = book.add_worksheet("Показатели")
    targets.write_row(0, 0, ["Показатель", *plan.indicators[0][1]], bold)
    for row, (name, values) in enumerate(plan.indicators, 1):
        targets.write_row(row, 0, [name, *values.values()], boxed)
    old = book.add_worksheet("Черновик")
    old.write_row(0, 0, plan.columns)
    old.write_row(1, 0, ["1.1", "сентябрь 2022", "Анкетирование кружковцев", "методист", "Анкеты"])
    old.hide()
    book.close()
