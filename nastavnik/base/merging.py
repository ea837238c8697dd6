"""Two people changed one row: what each of them touched is told field by field, and only a clash is asked about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

from nastavnik.base.errors import EditConflict
from nastavnik.base.saving import Versioned


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


def said_at(
    row: Versioned, version: int, typed: Mapping[str, Any], revisions: models.QuerySet[Any]
) -> dict[str, Any]:
    """What the fields of ``row`` that have changed since ``version`` said then. One query at most.

    Each of ``revisions`` holds, under the ``version`` that it ended, the former ``values`` of what was changed.

    Raises:
        EditConflict: the history from ``version`` on is not known whole, so all that differs clashes.
    """
    if version == row.version:
        return {}
    later = list(revisions.filter(version__gte=version).order_by("version"))
    known = [revision.version for revision in later]
    if not 1 <= version <= row.version or known != list(range(version, row.version)):
        raise EditConflict(theirs=row, mine=dict(typed))
    former: dict[str, Any] = {}
    for revision in later:
        for name, value in revision.values.items():
            former.setdefault(name, _field(row, name).to_python(value))
    return former


def _field(row: models.Model, name: str) -> models.Field[Any, Any]:
    field = row._meta.get_field(name)
    assert isinstance(field, models.Field)  # noqa: S101 - said for the type checker: what is edited are columns
    return field


def alike(one: Any, other: Any) -> bool:
    """Whether two values say the same; a text area returns its lines with other ends, and trims the whole."""
    if isinstance(one, str) and isinstance(other, str):
        return _plain(one) == _plain(other)
    return bool(one == other)


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
