"""Saving so that nothing is lost: constraints speak in sentences, an older version never wins."""

from __future__ import annotations

from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import F

from nastavnik.base.errors import EditConflict, Invalid
from nastavnik.base.privacy import Privacy

_Row = TypeVar("_Row", bound=models.Model)
_VersionedRow = TypeVar("_VersionedRow", bound="Versioned")


class Versioned(models.Model):
    """A row that several people edit: each save names the version that it was made from."""

    version = models.PositiveIntegerField(default=1, editable=False)

    privacy = Privacy(P0="version")

    class Meta:
        abstract = True


def save(row: _Row) -> _Row:
    """Check ``row`` whole and write it.

    Raises:
        Invalid: a field or a constraint refuses; a race lost to a unique constraint too.
    """
    try:
        row.full_clean()
        with transaction.atomic():
            row.save()
    except ValidationError as error:
        raise Invalid(fields=_by_field(error)) from error
    except IntegrityError as error:
        # Somebody came between the check and the write: the check now finds the same fault and names it.
        try:
            row.full_clean()
        except ValidationError as found:
            raise Invalid(fields=_by_field(found)) from error
        raise
    return row


def update(row: _VersionedRow, *, version: int, **changes: Any) -> _VersionedRow:
    """Write ``changes`` to ``row`` if it still has ``version``; gives the row as it now stands.

    Raises:
        EditConflict: somebody saved first; nothing was written.
        Invalid: a field or a constraint refuses.
    """
    for name, value in changes.items():
        setattr(row, name, value)
    try:
        row.full_clean(exclude=[f.name for f in row._meta.fields if f.name not in changes])
    except ValidationError as error:
        raise Invalid(fields=_by_field(error)) from error
    manager = type(row)._default_manager
    written = {name: getattr(row, name) for name in changes}
    saved = manager.filter(pk=row.pk, version=version).update(**written, version=F("version") + 1)
    fresh = manager.get(pk=row.pk)
    if not saved:
        raise EditConflict(theirs=fresh, mine=changes)
    return fresh


def version_typed(text: str, otherwise: int = 0) -> int:
    """The version that a form was drawn from: ``otherwise`` where it names none, 0 (an older page) where torn."""
    if not text:
        return otherwise
    # No version of ours has more digits; a number of thousands of digits is not even read.
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _by_field(error: ValidationError) -> dict[str, list[str]]:
    if hasattr(error, "error_dict"):
        return {("" if name == "__all__" else name): list(found) for name, found in error.message_dict.items()}
    return {"": list(error.messages)}
