"""What the pages of plans share: refusals beside their fields, and the way back."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.http import HttpRequest
from django.utils.dateparse import parse_date
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.errors import DomainError, Invalid
from nastavnik.portal.ui.toasts import toast
from nastavnik.roadmaps.models import Roadmap, RoadmapLine
from nastavnik.roadmaps.services import lines


def add_errors(form: forms.Form, refusal: DomainError) -> None:
    """Put the sentences of ``refusal`` beside the fields they are about."""
    if not isinstance(refusal, Invalid) or not refusal.fields:
        form.add_error(None, str(refusal))
        return
    for name, sentences in refusal.fields.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)


def tell_of_merge(request: SignedIn, row: RoadmapLine | Roadmap, version: int) -> None:
    """Say whose edit, saved since ``version``, stands beside the one that gave ``row``."""
    if row.version > version + 1:
        people = lines.also_edited_by(row, since=version, but=request.user)
        if people:
            names = ", ".join(str(user) for user in people)
            toast(request, _("Saved together with the edit of %(who)s.") % {"who": names}, tone="info")


def way_back(request: HttpRequest, otherwise: str) -> str:
    """The page of ours that the form was opened from (``back`` in its address), else ``otherwise``."""
    back = request.GET.get("back", "")
    ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    return back if ours else otherwise


def day_typed(text: str) -> dt.date | None:
    """The day that an address or a bare form names; None for what is no day, the 31st of September included."""
    try:
        return parse_date(text)
    except ValueError:
        return None
