"""The journal: who did what to which row, and whether the chain holds."""

from __future__ import annotations

from itertools import islice
from typing import Any

from django import forms
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nastavnik.accounts.models import User
from nastavnik.accounts.requests import SignedIn
from nastavnik.audit.actions import known_actions
from nastavnik.audit.chain import anchor, verify
from nastavnik.audit.models import Event
from nastavnik.audit.record import record
from nastavnik.audit.sealer import seal
from nastavnik.base import sheets
from nastavnik.base.access import holds
from nastavnik.base.filters import FilterForm
from nastavnik.base.keyset import cursor_of, keyset_page
from nastavnik.base.routes import route
from nastavnik.portal.audit.timelines import moments
from nastavnik.portal.saved import strip

# A longer chain is checked by the command: a page must answer.
CHECKED_ON_PAGE = 50_000
FAULTS_SHOWN = 20


class JournalFilter(FilterForm):
    action = forms.ChoiceField(label=gettext_lazy("What was done"))
    since = forms.DateField(
        label=gettext_lazy("Since"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=gettext_lazy("Until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    lookups = {"since": "at__date__gte", "until": "at__date__lte"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["action"].choices = [("", _("everything")), *known_actions().items()]  # type: ignore[attr-defined]  # it is a ChoiceField


def within_reach(request: HttpRequest) -> QuerySet[Event]:
    return Event.objects.visible_to(request.user, "audit.view")


@route("audit.view")
def events(request: SignedIn) -> HttpResponse:
    """Events of the nodes within reach, newest first."""
    form = JournalFilter(request.GET)
    if way := strip.opened(request, "journal", form):
        return redirect(way)
    page = keyset_page(form.apply(within_reach(request)), order=("-id",), cursor=cursor_of(request.GET))
    context = {"filter": form, "list_page": page, "moments": moments(page.rows),
               "may_verify": holds(request.user, "audit.verify")}  # fmt: skip
    return render(request, "audit/events.html", context)


COLUMNS = [
    sheets.Column(gettext_lazy("When"), "at", 20),
    sheets.Column(gettext_lazy("What was done"), "action_label", 40),
    sheets.Column(gettext_lazy("Account"), lambda event: str(event.actor_uid or ""), 40),
    sheets.Column(gettext_lazy("Acting as"), "role", 24),
    sheets.Column(gettext_lazy("Object"), "object_type", 24),
    sheets.Column(gettext_lazy("Id of the object"), lambda event: str(event.object_uid or ""), 40),
]


@route("audit.view")
def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """An extract of the journal: ids, no names."""
    streams = {"xlsx": sheets.stream_xlsx, "csv": sheets.stream_csv}
    if form not in streams:
        raise Http404
    chosen = JournalFilter(request.GET)
    record("export", None, actor=request.user, list="journal", form=form, filters=sorted(chosen.chosen()))
    actor = User.objects.filter(pk=OuterRef("actor_id")).values("uid")
    rows = chosen.apply(within_reach(request)).annotate(actor_uid=Subquery(actor)).order_by("-id")
    return streams[form](COLUMNS, rows.iterator(chunk_size=1000), name=_("journal"))


@route("audit.verify", methods=("GET", "POST"))
def check(request: HttpRequest) -> HttpResponse:
    """Where the chain ends; a POST walks it."""
    if request.method == "POST":
        seal()
    end = anchor()
    context: dict[str, Any] = {"anchor": end, "is_long": end.count > CHECKED_ON_PAGE}
    if request.method == "POST" and not context["is_long"]:
        found = list(islice(verify(), FAULTS_SHOWN))
        record("audit.verified", None, actor=request.user, faults=len(found))
        context |= {"is_checked": True, "faults": found}
    return render(request, "audit/check.html", context)
