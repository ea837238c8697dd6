"""The page on which a step is decided: the paper, remarks beside its lines, and the buttons."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nastavnik import approvals
from nastavnik.accounts.requests import SignedIn
from nastavnik.approvals.acting import may_decide
from nastavnik.approvals.models import SAID, Chain, Remark, Step
from nastavnik.approvals.queries import next_for, remarks_of
from nastavnik.approvals.services.remarks import keep_remarks
from nastavnik.base.errors import DomainError, Invalid
from nastavnik.base.routes import route
from nastavnik.portal.approvals.forms import MinutesForm, OrderForm
from nastavnik.portal.approvals.papers import Paper, paper_of
from nastavnik.portal.ui.toasts import toast

AT_PLACE = "remark-"
FORMS: dict[str, type[forms.Form]] = {Step.Kind.APPROVE: OrderForm, Step.Kind.MINUTES: MinutesForm}
Typed = dict[uuid.UUID, str]


@route("approval.view", of=Step, methods=("GET", "POST"))
def review(request: SignedIn, step: Step) -> HttpResponse:
    """Whoever sees the paper may look; the buttons are for those whose turn it is."""
    typed = dict(_typed(request))
    remarks = _remarks(request, step)
    shown = paper_of(request, step.chain, remarks, typed)
    form = _form(request, step, shown)
    if request.method == "POST":
        deed = DEEDS.get(request.POST.get("deed", ""))
        if deed is None:
            return redirect("approvals:review", step.uid)
        if form is None or deed not in (_approve, _minutes) or form.is_valid():
            try:
                if deed is _approve and shown.approve is not None and form is not None:
                    toast(request, shown.approve(step, form))
                    return _next(request, step)
                return deed(request, step, form, _words(request, typed, shown))
            except Invalid as refusal:
                _show(request, form, refusal)
            except DomainError as refusal:
                toast(request, str(refusal), tone="danger")
                if step.kind == Step.Kind.APPROVE or not typed:
                    return redirect("approvals:review", step.uid)
    return render(request, "approvals/review.html", _context(request, step, form, shown, remarks))


def _remarks(request: SignedIn, step: Step) -> list[Remark]:
    """What was said before, and what whoever decides has kept for this decision."""
    found = remarks_of(step.chain.subject_uid)
    if not may_decide(request.user, step):
        return list(found.said())
    return list(found.filter(SAID | Q(step=step)))


def _context(
    request: SignedIn, step: Step, form: forms.Form | None, shown: Paper, remarks: list[Remark]
) -> dict[str, Any]:
    is_open = step.state == Step.State.CURRENT and step.chain.state == Chain.State.RUNNING
    may = is_open and may_decide(request.user, step)
    return {
        "step": step,
        "chain": step.chain,
        "steps": step.chain.steps.select_related("decided_by", "node"),
        "form": form,
        "paper": shown,
        **shown.context,
        "may_decide": may,
        "may_agree": may and step.kind == Step.Kind.AGREE,
        "is_late": step.is_late(timezone.localdate()),
        "whole": request.POST.get("remark", ""),
        "of_whole": [remark for remark in remarks if remark.place is None],
        "kept": sum(remark.step_id == step.pk and remark.resolved_at is None for remark in remarks),
    }


def _form(request: SignedIn, step: Step, shown: Paper) -> forms.Form | None:
    form = FORMS.get(step.kind)
    wanted = request.method == "POST" and request.POST.get("deed") in ("approve", "minutes")
    if step.kind == Step.Kind.APPROVE and shown.form is not None:
        return shown.form(request.POST if wanted else None)
    return form(request.POST if wanted else None, initial={"decided_on": timezone.localdate()}) if form else None


def _typed(request: SignedIn) -> Iterator[tuple[uuid.UUID, str]]:
    """What was typed at lines; a field with a torn name is nobody's."""
    for name, text in request.POST.items():
        if name.startswith(AT_PLACE) and isinstance(text, str) and text.strip():
            try:
                yield uuid.UUID(name.removeprefix(AT_PLACE)), text
            except ValueError:
                continue


def _words(request: SignedIn, typed: Typed, shown: Paper) -> list[tuple[uuid.UUID | None, str]]:
    """Remarks to the whole and to the lines of this paper, and of no other."""
    at_lines: list[tuple[uuid.UUID | None, str]] = [
        (place, text) for place, text in typed.items() if place in shown.places
    ]
    return [(None, request.POST.get("remark", "")), *at_lines]


