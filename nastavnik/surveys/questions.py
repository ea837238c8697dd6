"""A questionnaire as data and what was typed into it. Pure.

A definition is a line of the reference list "questionnaires" with the scales that it uses; its wording addresses
children as «ты» and adults as «вы». Questions go in blocks of a few, a block a step.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

BLOCK = 5
LONGEST = 2000
MOST_NUMBER = 100_000


class Kind(StrEnum):
    INTEGER = "integer"
    CHOICE = "choice"
    SEVERAL = "multichoice"
    TEXT = "text"
    NUMBER = "number"
    RANKING = "ranking"


#: Those that this part can ask; a ranking of people waits for the forming of pairs.
ASKED = frozenset(Kind) - {Kind.RANKING}


@dataclass(frozen=True, slots=True)
class Question:
    """``key`` names the answer. ``after`` and ``when``: asked only where that question was answered so."""

    key: str
    number: int
    text: str
    kind: Kind
    options: tuple[str, ...] = ()
    low: int | None = None
    high: int | None = None
    after: str = ""
    when: str = ""

    @property
    def is_open(self) -> bool:
        return self.kind in (Kind.TEXT, Kind.SEVERAL)


class Unsuited(ValueError):
    """What was typed does not fit the question."""


def content_of(entry: Mapping[str, Any], scales: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """What a version keeps: the definition and the scales that it uses."""
    used = sorted({question["scale"] for question in entry["questions"]})
    return {"questionnaire": dict(entry), "scales": {code: dict(scales[code]) for code in used}}


def questions_of(content: Mapping[str, Any], *, familiar: bool) -> tuple[Question, ...]:
    """``familiar``: the reader is addressed as «ты» wherever the wording knows how."""
    return tuple(
        _question(row, content["scales"][row["scale"]], familiar) for row in content["questionnaire"]["questions"]
    )


def _question(row: Mapping[str, Any], scale: Mapping[str, Any], familiar: bool) -> Question:
    condition = row.get("show_if") or {}
    return Question(
        key=row["id"],
        number=int(row["num"]),
        text=str(row.get("text_ty" if familiar else "text_vy") or row["text"]),
        kind=Kind(scale["kind"]),
        options=tuple(str(option) for option in row.get("options") or scale.get("options") or ()),
        low=scale.get("min"),
        high=scale.get("max"),
        after=condition.get("question", ""),
        when=str(condition.get("equals", "")),
    )


def can_be_asked(content: Mapping[str, Any]) -> bool:
    return all(Kind(scale["kind"]) in ASKED for scale in content["scales"].values())


def blocks(questions: Sequence[Question]) -> list[tuple[Question, ...]]:
    """Steps of at most `BLOCK` questions; one that hangs on another stands beside it."""
    found: list[list[Question]] = []
    for question in questions:
        hangs = bool(question.after and found and any(each.key == question.after for each in found[-1]))
        if found and (len(found[-1]) < BLOCK or hangs):
            found[-1].append(question)
        else:
            found.append([question])
    return [tuple(block) for block in found]


def is_asked(question: Question, answers: Mapping[str, Any]) -> bool:
    return not question.after or answers.get(question.after) == question.when


def cleaned(question: Question, typed: Sequence[str]) -> Any:
    """The answer as it is kept; None where nothing was said.

    Raises: Unsuited.
    """
    said = [text.strip() for text in typed if text.strip()]
    if not said:
        return None
    if question.kind == Kind.SEVERAL:
        if not set(said) <= set(question.options):
            raise Unsuited
        return [option for option in question.options if option in said]
    text = said[0]
    if question.kind == Kind.TEXT:
        if len(text) > LONGEST:
            raise Unsuited
        return text
    if question.kind == Kind.CHOICE:
        if text not in question.options:
            raise Unsuited
        return text
    return _number(question, text)


def _number(question: Question, text: str) -> int | float:
    try:
        value = float(text.replace(",", ".")) if len(text) < 12 else float("nan")
    except ValueError as error:
        raise Unsuited from error
    low = question.low if question.low is not None else 0
    high = question.high if question.high is not None else MOST_NUMBER
    if not low <= value <= high or (question.kind == Kind.INTEGER and value != int(value)):
        raise Unsuited
    return int(value) if value == int(value) else value


def unanswered(questions: Iterable[Question], answers: Mapping[str, Any]) -> list[Question]:
    """Closed questions that are asked and have no answer. Open ones may stay empty."""
    return [
        each for each in questions if not each.is_open and is_asked(each, answers) and answers.get(each.key) is None
    ]


def kept(questions: Iterable[Question], answers: Mapping[str, Any]) -> dict[str, Any]:
    """``answers`` without those whose question turned out not to be asked."""
    return {
        each.key: answers[each.key]
        for each in questions
        if answers.get(each.key) is not None and is_asked(each, answers)
    }


def share(questions: Sequence[Question], answers: Mapping[str, Any]) -> tuple[int, int]:
    """How many of those asked are answered, and how many are asked."""
    asked = [each for each in questions if is_asked(each, answers)]
    return sum(answers.get(each.key) is not None for each in asked), len(asked)
