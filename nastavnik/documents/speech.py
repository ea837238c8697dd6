"""Russian grammar for the templates of one organisation: the rules of `inflection`, and over them what its people
taught. What the rules are unsure of is gathered, so that the page may ask once and remember."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from nastavnik.documents import inflection
from nastavnik.documents.inflection.forms import Case, Gender, Kind
from nastavnik.documents.models import Wording
from nastavnik.org.models import Node


@dataclass(frozen=True)
class Guess:
    """A form that the rules are unsure of."""

    kind: str
    text: str
    case: str
    form: str


class Speech:
    """The `Words` of a template. One query for what was taught, whatever the number of words.

    ``said`` gathers every form that was given; a document issued with them is drawn anew with the same, whatever the
    rules have learnt since.
    """

    def __init__(self, node: Node | None = None, said: Mapping[str, str] | None = None) -> None:
        self.guesses: dict[tuple[str, str, str], Guess] = {}
        self.said: dict[str, str] = dict(said or {})
        self._taught: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
        if node is not None:
            for row in Wording.objects.filter(node=node).known():
                self._taught[row.kind][row.text][row.case] = row.form

    def inflect(self, kind: str, text: str, case: str, gender: str = "") -> str:
        key = f"{kind} {case} {gender} {text}"
        if key not in self.said:
            self.said[key] = self._form(kind, text, case, gender)
        return self.said[key]

    def _form(self, kind: str, text: str, case: str, gender: str) -> str:
        taught = self._taught[kind].get(text, {}).get(case)
        if taught is not None:
            return taught
        form = inflection.inflect(
            cast(Kind, kind), text, cast(Case, case), gender=cast("Gender | None", gender or None)
        )
        if not form.is_sure:
            self.guesses[kind, text, case] = Guess(kind, text, case, form.text)
        return form.text

    def short_name(self, text: str, first: bool) -> str:
        return inflection.short_name(text, "initials_first" if first else "surname_first").text

    def count(self, n: int, noun: str) -> str:
        return inflection.count(n, noun)

    def number_words(self, n: int) -> str:
        return inflection.number_in_words(n)

    def date_words(self, date: dt.date, case: str) -> str:
        return inflection.date_in_words(date, cast(Case, case))
