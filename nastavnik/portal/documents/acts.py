"""Legal acts: which hold, which templates cite them, where something is not agreed."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.filters import FilterForm
from nastavnik.base.routes import route
from nastavnik.documents.acts import Doubt, Reason, conflicts, doubts
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


REASONS: dict[Reason, _StrPromise] = {
    Reason.GONE: _("It is no longer in force, and nothing is known to replace it: templates leave it out."),
    Reason.REPLACED: _("It is no longer in force: templates cite “%(act)s” instead."),
    Reason.NOT_YET: _("It is not in force yet: templates leave it out until its day."),
    Reason.UNSURE: _("Whether it is in force could not be verified. Check it before signing documents that cite it."),
    Reason.UNLISTED: _("The list of acts does not have it: templates leave it out. Add it to the reference data."),
}


def told_of(doubt: Doubt) -> str:
    """What somebody should look at, in a sentence."""
    return str(REASONS[doubt.reason]) % {"act": doubt.instead}


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
    from_on: dt.date | None
    to_on: dt.date | None
    # What came instead of it, where this is known.
    successor: str
    cited_by: list[Built]

    @property
    def note(self) -> str:
        """What the title does not say already."""
        note = str(self.entry.data.get("note") or "")
        return "" if note in self.entry.title else note


@route("document_template.use")
def show(request: SignedIn) -> HttpResponse:
    """Every act of the reference list as it stands today. One query: the list is remembered."""
    form = ActFilter(request.GET)
    try:
        entries = reference.entries("acts")
    except reference.ReferenceMissing:
        entries = []
    rows = _rows(entries)
    cited = dict.fromkeys(code for built in TEMPLATES.values() for code in built.acts)
    context = {
        "filter": form,
        "rows": _picked(rows, form),
        "is_loaded": bool(entries),
        "doubts": [(doubt.title, told_of(doubt)) for doubt in doubts(cited, on=timezone.localdate(), model="both")],
        "conflicts": conflicts(),
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
            _day(entry, "in_force_from") or _day(entry, "date"),
            _day(entry, "in_force_to"),
            titles.get(str(entry.data.get("replaced_by")), ""),
            citing[entry.code],
        )
        for entry in entries
    ]


def _day(entry: Entry, key: str) -> dt.date | None:
    """People may edit the list: what is no date is not known."""
    try:
        return dt.date.fromisoformat(str(entry.data.get(key) or ""))
    except ValueError:
        return None


def _picked(rows: list[Row], form: ActFilter) -> list[Row]:
    chosen = form.chosen()
    if state := chosen.get("state"):
        rows = [row for row in rows if row.entry.data.get("status", "unknown") == state]
    if chosen.get("cited"):
        rows = [row for row in rows if row.cited_by]
    words = str(chosen.get("q", "")).lower().split()
    return [row for row in rows if all(word in row.entry.title.lower() for word in words)]
