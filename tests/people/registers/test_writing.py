"""Out and in again: the same values."""

from __future__ import annotations

import io
from operator import itemgetter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nastavnik.base import sheets
from nastavnik.documents.tree import placed
from nastavnik.documents.writers.docx import write_docx
from nastavnik.people.registers import sheets_child
from nastavnik.people.registers.columns import REGISTERS
from nastavnik.people.registers.contacts import contacts_of, says_only
from nastavnik.people.registers.headings import propose
from nastavnik.people.registers.lists import Lists
from nastavnik.people.registers.names import Name, name_of, parse_name, written
from nastavnik.people.registers.rows import Judge, data_rows
from nastavnik.people.registers.words import tidy
from nastavnik.people.registers.writing import PRINTED, as_tree, contacts_text, layout, official_rows
from nastavnik.people.registers.wrong import Wrong
from tests.people.registers.conftest import TODAY, make_lists
from tests.people.registers.test_sheets import ods

LISTS = make_lists()
_LETTERS = "абвгдеёжзиклмнопрстуфхцчшщыьэюяАБВЁЯXYz 0123456789-–—=+@'\"«»<>&;,.:/№\n\t_%\u00a0"
WORDS = st.text(_LETTERS, max_size=60)
NAMES = st.one_of(
    st.sampled_from([
        "Ёлкина Анна Сергеевна", "ИВАНОВ-ПЕТРОВ Иван", "Алиев Руслан Мамед оглы", "Дубов П.С.", "де Толли Анна",
        "Анна Сергеевна Ёлкина", "Нгуен Тхи\u00a0Тху\u00a0Ха", "Салтыков Щедрин Михаил Евграфович", "О'Нил Джон",
    ]),
    st.builds("{} {} {}".format, *[st.text("абвгдеёжзиклмнопрстуя-'", min_size=2, max_size=9)] * 3),
)  # fmt: skip
_DAYS = st.dates(min_value=TODAY.replace(year=2005), max_value=TODAY)
CELLS: dict[str, st.SearchStrategy[Any]] = {
    "full_name": NAMES,
    "names": st.lists(NAMES, max_size=3).map("; ".join),
    "contacts": st.one_of(WORDS, st.builds("{}, +7 9{:09}, m{}@example.ru".format, NAMES, st.integers(0, 10**9 - 1),
                                           st.integers(0, 99))),
    "birth": st.one_of(st.integers(1990, 2016), _DAYS.map(str), _DAYS.map("{:%d.%m.%Y}".format), st.just("май 2012")),
    "date": st.one_of(_DAYS.map("{:%d.%m.%Y}".format), st.integers(40_000, 47_000)),
    "text": WORDS,
    "group": st.one_of(st.sampled_from(["7Б", "10а"]), WORDS),
    "tags": WORDS,
    "int_range": st.one_of(st.builds("{}-{}".format, st.integers(5, 15), st.integers(10, 20)),
                           st.sampled_from(["от 12", "до 14", "13"])),
    "hours": st.one_of(st.integers(1, 9), st.sampled_from(["2 часа в неделю", "по договорённости"]), WORDS),
    "url": st.sampled_from(["https://school.example/a?b=1&c=2", "www.school.example", ""]),
    "mark": st.sampled_from(["да", "нет", ""]),
    "int": st.integers(0, 9),
    "decimal": st.floats(0, 40, allow_nan=False).map(lambda value: round(value, 1)),
    **{kind: st.sampled_from(["", *titles.values()]) for kind, titles in LISTS.titles.items()},
}  # fmt: skip


def rows_of(register: str) -> st.SearchStrategy[list[list[Any]]]:
    return st.lists(st.tuples(*(CELLS[each.kind] for each in REGISTERS[register])).map(list), min_size=1, max_size=4)


def xlsx_of(register: Any, cells: list[tuple[Any, ...]]) -> bytes:
    target = io.BytesIO()
    columns = [sheets.Column(each.title, itemgetter(n), each.width) for n, each in enumerate(layout(register))]
    sheets.write_xlsx(target, columns, cells)
    return target.getvalue()


def csv_of(register: Any, cells: list[tuple[Any, ...]]) -> bytes:
    target = io.BytesIO()
    columns = [sheets.Column(each.title, itemgetter(n)) for n, each in enumerate(layout(register))]
    sheets.write_csv(target, columns, cells)
    return target.getvalue()


def ods_of(register: Any, cells: list[tuple[Any, ...]]) -> bytes:
    return ods([[each.title for each in layout(register)], *cells])


def read_again(content: bytes, kind: str, register: str) -> list[dict[str, Any]]:
    table = list(sheets_child.rows_of(content, kind))
    found = propose(table)
    assert found.register == register
    judge = Judge(register, found.mapping, LISTS, TODAY)
    return [judge(number, row).values for number, row in data_rows(table, found.first_row)]


