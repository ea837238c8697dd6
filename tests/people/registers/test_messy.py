"""A messy base of ours: 300 rows, 40 of them wrong, each named and no other."""

from __future__ import annotations

import pytest

from nastavnik.people.registers import sheets_child
from nastavnik.people.registers.headings import propose
from nastavnik.people.registers.rows import Judge, data_rows
from tests.people.registers.conftest import make_lists
from tests.people.registers.messy import make


def test_the_files_are_those_that_the_script_makes() -> None:
    # Cell by cell: how tightly a library packs them may change.
    kept, made = (list(sheets_child.rows_of(content, "xlsx")) for content in (make.SHEET.read_bytes(), make.build()))
    assert kept == made
    assert make.LABELS.read_text(encoding="utf-8") == make.labels()


@pytest.mark.parametrize("groups", [None, make.GROUPS])
def test_every_wrong_row_is_named_and_no_other(groups: list[str] | None) -> None:
    table = list(sheets_child.rows_of(make.SHEET.read_bytes(), "xlsx"))
    found = propose(table)
    assert (found.register, found.first_row, found.unknown) == ("mentee", make.FIRST_ROW - 1, ())
    judge = Judge("mentee", found.mapping, make_lists(groups), make.TODAY)

    judged = [judge(number, row) for number, row in data_rows(table, found.first_row)]

    assert len(judged) == make.COUNT
    said = {
        row.number: [f"missing:{wrong.column}" if wrong.code == "missing" else wrong.code for wrong in row.wrong]
        for row in judged
        if row.wrong
    }
    assert said == {number: [fault] for number, fault in make.rows()[1].items()}
    assert len(said) == 40
    keys = [str(row.values["full_name"]) for row in judged if not row.wrong]
    assert len(set(keys)) == len(keys)
