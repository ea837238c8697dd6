"""Pages of a table on its way into a base: loaded, its columns looked at, looked through, accepted, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from nastavnik.accounts.requests import SignedIn
from nastavnik.audit.record import record
from nastavnik.base import sheets
from nastavnik.base.access import can
from nastavnik.base.errors import DomainError
from nastavnik.base.routes import route
from nastavnik.people import sights
from nastavnik.people.models import Intake, Participation
from nastavnik.people.refusals_intakes import why_refused
from nastavnik.people.registers.columns import REGISTERS
from nastavnik.people.registers.sentences import say_all
from nastavnik.people.services import intake_reading, intake_undoing
from nastavnik.people.services import intakes as deeds
from nastavnik.people.services.intake_lists import lists_of
from nastavnik.people.services.intake_pieces import holding_read, wrongs_of
from nastavnik.portal.jobs.shown import job_card
from nastavnik.portal.org.forms import add_errors
from nastavnik.portal.people.intakes_forms import ColumnsForm, GroundForm, TableForm
from nastavnik.portal.people.intakes_shown import SIGNS, TAKEN, Page, counts_of, whole
from nastavnik.portal.ui.toasts import toast

State = Intake.State
RECENT = 15


@route("person.import", methods=("GET", "POST"))
def intakes(request: SignedIn) -> HttpResponse:
    """A table is dropped or pasted here; those of the last weeks can be opened again."""
    asked = {"side": request.GET.get("side"), "model": request.GET.get("model")}
    initial = {"side": Participation.Side.MENTEE, **{name: value for name, value in asked.items() if value}}
    form = TableForm(request.POST or None, request.FILES or None, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        content, name, pasted = form.content()
        data = form.cleaned_data
        try:
            intake = deeds.take_in(
                data["node"], side=data["side"], model=data["model"], school_year=data["school_year"],
                content=content, file_name=name, pasted=pasted, actor=request.user,
            )  # fmt: skip
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            return redirect("people:intake", intake.uid)
    recent = Intake.objects.visible_to(request.user, "person.import").exclude(state=State.DISCARDED)
    context = {"form": form, "recent": recent.select_related("made_by").order_by("-pk")[:RECENT]}
    return render(request, "people/intakes/new.html", context)


@route("person.import")
def template(request: SignedIn) -> HttpResponseBase:
    """An empty table with the headings of the official form."""
    side = "mentor" if request.GET.get("side") == "mentor" else "mentee"
    columns = [sheets.Column(each.title, str, 24) for each in REGISTERS[side] if each.goes != "platform"]
    name = _("mentors") if side == "mentor" else _("mentees")
    return sheets.stream_xlsx(columns, [], name=str(name))


@route("person.import", of=Intake)
def show(request: SignedIn, intake: Intake) -> HttpResponse:
    """Wherever the table is: being read, its columns, its rows."""
    if intake.state in (State.READING, State.ACCEPTING):
        context = {"intake": intake, "is_undo": bool(intake.accepted_at), **job_card(request, intake.job_uid)}
        return render(request, "people/intakes/working.html", context)
    if intake.state in (State.REFUSED, State.DISCARDED):
        why = why_refused(intake.refusal_code) if intake.refusal_code else ""
        return render(request, "people/intakes/refused.html", {"intake": intake, "why": why})
    if intake.state == State.MAPPING:
        return _columns_page(request, intake, ColumnsForm(intake=intake))
    return rows_page(request, intake, GroundForm(initial={"version": intake.version}))


def rows_page(request: SignedIn, intake: Intake, ground: GroundForm) -> HttpResponse:
    asked, counts = request.GET.get("show", ""), counts_of(intake)
    hidden = TAKEN if intake.state == State.UNDONE else ()
    offered = [code for code in SIGNS if counts[code] and code not in hidden]
    shown = asked if asked in SIGNS and asked not in hidden else next(iter(offered), "new")
    typed = request.GET.get("page", "")
    page = Page(intake, shown, int(typed) if typed.isdecimal() and len(typed) < 7 else 1)
    if page.people:
        sights.seen(request.user, page.people, "intake", node=intake.node)
    else:
        record("person.intake_listed", intake, actor=request.user, node_id=intake.node_id, rows=len(page.rows))
    is_ready = intake.state == State.READY
    context = {
        "intake": intake,
        **whole(intake, shown),
        "counts": counts,
        "list_page": page,
        "groups": (intake.headings or {}).get("groups", {}) if is_ready else {},
        "is_ready": is_ready,
        "may_undo": intake_undoing.may_undo(intake),
        "may_consents": can(request.user, "consent.edit", intake.node),
        "ground": ground,
    }
    return render(request, "people/intakes/rows.html", context)


def _columns_page(request: SignedIn, intake: Intake, form: ColumnsForm) -> HttpResponse:
    record("person.intake_listed", intake, actor=request.user, node_id=intake.node_id, rows=0)
    return render(request, "people/intakes/columns.html", {"intake": intake, "form": form})


@route("person.import", of=Intake, methods=("POST",))
def columns(request: SignedIn, intake: Intake) -> HttpResponse:
    form = ColumnsForm(request.POST, intake=intake)
    if form.is_valid():
        try:
            deeds.choose_columns(
                intake, form.mapping, entry_date=form.cleaned_data["entry_date"],
                version=form.cleaned_data["version"], actor=request.user,
            )  # fmt: skip
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            return redirect("people:intake", intake.uid)
    return _columns_page(request, intake, form)


@route("person.import", of=Intake, methods=("POST",))
def columns_again(request: SignedIn, intake: Intake) -> HttpResponse:
    return _done(request, intake, lambda: deeds.change_columns(intake, version=intake.version, actor=request.user))


def _done(request: SignedIn, intake: Intake, deed: Any, said: str = "") -> HttpResponse:
    try:
        deed()
    except DomainError as refusal:
        toast(request, str(refusal), tone="danger")
    else:
        if said:
            toast(request, said)
    return redirect("people:intake", intake.uid)


@route("person.import", of=Intake, methods=("POST",))
def accept(request: SignedIn, intake: Intake) -> HttpResponse:
    form = GroundForm(request.POST)
    if not form.is_valid():
        return rows_page(request, intake, form)
    data = form.cleaned_data
    try:
        done = deeds.accept(
            intake, ground=data["ground"], consents_on=data["consents_on"], basis=data["basis"],
            version=data["version"], actor=request.user,
        )  # fmt: skip
    except DomainError as refusal:
        intake.refresh_from_db()
        if intake.state != State.READY:
            toast(request, str(refusal), tone="danger")
            return redirect("people:intake", intake.uid)
        if intake.version != data["version"]:
            text = _("Rows of the table have changed while you were looking. Look at them and take them in again.")
            form.add_error(None, text)
        else:
            add_errors(form, refusal)
        return rows_page(request, intake, form)
    if done.state == State.ACCEPTED:
        text = _("The table is in the base: new people %(added)s, changed %(altered)s.") % done.counts
        toast(request, text, undo=reverse("people:intake-undo", args=[intake.uid]))
    return redirect("people:intake", intake.uid)


@route("person.import", of=Intake, methods=("POST",))
def undo(request: SignedIn, intake: Intake) -> HttpResponse:
    return _done(request, intake, lambda: intake_undoing.undo(intake, actor=request.user))


@route("person.import", of=Intake, methods=("POST",))
def discard(request: SignedIn, intake: Intake) -> HttpResponse:
    try:
        deeds.discard(intake, actor=request.user)
    except DomainError as refusal:
        toast(request, str(refusal), tone="danger")
        return redirect("people:intake", intake.uid)
    toast(request, _("The table is put aside. Its rows and its file are deleted."))
    return redirect("people:intakes")


@route("person.import", of=Intake)
def remarks(request: SignedIn, intake: Intake) -> HttpResponseBase:
    """The rows with errors as they came, each with what to mend beside it; the file can be loaded again."""
    titles = (intake.headings or {}).get("titles", {})
    places = sorted(map(int, intake.mapping))
    columns = [
        sheets.Column(titles.get(str(place)) or _("Column %(n)s") % {"n": place + 1}, _cell(place), 24)
        for place in places
    ]
    columns.append(sheets.Column(_("What to mend"), lambda told: told[1], 80))
    record(
        "person.intake_listed", intake, actor=request.user, node_id=intake.node_id, rows=intake.counts.get("wrong", 0)
    )
    return sheets.stream_xlsx(columns, _wrong_rows(intake), name=str(_("rows with errors")))


def _wrong_rows(intake: Intake) -> Iterator[tuple[list[Any], str]]:
    lists = lists_of(intake.node)
    mapping = {int(place): name for place, name in intake.mapping.items()}
    for piece in holding_read(intake, "wt"):
        for row in piece.rows:
            if row["verdict"] in ("wrong", "twin") and not row.get("left_out"):
                cells = list(row.get("raw", ()))
                texts = intake_reading.texts_of(intake, row, lists) if row.get("mended") else {}
                for place, name in mapping.items():
                    if name in texts:
                        cells += [""] * (place + 1 - len(cells))
                        cells[place] = texts[name]
                yield cells, say_all(wrongs_of(row), intake.side)


def _cell(place: int) -> Any:
    return lambda told: next(islice(told[0], place, None), "")
