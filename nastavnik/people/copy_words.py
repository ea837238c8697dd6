"""What is kept of a person in words for that person: how tables, fields, codes and the keys of a card are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik.org import reference
from nastavnik.org.calendar import SchoolYear
from nastavnik.people.readiness_kinds import titles
from nastavnik.people.registers.columns import REGISTERS

Words = str | Promise
#: Tables whose own names are for developers.
TABLES: dict[str, Words] = {
    "Care": _("Care of a psychologist"),
    "ReadinessFact": _("What was proved in the selection of mentors"),
    "Safeguard": _("Clearance to work with minors"),
}
#: Marks, keys and accounts tell nothing of the person. Reports about somebody's safety name others.
LEFT_OUT = frozenset({
    "Safeguard.reason", "Person.name_mark", "Person.adult_from", "Person.user", "Person.state", "Taking.keys",
    "Taking.reason", "Taking.rows", "Consent.template", "Consent.proof", "Consent.replaces", "DataRequest.consent",
    "Filling.participation", "Filling.step", "Filling.completed_at", "Attendance.user",
})  # fmt: skip
FIELDS: dict[str, Words] = {
    "Participation.group": _("class or group"),
    "Participation.partner": _("partner"),
    "Representation.adult": pgettext_lazy("copy of data", "representative"),
    "Representation.child": pgettext_lazy("copy of data", "child"),
    "Care.user": _("psychologist"),
    "Consent.representation": pgettext_lazy("copy of data", "who signs"),
    "DataRequest.by_themselves": pgettext_lazy("copy of data", "asked on the platform"),
    "DataRequest.is_extended": pgettext_lazy("copy of data", "the term was moved"),
    "DataRequest.state": pgettext_lazy("copy of data", "state"),
    "Filling.answers": pgettext_lazy("copy of data", "answers"),
}
CARD: dict[str, Words] = {
    "last": _("Last name"),
    "first": _("First name"),
    "middle": _("Patronymic"),
    "gender": _("Sex"),
    "birth": _("Born"),
    "phones": _("Phones"),
    "emails": _("E-mail addresses"),
    "contact": _("Contacts"),
}
_LISTS = {
    "Consent.kind": "consent_types", "Participation.form": "forms", "Participation.source": "mentor_sources",
    "Participation.category": "mentee_categories",
}  # fmt: skip


class Wording:
    """Made once for a copy: the reference lists are read by one query."""

    def __init__(self) -> None:
        found = reference.titles_of(*_LISTS.values())
        self._codes = dict(zip(_LISTS, found, strict=True)) | {"ReadinessFact.kind": titles()}

    def value(self, name: str, value: Any, side: str = "") -> Any:
        """``name``: the field, "Model.field"; ``side``: the base of a part, whose details are columns of its form."""
        if known := self._codes.get(name):
            return known.get(value, value)
        if name.endswith(".school_year") and isinstance(value, int):
            return str(SchoolYear(value))
        if name == "Person.card":
            return _named(value, CARD)
        if name == "Participation.details" and side in REGISTERS:
            columns = REGISTERS[side]
            return _named(value, {each.name: each.title for each in columns})
        return value


def _named(value: Any, words: Mapping[str, Words]) -> Any:
    return {str(words.get(key, key)): part for key, part in (value or {}).items()}
