"""A tree with tags, tied to a form once and filled many times."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from nastavnik.documents.faults import Fault, Refused, Step
from nastavnik.documents.language import inline
from nastavnik.documents.language.binding import Binder, Enough
from nastavnik.documents.language.blocks import blocks, paragraphs
from nastavnik.documents.language.filling import Filling
from nastavnik.documents.language.form import Form
from nastavnik.documents.language.nesting import Node
from nastavnik.documents.language.words import Words
from nastavnik.documents.tree import Document


class Compiled:
    """What is without tags stands in every filled document as the very same objects."""

    def __init__(self, document: Document, form: Form, parts: _Parts) -> None:
        self.document = document
        self.form = form
        self._parts = parts

    def fill(self, data: Mapping[str, object], *, words: Words) -> Document:
        """The document with ``data`` in its places.

        Raises:
            Unfilled: a required value is missing.
            Unsuited: a value is none of its field.
            TooLarge: loops or values go beyond what one document may hold.
        """
        filling = Filling(self.form.values(data), words)
        parts = self._parts
        title = "".join(run.text for run in _made(parts.title, filling)) if parts.title else self.document.title
        return replace(
            self.document,
            title=title,
            header=tuple(_made(parts.header, filling)),
            blocks=tuple(_made(parts.blocks, filling)),
            footer=tuple(_made(parts.footer, filling)),
        )


class _Parts:
    """The nodes of a document; binding them gathers the faults."""

    def __init__(self, document: Document, binder: Binder) -> None:
        self.title = inline.title(document.title, (Step("title"),), binder)
        self.header = paragraphs(document.header, (Step("header"),), binder)
        self.blocks = blocks(document.blocks, (), binder, document.page.room)
        self.footer = paragraphs(document.footer, (Step("footer"),), binder)


def check(document: Document, form: Form) -> tuple[Fault, ...]:
    """Everything in ``document`` that keeps it from being a template of ``form``."""
    return _bound(document, form)[1]


def compiled(document: Document, form: Form) -> Compiled:
    """Raises: Refused."""
    parts, faults = _bound(document, form)
    if parts is None or faults:
        raise Refused(faults)
    return Compiled(document, form, parts)


def _bound(document: Document, form: Form) -> tuple[_Parts | None, tuple[Fault, ...]]:
    binder = Binder(form.shapes)
    try:
        parts = _Parts(document, binder)
        for field in form.own:
            if field.required and field.type != "flag" and field.name not in binder.used:
                binder.fault((), "unused", name=field.name, title=field.title)
    except Enough:
        return None, tuple(binder.faults)
    return parts, tuple(binder.faults)


def _made(node: Node, filling: Filling) -> list[Any]:
    out: list[Any] = []
    node(filling, out)
    return out
