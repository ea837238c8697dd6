"""No text makes inflection raise or lose what it must keep."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nastavnik.documents.inflection import (
    CASES,
    KINDS,
    Case,
    Kind,
    count,
    gender_of,
    inflect,
    number_in_words,
    roman,
    short_name,
)
from nastavnik.documents.inflection.numerals import AnyGender
from tools.inflection_report import Label, labels

ALL = [*labels("dev"), *labels("kept")]
WORDS = sorted({word for one in ALL for word in one.text.split()})
MARKS = [
    "и",
    ",",
    "—",
    "/",
    "(",
    ")",
    "«",
    "»",
    '"',
    "№ 15",
    "15-я",
    "&",
    "<b>",
    "\u200b",
    "\u0301",
    "{{ x }}",
    "%s",
    "🙂",
    "-",
    ".",
]
SALAD = st.lists(st.sampled_from(WORDS + MARKS), max_size=8).map(" ".join)
TEXTS = st.one_of(st.text(max_size=80), SALAD)
KIND = st.sampled_from(KINDS)
GENDERS: list[AnyGender] = ["masc", "femn", "neut"]
CASE = st.sampled_from(CASES)
# Everything that is no letter: spaces, quotes, figures, marks.
_NO_LETTERS = re.compile(r"[^\W\d_]+")


@given(KIND, TEXTS, CASE)
@settings(max_examples=150, deadline=None)
def test_any_text_has_a_form_and_keeps_its_marks(kind: Kind, text: str, case: Case) -> None:
    form = inflect(kind, text, case)

    assert _NO_LETTERS.sub("", form.text) == _NO_LETTERS.sub("", text)
    assert len(form.text.split()) == len(text.split())
    assert 0 < form.confidence <= 1
    assert (form.confidence < 0.9) == bool(form.doubts)
    gender_of(text)
    short_name(text, case=case)


@given(KIND, TEXTS)
@settings(max_examples=50, deadline=None)
def test_the_nominative_is_the_text(kind: Kind, text: str) -> None:
    assert inflect(kind, text, "nomn").text == text


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("organisation", "«Ромашка»"),
        ("organisation", "МБОУ"),
        ("organisation", "ГБОУ СОШ № 7"),
        ("position", "и. о. директора"),
        ("position", "портье"),
        ("person", "Дюма"),
        ("person", "Шевченко А. А."),
        ("person", "И. О. Седых"),
        ("person", "Гёте О."),
    ],
)
def test_what_does_not_decline_stays_and_is_sure(kind: Kind, text: str) -> None:
    forms = [inflect(kind, text, case) for case in CASES]

    assert {form.text for form in forms} == {text}
    assert all(form.is_sure for form in forms)


@given(st.sampled_from([one for one in ALL if "«" in one.text]), st.sampled_from(CASES))
@settings(max_examples=40, deadline=None)
def test_a_quotation_stays_letter_by_letter(label: Label, case: Case) -> None:
    quoted = re.findall("«.*»", label.text)

    assert re.findall("«.*»", inflect(label.kind, label.text, case).text) == quoted


@given(st.integers(-(10**15) + 1, 10**15 - 1), CASE, st.sampled_from(GENDERS))
@settings(max_examples=60, deadline=None)
def test_any_number_has_words(number: int, case: Case, gender: AnyGender) -> None:
    words = number_in_words(number, case, gender)

    assert words == words.strip()
    assert "  " not in words


@given(st.integers(0, 10**6), TEXTS, CASE)
@settings(max_examples=50, deadline=None)
def test_anything_can_be_counted(number: int, noun: str, case: Case) -> None:
    assert count(number, noun, case).startswith(f"{number} ")


@given(st.integers(1, 3998))
@settings(max_examples=30, deadline=None)
def test_roman_figures_tell_the_number(number: int) -> None:
    values = dict(zip("IVXLCDM", (1, 5, 10, 50, 100, 500, 1000), strict=True))
    figures = [values[figure] for figure in roman(number)]
    read = sum(-one if one < following else one for one, following in zip(figures, [*figures[1:], 0], strict=True))

    assert read == number