Words = list[tuple[uuid.UUID | None, str]]


def _agree(request: SignedIn, step: Step, form: forms.Form | None, words: Words) -> HttpResponse:
    approvals.agree(step, actor=request.user, remarks=words)
    toast(request, _("Agreed: %(what)s.") % {"what": step.chain.node.short_name})
    return _next(request, step)


def _approve(request: SignedIn, step: Step, form: forms.Form | None, words: Words) -> HttpResponse:
    data = form.cleaned_data if form else {}
    approvals.approve(
        step,
        order_no=data.get("order_no", ""),
        on=data.get("decided_on"),
        effective_on=data.get("effective_on"),
        actor=request.user,
    )
    toast(request, _("Approved: %(what)s.") % {"what": step.chain.node.short_name})
    return _next(request, step)


def _minutes(request: SignedIn, step: Step, form: forms.Form | None, words: Words) -> HttpResponse:
    data = form.cleaned_data if form else {}
    approvals.record_minutes(
        step, minutes_no=data.get("minutes_no", ""), on=data.get("decided_on"), actor=request.user
    )
    toast(request, _("The minutes are recorded."))
    return _next(request, step)


def _return(request: SignedIn, step: Step, form: forms.Form | None, words: Words) -> HttpResponse:
    approvals.return_(step, words, actor=request.user)
    toast(request, _("Returned with remarks: %(what)s.") % {"what": step.chain.node.short_name})
    return _next(request, step)


def _keep(request: SignedIn, step: Step, form: forms.Form | None, words: Words) -> HttpResponse:
    made = keep_remarks(step, words, actor=request.user)
    toast(request, _("The remarks are saved.") if made else _("There was nothing to save."))
    return redirect(request.get_full_path())


def _next(request: SignedIn, step: Step) -> HttpResponse:
    """The next thing that waits, else the list that says that nothing does."""
    following = next_for(request.user, step)
    return redirect("approvals:review", following.uid) if following else redirect("approvals:queue")


def _show(request: SignedIn, form: forms.Form | None, refusal: Invalid) -> None:
    named = {name: sentences for name, sentences in refusal.fields.items() if form and name in form.fields}
    for name, sentences in named.items():
        for sentence in sentences:
            if form is not None and sentence not in form.errors.get(name, []):
                form.add_error(name, sentence)
    if not named:
        toast(request, str(refusal), tone="danger")


DEEDS: dict[str, Callable[[SignedIn, Step, forms.Form | None, Words], HttpResponse]] = {
    "agree": _agree,
    "approve": _approve,
    "minutes": _minutes,
    "return": _return,
    "keep": _keep,
}


@route("approval.start", of=Chain, seen_by="approval.view", methods=("POST",))
def withdraw(request: SignedIn, chain: Chain) -> HttpResponse:
    shown = paper_of(request, chain, (), {})
    approvals.withdraw(chain, actor=request.user)
    toast(request, _("Taken back from agreement. It is a draft again."))
    return redirect(shown.address)


@route("approval.start", of=Remark, seen_by="approval.view", methods=("POST",))
def resolve(request: SignedIn, remark: Remark) -> HttpResponse:
    """Answered, or (``open`` in the form) put back on the list."""
    back = paper_of(request, remark.step.chain, (), {}).address
    is_resolved = "open" not in request.POST
    try:
        approvals.resolve(remark, actor=request.user, answer=request.POST.get("answer", ""), is_resolved=is_resolved)
    except Invalid as refusal:
        toast(request, str(refusal), tone="danger")
    else:
        undo = reverse("approvals:reopen", args=[remark.uid]) if is_resolved else ""
        toast(request, _("The remark is settled.") if is_resolved else _("The remark is open again."), undo=undo)
    return redirect(back)


@route("approval.start", of=Remark, seen_by="approval.view", methods=("POST",))
def reopen(request: SignedIn, remark: Remark) -> HttpResponse:
    approvals.resolve(remark, actor=request.user, is_resolved=False)
    toast(request, _("The remark is open again."))
    return redirect(paper_of(request, remark.step.chain, (), {}).address)
