"""The set without names for the centre: made, looked through, taken."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.downloads import attachment
from nastavnik.base.errors import DomainError
from nastavnik.base.routes import route
from nastavnik.org.calendar import SchoolYear
from nastavnik.people.models import Participation, Taking
from nastavnik.people.services import coded
from nastavnik.portal.documents.places import place_of
from nastavnik.portal.people.data_tabs import tabs
from nastavnik.portal.roadmaps.shown import add_errors
from nastavnik.portal.years import this_year

EXPORT = "person.export"
SHOWN = 30
YEARS_BACK = 3
COLUMNS = {
    "entered": gettext_lazy("month of entry"), "ended": gettext_lazy("month of the end"),
    "source": gettext_lazy("category of the mentor"), "age": gettext_lazy("age band"),
    "form": gettext_lazy("form of mentoring"), "status": gettext_lazy("status"),
    "audience": gettext_lazy("learner, teacher or student"), "model": gettext_lazy("model"),
    "side": gettext_lazy("base"),
}  # fmt: skip


BASES = [
    (Participation.Side.MENTEE, pgettext_lazy("base", "mentees")),
    (Participation.Side.MENTOR, pgettext_lazy("base", "mentors")),
]


class CodedForm(forms.Form):
    side = forms.ChoiceField(label=gettext_lazy("Base"), choices=BASES)
    school_year = forms.TypedChoiceField(label=gettext_lazy("School year"), coerce=int)
    reason = forms.CharField(label=gettext_lazy("What for"), max_length=300)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # as a form takes them
        now = this_year()
        years = [(year, str(SchoolYear(year))) for year in range(now, now - YEARS_BACK - 1, -1)]
        self.fields["school_year"].choices = years  # type: ignore[attr-defined]  # it is a ChoiceField


@route(EXPORT, methods=("GET", "POST"))
def show(request: SignedIn) -> HttpResponse:
    place, form = place_of(request), CodedForm(request.POST or None)
    context: dict[str, object] = {"place": place, "tabs": tabs(request, place, "people:coded")}
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            taking, told = coded.make(
                place.node, said["side"], said["school_year"], request.user, reason=said["reason"]
            )
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            given_up = [(COLUMNS[name], count) for name, count in told.given_up.items()]
            context |= {"made": taking, "told": told, "given_up": given_up}
    rows = Taking.objects.visible_to(request.user, EXPORT).filter(node=place.node, kind=Taking.Kind.CODED)
    context |= {"form": form, "takings": rows.select_related("made_by").defer("keys", "reason")[:SHOWN]}
    return render(request, "people/data/coded.html", context)


@route(EXPORT, of=Taking)
def take(request: SignedIn, taking: Taking, form: str) -> HttpResponseBase:
    if form not in ("xlsx", "csv") or taking.kind != Taking.Kind.CODED or not taking.file_key:
        raise Http404
    content = coded.take(taking, form, request.user)
    name = _("set-for-the-centre")
    return attachment([content], f"{name}-{taking.made_at:%Y-%m-%d}.{form}")
