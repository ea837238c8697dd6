"""What the help of a template says of the types of its fields and of the filters."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class FilterHelp(NamedTuple):
    name: str
    does: str


def type_title(kind: str) -> str:
    """Of a field, as `language.HelpRow` names it."""
    return str(TYPES[kind])


def filters() -> list[FilterHelp]:
    """All of them, in the order in which they are told."""
    return [FilterHelp(name, str(does)) for name, does in FILTERS.items()]


TYPES: dict[str, _StrPromise] = {
    "text": pgettext_lazy("type of a field", "words"),
    "multiline": pgettext_lazy("type of a field", "several lines of words"),
    "date": pgettext_lazy("type of a field", "date"),
    "period": pgettext_lazy("type of a field", "period"),
    "list": pgettext_lazy("type of a field", "list"),
    "person": pgettext_lazy("type of a field", "person: name, position"),
    "position": pgettext_lazy("type of a field", "position"),
    "organisation": pgettext_lazy("type of a field", "organisation"),
    "doc_ref": pgettext_lazy("type of a field", "document: kind, number, date, title"),
    "ref": pgettext_lazy("type of a field", "a record of the program"),
    "enum": pgettext_lazy("type of a field", "one of several values"),
    "number": pgettext_lazy("type of a field", "number"),
    "int": pgettext_lazy("type of a field", "whole number"),
    "percent": pgettext_lazy("type of a field", "percent"),
    "table": pgettext_lazy("type of a field", "table"),
    "blocks": pgettext_lazy("type of a field", "paragraphs, lists and tables"),
    "flag": pgettext_lazy("type of a field", "yes or no"),
    "signature": pgettext_lazy("type of a field", "place for a signature"),
    "handwritten_blank": pgettext_lazy("type of a field", "line filled in by hand"),
    "files": pgettext_lazy("type of a field", "names of files"),
}
FILTERS: dict[str, _StrPromise] = {
    "date_ru": pgettext_lazy("filter of a template", "a date with its month in words: 15 октября 2026 г."),
    "date_short": pgettext_lazy("filter of a template", "a date in figures: 15.10.2026"),
    "date_words": pgettext_lazy(
        "filter of a template", 'a whole date in words; the case may follow: date_words:"gent"'
    ),
    "year": pgettext_lazy("filter of a template", "the year of a date"),
    "upper": pgettext_lazy("filter of a template", "in capital letters"),
    "lower": pgettext_lazy("filter of a template", "in small letters"),
    "first_upper": pgettext_lazy("filter of a template", "with a capital letter at the beginning"),
    "no_dot": pgettext_lazy("filter of a template", "without a full stop at the end"),
    "quoted": pgettext_lazy("filter of a template", "in quotation marks"),
    "number": pgettext_lazy("filter of a template", "a number with its thousands apart: 1 234,5"),
    "words": pgettext_lazy("filter of a template", "a whole number in words"),
    "count": pgettext_lazy(
        "filter of a template", 'a whole number with a noun: count:"наставник" gives 5 наставников'
    ),
    "join": pgettext_lazy("filter of a template", 'a list in one line; what stands between may follow: join:"; "'),
    "short": pgettext_lazy("filter of a template", "surname and initials: Орлов П. А."),
    "short_first": pgettext_lazy("filter of a template", "initials and surname: П. А. Орлов"),
    "gent": pgettext_lazy("filter of a template", "genitive case: кого, чего"),
    "datv": pgettext_lazy("filter of a template", "dative case: кому, чему"),
    "accs": pgettext_lazy("filter of a template", "accusative case: кого, что"),
    "ablt": pgettext_lazy("filter of a template", "instrumental case: кем, чем"),
    "loct": pgettext_lazy("filter of a template", "prepositional case: о ком, о чём"),
}
