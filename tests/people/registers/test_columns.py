"""The columns in code are those of the official forms."""

from __future__ import annotations

import pytest

from nastavnik.people.registers.columns import PARTS, REGISTERS, targets
from tests.people.registers.conftest import entries


@pytest.mark.parametrize("register", REGISTERS)
def test_the_columns_are_those_of_the_reference_list(register: str) -> None:
    official = entries("people.yaml", "registries")[f"{register}_registry"]["columns"]

    assert [(each.name, each.title) for each in REGISTERS[register]] == [
        (each["name"], each["title_ru"]) for each in official
    ]
    asked = {each["name"]: "auto" if each.get("auto") else each["required"] for each in official}
    assert {each.name: each.required for each in REGISTERS[register]} == asked


def test_people_choose_among_what_a_sheet_may_set() -> None:
    mentees = targets("mentee")

    assert "consent" not in mentees
    assert "seq_no" not in mentees
    assert set(PARTS) < set(mentees)
    assert mentees["full_name.last"] == "Фамилия"
