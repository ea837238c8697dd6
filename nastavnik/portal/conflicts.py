"""Two people edited one thing: both versions side by side, a choice for each field, one more save.

The page is a form to the same address with what was typed. Each choice is a radio button named after its
field, so the view that refused takes the answer without knowing of this page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.forms import BaseForm, ChoiceField, ModelChoiceField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.choices import flatten_choices
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from nastavnik.base.errors import EditConflict
from nastavnik.portal.ui import wording

OWN_FIELDS = ("csrfmiddlewaretoken", "form_token", "version")


@dataclass(frozen=True)
class Choice:
    """A field that differs. ``mine`` and ``theirs`` are texts to read, the values are what a form sends."""

    name: str
    label: str
    mine: str
    theirs: str
    mine_value: str
    theirs_value: str


def page(
    request: HttpRequest,
    conflict: EditConflict,
    *,
    form: BaseForm | None = None,
    labels: Mapping[str, str | Promise] | None = None,
    back: str = "",
) -> HttpResponse:
    """409 with both versions. ``form`` is the form that was sent; ``back`` the address of the thing itself."""
    choices = list(_choices(request, conflict, form, labels or {}))
    asked = {choice.name for choice in choices}
    theirs = {
        (form.add_prefix(field) if form else field): _sent_value(getattr(conflict.theirs, field), field, form)
        for field in conflict.kept
    }
    kept = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in asked and name not in OWN_FIELDS
        for value in ([theirs[name]] if name in theirs else values)
    ]
    context = {
        "choices": choices,
        "kept": kept,
        "version": conflict.theirs.version,
        "back": back,
        "incident": getattr(request, "incident", ""),
    }
    return render(request, "errors/conflict.html", context, status=409)


def _choices(
    request: HttpRequest, conflict: EditConflict, form: BaseForm | None, labels: Mapping[str, str | Promise]
) -> Iterable[Choice]:
    row: models.Model = conflict.theirs
    for field, mine in conflict.mine.items():
        theirs = getattr(row, field)
        name = form.add_prefix(field) if form else field
        # A field sent as several values keeps what was typed: radio buttons choose between single ones.
        if theirs == mine or isinstance(mine, list | tuple) or len(request.POST.getlist(name)) > 1:
            continue
        yield Choice(
            name,
            str(labels.get(field) or _label(row, field, form)),
            _text(row, field, mine, form),
            _text(row, field, theirs, form),
            request.POST.get(name, ""),
            _sent_value(theirs, field, form),
        )


def _label(row: models.Model, field: str, form: BaseForm | None) -> str | Promise:
    if form and field in form.fields and form.fields[field].label:
        return form.fields[field].label or ""
    return capfirst(str(getattr(row._meta.get_field(field), "verbose_name", field)))


def _text(row: models.Model, field: str, value: Any, form: BaseForm | None) -> str:
    """``value`` as a reader expects it: the title of a choice, a date in words, a sentence for nothing."""
    control = form.fields.get(field) if form else None
    titles = dict(getattr(row._meta.get_field(field), "flatchoices", None) or ())
    if not titles and isinstance(control, ChoiceField) and not isinstance(control, ModelChoiceField):
        # What the field may hold stands in a reference list.
        choices: Any = control.choices
        titles = dict(flatten_choices(choices))
    if value in (None, ""):
        return _("(empty)")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dt.datetime):
        return wording.moment(value)
    if isinstance(value, dt.date):
        return wording.day(value)
    return str(titles.get(value, value))


def _sent_value(value: Any, field: str, form: BaseForm | None) -> str:
    """``value`` as the form's control would send it."""
    if value is None or value is False:
        return ""
    if value is True:
        return "on"
    if form and field in form.fields:
        control = form.fields[field]
        prepared = control.widget.format_value(control.prepare_value(value))
        return str(prepared[0] if isinstance(prepared, list) and prepared else prepared or "")
    return str(getattr(value, "pk", value))
