"""Everything that can be wrong has its words."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.utils import translation

from nastavnik.people import registers
from nastavnik.people.registers.columns import REGISTERS
from nastavnik.people.registers.sentences import NOTES, UNREADABLE, WRONG, say, say_all, say_unreadable
from nastavnik.people.registers.wrong import Wrong

PACKAGE = Path(registers.__file__).parent


def codes_in(call: str) -> set[str]:
    """The first argument of every ``call("…")`` of the package."""
    return {
        node.args[0].value
        for path in PACKAGE.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == call and node.args
        for value in [node.args[0]]
        if isinstance(value, ast.Constant)
    }  # fmt: skip


def test_every_code_has_its_sentence_and_every_sentence_its_code() -> None:
    used = codes_in("Wrong") | {"date_no_day", "date_shape", "name_one_word", "name_empty", "forbidden_number"}
    used |= {"phone_shape", "name_initials", "name_put_in_order"}  # chosen between, or looked up

    assert used == (set(WRONG) | set(NOTES)) - {"twin"}  # two rows of one file: found by whoever has them all
    assert codes_in("Unreadable") <= set(UNREADABLE)


def test_a_sentence_says_the_column_and_what_to_do() -> None:
    wrong = Wrong("birth_range", "birth_year", {"first": 1920, "last": 2026})

    with translation.override("ru"):
        assert say(wrong, "mentee") == (
            "«Год рождения наставляемого»: Год рождения должен быть от 1920 до 2026. Исправьте его."
        )
        assert say_all([wrong, Wrong("twin", params={"row": 7})], "mentee").endswith("Оставьте одну из двух строк.")
        assert say_unreadable("password") == "Файл закрыт паролем. Снимите пароль и загрузите файл снова."


@pytest.mark.parametrize("register", REGISTERS)
def test_sentences_can_be_said_with_any_column(register: str) -> None:
    params = {"most": 1, "first": 1, "last": 2, "least": 3, "from": 4, "to": 5, "row": 6}

    for code in (*WRONG, *NOTES):
        said = say(Wrong(code, "full_name", params), register)
        assert "%" not in said, code
        assert said.endswith("."), code


def test_what_is_wrong_survives_json() -> None:
    wrong = Wrong("too_long", "results", {"most": 4000})

    assert Wrong.from_json(wrong.to_json()) == wrong
