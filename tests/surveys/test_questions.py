"""Questionnaires as data: blocks, wording, what fits."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from nastavnik.org.services.shipped import SHIPPED
from nastavnik.surveys import questions as asking
from nastavnik.surveys.questions import Kind, Question, Unsuited

SHIPPED_LISTS = yaml.load((SHIPPED / "questionnaires.yaml").read_bytes(), Loader=yaml.CSafeLoader)
SCALES = {entry["code"]: entry for entry in SHIPPED_LISTS["scales"]["entries"]}
ENTRIES = {entry["id"]: entry for entry in SHIPPED_LISTS["questionnaires"]["entries"]}


def content(code: str) -> dict[str, Any]:
    return asking.content_of(ENTRIES[code], SCALES)


@pytest.mark.parametrize("code", sorted(ENTRIES))
def test_every_shipped_questionnaire_is_read_whole_in_steps(code: str) -> None:
    whole = asking.questions_of(content(code), familiar=False)
    steps = asking.blocks(whole)
    assert [question for step in steps for question in step] == list(whole)
    assert all(len(step) <= asking.BLOCK + 1 for step in steps)
    for step in steps:
        keys = [question.key for question in step]
        assert all(question.after in keys for question in step if question.after)


def test_children_and_adults_are_addressed_apart() -> None:
    child, adult = (
        asking.questions_of(content("intake.mentor_candidate"), familiar=each)[0] for each in (True, False)
    )
    assert child.text == "Почему тебе хочется стать наставником?"
    assert adult.text == "Почему вы хотите стать наставником?"


def question(kind: Kind, **told: Any) -> Question:
    return Question("q", 1, "?", kind, **told)


@pytest.mark.parametrize(
    ("asked", "typed", "kept"),
    [
        (question(Kind.INTEGER, low=1, high=10), ["7"], 7),
        (question(Kind.INTEGER, low=1, high=10), ["11"], Unsuited),
        (question(Kind.INTEGER, low=1, high=10), ["7.5"], Unsuited),
        (question(Kind.NUMBER), ["2,5"], 2.5),
        (question(Kind.NUMBER), ["1e999"], Unsuited),
        (question(Kind.NUMBER), ["nan"], Unsuited),
        (question(Kind.NUMBER), ["много"], Unsuited),
        (question(Kind.CHOICE, options=("да", "нет")), ["да"], "да"),
        (question(Kind.CHOICE, options=("да", "нет")), ["может быть"], Unsuited),
        (question(Kind.SEVERAL, options=("а", "б", "в")), ["в", "а"], ["а", "в"]),
        (question(Kind.SEVERAL, options=("а", "б")), ["а", "<script>"], Unsuited),
        (question(Kind.TEXT), ["  потому что  "], "потому что"),
        (question(Kind.TEXT), ["х" * (asking.LONGEST + 1)], Unsuited),
        (question(Kind.TEXT), [" "], None),
    ],
)
def test_what_fits_is_kept_and_the_rest_refused(asked: Question, typed: list[str], kept: Any) -> None:
    if kept is Unsuited:
        with pytest.raises(Unsuited):
            asking.cleaned(asked, typed)
    else:
        assert asking.cleaned(asked, typed) == kept


def test_an_answer_whose_question_is_not_asked_any_more_is_not_kept() -> None:
    first = Question("a", 1, "?", Kind.CHOICE, options=("да", "нет"))
    second = Question("b", 2, "?", Kind.TEXT, after="a", when="да")
    answers = {"a": "нет", "b": "в 2019 году"}
    assert asking.kept((first, second), answers) == {"a": "нет"}
    assert asking.share((first, second), answers) == (1, 1)
    assert asking.unanswered((first, second), {}) == [first]
