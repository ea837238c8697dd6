"""A consent as a sheet on the screen, and who signs it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from nastavnik.base.errors import DomainError
from nastavnik.documents.tree import Block, List, Paragraph
from nastavnik.documents.writers.outline import outline
from nastavnik.people import cards, consent_forms
from nastavnik.people.models import Consent, Person

#: Paragraphs this small say what is to be written on the line above them.
HINT = 9.0
LINE = re.compile(r"_{7,}")


def signer_of(consent: Consent) -> str:
    """The name of whoever signs; "" where the form has a line for a name that the base does not know."""
    if consent.representation is not None:
        return consent.representation.adult.full_name
    return "" if consent.kind == "minor_rep_pd" else consent.person.full_name


def sheets(consent: Consent) -> tuple[list[dict[str, Any]], str]:
    """The text that was given out as sheets for `documents/tree.html`; or nothing and the reason."""
    try:
        return outline(consent_forms.sheet_of(consent)), ""
    except DomainError as refusal:
        return [], str(refusal)


def file_kind(content: bytes) -> tuple[str, str]:
    """What a kept scan is by its first bytes: the end of its name and the type to show it as ("" : never shown)."""
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg", "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png", "image/png"
    return ("pdf", "") if content.startswith(b"%PDF-") else ("bin", "")


def word_for_file() -> str:
    """Names of files name nobody."""
    return _("consent").replace(" ", "-")


@dataclass(frozen=True)
class Piece:
    """A piece of the text as a telephone shows it: ``kind`` is title, words, hint or item."""

    kind: str
    text: str
    label: str = ""


def pieces(consent: Consent) -> tuple[list[Piece], str]:
    """The whole text without its place for a signature, to be read on a narrow screen; or nothing and the reason."""
    try:
        document = consent_forms.sheet_of(consent)
    except DomainError as refusal:
        return [], str(refusal)
    return [piece for block in document.blocks for piece in _pieces(block)], ""


def _pieces(block: Block) -> Iterator[Piece]:
    if isinstance(block, List):
        for item in block.items:
            label, sep, rest = item.paragraph.text.partition(": ")
            yield Piece("item", _short_lines(rest if sep else label), label if sep else "")
            if item.inner:
                yield from _pieces(item.inner)
    elif isinstance(block, Paragraph) and block.text.strip():
        is_hint = all((run.size or HINT + 1) <= HINT for run in block.runs if run.text.strip())
        kind = "hint" if is_hint else "title" if block.align == "center" else "words"
        yield Piece(kind, _short_lines(block.text))


def _short_lines(text: str) -> str:
    """A line to write upon is as long as a narrow screen bears."""
    return LINE.sub("______", text).strip()


def name_fits(typed: str, person: Person) -> bool:
    """Whether ``typed`` is the name on the card: in any order and case, the patronymic may be left out."""
    card = person.card or {}
    words = sorted(_words(typed))
    short = sorted(_words(f"{card.get('last', '')} {card.get('first', '')}"))
    return bool(words) and words in (sorted(_words(cards.full_name(card))), short)


def _words(text: str) -> list[str]:
    return text.casefold().replace("ё", "е").replace("-", " ").split()
