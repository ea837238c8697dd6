"""Pages of a list of organisations on its way into the tree."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from nastavnik.accounts.requests import SignedIn
from nastavnik.base import sheets
from nastavnik.base.errors import DomainError, EditConflict
from nastavnik.base.routes import route
from nastavnik.base.saving import version_typed
from nastavnik.org import reference
from nastavnik.org.models import Node
from nastavnik.org_import.checks import FAULTS
from nastavnik.org_import.headings import FIELDS
from nastavnik.org_import.models import OrgList, OrgRow
from nastavnik.org_import.services import lists
from nastavnik.portal import conflicts
from nastavnik.portal.jobs.shown import job_card
from nastavnik.portal.org.forms import add_errors
from nastavnik.portal.org_import.forms import LABELS, RowForm, TableForm
from nastavnik.portal.ui.toasts import toast

PAGE = 50
TABS = (
    (
        "wrong",
        pgettext_lazy("rows of organisations", "With errors"),
        Q(verdict=OrgRow.Verdict.WRONG, is_left_out=False),
    ),
    ("new", pgettext_lazy("rows of organisations", "New"), Q(verdict=OrgRow.Verdict.NEW, is_left_out=False)),
    (
        "changed",
        pgettext_lazy("rows of organisations", "Changed"),
        Q(verdict=OrgRow.Verdict.CHANGED, is_left_out=False),
    ),
    (
        "same",
        pgettext_lazy("rows of organisations", "As they are"),
        Q(verdict=OrgRow.Verdict.SAME, is_left_out=False),
    ),
    ("left", pgettext_lazy("rows of organisations", "Left out"), Q(is_left_out=True)),
)
SAMPLE = {
    "short": "Школа № 15",
    "full": "Муниципальное общеобразовательное учреждение «Школа № 15»",
    "type": "Общеобразовательная организация",
    "place": "Луговой район",
    "ogrn": "1027700132195",
    "opened_on": "01.09.1985",
}


@route("organisation.create", methods=("GET", "POST"))
def new(request: SignedIn) -> HttpResponse:
    """A table is dropped here; a template of it can be taken."""
    form = TableForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            batch = lists.take_in(
                form.cleaned_data["node"],
                content=file.read(),
                file_name=file.name,
                holds_from=form.cleaned_data["holds_from"],
                actor=request.user,
            )
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            return redirect("org-import:show", batch.uid)
    return render(request, "org_import/new.html", {"form": form})


@route("organisation.create")
def template(request: SignedIn) -> HttpResponseBase:
    """An empty table with the headings that are read, and one row to show how."""
    columns = [sheets.Column(label, _cell(name), 28) for name, label in LABELS.items()]
    return sheets.stream_xlsx(columns, [SAMPLE], name=str(_("organisations")))


@route("organisation.create", of=OrgList)
def show(request: SignedIn, batch: OrgList) -> HttpResponse:
    """What the table means for the tree, row by row; while a job is at work, its card."""
    state = OrgList.State
    if batch.state in (state.READING, state.ACCEPTING):
        return render(request, "org_import/working.html", {"batch": batch, **job_card(request, batch.job_uid)})
    if batch.state == state.REFUSED:
        why = lists.REFUSALS.get(batch.refusal_code, lists.REFUSALS["damaged"])
        return render(request, "org_import/refused.html", {"batch": batch, "why": why})
    counts = batch.rows.aggregate(**{code: Count("pk", filter=which) for code, _title, which in TABS})
    asked = request.GET.get("show", "")
    shown = asked if asked in counts else next((code for code in counts if counts[code]), "new")
    which = next(which for code, _title, which in TABS if code == shown)
    page = Paginator(batch.rows.select_related("node").filter(which), PAGE).get_page(request.GET.get("page"))
    words = _Words(page)
    context = {
        "batch": batch,
        "tabs": [(code, title, counts[code]) for code, title, _which in TABS if counts[code] or code == shown],
        "shown": shown,
        "counts": counts,
        "to_do": counts["new"] + counts["changed"],
        "list_page": page,
        "rows": [words.shown(row) for row in page],
        "may_mend": batch.state == state.READY,
        "may_undo": lists.may_undo(batch),
    }
    return render(request, "org_import/show.html", context)


class _Words:
    """Codes and keys of a page of rows in words. At most two queries, and those only where something changes."""

    def __init__(self, rows: Iterable[OrgRow]) -> None:
        changes = [row.changes for row in rows if row.changes]
        places = {key for change in changes for key in change.get("place", ())}
        territories, bodies, phases = (
            reference.titles_of("territory_types", "org_types", "rollout_phases") if changes else ({}, {}, {})
        )
        named = Node.objects.filter(pk__in=places).values_list("pk", "short_name") if places else ()
        self.known: dict[str, dict[Any, str]] = {
            "type": {**territories, **bodies},
            "phase": phases,
            "place": dict(named),
            "pilot": {"": _("does not take part"), "yes": _("takes part")},
        }

    def shown(self, row: OrgRow) -> dict[str, Any]:
        """A row in words: its cells, what is wrong with which of them, what will change from what to what."""
        changes = [
            (LABELS[name], self._word(name, now), self._word(name, then)) for name, (now, then) in row.changes.items()
        ]
        return {
            "row": row,
            "faults": [(LABELS[name], FAULTS[code]) for name, code in row.faults.items()],
            "changes": changes,
        }

    def _word(self, name: str, value: Any) -> str:
        return str(self.known.get(name, {}).get(value, value))


@route("organisation.create", of=OrgList, methods=("GET", "POST"))
def row(request: SignedIn, batch: OrgList, position: int) -> HttpResponse:
    """The cells of one row, to be mended; or the row kept out and taken in again."""
    found = get_object_or_404(batch.rows.select_related("batch"), position=position)
    form = RowForm(request.POST or None, initial={**found.data, "version": found.version})
    back = f"{reverse('org-import:show', args=[batch.uid])}?show={request.GET.get('show', '')}"
    if request.method == "POST":
        try:
            if deed := request.POST.get("deed"):
                version = version_typed(request.POST.get("version", ""))
                lists.leave_out(found, version=version, left_out=deed == "leave_out", actor=request.user)
                return redirect(back)
            if form.is_valid():
                cells = {name: form.cleaned_data[name] for name in FIELDS}
                lists.mend(found, version=form.cleaned_data["version"], actor=request.user, **cells)
                return redirect(back)
        except EditConflict as refusal:
            return conflicts.page(request, refusal, back=back)
        except DomainError as refusal:
            add_errors(form, refusal)
    context = {"batch": batch, "row": found, "form": form, "back": back, **_Words([found]).shown(found)}
    return render(request, "org_import/row.html", context)


@route("organisation.create", of=OrgList, methods=("POST",))
def accept(request: SignedIn, batch: OrgList) -> HttpResponse:
    try:
        is_done = lists.accept_or_queue(batch, actor=request.user)
    except DomainError as refusal:
        toast(request, str(refusal), tone="danger")
        return redirect("org-import:show", batch.uid)
    if is_done:
        count = batch.rows.exclude(done={}).count()
        text = ngettext("%(n)s organisation is written.", "%(n)s organisations are written.", count) % {"n": count}
        toast(request, text, undo=reverse("org-import:undo", args=[batch.uid]))
    return redirect("org-import:show", batch.uid)


@route("organisation.create", of=OrgList, methods=("POST",))
def undo(request: SignedIn, batch: OrgList) -> HttpResponse:
    try:
        lists.undo(batch, actor=request.user)
    except DomainError as refusal:
        toast(request, str(refusal), tone="danger")
    else:
        toast(request, _("The list is taken back."))
    return redirect("org-import:show", batch.uid)


@route("organisation.create", of=OrgList, methods=("POST",))
def discard(request: SignedIn, batch: OrgList) -> HttpResponse:
    lists.discard(batch, actor=request.user)
    toast(request, _("The table is put aside."))
    return redirect("org:list")


@route("organisation.create", of=OrgList)
def with_remarks(request: SignedIn, batch: OrgList) -> HttpResponseBase:
    """The rows with errors as a table, each with what to mend; it can be loaded again."""
    wrong = batch.rows.filter(verdict=OrgRow.Verdict.WRONG, is_left_out=False)
    columns = [sheets.Column(label, _cell_of_row(name), 28) for name, label in LABELS.items()]
    columns.append(sheets.Column(_("Remarks"), _remarks, 80))
    return sheets.stream_xlsx(columns, wrong.iterator(chunk_size=500), name=str(_("organisations with errors")))


def _remarks(found: OrgRow) -> str:
    return " ".join(f"{LABELS[name]}: {FAULTS[code]}" for name, code in found.faults.items())


def _cell(name: str) -> Any:
    return lambda data: data.get(name, "")


def _cell_of_row(name: str) -> Any:
    return lambda found: found.data.get(name, "")
