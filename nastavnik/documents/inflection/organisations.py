"""Organisations: heads and appositions take the case; quotations, abbreviations and tails stay."""

from __future__ import annotations

from nastavnik.documents.inflection.forms import CERTAIN, Case, Doubt, Exceptions, Form, form
from nastavnik.documents.inflection.groups import Group, Reader, agrees, decline_group, is_known_head
from nastavnik.documents.inflection.lists import words_of
from nastavnik.documents.inflection.persons import inflect_person
from nastavnik.documents.inflection.remembered import put_back, take_out
from nastavnik.documents.inflection.tokens import Sort, Token, tokens_of
from nastavnik.documents.inflection.words import Reading


def inflect_organisation(text: str, case: Case, exceptions: Exceptions | None = None) -> Form:
    if case == "nomn":
        return Form(text, CERTAIN)
    owner = _owner(text, case, exceptions)
    if owner is not None:
        return owner
    tokens = _parted(tokens_of(text))
    kept = take_out(tokens, case, exceptions or {})
    doubts = _decline(tokens, case)
    put_back(tokens, kept)
    return form("".join(token.text for token in tokens), doubts)


def _parted(tokens: list[Token]) -> list[Token]:
    """«школа-детский сад»: the hyphen joins a word and a pair of words, each with a head of its own."""
    found: list[Token] = []
    for place, token in enumerate(tokens):
        first, mark, last = token.text.partition("-")
        if token.sort is Sort.WORD and mark and _is_institution(Token(first, Sort.WORD)):
            behind = tokens[place + 1 : place + 3]
            if len(behind) > 1 and agrees(last, behind[1].text):
                found += [Token(first, Sort.WORD), Token(mark, Sort.MARK), Token(last, Sort.WORD)]
                continue
        found.append(token)
    return found


def _owner(text: str, case: Case, exceptions: Exceptions | None) -> Form | None:
    """«Индивидуальный предприниматель Верхолазов Степан»: a post and a person."""
    for title in ("индивидуальный предприниматель ", "ип ", "самозанятый "):
        if text.lower().startswith(title) and text[len(title) : len(title) + 1].isupper():
            person = inflect_person(text[len(title) :], case, exceptions=exceptions)
            tokens = tokens_of(text[: len(title)])
            _decline(tokens, case)
            return Form("".join(token.text for token in tokens) + person.text, person.confidence, person.doubts)
    return None


def _decline(tokens: list[Token], case: Case) -> set[Doubt]:
    groups = Reader(tokens, _may_follow, animate=False).groups()
    doubts = _doubts(tokens, groups)
    if groups and _is_bare_name(tokens, groups[0]):
        doubts.add(Doubt.BARE_NAME)
        groups = groups[1:]
    for group in groups:
        animate = "anim" in group.reading.grammemes and tokens[group.head].low in words_of("living_heads")
        decline_group(tokens, group, case, animate)
    for token in tokens:
        if token.sort is Sort.BRACKET:
            token.text = _bracket(token.text, case)
    return doubts


def _may_follow(token: Token, reading: Reading, joined: bool) -> bool:
    """Kinds of institutions stand in apposition; a name of a place or a man does not."""
    if reading.is_adjective:
        return False
    return _is_institution(token) or (
        not joined and reading.is_known and reading.number == "sing" and token.text.islower()
    )


def _is_bare_name(tokens: list[Token], group: Group) -> bool:
    """«ООО Ромашка»: a name without quotation marks behind an abbreviation stays."""
    head = tokens[group.head]
    before = [token for token in tokens[: group.head] if token.sort is not Sort.SPACE]
    is_after_abbreviation = bool(before) and before[-1].sort is Sort.ABBREVIATION
    return is_after_abbreviation and head.text[:1].isupper() and not _is_institution(head)


def _is_institution(token: Token) -> bool:
    return any(part in words_of("institutions") for part in token.low.split("-"))


def _bracket(text: str, case: Case) -> str:
    inner = tokens_of(text[1:-1])
    if inner and inner[0].low == "далее":
        return text
    groups = Reader(inner, _may_follow, animate=False).groups()
    if not groups or not _is_institution(inner[groups[0].head]):
        return text
    _decline(inner, case)
    return f"({''.join(token.text for token in inner)})"


def _doubts(tokens: list[Token], groups: list[Group]) -> set[Doubt]:
    if not groups:
        words = [token for token in tokens if token.sort is Sort.WORD]
        starts_short = any(token.sort in (Sort.ABBREVIATION, Sort.QUOTE) for token in tokens[:1])
        return set() if starts_short or not words else {Doubt.NO_HEAD}
    return set() if all(is_known_head(tokens, group) for group in groups) else {Doubt.UNKNOWN_WORD}
