"""A control date set for a line whose term names no day: the form, and what a moved bar or card sends."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.errors import DomainError, EditConflict
from nastavnik.base.routes import route
from nastavnik.portal import conflicts
from nastavnik.portal.roadmaps.forms import DayField
from nastavnik.portal.roadmaps.shown import add_errors, day_typed, way_back
from nastavnik.portal.ui import wording
from nastavnik.portal.ui.toasts import toast
from nastavnik.roadmaps.models import RoadmapLine
from nastavnik.roadmaps.services import lines
from nastavnik.roadmaps.timeline import names_no_day


class ControlDateForm(forms.Form):
    manual_due_on = DayField(
        label=gettext_lazy("Control date"),
        required=False,
        help_text=gettext_lazy("The line is controlled by this day. Without one, nothing falls due."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput())


@route("roadmap.edit", of=RoadmapLine, seen_by="roadmap.view", methods=("GET", "POST"))
def control_date(request: SignedIn, line: RoadmapLine) -> HttpResponse:
    """The day of a line whose term says none; of another line, that its term decides."""
    back = way_back(request, reverse("roadmaps:line", args=[line.uid]))
    proposed = day_typed(request.GET.get("on", ""))
    initial = {"manual_due_on": proposed or line.manual_due_on, "version": line.version}
    form = ControlDateForm(request.POST or None, initial=initial)
    may_set = names_no_day(line) or line.manual_due_on is not None
    if request.method == "POST" and may_set and form.is_valid():
        data: dict[str, Any] = dict(form.cleaned_data)
        try:
            saved = lines.edit_line(line, version=data.pop("version"), actor=request.user, **data)
        except EditConflict as refusal:
            return conflicts.page(request, refusal, form=form, back=back)
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            day = saved.manual_due_on
            words = _("Control date: %(day)s.") % {"day": wording.day(day)} if day else _("The control date is gone.")
            undo = reverse("roadmaps:line-undo", args=[line.uid])
            toast(request, words, undo=undo)
            return redirect(back)
    context = {"line": line, "roadmap": line.roadmap, "form": form, "back": back, "may_set": may_set}
    return render(request, "roadmaps/views/control_date.html", context)
