"""Printed forms of consents: a page each, with the code by which a scan finds its record. Knows no database."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace

import segno
from django.utils.translation import gettext as _
from django.utils.translation import override
from pypdf import PdfReader

from nastavnik.documents.batch_files import joined
from nastavnik.documents.fingerprints import code_typed, written_code
from nastavnik.documents.tree import Cell, Document, Paragraph, Picture, Row, Run, Table
from nastavnik.documents.writers.pdf import write_pdf
from nastavnik.documents.writers.pdf_joining import one_file

#: Begins what the picture says, so that other codes on a page are not taken for ours.
MARK = "NSTC:"
_WIDTH, _ROOM = 20.0, 180.0
# Words too long for one page are set smaller, as far as they are read without effort.
_SMALLER = (10.0, 9.5, 9.0, 8.5)


def marked(document: Document, code: str) -> Document:
    """``document`` with the code at the top of its first page, as a picture and in letters."""
    with override("ru"):  # the language of documents, whoever looks
        words = _("Form No. %(code)s. Sign it and bring this sheet back to the curator of mentoring.")
        alt = _("Code of the form")
    note = Paragraph((Run(words % {"code": written_code(code)}, size=8),))
    cells = (Cell((note,), middle=True), Cell((Picture(_qr(code), _WIDTH, alt),)))
    head = Table((_ROOM - _WIDTH - 4, _WIDTH + 4), (Row(cells),), lines=False)
    return replace(document, blocks=(head, *document.blocks))


def code_of(read: str) -> str | None:
    """The code of a form that a picture on a page says; None: it is another picture, or damaged."""
    return code_typed(read.removeprefix(MARK)) if read.startswith(MARK) else None


def printed(documents: Sequence[Document]) -> bytes:
    """All of them as one PDF, each on one page wherever its words allow."""
    whole = write_pdf(joined(documents))
    if pages(whole) == len(documents):
        return whole
    return one_file(_on_one_page(document) for document in documents)


def pages(pdf: bytes) -> int:
    return len(PdfReader(io.BytesIO(pdf)).pages)


def _on_one_page(document: Document) -> bytes:
    first = write_pdf(document)
    if pages(first) == 1:
        return first
    for size in _SMALLER:
        if size < document.size and pages(drawn := write_pdf(replace(document, size=size))) == 1:
            return drawn
    return first


def _qr(code: str) -> bytes:
    out = io.BytesIO()
    segno.make(f"{MARK}{code}", error="q", micro=False).save(out, kind="png", scale=5, border=2)
    return out.getvalue()
