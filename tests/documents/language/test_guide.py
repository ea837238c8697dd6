"""The guide for those who write templates says what is so."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest
from django.utils.translation import override

from nastavnik.documents import help_words
from nastavnik.documents.language import CASES, COMMON, FILTERS, check
from nastavnik.documents.language.fields import Type, shape_of
from tests.documents.language.trees import FORM, filled, p, sheet, told

GUIDE = (Path(__file__).parents[3] / "docs" / "howto" / "shablony-dokumentov.md").read_text()
EXAMPLES = re.findall(r"```\n(.*?)```", GUIDE, re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_each_example_is_a_template_that_prints(example):
    document = sheet(*map(p, example.strip().split("\n")))
    assert check(document, FORM) == ()
    printed = [told(block) for block in filled(*document.blocks, data=FORM.sample()).blocks]
    assert printed
    assert "{" not in str(printed)


def test_each_filter_and_each_common_name_is_in_the_guide():
    named = set(re.findall(r"`([a-z_]+)(?::\"[^`]*)?`", GUIDE))
    assert {*FILTERS} <= named
    assert {field.name for field in COMMON} <= named
    assert shape_of(COMMON[0]).members.keys() <= named
    assert {*CASES[1:]} <= named


def test_the_help_knows_every_type_and_every_filter():
    assert {each.name for each in help_words.filters()} == {*FILTERS}
    assert help_words.TYPES.keys() == {*get_args(Type)}
    with override("ru"):
        assert help_words.type_title("person") == "человек: имя и должность"
