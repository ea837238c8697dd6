"""Two people changed one row: what each of them touched is told field by field, and only a clash is asked about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

from nastavnik.base.errors import EditConflict


@dataclass(frozen=True)
class Merge:
    """``changes`` are to be written; ``kept`` are the fields that others changed meanwhile and that stay theirs."""

    changes: dict[str, Any]
    kept: frozenset[str]


def merge(row: models.Model, *, former: Mapping[str, Any], typed: Mapping[str, Any]) -> Merge:
    """Put what was ``typed`` upon ``row`` as it stands now.

    ``former`` holds, of the fields that changed since the form was drawn, what the form had been drawn with; it
    comes from our own history and never from the form. A field that came back as it was drawn is not an edit.

    Raises:
        EditConflict: both changed one field, and not to the same.
    """
    changes: dict[str, Any] = {}
    clashes: dict[str, Any] = {}
    kept: set[str] = set()
    for name, value in typed.items():
        now = getattr(row, name)
        drawn = former.get(name, now)
        if alike(value, now):
            continue
        if alike(drawn, now):
            changes[name] = value
        elif alike(drawn, value):
            kept.add(name)
        else:
            clashes[name] = value
    if clashes:
        raise EditConflict(theirs=row, mine=clashes, kept=kept)
    return Merge(changes, frozenset(kept))


def alike(one: Any, other: Any) -> bool:
    """Whether two values say the same; a text area returns its lines with other ends, and trims the whole."""
    if isinstance(one, str) and isinstance(other, str):
        return _plain(one) == _plain(other)
    return bool(one == other)


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
