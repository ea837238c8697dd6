"""Russian inflection: people, posts and organisations in any case, numbers with nouns, dates in words. Pure.

A well-kept dictionary (pymorphy3) does the morphology of common words; names of people follow the rules of the
grammar; what no rule tells stands in `data/`. A form comes with a confidence and with doubts: below `SURE` the caller
asks the user and hands the answer back as ``exceptions``. The dictionary is loaded by the first word that needs it.
Figures: docs/domain/inflection.md.

    >>> inflect("person", "Верхолазова Анна Ильинична", "datv").text
    'Верхолазовой Анне Ильиничне'
    >>> inflect("position", "исполняющий обязанности директора", "gent").text
    'исполняющего обязанности директора'
    >>> inflect("organisation", "ГБОУ гимназия № 27", "ablt").text
    'ГБОУ гимназией № 27'
    >>> count(5, "наставник")
    '5 наставников'
"""

from __future__ import annotations

from nastavnik.documents.inflection.dates import date_in_words, date_text, school_year, year_in_words
from nastavnik.documents.inflection.forms import (
    CASES,
    CERTAIN,
    KINDS,
    SURE,
    Case,
    Doubt,
    Exceptions,
    Form,
    Gender,
    Kind,
    form,
)
from nastavnik.documents.inflection.numerals import count, number_in_words, ordinal_in_words, roman
from nastavnik.documents.inflection.organisations import inflect_organisation
from nastavnik.documents.inflection.persons import Told, gender_of, inflect_person, short_name
from nastavnik.documents.inflection.posts import inflect_position
from nastavnik.documents.inflection.words import composed

# The longest official name of a school has about 400 letters; beyond this a text is no name and stays as it is.
LONGEST_TEXT = 2000

__all__ = [
    "CASES",
    "KINDS",
    "SURE",
    "Case",
    "Doubt",
    "Exceptions",
    "Form",
    "Gender",
    "Kind",
    "Told",
    "count",
    "date_in_words",
    "date_text",
    "gender_of",
    "inflect",
    "number_in_words",
    "ordinal_in_words",
    "roman",
    "school_year",
    "short_name",
    "year_in_words",
]


def inflect(
    kind: Kind, text: str, case: Case, *, gender: Gender | None = None, exceptions: Exceptions | None = None
) -> Form:
    """``text`` in ``case``; nomn gives it back as it is.

    ``gender`` (people alone) overrides what the name tells. ``exceptions`` are forms that people have decided, by the
    whole text or by a word of it; they are certain.
    """
    remembered = exceptions.get(text) if exceptions else None
    if remembered and case in remembered:
        return Form(remembered[case], CERTAIN)
    if case == "nomn":
        return Form(text, CERTAIN)
    text = composed(text)
    if len(text) > LONGEST_TEXT:
        return form(text, {Doubt.NO_HEAD})
    if kind == "person":
        return inflect_person(text, case, gender, exceptions)
    return (inflect_position if kind == "position" else inflect_organisation)(text, case, exceptions)
