"""Every template of the product: whole by its form, whole by the reference list, in clean Russian, with no holes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from nastavnik.documents.language import Field, check
from nastavnik.documents.language.fields import BLANKS
from nastavnik.documents.language.printing import date_ru, date_short
from nastavnik.documents.library import TEMPLATES
from tests.documents.library import drawn

EVERY = pytest.mark.parametrize("code", list(TEMPLATES))
# Holes that something empty leaves, and what nobody writes in Russian.
FAULTS = re.compile(
    r"  |\{[{%]|\.\.|[,;:] ?[,;.]|\( ?\)|« |“|\bот №|\bNone\b|[\"'']|(?<! )№\d| [,;]|\s\)|№ (?=\S)|;\s*$\."
)
# Roman numbers aside.
_FOREIGN = re.compile(r"\b(?![IVX]+\b)[A-Za-z]{2,}")
_ADDRESS = re.compile(r"\S*(?:@|://|\.example)\S*")


@cache
def listed() -> dict[str, Any]:
    return {entry["code"]: entry for entry in drawn.shipped("document_templates")}


@EVERY
def test_it_asks_only_for_what_its_form_has_and_prints_all_that_is_required(code: str):
    built = TEMPLATES[code]
    assert check(built.document, built.form) == ()


@EVERY
def test_it_is_what_the_reference_list_says(code: str):
    built, entry = TEMPLATES[code], listed()[code]
    assert (built.level, built.model, built.stage) == (entry["level"], entry["model"], entry["stage"])
    named = {field.name for field in built.form.fields}
    assert {each["name"] for each in entry["fields"] if each["required"]} - named == set()
    classes = {each["name"]: each["class"] for each in entry["fields"]}
    assert {field.name: field.cls for field in built.form.own if field.cls < classes.get(field.name, "P0")} == {}


@EVERY
def test_every_required_answer_stands_in_the_text(code: str):
    form = TEMPLATES[code].form
    said = drawn.text(drawn.sample(code)).casefold()
    data = form.sample()
    missing = [
        (field.name, piece)
        for field in form.own
        if field.required and field.type not in BLANKS
        for piece in _pieces(field, data[field.name])
        if piece.casefold() not in said
    ]
    assert missing == []


def _pieces(field: Field, value: Any) -> Iterator[str]:
    """What of ``value`` must be found on paper."""
    if field.fields:
        for row in value:
            for each in field.fields:
                if each.required and each.name in row:
                    yield from _pieces(each, row[each.name])
    elif isinstance(value, list):
        for entry in value:
            yield from _pieces(field.one, entry)
    elif field.type == "person":
        yield (value["name"] if isinstance(value, dict) else value).split()[0]
    elif field.type == "organisation":
        yield value["name"]
    elif field.type == "period":
        yield from (value["end"][:4],)
    elif field.type == "doc_ref":
        yield value.get("kind_title") or value["title"]
    elif field.type == "multiline":
        yield from (line.rstrip(".").replace(drawn.NOBREAK, " ") for line in value.split("\n"))
    elif field.type in ("text", "ref", "position"):
        yield value.rstrip(".").replace(drawn.NOBREAK, " ")
    elif field.type == "date":
        day = dt.date.fromisoformat(value)
        yield str(day.year)


@EVERY
def test_its_russian_is_clean_and_nothing_empty_leaves_a_hole(code: str):
    for document in (drawn.sample(code), drawn.bare(code)):
        found = [line for line in drawn.lines(document) if FAULTS.search(line.strip())]
        assert found == []
        foreign = [line for line in drawn.lines(document) if _FOREIGN.search(_ADDRESS.sub("", line))]
        assert foreign == []


def test_dates_are_spelled_by_the_language_of_documents():
    day = dt.date(2026, 10, 15)
    assert date_ru(day).replace(drawn.NOBREAK, " ") in drawn.text(drawn.sample("order_curator"))
    assert date_short(day) in drawn.text(drawn.sample("order_pairs"))
