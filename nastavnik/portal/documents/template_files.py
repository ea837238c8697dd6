"""An edition of a template as a file: the DOCX to be changed in Word, the sample as DOCX and PDF."""

from __future__ import annotations

import io

from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.headers import as_download
from nastavnik.base.routes import route
from nastavnik.documents import editions
from nastavnik.documents.editions import Edition
from nastavnik.documents.language import Refused
from nastavnik.documents.library import TEMPLATES
from nastavnik.documents.models import Template
from nastavnik.documents.writers.docx import write_docx
from nastavnik.documents.writers.pdf import write_pdf
from nastavnik.portal.documents.downloads import DOCX, PDF
from nastavnik.portal.documents.places import Place, place_of
from nastavnik.portal.ui.toasts import toast


def editions_of(place: Place, code: str) -> dict[str, Edition]:
    """Every edition of ``code`` that may be opened at ``place``, by its key: the product's own, those above that are
    in force or wait for their day, the place's own and what these were copied from. Two queries."""
    node = place.node
    rows = list(Template.objects.filter(node=node, code=code).select_related("node", "base__node"))
    if not place.may_edit_templates:
        rows = [row for row in rows if row.from_on]
    bases = [row.base for row in rows if row.base]
    over = [row for row in editions.reaching(node, code) if row.node_id != node.pk]
    found = [Edition(code), *(Edition(code, row) for row in (*bases, *over, *rows))]
    return {edition.key: edition for edition in found}


@route("document_template.use")
def file(request: SignedIn, document_kind: str) -> HttpResponseBase:
    """``as``: "template" to be edited, "docx" or "pdf" of the sample. The edition in use, or the one named."""
    if document_kind not in TEMPLATES:
        raise Http404
    place = place_of(request)
    own = editions.templates_in_use(place.node, [document_kind]).get(document_kind)
    edition = editions_of(place, document_kind).get(request.GET.get("edition", ""), Edition(document_kind, own))
    kind = request.GET.get("as", "template")
    try:
        document = edition.document if kind == "template" else editions.sample(edition)
    except Refused:
        toast(request, _("This edition has no sample: see on its page what to mend."), tone="warning")
        return redirect(place.address("documents:template", document_kind))
    data = write_pdf(document) if kind == "pdf" else write_docx(document)
    answer = FileResponse(
        io.BytesIO(data),
        as_attachment=True,
        filename=_name(edition, kind),
        content_type=PDF if kind == "pdf" else DOCX,
    )
    return as_download(answer)


def _name(edition: Edition, kind: str) -> str:
    with override("ru"):  # the language of documents, whoever looks
        what = pgettext("document", "template") if kind == "template" else _("sample")
    end = "pdf" if kind == "pdf" else "docx"
    return f"{what}-{edition.code.replace('_', '-')}-{edition.number}.{end}"
