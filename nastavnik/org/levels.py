"""Organisations by the level of their type: those that pupils and teachers belong to."""

from __future__ import annotations

import datetime as dt

from nastavnik.org import reference
from nastavnik.org.models import Node, NodeQuerySet


def types_of_level(level: str, on: dt.date) -> tuple[str, ...]:
    """Codes of the reference list of types. A site being set up has none yet: its deeds must not fail."""
    try:
        entries = reference.entries("org_types", on=on)
    except reference.ReferenceMissing:
        return ()
    return tuple(entry.code for entry in entries if entry.data.get("level") == level)


def keepers(on: dt.date) -> NodeQuerySet:
    """Organisations that keep a plan and local acts of their own, open on ``on``."""
    return Node.objects.open_on(on).filter(kind=Node.Kind.BODY, type__in=types_of_level("organisation", on))
