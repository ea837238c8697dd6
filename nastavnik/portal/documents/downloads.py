"""A document as a file: of an issued one the bytes that were issued, of a draft what it is today."""

from __future__ import annotations

import io

from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import override

from nastavnik.accounts.keyring.files import files
from nastavnik.accounts.requests import SignedIn
from nastavnik.audit.record import record
from nastavnik.base.downloads import attachment
from nastavnik.base.errors import DomainError
from nastavnik.base.headers import as_download
from nastavnik.base.routes import route
from nastavnik.documents.contents import put_together
from nastavnik.documents.models import Paper
from nastavnik.documents.writers.docx import write_docx
from nastavnik.documents.writers.pdf import write_pdf
from nastavnik.portal.ui.toasts import toast

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"


@route("document.view", of=Paper)
def docx(request: SignedIn, paper: Paper) -> HttpResponseBase:
    return _file(request, paper, "docx")


@route("document.view", of=Paper)
def pdf(request: SignedIn, paper: Paper) -> HttpResponseBase:
    return _file(request, paper, "pdf")


def _file(request: SignedIn, paper: Paper, kind: str) -> HttpResponseBase:
    if paper.is_issued:
        note(request, paper, kind)
        return attachment(files.open(paper.docx_key if kind == "docx" else paper.pdf_key), name_of(paper, kind))
    try:
        document = put_together(paper).document
    except DomainError:
        toast(request, _("Something is still missing in this document: see the list."), tone="warning")
        return redirect("documents:paper", paper.uid)
    note(request, paper, kind)
    data = write_docx(document) if kind == "docx" else write_pdf(document)
    return as_download(
        FileResponse(
            io.BytesIO(data),
            as_attachment=True,
            filename=name_of(paper, kind),
            content_type=DOCX if kind == "docx" else PDF,
        )
    )


def note(request: SignedIn, paper: Paper, kind: str) -> None:
    """Whoever takes a document that names people away is written down."""
    if paper.is_personal:
        record("document.taken", paper, actor=request.user, format=kind)


def name_of(paper: Paper, kind: str, what: str | Promise = "") -> str:
    """``what`` it is, the number and the day: never the words of a document, which may name people."""
    with override("ru"):  # the language of documents, whoever looks
        word = str(what) or (_("document") if paper.is_issued else _("draft of a document"))
    number = "".join(letter if letter.isalnum() or letter in "-." else "-" for letter in paper.number)
    day = f"{paper.dated_on:%Y-%m-%d}" if paper.dated_on else ""
    return "-".join(part for part in (word, number, day) if part).replace(" ", "-") + f".{kind}"
