"""A small school's plan in a workbook: plus signs in a column for each month, an old draft on a hidden sheet."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter

from tests.heldout.sources.model import MADE_AT, Line, Period, Plan, Section, span, spans

YEAR = ("2024-09-01", "2025-08-31")
MONTHS: dict[str, Period] = {
    "сентябрь": ("2024-09-01", "2024-09-30"),
    "октябрь": ("2024-10-01", "2024-10-31"),
    "ноябрь": ("2024-11-01", "2024-11-30"),
    "декабрь": ("2024-12-01", "2024-12-31"),
    "январь": ("2025-01-01", "2025-01-31"),
    "февраль": ("2025-02-01", "2025-02-28"),
    "март": ("2025-03-01", "2025-03-31"),
    "апрель": ("2025-04-01", "2025-04-30"),
    "май": ("2025-05-01", "2025-05-31"),
}


def _marked(number: str, title: str, who: str, *months: str) -> Line:
    """Months in a row are one window, months apart are windows of their own."""
    order, windows = list(MONTHS), list[Period]()
    for month in months:
        start, end = MONTHS[month]
        if windows and order.index(month) and windows[-1][1] == MONTHS[order[order.index(month) - 1]][1]:
            windows[-1] = (windows[-1][0], end)
        else:
            windows.append((start, end))
    label = span(*windows[0]) if len(windows) == 1 else spans(*windows)
    return Line(number, title, ", ".join(months), label, tuple(who.split(", ")), more={"marks": list(months)})


LINES = (
    _marked("1", "Собрание рабочей группы", "директор", "сентябрь"),
    _marked("2", "Опрос учеников 5–6 классов", "классные руководители", "сентябрь"),
    _marked("3", "Набор наставников из 8–9 классов", "педагог-организатор", "сентябрь", "октябрь"),
    _marked("4", "Тренинг «Учимся слушать»", "педагог-психолог", "октябрь"),
    _marked("5", "Создание пар", "куратор", "октябрь"),
    _marked("6", "Совместные занятия пар", "наставники", *list(MONTHS)[2:8]),
    _marked("7", "Заседания клуба наставников", "куратор", "октябрь", "декабрь", "февраль", "апрель"),
    _marked("8", "Беседы с родителями участников", "классные руководители", "ноябрь", "март"),
    _marked("9", "Выпуск школьной газеты «Рядом»", "редколлегия, учитель литературы", "декабрь", "май"),
    _marked("10", "Промежуточное анкетирование", "педагог-психолог", "январь"),
    _marked("11", "Выезд в музей «Старая мельница»", "педагог-организатор, куратор", "апрель", "май"),
    _marked("12", "Итоговое анкетирование", "педагог-психолог", "май"),
    _marked("13", "Новости программы на сайте школы", "администратор сайта", *MONTHS),
)

PLAN = Plan(
    document="months_matrix.xlsx",
    title=("План-график наставничества обучающихся", "МКОУ «Ключевская основная школа»", "на 2024-2025 учебный год"),
    organisation="МКОУ «Ключевская основная школа»",
    accept={"organisation": ["Ключевская основная школа"]},
    approval={
        "status": "approved",
        "order_no": None,
        "date": "2024-08-30",
        "position": "Директор МКОУ «Ключевская основная школа»",
        "person": "Д.К. Ромашин",
    },
    period=YEAR,
    other_periods=(("2024-09-01", "2025-05-31"),),
    columns=("№", "Мероприятие", "Ответственный", *MONTHS),
    sections=(Section(None, None, LINES),),
    notes=("months as columns with plus signs", "a hidden sheet with another year's lines"),
)

STAMP = ("УТВЕРЖДАЮ", "Директор МКОУ «Ключевская основная школа»", "____________ Д.К. Ромашин", "30.08.2024")
OLD_LINES = ("Круглый стол наставников", "Поездка в планетарий", "Вечер встречи выпускников")


def draw(plan: Plan, path: Path) -> None:
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": MADE_AT})
    bold, boxed = (
        book.add_format({"bold": True, "align": "center"}),
        book.add_format({"border": 1, "text_wrap": True}),
    )
    sheet = book.add_worksheet("План")
    sheet.set_column(1, 1, 40)
    sheet.set_column(2, 2, 28)
    last = len(plan.columns) - 1
    for row, text in enumerate(STAMP):
        sheet.merge_range(row, 6, row, last, text)
    for row, text in enumerate(plan.title, 5):
        sheet.merge_range(row, 0, row, last, text, bold)
    sheet.write_row(9, 0, plan.columns, boxed)
    for row, line in enumerate(plan.sections[0].lines, 10):
        marks = ["+" if month in line.more["marks"] else "" for month in MONTHS]
        sheet.write_row(row, 0, [int(line.number), line.title, ", ".join(line.who), *marks], boxed)
    draft = book.add_worksheet("2023-2024")
    draft.write_row(0, 0, plan.columns)
    for row, text in enumerate(OLD_LINES, 1):
        draft.write_row(row, 0, [row, text, "куратор", "+"])
    draft.hide()
    book.close()
