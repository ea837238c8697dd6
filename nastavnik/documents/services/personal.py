"""A form for one person after another, such as a consent: filled and given away, kept by whoever asked for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from nastavnik.documents.contents import built_of, compiled_built, compiled_own, filled, live_data
from nastavnik.documents.language import Compiled
from nastavnik.documents.models import Template
from nastavnik.documents.refusals import TemplateGone
from nastavnik.documents.services.drafts import template_in_use
from nastavnik.documents.speech import Speech
from nastavnik.documents.tree import Document
from nastavnik.org.calendar import school_year_of
from nastavnik.org.models import Node

#: Stands for what is to be written by hand.
LINE = "_" * 40


class Form:
    """The template ``code`` of ``node`` with what is known of the organisation on ``on``. Compiled once."""

    def __init__(self, node: Node, code: str, *, on: dt.date, template: Template | None, edition: int) -> None:
        built = built_of(code)
        if template is None and built.edition != edition:
            raise TemplateGone(kind=code, edition=edition)
        self.node, self.code, self.on = node, code, on
        self.template, self.edition = template, edition
        known = live_data(node, built, {}, school_year=school_year_of(on).start_year, on=on)
        known.pop("draft")
        self._known = {**known, **built.beginning}
        self.sample: Mapping[str, Any] = built.form.sample()
        self._compiled: Compiled = compiled_own(template) if template else compiled_built(code)
        self._speech = Speech(node)

    def filled(self, asked: Mapping[str, Any]) -> Document:
        """Raises: Invalid: something required is missing or does not fit."""
        return filled(self._compiled, {**self._known, **asked}, self._speech).document


def form_in_use(node: Node, code: str, *, on: dt.date) -> Form:
    """By the edition that ``node`` uses today.

    Raises: UnknownKind.
    """
    template = template_in_use(node, code)
    edition = template.edition if template else built_of(code).edition
    return Form(node, code, on=on, template=template, edition=edition)
