"""What anybody may learn about a document by the code printed on it: what it is, and whether a file is the same.

Of a document that names people only its kind, number, day, organisation and state are told.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nastavnik.accounts import throttle
from nastavnik.base.routes import open_to_all
from nastavnik.base.visitors import address_of
from nastavnik.documents.fingerprints import code_typed, written_code
from nastavnik.documents.library import TEMPLATES
from nastavnik.documents.models import Paper, Signing, State

MOST_BYTES = 50 * 1024 * 1024


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Code on the document"),
        max_length=40,
        help_text=gettext_lazy("Ten letters and digits and one to check them, for example 7K2M-9QXB-4TA."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class FileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File of the document"),
        help_text=gettext_lazy("PDF or DOCX as it was received. The file is compared and not kept."),
    )


@open_to_all(methods=("GET", "POST"))
def ask(request: HttpRequest) -> HttpResponse:
    """Type the code that stands on the document."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = code_typed(form.cleaned_data["code"])
        if code is None:
            form.add_error("code", _("There is a slip in this code. Compare it with the document letter by letter."))
        else:
            return redirect("check:document", code=code)
    return render(request, "documents/check_ask.html", {"form": form})


@open_to_all(methods=("GET", "POST"))
def show(request: HttpRequest, code: str) -> HttpResponse:
    """What the document with this code is, and whether a file that is put in is the same."""
    # Counted apart from the entrance: a code mistyped by a visitor must not keep people of the same house out.
    keys = [throttle.address_key(f"check {address_of(request)}")]
    if throttle.wait(keys):
        return render(request, "documents/check_wait.html", status=429)
    paper = _found(code)
    if paper is None:
        throttle.failed(keys)
        return render(request, "documents/check_none.html", status=404)
    form = FileForm(request.POST or None, request.FILES or None)
    finding = ""
    if request.method == "POST" and form.is_valid():
        finding = _compared(paper, form.cleaned_data["file"])
    return render(request, "documents/check.html", {**_told(paper), "form": form, "finding": finding})


def _found(code: str) -> Paper | None:
    known = code_typed(code)
    rows = Paper.objects.issued().select_related("node").defer("payload")
    return rows.filter(check_code=known).first() if known else None


def _told(paper: Paper) -> dict[str, Any]:
    built, today = TEMPLATES.get(paper.code), timezone.localdate()
    successor = paper.replaced_by.filter(state=State.REGISTERED).order_by("-pk").first()
    signings = paper.signings.filter(withdrawn_at=None)
    return {
        "kind": built.title if built else _("Document") if paper.is_personal else paper.title,
        "title": "" if paper.is_personal else paper.title,
        "paper": paper,
        "code": written_code(paper.check_code or ""),
        "in_force": paper.state == State.REGISTERED or (paper.ended_on is not None and paper.ended_on > today),
        "begins_later": paper.effective_on is not None and paper.effective_on > today,
        "successor": successor if successor and not successor.is_personal else None,
        "signatures": sorted({str(Signing.Kind(kind).label) for kind in signings.values_list("kind", flat=True)}),
    }


def _compared(paper: Paper, file: UploadedFile[Any]) -> str:
    """ "docx" or "pdf" where the file is the one that was issued, else "differs"."""
    if (file.size or 0) > MOST_BYTES:
        return "differs"
    sha = hashlib.sha256()
    for piece in file.chunks():
        sha.update(piece)
    known = {paper.docx_digest: "docx", paper.pdf_digest: "pdf"}
    return known.get(sha.hexdigest(), "differs")
