"""An invented base of mentees as schools keep them: 300 rows, exactly 40 of them wrong.

`python -m tests.people.registers.messy.make` writes `mentees.xlsx` and `labels.tsv` beside this file, the same
every time. Nobody in it exists.
"""

from __future__ import annotations

import datetime as dt
import io
import random
from pathlib import Path
from typing import Any

import xlsxwriter

HERE = Path(__file__).parent
SHEET, LABELS = HERE / "mentees.xlsx", HERE / "labels.tsv"
TODAY = dt.date(2026, 11, 22)
GROUPS = ["7А", "7Б", "8А", "8Б", "9А", "10А"]
FIRST_ROW = 6  # of the data, as the spreadsheet numbers it
COUNT = 300

SURNAMES = (
    "Абрикосов", "Берёзкин", "Васильков", "Грушин", "Дубравин", "Ежевикин", "Жасминов", "Земляникин", "Ивушкин",
    "Калинкин", "Липкин", "Малинкин", "Незабудкин", "Ольхин", "Пихтин", "Рябинкин", "Сиренев", "Тополёв",
    "Укропов", "Фиалкин", "Хвощёв", "Цветиков", "Черешнин", "Шиповников", "Щавелев", "Яблочкин",
)  # fmt: skip
BOYS = (
    "Артём", "Глеб", "Егор", "Иван", "Кирилл", "Лев", "Марк", "Матвей", "Пётр", "Роман", "Тимофей", "Фёдор",
)  # fmt: skip
GIRLS = (
    "Алёна", "Анна", "Варвара", "Дарья", "Ева", "Злата", "Ксения", "Мария", "Полина", "София", "Ульяна", "Яна",
)  # fmt: skip
PATRONYMICS = (
    "Андреевич", "Борисович", "Викторович", "Денисович", "Игоревич", "Максимович", "Олегович", "Павлович",
    "Сергеевич", "Степанович",
)  # fmt: skip
MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября",
    "декабря",
)  # fmt: skip
REQUESTS = (
    "Подготовка к олимпиаде по физике", "Научиться выступать перед людьми", "Помощь с проектом",
    "Хочу выбрать профессию", "=Математика, 8 класс", "Освоиться в новой школе", "Подтянуть английский язык",
    "Робототехника; программирование", "Стать увереннее",
)  # fmt: skip
FORMS = ("ученик – ученик", "Ученик-ученик", "студент — ученик", "Работодатель – ученик", "")

#: What is wrong → how many rows of it; 40 in all.
FAULTS = {
    "name_one_word": 4, "name_digits": 3, "name_several": 2, "name_too_long": 1, "missing:full_name": 3,
    "phone_shape": 4, "email_shape": 2, "missing:contacts": 2, "birth_shape": 3, "birth_range": 2,
    "mentee_too_young": 3, "date_shape": 2, "date_no_day": 2, "end_before_entry": 2, "form_unknown": 1,
    "sensitive_category": 2, "forbidden_number": 2,
}  # fmt: skip


def rows() -> tuple[list[list[Any]], dict[int, str]]:
    """The cells of the 300 rows, and number of the row in the spreadsheet → what is wrong."""
    chance = random.Random(2026)
    faults = [fault for fault, count in FAULTS.items() for _one in range(count)]
    places = sorted(chance.sample(range(COUNT), len(faults)))
    chance.shuffle(faults)
    wrong = dict(zip(places, faults, strict=True))
    table = [_row(place, chance) for place in range(COUNT)]
    for place, fault in wrong.items():
        _spoil(table[place], fault)
    return table, {FIRST_ROW + place: fault for place, fault in wrong.items()}


