"""Posts: the head and its modifiers take the case, what they govern stays."""

from __future__ import annotations

from nastavnik.documents.inflection.forms import CERTAIN, Case, Doubt, Exceptions, Form, form
from nastavnik.documents.inflection.groups import Reader, decline_group, is_known_head
from nastavnik.documents.inflection.lists import words_of
from nastavnik.documents.inflection.remembered import put_back, take_out
from nastavnik.documents.inflection.tokens import Sort, Token, tokens_of
from nastavnik.documents.inflection.words import Reading


def inflect_position(text: str, case: Case, exceptions: Exceptions | None = None) -> Form:
    if case == "nomn":
        return Form(text, CERTAIN)
    tokens = tokens_of(text)
    kept = take_out(tokens, case, exceptions or {})
    doubts = _decline(tokens, case)
    put_back(tokens, kept)
    return form("".join(token.text for token in tokens), doubts)


def _decline(tokens: list[Token], case: Case) -> set[Doubt]:
    reader = Reader(tokens, _may_follow, animate=True)
    groups = reader.groups()
    doubts = _doubts(tokens, bool(groups))
    for group in groups:
        if not is_known_head(tokens, group):
            doubts.add(Doubt.UNKNOWN_WORD)
        decline_group(tokens, group, case, animate=True)
    for token in tokens:
        if token.sort is Sort.BRACKET:
            token.text = _bracket(token.text, case, {group.reading.number for group in groups} or {"sing"})
    return doubts


def _may_follow(token: Token, reading: Reading, joined: bool) -> bool:
    """One more holder of the post: a person, known to the dictionary; a subject or a place is none."""
    if reading.is_adjective:
        return joined and token.low in words_of("posts_like_adjectives")
    if token.low in words_of("lifeless_posts"):
        return True
    return "anim" in reading.grammemes and reading.is_known and (joined or token.text[:1].islower())


def _bracket(text: str, case: Case, numbers: set[str]) -> str:
    """«родитель (законный представитель)»: in brackets a person declines, anything else stays."""
    tokens = tokens_of(text[1:-1])
    groups = Reader(tokens, _may_follow, animate=True).groups()
    if not groups or groups[0].reading.number not in numbers:
        return text
    if not _may_follow(tokens[groups[0].head], groups[0].reading, True):
        return text
    _decline(tokens, case)
    return f"({''.join(token.text for token in tokens)})"


def _doubts(tokens: list[Token], has_head: bool) -> set[Doubt]:
    starts_short = any(token.sort is Sort.ABBREVIATION for token in tokens[:1])
    return set() if has_head or starts_short else {Doubt.NO_HEAD}
