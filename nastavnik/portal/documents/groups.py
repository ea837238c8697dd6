"""Kinds of documents in groups, and found by their names."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik.base import finding
from nastavnik.documents.library import TEMPLATES, Built, Group

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

GROUPS: dict[Group, _StrPromise] = {
    Group.ORDERS: _("Orders"),
    Group.REGULATIONS: _("Regulations"),
    Group.PROGRAMMES: pgettext_lazy("documents", "Programmes"),
    Group.MINUTES: pgettext_lazy("documents", "Minutes"),
    Group.CONSENTS: _("Consents"),
    Group.LETTERS: pgettext_lazy("documents", "Letters and certificates"),
    Group.CONCLUSIONS: _("Conclusions"),
    Group.AGREEMENTS: pgettext_lazy("documents", "Agreements"),
    Group.REPORTS: pgettext_lazy("documents", "Reports"),
}
MODELS: dict[str, _StrPromise] = {
    "learners": _("mentoring of learners"),
    "teachers": _("mentoring of teachers"),
    "both": _("both models"),
}


def codes_of(groups: list[str]) -> list[str]:
    return [code for code, built in TEMPLATES.items() if built.group in groups]


def codes_named(text: str) -> list[str]:
    """Kinds whose names have the words of ``text``."""
    known = finding.Finder((code, f"{built.title} {built.about}") for code, built in TEMPLATES.items())
    for with_slips in (False, True):
        for reading in finding.readings(text):
            if found := known.find(reading, limit=len(TEMPLATES), with_slips=with_slips):
                return [one.key for one in found]
    return []


def grouped(found: list[Built]) -> list[tuple[str, list[Built]]]:
    by_group: dict[Group, list[Built]] = defaultdict(list)
    for built in found:
        by_group[built.group].append(built)
    return [(str(title), by_group[group]) for group, title in GROUPS.items() if group in by_group]
