"""Lines of plans watch the register of documents: what a template makes may prove a line."""

from __future__ import annotations

import datetime as dt

from nastavnik.documents.library import TEMPLATES
from nastavnik.documents.listening import when_issued
from nastavnik.documents.queries import in_force_since
from nastavnik.roadmaps.services.rules import tell_document, when_registered


def _watch(code: str, title: str) -> None:
    def since(node_id: int, today: dt.date) -> dt.date | None:
        return in_force_since(node_id, code, today)

    when_registered(code, title=title, since=since)


for _code, _built in TEMPLATES.items():
    _watch(_code, _built.title)


@when_issued
def _tell(node_id: int, code: str, on: dt.date | None) -> None:
    tell_document(node_id, code, on)
