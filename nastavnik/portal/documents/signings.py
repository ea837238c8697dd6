"""Signatures under an issued document: a scan, a simple one, a file of one. Never more than they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from nastavnik.accounts.keyring.files import files
from nastavnik.accounts.requests import SignedIn
from nastavnik.base.downloads import attachment
from nastavnik.base.errors import DomainError
from nastavnik.base.routes import route
from nastavnik.documents.contents import data_of
from nastavnik.documents.models import Paper, Signing
from nastavnik.documents.services import signing
from nastavnik.portal.documents.deed_forms import DetachedForm, ScanForm, SimpleForm
from nastavnik.portal.documents.deeds import put
from nastavnik.portal.documents.downloads import name_of, note
from nastavnik.portal.ui.toasts import toast

_WORDS = {
    Signing.Kind.SCAN: pgettext_lazy("name of a file", "scan"),
    Signing.Kind.DETACHED: pgettext_lazy("name of a file", "signature"),
}


@route("document.register", of=Paper, seen_by="document.view", methods=("GET", "POST"))
def scan(request: SignedIn, paper: Paper) -> HttpResponse:
    """Keep the scan of the paper that was signed by hand."""
    return _add(request, paper, ScanForm, "scan", signing.add_scan, _("The scan is added."))


@route("document.register", of=Paper, seen_by="document.view", methods=("GET", "POST"))
def detached(request: SignedIn, paper: Paper) -> HttpResponse:
    """Keep a file of a signature that was made outside, and say for which bytes it was made."""
    said = _("The file of the signature is added. The page says whether it was made for this document.")
    return _add(request, paper, DetachedForm, "detached", signing.add_detached, said)


def _add(
    request: SignedIn, paper: Paper, kind: type[forms.Form], name: str, keep: Callable[..., Signing], said: str
) -> HttpResponse:
    if not paper.is_issued:
        return _not_yet(request, paper)
    initial = {"name": paper.signer_name, "post": paper.signer_post, "signed_on": paper.dated_on}
    form = kind(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            kept = keep(
                paper, data["file"], data["file"].name, name=data["name"], post=data["post"], on=data["signed_on"],
                actor=request.user,
            )  # fmt: skip
        except DomainError as refusal:
            put(form, refusal)
        else:
            toast(request, said, undo=reverse("documents:signing-withdraw", args=[kept.uid]))
            return redirect("documents:paper", paper.uid)
    return render(request, "documents/signing.html", {"paper": paper, "form": form, "way": name})


@route("approval.approve", of=Paper, seen_by="document.view", methods=("GET", "POST"))
def simple(request: SignedIn, paper: Paper) -> HttpResponse:
    """Sign inside the platform, by an agreement that makes it count."""
    if not paper.is_issued:
        return _not_yet(request, paper)
    form = SimpleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        who = _signer(request, paper)
        try:
            kept = signing.sign_simply(paper, basis=form.cleaned_data["basis"], actor=request.user, **who)
        except DomainError as refusal:
            put(form, refusal)
        else:
            said = _("The document is signed by a simple electronic signature.")
            toast(request, said, undo=reverse("documents:signing-withdraw", args=[kept.uid]))
            return redirect("documents:paper", paper.uid)
    return render(request, "documents/signing.html", {"paper": paper, "form": form, "way": "simple"})


def _signer(request: SignedIn, paper: Paper) -> dict[str, str]:
    """Whoever is signed in signs; the position is the document's where it names them as its signer."""
    signer: dict[str, Any] = data_of(paper).get("signer") or {}
    name = str(request.user)
    is_signer = _is_same(name, signer.get("name", ""))
    return {"name": signer["name"] if is_signer else name, "post": signer.get("post", "") if is_signer else ""}


def _is_same(name: str, signer: str) -> bool:
    """Whether a work name («Громова Е. П.») is that of the signer: the surname whole, the rest by their letters."""
    mine, (surname, *rest) = name.replace(".", " ").split(), signer.split() or [""]
    others = [word for word in mine if word != surname]
    return surname in mine and all(any(part.startswith(word) for part in rest) for word in others)


def _not_yet(request: SignedIn, paper: Paper) -> HttpResponse:
    toast(request, _("Signatures are added when the document is issued."), tone="warning")
    return redirect("documents:paper", paper.uid)


@route("document.register", of=Signing, seen_by="document.view", methods=("POST",))
def withdraw(request: SignedIn, row: Signing) -> HttpResponse:
    signing.withdraw(row, actor=request.user)
    toast(request, _("The signature is withdrawn."), undo=reverse("documents:signing-return", args=[row.uid]))
    return redirect("documents:paper", row.paper.uid)


@route("document.register", of=Signing, seen_by="document.view", methods=("POST",))
def put_back(request: SignedIn, row: Signing) -> HttpResponse:
    signing.put_back(row, actor=request.user)
    toast(request, _("The signature is back."))
    return redirect("documents:paper", row.paper.uid)


@route("document.view", of=Signing)
def file(request: SignedIn, row: Signing) -> HttpResponseBase:
    """The scan or the file of the signature, as it was added."""
    if not row.file_key:
        raise Http404
    note(request, row.paper, "signature")
    # Whoever added the file may have named a person by it.
    return attachment(
        files.open(row.file_key), name_of(row.paper, row.file_name.rpartition(".")[2], _WORDS[Signing.Kind(row.kind)])
    )
