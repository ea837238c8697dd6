"""A plan as a file in its official layout: Word, PDF, a sheet of Excel."""

from __future__ import annotations

import io
from collections.abc import Callable

from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from nastavnik.accounts.requests import SignedIn
from nastavnik.audit.record import record
from nastavnik.base.headers import as_download
from nastavnik.base.routes import route
from nastavnik.documents.tree import Document
from nastavnik.documents.writers.docx import write_docx
from nastavnik.documents.writers.pdf import write_pdf
from nastavnik.documents.writers.xlsx import write_xlsx
from nastavnik.portal.roadmaps.forms import PlanFilter
from nastavnik.roadmaps.layouts.sheet import sheet_of
from nastavnik.roadmaps.models import Roadmap
from nastavnik.roadmaps.printing import words_of

_OFFICE = "application/vnd.openxmlformats-officedocument"
WRITERS: dict[str, tuple[Callable[[Document], bytes], str]] = {
    "docx": (write_docx, f"{_OFFICE}.wordprocessingml.document"),
    "pdf": (write_pdf, "application/pdf"),
    "xlsx": (write_xlsx, f"{_OFFICE}.spreadsheetml.sheet"),
}


@route("roadmap.export", of=Roadmap, seen_by="roadmap.view")
def document(request: SignedIn, roadmap: Roadmap) -> HttpResponseBase:
    """The plan as filtered, in the columns of its document or those usual at its level."""
    kind = request.GET.get("format", "docx")
    kind = kind if kind in WRITERS else "docx"
    write, content_type = WRITERS[kind]
    form = PlanFilter(request.GET, roadmap=roadmap)
    lines = form.apply(roadmap.lines.filter(removed_at=None))
    data = write(sheet_of(words_of(roadmap, lines, chosen=_chosen(form))))
    record("roadmap.exported", roadmap, actor=request.user, node_id=roadmap.node_id, format=kind)
    name = f"{_('road map')}-{timezone.localdate():%Y-%m-%d}.{kind}"
    return as_download(FileResponse(io.BytesIO(data), as_attachment=True, filename=name, content_type=content_type))


def _chosen(form: PlanFilter) -> str:
    """By what the lines were picked out, in the language of the sheet; a day alone picks none."""
    with override("ru"):
        chips = form.chips()
        told = [f"{chip.label}: {chip.text}" for chip in chips if chip.name != "on"]
        if told and "state" in form.chosen():
            told += [f"{chip.label}: {chip.text}" for chip in chips if chip.name == "on"]
        return "; ".join(told)
