"""Words whose forms people have decided: they are put in by hand and the rules do not see them."""

from __future__ import annotations

from nastavnik.documents.inflection.forms import Case, Exceptions
from nastavnik.documents.inflection.tokens import Sort, Token


def take_out(tokens: list[Token], case: Case, exceptions: Exceptions) -> dict[int, str]:
    """Places of such words and their forms; the rules take the words for abbreviations."""
    kept: dict[int, str] = {}
    for place, token in enumerate(tokens):
        forms = exceptions.get(token.text) if token.sort is Sort.WORD else None
        if forms and case in forms:
            kept[place] = forms[case]
            token.sort = Sort.ABBREVIATION
    return kept


def put_back(tokens: list[Token], kept: dict[int, str]) -> None:
    for place, form in kept.items():
        tokens[place].text = form
