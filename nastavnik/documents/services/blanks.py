"""Sheets to be filled in by hand: a template printed with lines to write upon instead of names."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from nastavnik.documents.contents import PERSONAL, built_of, compiled_built, compiled_own, filled, live_data
from nastavnik.documents.library import Built
from nastavnik.documents.services.drafts import template_in_use
from nastavnik.documents.speech import Speech
from nastavnik.documents.tree import Document
from nastavnik.org.calendar import school_year_of
from nastavnik.org.models import Node

_LINE = "_" * 40


def blank_of(node: Node, code: str) -> Document:
    """The sheet of ``code`` for ``node``, its people left open.

    Raises: UnknownKind, Invalid: something else than a name is asked for.
    """
    built = built_of(code)
    today = timezone.localdate()
    asked = {**built.beginning, **_lines(built)}
    data = live_data(node, built, asked, school_year=school_year_of(today).start_year, on=today)
    own = template_in_use(node, code)
    return filled(compiled_own(own) if own else compiled_built(code), data, Speech(node)).document


def _lines(built: Built) -> dict[str, Any]:
    """Lines for the people that must be named."""
    people = (f for f in built.form.own if f.required and f.cls in PERSONAL and f.stored)
    return {field.name: {"name": _LINE} if field.type == "person" else _LINE for field in people}
