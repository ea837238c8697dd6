"""Whatever stands in a stranger's cells: a value, nothing, or a code; never a crash, never a half value."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nastavnik.people.registers.cells import READERS, Reading, read
from nastavnik.people.registers.columns import REGISTERS, targets
from nastavnik.people.registers.headings import propose
from nastavnik.people.registers.likeness import alike
from nastavnik.people.registers.names import Name, name_of, normal, parse_name, written
from nastavnik.people.registers.pasting import cells_of
from nastavnik.people.registers.rows import Judge, data_rows
from nastavnik.people.registers.sentences import NOTES, WRONG, say_all
from nastavnik.people.registers.wrong import Wrong
from tests.people.registers.conftest import TODAY, make_lists

pytestmark = pytest.mark.slow
LISTS = make_lists(["7Б"])
_PIECES = st.sampled_from([
    "Иванов", "Иван", "Иванович", "оглы", "де", "И.", "И.П.", "-", "—", ".", ",", ";", "\n", "\u00a0", " ", "(",
    "мать", "тел.", "+7", "8", "900", "123-45-67", "89001234567", "@", "a@b.ru", "http://", "www.", "2012",
    "31.02", "май", "г.", "12", "класс", "до", "от", "лет", "раз", "в", "неделю", "час", "мин", "СНИЛС",
    "паспорт", "ФИО", "Год рождения", "наставника", "№", "#Н/Д", "=1", "'", "0", "1e9", "²", "٣", "İ", "ß",
    "\u0301", "\u200b", "x" * 301,
])  # fmt: skip
TEXTS = st.one_of(st.lists(_PIECES, max_size=6).map(" ".join), st.lists(_PIECES, max_size=4).map("".join), st.text())
CELLS = st.one_of(TEXTS, st.integers(), st.floats(allow_nan=False, allow_infinity=False))


@pytest.mark.parametrize("kind", READERS)
@given(cell=CELLS)
def test_a_cell_is_a_value_or_a_code(kind: str, cell: Any) -> None:
    found = read(kind, cell, Reading(LISTS, TODAY))

    if isinstance(found, Wrong):
        assert found.code in WRONG
    else:
        assert json.loads(json.dumps(found)) == found


@given(text=TEXTS, other=TEXTS)
def test_names(text: str, other: str) -> None:
    name, second = parse_name(text), parse_name(other)

    if isinstance(name, Name):
        assert parse_name(written(name)) == name
        assert normal(name)
        if isinstance(second, Name):
            assert 0 <= alike(name, second) <= 1
            assert alike(name, second) == pytest.approx(alike(second, name))


@given(last=TEXTS, first=TEXTS, middle=st.one_of(st.just(""), TEXTS))
def test_names_in_three_cells(last: str, first: str, middle: str) -> None:
    name = name_of(last, first, middle)

    if isinstance(name, Name):
        assert parse_name(written(name)) == name


@pytest.mark.parametrize("register", REGISTERS)
@given(data=st.data())
def test_a_row_is_judged(register: str, data: st.DataObject) -> None:
    names = list(targets(register))
    single = [name for name in names if "." not in name]
    mapping = {index: name for index, name in enumerate(data.draw(st.permutations(single))) if index < 12}
    mapping |= {20 + index: name for index, name in enumerate(names) if "." in name}

    row = Judge(register, mapping, LISTS, TODAY)(3, data.draw(st.lists(CELLS, max_size=30)))

    assert {wrong.code for wrong in (*row.wrong, *row.notes)} <= set(WRONG) | set(NOTES)
    assert not {wrong.column for wrong in row.wrong} & set(row.values)
    json.dumps(row.values)
    say_all(row.wrong, register)


@given(table=st.lists(st.lists(CELLS, max_size=6), max_size=8))
def test_a_table_gets_a_proposal(table: list[list[Any]]) -> None:
    found = propose(table)

    assert 0 <= found.first_row <= len(table) + 1
    assert set(found.mapping) == set(found.confidence)
    assert not set(found.mapping) & set(found.unknown)
    list(data_rows(table, found.first_row))


# A cell that begins with a quote of its own cannot be told from a quoted one.
_PASTED = st.text("аб\"' ;\t\n", max_size=5).filter(lambda cell: cell[:1] != '"' or bool(set(cell) & set("\t\n")))


@given(table=st.lists(st.lists(_PASTED, min_size=2, max_size=4), min_size=1, max_size=4))
def test_pasted_text_keeps_its_cells(table: list[list[str]]) -> None:
    """As a spreadsheet copies: quotes only around a cell with a tab or a line end."""

    def copied(cell: str) -> str:
        return '"' + cell.replace('"', '""') + '"' if set(cell) & set("\t\n") else cell

    text = "".join("\t".join(map(copied, row)) + "\r\n" for row in table)

    assert list(cells_of(text, is_clipboard=True)) == table
