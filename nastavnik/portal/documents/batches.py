"""Documents for a list: chosen, filled in, looked through, made by a job, taken as files."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nastavnik import jobs
from nastavnik.accounts.keyring.files import files
from nastavnik.accounts.requests import SignedIn
from nastavnik.audit.record import record
from nastavnik.base import sheets
from nastavnik.base.access import can, holds
from nastavnik.base.downloads import attachment
from nastavnik.base.errors import DomainError
from nastavnik.base.keyset import cursor_of, keyset_page
from nastavnik.base.routes import route
from nastavnik.documents import batch_rows
from nastavnik.documents.contents import built_of
from nastavnik.documents.language.fields import Field
from nastavnik.documents.levels import level_of
from nastavnik.documents.library import TEMPLATES, Built
from nastavnik.documents.models import Batch, Paper
from nastavnik.documents.services import batches
from nastavnik.org.models import Node
from nastavnik.org_import.reading import Unreadable, kind_of, read_rows
from nastavnik.portal.documents import questions
from nastavnik.portal.documents.batch_forms import BatchForm, KindForm, RowsForm
from nastavnik.portal.documents.writing import sentences
from nastavnik.portal.jobs.shown import job_card
from nastavnik.portal.roadmaps.shown import add_errors
from nastavnik.portal.ui.toasts import toast

MOST_NODES, SHOWN_FAULTS, SHOWN_ROWS = 100, 100, 10
# Date and number are asked for only where the register does not give them.
_GIVEN = "given_"
_UNREAD = {
    "empty": gettext_lazy("There are no rows yet. Paste them from Excel, type them or add a file."),
    "too_many": gettext_lazy("At most 1000 rows fit into one list. Divide it."),
    "unknown": gettext_lazy("No column is called “%(at)s”. Compare the headings with the list of columns."),
    "wide": gettext_lazy("Row %(at)s has more cells than there are columns."),
}
_UNREADABLE = gettext_lazy(
    "The file cannot be read as a table. Save it as XLSX or CSV with values only, then add it."
)


@route("document.view", write="document.edit", methods=("GET", "POST"))
def batches_list(request: SignedIn) -> HttpResponse:
    """Lists within reach, and the beginning of a new one."""
    nodes = _nodes(request) if holds(request.user, "document.edit") else []
    form = KindForm(request.POST or None, nodes=nodes, kinds=_kinds(nodes)) if nodes else None
    if request.method == "POST" and form is not None and form.is_valid():
        data = form.cleaned_data
        address = reverse("documents:batch-new", args=[data["document_kind"]])
        return redirect(f"{address}?node={data['node'].uid}")
    found = Batch.objects.visible_to(request.user, "document.view").select_related("node").defer("payload")
    page = keyset_page(found, order=("-pk",), cursor=cursor_of(request.GET))
    rows = [(batch, TEMPLATES[batch.code].title if batch.code in TEMPLATES else batch.code) for batch in page.rows]
    return render(request, "documents/batches.html", {"form": form, "list_page": page, "rows": rows})


def _nodes(request: SignedIn) -> list[Node]:
    """Organisations whose documents the user draws up; one's own first."""
    found = Node.objects.visible_to(request.user, "document.edit").filter(closed_on=None, kind=Node.Kind.BODY)
    rows = list(found.order_by("sort_name", "pk")[:MOST_NODES])
    acting = request.user.acting
    return sorted(rows, key=lambda node: acting is None or node.pk != acting.node_id)


def _kinds(nodes: list[Node]) -> list[Built]:
    """Kinds that some of ``nodes`` draw up."""
    levels = {level_of(node) for node in nodes} | {"any"}
    return [built for built in batch_rows.kinds() if built.level in levels]


@route("document.edit", methods=("GET", "POST"))
def new(request: SignedIn, list_kind: str) -> HttpResponse:
    """What differs from document to document."""
    built = next((one for one in batch_rows.kinds() if one.code == list_kind), None)
    nodes = _nodes(request)
    node = next((one for one in nodes if str(one.uid) == request.GET.get("node", "")), nodes[0] if nodes else None)
    if built is None:
        raise Http404
    if node is None or built.level not in (level_of(node), "any"):
        toast(request, _("This organisation does not draw up documents of this kind."), tone="warning")
        return redirect("documents:batches")
    may_register = can(request.user, "document.register", node)
    form = BatchForm(request.POST or None, built=built, may_register=may_register)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            batch = batches.begin(
                node, built.code, title=data["title"], differs=data["differs"], actor=request.user,
                is_registered=data.get("is_registered", False),
                dated_on=data.get("dated_on") or timezone.localdate(),
            )  # fmt: skip
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            return redirect("documents:batch", batch.uid)
    return render(request, "documents/batch_new.html", {"form": form, "built": built, "node": node})


@route("document.edit", of=Batch, seen_by="document.view", methods=("GET", "POST"))
def batch(request: SignedIn, batch: Batch) -> HttpResponse:
    """A draft is filled in; what is being made shows how far it is; what is made is taken."""
    if batch.state != Batch.State.DRAFT:
        return _made(request, batch)
    built, payload, columns = built_of(batch.code), batches.payload_of(batch), batches.columns_of(batch)
    form = RowsForm(request.POST or None, request.FILES or None, initial={"rows": _text(payload, columns)})
    errors: dict[str, list[str]] = {}
    common = payload["common"]
    if request.method == "POST":
        common, errors = _common(request, batch, payload)
        rows = _rows(form, columns) if form.is_valid() else None
        if rows is not None and not errors:
            batch = batches.fill_in(batch, common=common, rows=rows, actor=request.user)
            return redirect(reverse("documents:batch", args=[batch.uid]) + "#review")
    context = {
        "batch": batch, "built": built, "columns": columns, "form": form,
        "questions": questions.drawn(_fields(batch, payload), _shown(common), errors),
        **(_review(batch, payload, columns) if request.method == "GET" else {}),
    }  # fmt: skip
    return render(request, "documents/batch.html", context)


