"""Deeds on a document beside its words: registered, repealed, renewed, put away. Each has its way back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.errors import DomainError, Invalid
from nastavnik.base.routes import route
from nastavnik.documents.contents import built_of
from nastavnik.documents.library import Approval, Built
from nastavnik.documents.models import WRITABLE, Paper, State
from nastavnik.documents.services import drafts, issuing
from nastavnik.documents.services.issuing import Requisites
from nastavnik.portal.documents.deed_forms import RegisterByOrderForm, RegisterForm, RepealForm
from nastavnik.portal.ui.toasts import toast

# What the services call a value, and what the forms of this page call it.
FIELDS = {"on": "ended_on", "dated_on": "dated_on", "order": "order", "order_no": "order", "decided_on": "dated_on"}


@route("document.register", of=Paper, seen_by="document.view", methods=("GET", "POST"))
def register(request: SignedIn, paper: Paper) -> HttpResponse:
    """Number it and put it into the register: what nobody approves, or what was signed on paper."""
    if paper.state not in WRITABLE or paper.removed_at is not None:
        return _said(request, paper, _("This cannot be done to a document in this state. Its page says what can."))
    built = built_of(paper.code)
    form = _register_form(request, paper, built)
    if request.method == "POST" and form.is_valid():
        try:
            held = issuing.register(paper, _requisites(form), actor=request.user, case=form.cleaned_data.get("case"))
        except DomainError as refusal:
            if _is_unfinished(refusal, form):
                return _said(request, paper, _("Something is still missing in this document: see the list."))
            put(form, refusal)
        else:
            toast(
                request,
                _("Registered: No. %(number)s.") % {"number": held.number} if held.number else _("Registered."),
            )
            return redirect("documents:paper", paper.uid)
    context = {"paper": paper, "form": form, "on_paper": built.approval is not Approval.NONE}
    return render(request, "documents/register.html", context)


def _register_form(request: SignedIn, paper: Paper, built: Built) -> forms.Form:
    initial = {"dated_on": timezone.localdate()}
    data = request.POST or None
    if built.approval is Approval.BY_ORDER:
        return RegisterByOrderForm(data, initial=initial, user=request.user, paper=paper)
    return RegisterForm(data, initial=initial, paper=paper, is_numbered=built.is_numbered)


def _requisites(form: forms.Form) -> Requisites:
    data = form.cleaned_data
    order = form.reference() if isinstance(form, RegisterByOrderForm) else None
    return Requisites(
        dated_on=data["dated_on"], number=data.get("number") or "", effective_on=data["effective_on"], order=order
    )


@route("document.register", of=Paper, seen_by="document.view", methods=("GET", "POST"))
def repeal(request: SignedIn, paper: Paper) -> HttpResponse:
    """It is no longer in force; its page and its file stay."""
    if paper.state != State.REGISTERED:
        return _said(request, paper, _("This cannot be done to a document in this state. Its page says what can."))
    initial = {"ended_on": timezone.localdate()}
    form = RepealForm(request.POST or None, initial=initial, user=request.user, paper=paper)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        seen = Paper.objects.visible_to(request.user, "document.view").filter(node=paper.node)
        by = seen.filter(uid=data["by"]).first() if data["by"] else None
        try:
            issuing.repeal(paper, on=data["ended_on"], basis=data["basis"], actor=request.user, by=by)
        except DomainError as refusal:
            put(form, refusal)
        else:
            undo = reverse("documents:reinstate", args=[paper.uid])
            toast(request, _("The document is no longer in force."), undo=undo)
            return redirect("documents:paper", paper.uid)
    return render(request, "documents/repeal.html", {"paper": paper, "form": form})


@route("document.register", of=Paper, seen_by="document.view", methods=("POST",))
def reinstate(request: SignedIn, paper: Paper) -> HttpResponse:
    return _done(
        request, paper, lambda: issuing.reinstate(paper, actor=request.user), _("The document is in force again.")
    )


@route("document.edit", of=Paper, seen_by="document.view", methods=("POST",))
def new_edition(request: SignedIn, paper: Paper) -> HttpResponse:
    """A draft with the same answers; the document in force stays until the new one is issued."""
    begun = Paper.objects.visible_to(request.user, "document.view").living()
    draft = begun.filter(replaces=paper, check_code=None).order_by("-pk").first()
    if draft is None:
        try:
            draft = drafts.new_edition(paper, actor=request.user)
        except DomainError as refusal:
            return _said(request, paper, str(refusal))
        toast(request, _("This is the draft of a new edition. The document in force stays until it is issued."))
    return redirect("documents:edit", draft.uid)


@route("document.edit", of=Paper, seen_by="document.view", methods=("POST",))
def use_newest(request: SignedIn, paper: Paper) -> HttpResponse:
    """Put a draft onto the newest edition of its template."""
    said = _("The document is put onto the newest template. Look it through.")
    return _done(request, paper, lambda: drafts.use_newest(paper, actor=request.user), said)


@route("document.edit", of=Paper, seen_by="document.view", methods=("POST",))
def remove(request: SignedIn, paper: Paper) -> HttpResponse:
    try:
        drafts.remove(paper, actor=request.user)
    except DomainError as refusal:
        return _said(request, paper, str(refusal))
    toast(request, _("The draft is removed."), undo=reverse("documents:restore", args=[paper.uid]))
    return redirect("documents:list")


@route("document.edit", of=Paper, seen_by="document.view", methods=("POST",))
def restore(request: SignedIn, paper: Paper) -> HttpResponse:
    drafts.bring_back(paper, actor=request.user)
    toast(request, _("The draft is back."))
    return redirect("documents:paper", paper.uid)


def _done(request: SignedIn, paper: Paper, deed: Any, sentence: str) -> HttpResponse:
    try:
        deed()
    except DomainError as refusal:
        return _said(request, paper, str(refusal))
    toast(request, sentence)
    return redirect("documents:paper", paper.uid)


def _said(request: SignedIn, paper: Paper, sentence: str) -> HttpResponse:
    toast(request, sentence, tone="warning")
    return redirect("documents:paper", paper.uid)


def _is_unfinished(refusal: DomainError, form: forms.Form) -> bool:
    """Fields of the document are missing, none of this form: its page lists them."""
    return (
        isinstance(refusal, Invalid)
        and bool(refusal.fields)
        and not ({FIELDS.get(name, name) for name in refusal.fields} & {*form.fields, ""})
    )


def put(form: forms.Form, refusal: DomainError, **fields_of_form: str) -> None:
    """Put the sentences of ``refusal`` beside the fields they are about; the form may call some otherwise."""
    fields = refusal.fields if isinstance(refusal, Invalid) else {}
    for name, sentences in (fields or {"": [str(refusal)]}).items():
        field = fields_of_form.get(name) or FIELDS.get(name, name)
        for sentence in sentences:
            form.add_error(field if field in form.fields else None, sentence)
