"""A questionnaire on paper: the questions with room for what is written by hand. Nobody is named in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from nastavnik.documents.tree import Block, Document, Page, Paragraph, Run
from nastavnik.surveys.questions import Kind, Question, questions_of

_LINE = "_" * 78
_BOX = "☐"
_LINES_OF_TEXT = 3


def blank(content: Mapping[str, Any], organisation: str, *, familiar: bool = False) -> Document:
    """The sheet of ``content`` (a version of a questionnaire), in the language of documents."""
    title = str(content["questionnaire"]["title_ru"])
    head = (
        Paragraph((Run(organisation),), align="center"),
        Paragraph((Run(title, bold=True, size=14),), align="center", before=4, after=4),
        Paragraph((Run("Фамилия, имя, отчество " + "_" * 55),), after=3),
        Paragraph((Run("Класс или должность " + "_" * 30 + "   Дата " + "_" * 18),), after=5),
    )
    body = [block for question in questions_of(content, familiar=familiar) for block in _asked(question)]
    return Document(title=title, blocks=(*head, *body), page=Page(left=20, right=15, top=15, bottom=15), size=11)


def _asked(question: Question) -> Iterator[Block]:
    words = f"{question.number}. {question.text}"
    if question.when:
        words += f" (если ответ выше – «{question.when}»)"
    yield Paragraph((Run(words),), keep=True, before=2)
    if question.kind == Kind.TEXT:
        yield from (Paragraph((Run(_LINE),), before=2) for _line in range(_LINES_OF_TEXT))
    elif question.kind == Kind.NUMBER:
        yield Paragraph((Run("_" * 20),), before=2)
    elif question.kind == Kind.INTEGER:
        marks = range(question.low or 0, (question.high or 10) + 1)
        yield Paragraph((Run("     ".join(f"{_BOX} {mark}" for mark in marks)),), before=1)
    else:
        yield from (Paragraph((Run(f"{_BOX} {option}"),), left=5) for option in question.options)