def _made(request: SignedIn, batch: Batch) -> HttpResponse:
    job = jobs.Job.objects.filter(key=batches.key_of(batch)).first()
    in_register = batch.is_registered and Paper.objects.filter(batch=batch).exists()
    context = {
        "batch": batch,
        "built": TEMPLATES.get(batch.code),
        "in_register": in_register,
        "days": batches.KEPT.days,
    }
    return render(request, "documents/batch_made.html", context | job_card(request, job.uid if job else None))


def _review(batch: Batch, payload: Mapping[str, Any], columns: list[batch_rows.Column]) -> dict[str, Any]:
    if not payload["rows"]:
        return {}
    faults = batches.faults_of(batch)
    return {
        "is_filled": True,
        "faults": faults[:SHOWN_FAULTS],
        "more_faults": max(0, len(faults) - SHOWN_FAULTS),
        "first_rows": [[row.get(column.path, "") for column in columns] for row in payload["rows"][:SHOWN_ROWS]],
        "more_rows": max(0, len(payload["rows"]) - SHOWN_ROWS),
    }


def _fields(batch: Batch, payload: Mapping[str, Any]) -> list[Field]:
    """What is given once for all."""
    found = []
    for field in built_of(batch.code).form.own:
        if field.name in payload["differs"]:
            continue
        if field.name in ("number", "date"):
            if not batch.is_registered:
                found.append(replace(field, name=_GIVEN + field.name))
        elif questions.is_asked(field):
            found.append(field)
    return found


def _shown(common: Mapping[str, Any]) -> dict[str, Any]:
    return {(_GIVEN + name if name in ("number", "date") else name): value for name, value in common.items()}


def _common(
    request: SignedIn, batch: Batch, payload: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """What was typed once for all, and what of it does not fit."""
    fields = _fields(batch, payload)
    typed = {name: text for name, text in request.POST.items() if isinstance(text, str)}
    data = questions.read(fields, typed, _shown(payload["common"]), {})
    common = {name.removeprefix(_GIVEN): value for name, value in data.items()}
    wrongs = sentences(built_of(batch.code).form.check(common), missing=False)
    return common, {next(iter(_shown({path: 0}))): said for path, said in wrongs.items()}


def _text(payload: Mapping[str, Any], columns: list[batch_rows.Column]) -> str:
    return batch_rows.text_of(payload["rows"], columns)


def _rows(form: RowsForm, columns: list[batch_rows.Column]) -> list[dict[str, str]] | None:
    """The rows; None with the reason on the form."""
    file = form.cleaned_data["file"]
    try:
        cells = _cells(file) if file else batch_rows.cells_of(form.cleaned_data["rows"])
        return batch_rows.rows_of(cells, columns)
    except Unreadable:
        form.add_error("file", str(_UNREADABLE))
    except batch_rows.Unread as unread:
        form.add_error("file" if file else "rows", str(_UNREAD[unread.code]) % {"at": unread.at})
    return None


def _cells(file: Any) -> list[list[str]]:
    """The first sheet of a stranger's table, read in a process of its own.

    Raises: Unreadable.
    """
    content = file.read()
    kind = kind_of(file.name, content)
    with tempfile.TemporaryDirectory(prefix="batch-") as folder:
        path = Path(folder, f"table.{kind}")
        path.write_bytes(content)
        return read_rows(path, kind)


@route("document.edit", of=Batch, seen_by="document.view", methods=("POST",))
def start(request: SignedIn, batch: Batch) -> HttpResponse:
    try:
        batches.start(batch, actor=request.user)
    except DomainError as refusal:
        toast(request, str(refusal), tone="danger")
    return redirect("documents:batch", batch.uid)


@route("document.edit", of=Batch, seen_by="document.view")
def sheet(request: SignedIn, batch: Batch) -> HttpResponseBase:
    """An empty table with the columns of the list."""
    columns = [sheets.Column(column.title, lambda _row: "", width=40) for column in batches.columns_of(batch)]
    return sheets.stream_xlsx(columns, [], name=_("list"))


@route("document.edit", of=Batch, seen_by="document.view")
def archive(request: SignedIn, batch: Batch) -> HttpResponseBase:
    return _file(request, batch, batch.archive_key, _("documents of a list"), "zip")


@route("document.edit", of=Batch, seen_by="document.view")
def printed(request: SignedIn, batch: Batch) -> HttpResponseBase:
    return _file(request, batch, batch.print_key, _("documents to print"), "pdf")


def _file(request: SignedIn, batch: Batch, key: str, words: str, kind: str) -> HttpResponseBase:
    if not key:
        raise Http404
    if batch.is_personal:
        record("document.batch_taken", batch, actor=request.user, format=kind, documents=batch.rows_count)
    return attachment(files.open(key), f"{words.replace(' ', '-')}-{timezone.localdate():%Y-%m-%d}.{kind}")
