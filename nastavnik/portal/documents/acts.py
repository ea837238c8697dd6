"""Legal acts: which hold, which templates cite them, where something is not agreed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.filters import FilterForm
from nastavnik.base.routes import route
from nastavnik.documents.library import TEMPLATES, Built
from nastavnik.org import reference
from nastavnik.org.reference import Entry
from nastavnik.portal.documents.groups import MODELS

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# How an act stands and the tone of its badge.
STATES: dict[str, tuple[_StrPromise, str]] = {
    "in_force": (pgettext_lazy("legal act", "in force"), "success"),
    "in_force_assumed": (pgettext_lazy("legal act", "taken to be in force"), "info"),
    "unknown": (pgettext_lazy("legal act", "not verified"), "warning"),
    "repealed": (pgettext_lazy("legal act", "no longer in force"), "danger"),
}
LEVELS: dict[str, _StrPromise] = {
    "federal": pgettext_lazy("legal acts", "federal"),
    "region": pgettext_lazy("legal acts", "of the region"),
    "municipality": pgettext_lazy("legal acts", "of the municipality"),
}


class ActFilter(FilterForm):
    q = forms.CharField(label=_("Words"), max_length=100)
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("any")), *((key, title) for key, (title, _tone) in STATES.items())]
    )
    cited = forms.BooleanField(label=_("Only those that templates cite"))


@dataclass(frozen=True)
class Row:
    entry: Entry
    state: str | _StrPromise
    tone: str
    level: str | _StrPromise
    model: str | _StrPromise
    # What came instead of it, where this is known.
    successor: str
    cited_by: list[Built]


@route("document_template.use")
def show(request: SignedIn) -> HttpResponse:
    """Every act of the reference list as it stands today. One query: the list is remembered."""
    form = ActFilter(request.GET)
    try:
        entries = reference.entries("acts")
    except reference.ReferenceMissing:
        entries = []
    rows = _rows(entries)
    context = {
        "filter": form,
        "rows": _picked(rows, form),
        "is_loaded": bool(entries),
        "warnings": [row for row in rows if row.cited_by and row.entry.data.get("status") in ("repealed", "unknown")],
    }
    return render(request, "documents/acts/list.html", context)


def _rows(entries: list[Entry]) -> list[Row]:
    titles = {entry.code: entry.title for entry in entries}
    citing: dict[str, list[Built]] = defaultdict(list)
    for built in TEMPLATES.values():
        for code in built.acts:
            citing[code].append(built)
    return [
        Row(
            entry,
            *STATES.get(str(entry.data.get("status")), STATES["unknown"]),
            LEVELS.get(str(entry.data.get("level")), ""),
            MODELS.get(str(entry.data.get("model")), ""),
            titles.get(str(entry.data.get("replaced_by")), ""),
            citing[entry.code],
        )
        for entry in entries
    ]


def _picked(rows: list[Row], form: ActFilter) -> list[Row]:
    chosen = form.chosen()
    if state := chosen.get("state"):
        rows = [row for row in rows if row.entry.data.get("status", "unknown") == state]
    if chosen.get("cited"):
        rows = [row for row in rows if row.cited_by]
    words = str(chosen.get("q", "")).lower().split()
    return [row for row in rows if all(word in row.entry.title.lower() for word in words)]