def _row(place: int, chance: random.Random) -> list[Any]:
    is_girl = place % 2 == 1
    surname = SURNAMES[place % len(SURNAMES)]
    first = (GIRLS if is_girl else BOYS)[place // len(SURNAMES) % 12]
    middle = PATRONYMICS[(place * 7 + place // len(SURNAMES)) % len(PATRONYMICS)]
    mother = f"{surname}а {GIRLS[(place * 5) % 12]}"
    if is_girl:
        surname, middle = f"{surname}а", f"{middle.removesuffix('ич')}на"
    if place % 17 == 0:
        middle = ""
    name = " ".join(filter(None, [surname, first, middle]))
    name = (name, name.upper(), f" {name}  ", name.replace(" ", "  "))[place % 4]
    group = GROUPS[place % len(GROUPS)]
    begin = dt.date(2026, 9, 1) + dt.timedelta(days=place % 60)
    end = begin + dt.timedelta(days=200 + place % 30) if place % 3 == 0 else None
    return [
        place + 1,
        name,
        group if place % 5 else f"{group[:-1]} «{group[-1]}»",
        _birth(place, chance),
        _phone(place),
        f"mentee{place}@example.ru" if place % 3 else "",
        (f"{mother} (мать)", f"мама {mother}", "", mother)[place % 4],
        REQUESTS[place % len(REQUESTS)],
        (begin, f"{begin:%d.%m.%Y}", f"{begin:%d.%m.%Y} г.", begin)[place % 4],
        FORMS[place % len(FORMS)],
        (end or "") if place % 2 else f"{end:%d.%m.%Y}" if end else "-",
        "одарённые дети" if place % 11 == 0 else "",
    ]


def _birth(place: int, chance: random.Random) -> Any:
    day = dt.date(chance.randint(2010, 2015), chance.randint(1, 12), chance.randint(1, 28))
    month = MONTHS[day.month - 1]
    return (
        day,
        f"{day:%d.%m.%Y}",
        day.year,
        f"{day.year} г.",
        f"{day.day} {month} {day.year} г.",
        f"{day:%d.%m.%y}",
    )[place % 6]


def _phone(place: int) -> Any:
    number = f"900{place:07}"
    apart = f"+7 {number[:3]} {number[3:6]}-{number[6:8]}-{number[8:]}"
    return (apart, int(f"8{number}"), f"8({number[:3]}){number[3:]}", number)[place % 4]


def _spoil(row: list[Any], fault: str) -> None:
    name, birth, phone, email, parent, request, begin, form, end, category = 1, 3, 4, 5, 6, 7, 8, 9, 10, 11
    match fault:
        case "name_one_word":
            row[name] = "Тюльпанов"
        case "name_digits":
            row[name] = "Тюльпанов Иван 2"
        case "name_several":
            row[name] = "Тюльпанова Анна, Тюльпанов Иван"
        case "name_too_long":
            row[name] = "Тюльпанов " * 1_000
        case "missing:full_name":
            row[name] = ""
        case "phone_shape":
            row[phone] = "8 900 123 45 6"
        case "email_shape":
            row[email] = "anna@school"
        case "missing:contacts":
            row[phone] = row[email] = row[parent] = ""
        case "birth_shape":
            row[birth] = "31.02.2012"
        case "birth_range":
            row[birth] = "17.05.1812"
        case "mentee_too_young":
            row[birth] = 2019
        case "date_shape":
            row[begin] = "скоро"
        case "date_no_day":
            row[begin] = "сентябрь 2026"
        case "end_before_entry":
            row[begin], row[end] = "01.10.2026", "01.09.2026"
        case "form_unknown":
            row[form] = "сосед – сосед"
        case "sensitive_category":
            row[category] = "ОВЗ"
        case "forbidden_number":
            row[request] = "СНИЛС 112-233-445 95"


def build() -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": dt.datetime(2026, 11, 22)})  # noqa: DTZ001 - a workbook knows no zones
    day, head = book.add_format({"num_format": "dd.mm.yyyy"}), book.add_format({"bold": True, "text_wrap": True})
    sheet = book.add_worksheet("База")
    sheet.merge_range(0, 0, 0, 11, "База наставляемых МБОУ «Школа № 1» (на 01.11.2026)", head)
    above = ["№", "Ф. И. О. обучающегося", "Класс", "Дата (год) рождения", "Контактные данные", "", "", "Запрос",
             "Дата включения в программу", "Форма наставн.", "Дата окончания", "Категория"]  # fmt: skip
    sheet.write_row(2, 0, above, head)
    sheet.merge_range(2, 4, 2, 6, "Контактные данные", head)
    sheet.write_row(3, 4, ["телефон", "эл. почта", "родитель (ФИО)"], head)
    sheet.write_row(4, 0, range(1, 13))
    for number, row in enumerate(rows()[0], FIRST_ROW - 1):
        for column, cell in enumerate(row):
            sheet.write(number, column, cell, day if isinstance(cell, dt.date) else None)
    sheet.write(FIRST_ROW + COUNT, 1, "Директор")
    sheet.write(FIRST_ROW + COUNT, 7, "В. В. Подсолнухов")
    book.close()
    return target.getvalue()


def labels() -> str:
    return "row\twrong\n" + "".join(f"{row}\t{fault}\n" for row, fault in sorted(rows()[1].items()))


def main() -> None:
    SHEET.write_bytes(build())
    LABELS.write_text(labels(), encoding="utf-8")


if __name__ == "__main__":
    main()
