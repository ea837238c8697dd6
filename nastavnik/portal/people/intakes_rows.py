"""Single rows of a loaded table: mended in place or on a page of their own, left out, said to be somebody."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nastavnik.accounts.requests import SignedIn
from nastavnik.audit.record import record
from nastavnik.base.errors import DomainError, EditConflict
from nastavnik.base.routes import route
from nastavnik.base.saving import version_typed
from nastavnik.people.models import Intake, IntakePiece
from nastavnik.people.refusals_intakes import NoSuchRow
from nastavnik.people.registers.columns import REGISTERS
from nastavnik.people.services import intake_mending
from nastavnik.people.services.intake_comparing import Row
from nastavnik.people.services.intake_pieces import wrongs_of
from nastavnik.portal.people.intakes_forms import RowForm
from nastavnik.portal.people.intakes_shown import SIGNS, Words, to_do, whole
from nastavnik.portal.ui.toasts import toast

SINGLE = "cell-"


@route("person.import", of=Intake, methods=("GET", "POST"))
def row(request: SignedIn, intake: Intake, position: int) -> HttpResponse:
    """The cells of one row, to be mended; or one of the deeds that its buttons ask for."""
    back = _back(request, intake)
    if request.method == "POST":
        try:
            found = _do(request, intake, position)
        except EditConflict:
            text = _("Somebody has changed this row meanwhile. It stands here as it is now; mend it once more.")
            toast(request, text, tone="warning")
        except DomainError as refusal:
            toast(request, str(refusal), tone="danger")
        else:
            return _after(request, intake, position, found)
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Refresh": "true"})
        return redirect(f"{back}#row-{position}")
    return _form_page(request, intake, position, back)


def _back(request: SignedIn, intake: Intake) -> str:
    shown, page = request.GET.get("show", ""), request.GET.get("page", "")
    query = f"?show={shown}" if shown in SIGNS else ""
    if query and page.isdecimal() and len(page) < 7:
        query += f"&page={page}"
    return f"{reverse('people:intake', args=[intake.uid])}{query}"


def _do(request: SignedIn, intake: Intake, position: int) -> Row:
    deed, place, actor = request.POST.get("deed", ""), position - 1, request.user
    version = version_typed(request.POST.get("version", ""))
    if deed in ("leave_out", "take_in"):
        return intake_mending.leave_out(intake, place, version=version, left_out=deed == "leave_out", actor=actor)
    if deed == "other":
        return intake_mending.choose(intake, place, version=version, person=None, actor=actor)
    if deed.startswith("same-"):
        typed = deed.removeprefix("same-")
        person = int(typed) if typed.isdecimal() and len(typed) < 19 else 0
        return intake_mending.choose(intake, place, version=version, person=person, actor=actor)
    names = {each.name for each in REGISTERS[intake.side]}
    cells = {name: str(text) for key, text in request.POST.items() if (name := key.removeprefix(SINGLE)) in names}
    return intake_mending.mend(intake, place, version=version, cells=cells, actor=actor)


def _after(request: SignedIn, intake: Intake, position: int, found: Row) -> HttpResponse:
    """The row as it stands now, for the browser to put in its place, and what it changed beside; without a script,
    the page again."""
    if not request.headers.get("HX-Request"):
        return redirect(f"{_back(request, intake)}#row-{position}")
    before = to_do(intake)
    intake.refresh_from_db()
    if bool(before) != bool(to_do(intake)):  # the form that takes rows in comes or goes
        return HttpResponse(headers={"HX-Refresh": "true"})
    row = Words(intake, [found]).shown(position, found)
    context = {"intake": intake, "row": row, "is_ready": True, **whole(intake, request.GET.get("show", ""))}
    return render(request, "people/intakes/row_beside.html", {**context, "is_beside": True})


def _form_page(request: SignedIn, intake: Intake, position: int, back: str) -> HttpResponse:
    piece = IntakePiece.objects.filter(intake=intake, first__lt=position).order_by("-first").first()
    if piece is None or piece.is_done or position > piece.first + piece.count:
        raise NoSuchRow
    found: Row = piece.rows[position - 1 - piece.first]
    words = Words(intake, [found])
    texts = words.texts(found)
    shown = words.shown(position, found)
    record("person.intake_listed", intake, actor=request.user, node_id=intake.node_id, rows=1)
    wrong = {each.column for each in wrongs_of(found)}
    names = [
        each.name
        for each in REGISTERS[intake.side]
        if each.goes != "platform" and each.name != "status" and (each.name in texts or each.name in wrong)
    ]
    form = RowForm(
        side=intake.side, names=names, errors_of={fault.name: fault.sentence for fault in shown.faults},
        initial={**texts, "version": shown.version},
    )  # fmt: skip
    context: dict[str, Any] = {"intake": intake, "row": shown, "form": form, "back": f"{back}#row-{position}"}
    return render(request, "people/intakes/row.html", context)


@route("person.import", of=Intake, methods=("POST",))
def groups(request: SignedIn, intake: Intake) -> HttpResponse:
    """Make the ticked classes."""
    try:
        made = intake_mending.add_groups(intake, request.POST.getlist("group"), actor=request.user)
    except DomainError as refusal:
        toast(request, str(refusal), tone="danger")
    else:
        text = ngettext("%(n)s class is added.", "%(n)s classes are added.", made) % {"n": made}
        toast(request, text)
    return redirect("people:intake", intake.uid)
