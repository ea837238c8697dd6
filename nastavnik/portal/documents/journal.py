"""The journal of the register as a file: what was issued, by number and date."""

from __future__ import annotations

import io

from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from nastavnik.accounts.keyring.files import files
from nastavnik.accounts.requests import SignedIn
from nastavnik.audit.record import record
from nastavnik.base import sheets
from nastavnik.base.downloads import attachment
from nastavnik.base.errors import Invalid
from nastavnik.base.headers import as_download
from nastavnik.base.routes import route
from nastavnik.documents.models import ISSUED, Journal, PaperQuerySet
from nastavnik.documents.services import journals
from nastavnik.documents.writers.pdf import write_pdf
from nastavnik.org.models import Node
from nastavnik.portal.documents.filters import PaperFilter
from nastavnik.portal.documents.register import found, is_across, kind_of
from nastavnik.portal.jobs.shown import job_card
from nastavnik.portal.ui.toasts import toast


@route("document.export", methods=("GET", "POST"))
def journal(request: SignedIn) -> HttpResponseBase:
    """Issued documents as filtered: XLSX, or PDF to be printed and bound; a long PDF is asked for by a POST."""
    across = is_across(request)
    form = PaperFilter(request.GET, across=across)
    papers = _issued(found(request, form, "document.export"))
    if request.GET.get("format") == "pdf":
        return _pdf(request, form, papers)
    acting = request.user.acting
    node_id = acting.node_id if acting else None
    record("document.journal_exported", None, actor=request.user, node_id=node_id, format="xlsx")
    return sheets.stream_xlsx(_columns(across), papers.iterator(chunk_size=500), name=_("journal-of-the-register"))


def _pdf(request: SignedIn, form: PaperFilter, papers: PaperQuerySet) -> HttpResponseBase:
    node = _node(request)
    if papers.order_by()[journals.LONG : journals.LONG + 1].exists():
        if request.method != "POST":
            return render(request, "documents/journal.html", {"asked": None})
        try:
            asked = journals.ask(node, papers, chosen=_chosen(form), actor=request.user)
        except Invalid as refusal:
            toast(request, str(refusal), tone="warning")
            return redirect("documents:list")
        return redirect("documents:journal-print", asked.uid)
    data = write_pdf(journals.sheet(node, papers, chosen=_chosen(form)))
    record("document.journal_exported", None, actor=request.user, node_id=node.pk, format="pdf")
    return as_download(
        FileResponse(io.BytesIO(data), as_attachment=True, filename=_name(), content_type="application/pdf")
    )


@route("document.print", of=Journal)
def printout(request: SignedIn, asked: Journal) -> HttpResponseBase:
    """How far the file is, and where to take it."""
    return render(request, "documents/journal.html", {"asked": asked} | job_card(request, asked.job_uid))


@route("document.print", of=Journal)
def file(request: SignedIn, asked: Journal) -> HttpResponseBase:
    if not asked.file_key:
        raise Http404
    return attachment(files.open(asked.file_key), _name())


def _node(request: SignedIn) -> Node:
    """Whose journal it is: the place of the acting role, else the first that may be exported."""
    nodes = Node.objects.visible_to(request.user, "document.export")
    acting = request.user.acting
    home = nodes.filter(pk=acting.node_id).first() if acting and acting.node_id else None
    node = home or nodes.order_by("path").first()
    if node is None:
        raise Http404
    return node


def _name() -> str:
    return f"{_('journal-of-the-register')}-{timezone.localdate():%Y-%m-%d}.pdf"


def _chosen(form: PaperFilter) -> str:
    """By what the rows were picked out, in the language of the sheet."""
    with override("ru"):
        return "; ".join(f"{chip.label}: {chip.text}" for chip in form.chips())


def _issued(papers: PaperQuerySet) -> PaperQuerySet:
    return papers.filter(state__in=sorted(ISSUED)).order_by("dated_on", "pk")


def _columns(across: bool) -> list[sheets.Column]:
    where = [sheets.Column(_("Organisation"), "node.short_name")] if across else []
    return [
        sheets.Column(_("Number"), "number", 12),
        sheets.Column(_("Date"), "dated_on", 12),
        *where,
        sheets.Column(_("Kind"), kind_of, 36),
        sheets.Column(_("Title"), "title", 60),
        sheets.Column(_("Signed by"), "signer_name", 30),
        sheets.Column(pgettext("register", "File"), lambda paper: str(paper.case or ""), 36),
        sheets.Column(_("State"), lambda paper: paper.get_state_display(), 24),
    ]