@pytest.mark.slow
@pytest.mark.parametrize("register", REGISTERS)
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_base_that_was_written_reads_as_the_same_base(register: Any, data: st.DataObject) -> None:
    mapping = {index: each.name for index, each in enumerate(REGISTERS[register])}
    judge = Judge(register, mapping, LISTS, TODAY)
    values = [judge(number, raw).values for number, raw in enumerate(data.draw(rows_of(register)), 1)]

    cells = list(official_rows(register, values, LISTS))

    assert read_again(xlsx_of(register, cells), "xlsx", register) == values


@pytest.mark.parametrize("register", REGISTERS)
@pytest.mark.parametrize(("kind", "make"), [("xlsx", xlsx_of), ("ods", ods_of), ("csv", csv_of)])
def test_other_files_read_the_same(register: Any, kind: str, make: Any) -> None:
    mapping = {index: each.name for index, each in enumerate(REGISTERS[register])}
    raw = {
        "full_name": "Нгуен Тхи\u00a0Тху\u00a0Ха", "contacts": "+7 900 000-00-01", "birth_year": "17.05.2012",
        "birth_date": "май 2009", "main_request": "=1+1\nвторая строка", "entry_date": "01.10.2026",
        "form": "ученик – ученик",
        "end_date": "25.05.2026", "tags": "Физика, шахматы", "wanted_age": "от 12",
        "time_resource": "2 часа в неделю",
        "source": "обучающийся", "work_place": "-Школа", "max_units": 3, "work_experience_years": 2.5,
        "results": "@итог",
    }  # fmt: skip
    values = Judge(register, mapping, LISTS, TODAY)(1, [raw.get(name, "") for name in mapping.values()]).values

    assert len(values) >= 8
    assert read_again(make(register, list(official_rows(register, [values], LISTS))), kind, register) == [values]


def test_rows_are_numbered_and_words_of_the_platform_go_out(lists: Lists) -> None:
    records = [
        {"full_name": {"last": "Ким", "first": "Анна", "middle": ""}, "consent": "с 01.09.2026"},
        {"seq_no": 7},
    ]

    rows = list(official_rows("mentee", records, lists))

    names = [each.name for each in REGISTERS["mentee"]]
    assert [row[names.index("seq_no")] for row in rows] == [1, 7]
    assert rows[0][names.index("full_name")] == "Ким Анна"
    assert rows[0][names.index("consent")] == "с 01.09.2026"


@pytest.mark.parametrize(
    "name",
    [Name("Нгуен", "Тхи Тху Ха"), Name("Иванова Петрова", "Анна"), Name("Ким", "Анна"), Name("Ли", "Ин", "Хо")],
)
def test_a_name_in_one_cell_keeps_its_parts(name: Name) -> None:
    assert parse_name(written(name)) == name
    assert name_of(name.last, name.first, name.middle) == name


def test_blanks_that_do_not_break_are_blanks_elsewhere() -> None:
    assert parse_name("Иванова\u00a0Мария Петровна") == Name("Иванова", "Мария", "Петровна")
    assert parse_name("Иванов И.\u00a0П.") == Name("Иванов", "И.", "П.")


@given(text=st.one_of(CELLS["contacts"], st.text("+78912 ()-,абв@.", max_size=40)).map(tidy))
def test_a_quick_look_at_contacts_says_nothing_but_the_truth(text: str) -> None:
    read = contacts_of(text)
    phones, emails = ([], []) if isinstance(read, Wrong) else (read["phones"], read["emails"])
    for held in (phones, [], ["+79000000001"]):
        if says_only(text, held):
            assert isinstance(read, Wrong) or (phones, emails) == (held, [])
    assert says_only(text, phones) or "@" in text or isinstance(read, Wrong)


def test_contacts_entered_on_a_card() -> None:
    person = {"last": "Ким", "first": "Ольга", "middle": ""}
    value = {
        "phones": ["+79000000001"],
        "emails": ["a@example.ru"],
        "text": "",
        "person": person,
        "relation": "mother",
    }

    assert contacts_text(value) == "Ким Ольга (мать), +7 900 000-00-01, a@example.ru"


@pytest.mark.parametrize("register", REGISTERS)
def test_the_printed_form(register: Any, lists: Lists) -> None:
    record = {"full_name": {"last": "Ким", "first": "Анна", "middle": ""}, "entry_date": "2026-10-01"}

    tree = as_tree(register, ["База", "МБОУ «Школа № 1»"], official_rows(register, [record] * 3, lists))

    table = next(block for block in tree.blocks if hasattr(block, "header_rows"))
    rows = list(placed(table))
    assert tree.page.landscape
    assert tree.numbered
    assert table.header_rows == 2
    assert len(rows) == 5
    assert len(rows[0]) == len(PRINTED[register]) == len(table.widths)
    assert propose([[place.cell.blocks[0].text for place in rows[0] if place.cell]]).register == register
    assert sum(table.widths) == pytest.approx(tree.page.room, abs=0.1)
    assert "01.10.2026" in [place.cell.blocks[0].text for place in rows[2] if place.cell]
    assert write_docx(tree)[:2] == b"PK"


def test_an_empty_base_says_so(lists: Lists) -> None:
    tree = as_tree("mentee", ["База"], [])

    assert [block.text for block in tree.blocks if hasattr(block, "text")] == ["База", "Записей нет."]
