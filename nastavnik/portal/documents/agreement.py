"""The way of a document: sent along a route, shown to whoever decides, signed by the head."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nastavnik.accounts.requests import SignedIn
from nastavnik.approvals.acting import who_may_act
from nastavnik.approvals.models import Chain, Remark, Step
from nastavnik.approvals.services.chains import Planned
from nastavnik.base.errors import DomainError, Invalid
from nastavnik.base.routes import route
from nastavnik.documents.contents import built_of
from nastavnik.documents.library import Approval
from nastavnik.documents.models import WRITABLE, Paper
from nastavnik.documents.services import approval
from nastavnik.documents.services.drafts import SUBJECT
from nastavnik.org.models import Node
from nastavnik.portal.approvals.papers import Paper as Shown
from nastavnik.portal.approvals.papers import paper
from nastavnik.portal.documents.deed_forms import ApproveForm, SignForm
from nastavnik.portal.documents.page import content_of
from nastavnik.portal.documents.remarks import spots
from nastavnik.portal.roadmaps.approval_forms import RouteForms
from nastavnik.portal.ui.toasts import toast


@route("approval.start", of=Paper, seen_by="document.view", methods=("GET", "POST"))
def send(request: SignedIn, paper: Paper) -> HttpResponse:
    """The route before it begins: who decides, by when; steps can be left out, changed and added."""
    if paper.state not in WRITABLE or paper.removed_at is not None or _is_approved_by_nobody(paper):
        toast(request, _("This cannot be done to a document in this state. Its page says what can."), tone="warning")
        return redirect("documents:paper", paper.uid)
    planned = approval.route_of(paper)
    initial = [
        {"use": True, "kind": step.kind, "title": step.title, "node": step.node.uid, "due_on": step.due_on}
        for step in planned
    ]
    steps = RouteForms(request.POST or None, initial=initial, form_kwargs={"places": _places(paper)}, prefix="steps")
    refused = ""
    if request.method == "POST" and steps.is_valid():
        try:
            approval.send(paper, route=steps.route, actor=request.user)
        except Invalid as refusal:
            if refusal.fields.get("") or not refusal.fields:
                refused = str(refusal)
            else:
                toast(request, _("Something is still missing in this document: see the list."), tone="warning")
                return redirect("documents:paper", paper.uid)
        except DomainError as refusal:
            refused = str(refusal)
        else:
            toast(request, _("The document is sent. You will be told of each decision."))
            return redirect("documents:paper", paper.uid)
    people = [_people(paper, step) for step in planned]
    rows = [(form, people[at] if at < len(people) else None) for at, form in enumerate(steps.forms)]
    context = {"paper": paper, "forms": steps, "rows": rows, "refused": refused}
    return render(request, "documents/send.html", context)


def _is_approved_by_nobody(paper: Paper) -> bool:
    return built_of(paper.code).approval is Approval.NONE


def _places(paper: Paper) -> list[Node]:
    """Places that may take part: the organisation and whatever it stands in; itself alone where people are named."""
    if paper.is_personal:
        return [paper.node]
    return [paper.node, *Node.objects.filter(pk__in=paper.node.ancestor_ids).order_by("-path")]


def _people(paper: Paper, step: Planned) -> list[str]:
    """Who would decide ``step`` today. 2 queries."""
    chain = Chain(node=paper.node)
    return [str(user) for user in who_may_act(Step(chain=chain, node=step.node, kind=step.kind))]


@paper(SUBJECT)
def show_document(
    request: SignedIn, chain: Chain, remarks: dict[uuid.UUID, list[Remark]], typed: dict[uuid.UUID, str]
) -> Shown:
    """The sheet of a document with room for a remark at each field of its form."""
    seen = Paper.objects.visible_to(request.user, "document.view").select_related("node", "template")
    found = seen.filter(uid=chain.subject_uid).first()
    if found is None:
        raise Http404
    is_own = built_of(found.code).approval is Approval.OWN
    fields = spots(found, remarks, typed)
    return Shown(
        title=found.title,
        address=reverse("documents:paper", args=[found.uid]),
        template="documents/parts/review.html",
        places=frozenset(spot.place for spot in fields if spot.place),
        context={
            "paper_shown": found,
            "content": content_of(found),
            "spots": fields,
            "is_typed": any(spot.typed for spot in fields),
        },
        opens=_("Open the document"),
        icon="file-text",
        form=lambda data: _sign_form(request, found, data, is_own=is_own),
        approve=lambda step, form: _sign(request, found, step, form),
        verb=_("Sign") if is_own else _("Approve"),
    )


def _sign_form(request: SignedIn, paper: Paper, data: Any, *, is_own: bool) -> forms.Form:
    initial = {"decided_on": timezone.localdate()}
    if is_own:
        return SignForm(data, initial=initial)
    return ApproveForm(data, initial=initial, user=request.user, paper=paper)


def _sign(request: SignedIn, paper: Paper, step: Step, form: forms.Form) -> str:
    """Sign, and say what came of it."""
    data = form.cleaned_data
    order = form.reference() if isinstance(form, ApproveForm) else None
    on = data.get("decided_on") or timezone.localdate()
    try:
        held = approval.sign(paper, step, on=on, effective_on=data["effective_on"], order=order, actor=request.user)
    except Invalid as refusal:
        raise Invalid(fields={_FIELDS.get(name, name): said for name, said in refusal.fields.items()}) from refusal
    if held.number:
        return _("Signed: No. %(number)s of %(day)s.") % {"number": held.number, "day": f"{held.dated_on:%d.%m.%Y}"}
    return _("Signed.")


_FIELDS = {"dated_on": "decided_on", "order_no": "order"}
