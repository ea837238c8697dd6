"""Reading reference data: lists of the field as they stand on a day.

A process remembers the entries of a set by the set's stamp, so a list costs one small query, and a new
version is seen by every process at its next question.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik.base.errors import DomainError
from nastavnik.org.models import ReferenceEntry, ReferenceSet


class ReferenceMissing(DomainError):
    code = "reference_missing"
    message = _("This reference list is not loaded. Ask the administrator to run “nastavnik reference load”.")


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a list. ``data`` is the whole line and belongs to everybody: read it, do not change it."""

    code: str
    title: str
    data: Any
    mark: str
    from_on: dt.date
    to_on: dt.date | None

    def holds_on(self, date: dt.date) -> bool:
        return self.from_on <= date and (self.to_on is None or date < self.to_on)


_remembered: dict[str, tuple[UUID, tuple[Entry, ...]]] = {}


def entries(set_code: str, *, on: dt.date | None = None) -> list[Entry]:
    """The lines of a list that hold on ``on`` (today), in their order.

    Raises: ReferenceMissing: there is no such list here.
    """
    date = on or timezone.localdate()
    return [entry for entry in _all(set_code) if entry.holds_on(date)]


def titles(set_code: str, *, on: dt.date | None = None) -> dict[str, str]:
    """Code → title; fetched once for a page rather than once for a row. Empty where the list is not loaded."""
    return titles_of(set_code, on=on)[0]


def titles_of(*set_codes: str, on: dt.date | None = None) -> list[dict[str, str]]:
    """`titles` of several lists by one query."""
    date = on or timezone.localdate()
    found = _of_stamps(dict(ReferenceSet.objects.filter(code__in=set_codes).values_list("code", "stamp")))
    return [{entry.code: entry.title for entry in found.get(code, ()) if entry.holds_on(date)} for code in set_codes]


def title(set_code: str, code: str, *, on: dt.date | None = None) -> str:
    """The title of one line; the code itself where the list does not know it."""
    return titles(set_code, on=on).get(code, code)


def has(set_code: str, code: str, *, on: dt.date | None = None) -> bool:
    return any(entry.code == code for entry in entries(set_code, on=on))


def _all(set_code: str) -> tuple[Entry, ...]:
    stamp = ReferenceSet.objects.filter(code=set_code).values_list("stamp", flat=True).first()
    if stamp is None:
        raise ReferenceMissing(set=set_code)
    return _of_stamps({set_code: stamp})[set_code]


def _of_stamps(stamps: dict[str, UUID]) -> dict[str, tuple[Entry, ...]]:
    """The entries of lists whose stamps were just read; those that this process does not remember are read."""
    for set_code, stamp in stamps.items():
        if _remembered.get(set_code, (None, ()))[0] != stamp:
            rows = ReferenceEntry.objects.filter(set__code=set_code, set__stamp=stamp).order_by("position", "id")
            fields = rows.values_list("code", "title_ru", "data", "mark", "from_on", "to_on")
            _remembered[set_code] = (stamp, tuple(Entry(*row) for row in fields))
    return {set_code: _remembered[set_code][1] for set_code in stamps}
