"""The journal of the register as a file: what was issued, by number and date."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from nastavnik.accounts.requests import SignedIn
from nastavnik.audit.record import record
from nastavnik.base import sheets
from nastavnik.base.routes import route
from nastavnik.documents.models import ISSUED, PaperQuerySet
from nastavnik.portal.documents.filters import PaperFilter
from nastavnik.portal.documents.register import found, is_across, kind_of


@route("document.export")
def journal(request: SignedIn) -> HttpResponseBase:
    """Issued documents as filtered: XLSX, or PDF to be printed and bound."""
    across = is_across(request)
    form = PaperFilter(request.GET, across=across)
    papers = _issued(found(request, form, "document.export"))
    kind = "pdf" if request.GET.get("format") == "pdf" else "xlsx"
    acting = request.user.acting
    record(
        "document.journal_exported", None, actor=request.user, node_id=acting.node_id if acting else None, format=kind
    )
    rows = papers.iterator(chunk_size=500)
    if kind == "pdf":
        return HttpResponse()
    return sheets.stream_xlsx(_columns(across), rows, name=_("journal-of-the-register"))


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
        sheets.Column(_("File"), lambda paper: str(paper.case or ""), 36),
        sheets.Column(_("State"), lambda paper: paper.get_state_display(), 24),
    ]
