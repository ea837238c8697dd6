"""The filters of the language: what each takes, what it gives, and what it may be told in quotation marks."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from nastavnik.documents.language import printing
from nastavnik.documents.language.shapes import Kind, Shape
from nastavnik.documents.language.words import CASES, Words

#: (value, what stands in quotation marks, Russian grammar, the gender of the person if it is known)
Work = Callable[[Any, str, Words, str], Any]
PRINTABLE: frozenset[Kind] = frozenset(
    {"text", "multiline", "person", "position", "organisation", "doc_ref", "ref", "enum", "date", "period", "number",
     "int", "percent"}
)  # fmt: skip
_INFLECTED: frozenset[Kind] = frozenset({"person", "position", "organisation"})
_NUMBERS: frozenset[Kind] = frozenset({"number", "int", "percent"})
_DATES: frozenset[Kind] = frozenset({"date", "period"})


@dataclass(frozen=True, slots=True)
class Rule:
    """``gives`` None: what it takes. ``prints``: it takes words, so that a date or a number is written first.

    ``literal`` says whether something in quotation marks must, may or must not follow; ``usual`` stands for it.
    """

    takes: frozenset[Kind]
    work: Work
    gives: Kind | None = "text"
    prints: bool = False
    literal: Literal["must", "may", "case", ""] = ""
    usual: str = ""

    def accepts(self, literal: str | None) -> bool:
        if literal is None:
            return self.literal != "must"
        return literal in CASES if self.literal == "case" else bool(self.literal)


def _words(change: Callable[[str], str]) -> Rule:
    return Rule(PRINTABLE, lambda value, _literal, _words, _gender: change(value), prints=True, gives=None)


def _dates(one: Callable[[Any], str]) -> Rule:
    def work(value: Any, _literal: str, _words: Words, _gender: str) -> str:
        return printing.period(value, one) if isinstance(value, dict) else one(value)

    return Rule(_DATES, work)


def _inflected(case: str, kind: Kind) -> Work:
    return lambda value, _literal, words, gender: words.inflect(kind, value, case, gender)


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


#: Their dot belongs to them: «2026 г.;», «и т. д.;», «Рощина М. Т.;». A sentence that ends so has one dot, not two.
_ABBREVIATED = re.compile(
    r"(?:(?<!\w)(?:гг?|др|пр|руб|коп|тыс|обл|чел|шт|экз|стр)|\bт\.\s?[дпе]|[\dIVX]\s?вв?|[А-ЯЁ]\.[\s-]?[А-ЯЁ])\.$"
)


def _no_dot(text: str) -> str:
    text = text.rstrip()
    return text if _ABBREVIATED.search(text) else text.removesuffix(".")


def _year(value: Any, _literal: str, _words: Words, _gender: str) -> str:
    return str(value.year)


def _date_words(value: Any, literal: str, words: Words, _gender: str) -> str:
    return words.date_words(value, literal)


def _number(value: Any, _literal: str, _words: Words, _gender: str) -> str:
    return printing.grouped(value)


def _in_words(value: Any, _literal: str, words: Words, _gender: str) -> str:
    return words.number_words(value)


def _count(value: Any, literal: str, words: Words, _gender: str) -> str:
    return words.count(value, literal)


def _short(value: Any, _literal: str, words: Words, _gender: str, *, first: bool) -> str:
    return words.short_name(value, first)


def _join(value: Any, literal: str, _words: Words, _gender: str) -> str:
    return literal.join(each for each in value if each)


_PERSON: frozenset[Kind] = frozenset({"person"})
_DATE: frozenset[Kind] = frozenset({"date"})
_INT: frozenset[Kind] = frozenset({"int"})
_LIST: frozenset[Kind] = frozenset({"list"})
_RULES: dict[str, Rule] = {
    "date_ru": _dates(printing.date_ru),
    "date_short": _dates(printing.date_short),
    "date_words": Rule(_DATE, _date_words, literal="case", usual="nomn"),
    "year": Rule(_DATE, _year),
    "upper": _words(str.upper),
    "lower": _words(str.lower),
    "first_upper": _words(_first_upper),
    "no_dot": _words(_no_dot),
    "quoted": _words(printing.quoted),
    "number": Rule(_NUMBERS, _number),
    "words": Rule(_INT, _in_words),
    "count": Rule(_INT, _count, literal="must"),
    "join": Rule(_LIST, _join, literal="may", usual=", "),
    "short": Rule(_PERSON, partial(_short, first=False), gives=None),
    "short_first": Rule(_PERSON, partial(_short, first=True), gives=None),
}
NAMES = (*_RULES, *CASES[1:])


def rule_of(name: str, shape: Shape) -> Rule | None:
    """None: there is no such filter."""
    if name in CASES[1:]:
        return Rule(_INFLECTED, _inflected(name, shape.kind), gives=None)
    return _RULES.get(name)


def given(rule: Rule, shape: Shape) -> Shape:
    """What ``rule`` makes of a value of ``shape``. Words made of a date are words; of a name, a name still."""
    if rule.gives is not None:
        return Shape(rule.gives)
    return Shape(shape.kind) if shape.kind in _INFLECTED else Shape("text")
