"""Answering: a block of questions a page, kept at each step; one may stop and go on where one was."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from nastavnik.accounts.requests import SignedIn
from nastavnik.audit.record import record
from nastavnik.base.errors import DomainError
from nastavnik.base.routes import route
from nastavnik.people.sights import seen
from nastavnik.portal.surveys.forms import BlockForm, PaperDayForm
from nastavnik.portal.ui.toasts import toast
from nastavnik.surveys.models import Filling
from nastavnik.surveys.questions import blocks, is_asked, share
from nastavnik.surveys.services import fillings

FILL, ENTER, ANSWERS = "survey.fill", "survey.enter", "survey.answers"
#: In the session: the questionnaire that was begun from the page of a candidate.
SELECTION = "survey_of_selection"
OPEN = (Filling.State.GIVEN, Filling.State.BEGUN)


@route(FILL)
def own(request: SignedIn) -> HttpResponse:
    """What one is asked, what waits first."""
    rows = Filling.objects.visible_to(request.user, FILL).exclude(state=Filling.State.CALLED_OFF)
    whole = list(rows.select_related("questionnaire", "node").order_by("-pk")[:100])
    context = {
        "waiting": [row for row in whole if row.state in OPEN and row.way == Filling.Way.SCREEN],
        "done": [row for row in whole if row.state == Filling.State.COMPLETED],
        "on_paper": [row for row in whole if row.state in OPEN and row.way == Filling.Way.PAPER],
    }
    return render(request, "surveys/own.html", context)


@route(FILL, of=Filling, methods=("GET", "POST"))
def fill(request: SignedIn, filling: Filling) -> HttpResponse:
    """By the person themselves; a completed one shows what was answered."""
    if filling.way == Filling.Way.PAPER and filling.state in OPEN:
        toast(request, _("This questionnaire is being taken over from paper."), tone="info")
        return redirect("surveys:own")
    return _answer(request, filling, back=reverse("surveys:own"), at=reverse("surveys:fill", args=[filling.uid]))


@route(ENTER, of=Filling, methods=("GET", "POST"))
def enter(request: SignedIn, filling: Filling) -> HttpResponse:
    """From paper, by whoever holds it; once it is completed they see no answers any more."""
    back = _where_from(request, filling)
    if filling.state not in OPEN:
        toast(request, _("This questionnaire is completed or was called off. Open the list again."), tone="info")
        return redirect(back)
    seen(request.user, [filling.person], "survey")
    return _answer(request, filling, back=back, at=reverse("surveys:enter", args=[filling.uid]))


def _where_from(request: SignedIn, filling: Filling) -> str:
    """Whoever came from the selection of a candidate goes back there, from the list to the list."""
    if request.session.get(SELECTION) == str(filling.uid):
        return reverse("people:readiness-person", args=[filling.person.uid])
    return reverse("surveys:list")


def _answer(request: SignedIn, filling: Filling, *, back: str, at: str) -> HttpResponse:
    if filling.state not in OPEN:
        return _shown(request, filling, back)
    questions = fillings.questions_of(filling)
    steps = blocks(questions)
    step = _step(request, filling, len(steps))
    is_paper = filling.way == Filling.Way.PAPER
    is_last = step == len(steps) - 1
    typed = request.POST if request.method == "POST" else None
    form = BlockForm(typed, block=steps[step], answers=filling.answers or {}, gaps=is_paper)
    day_form = PaperDayForm(typed) if is_paper and is_last else None
    if request.method == "POST":
        gone = _went(request, filling, form, day_form, step, is_last, back, at)
        if gone is not None:
            return gone
    done, total = share(questions, filling.answers or {})
    context: dict[str, Any] = {
        "filling": filling, "form": form, "day_form": day_form, "step": step + 1, "steps": len(steps),
        "is_last": is_last, "is_paper": is_paper, "done": done, "total": total, "back": back,
    }  # fmt: skip
    return render(request, "surveys/fill.html", context)


def _step(request: SignedIn, filling: Filling, count: int) -> int:
    text = request.GET.get("step", "")
    said = int(text) - 1 if text.isascii() and text.isdecimal() and len(text) < 4 else filling.step
    return max(0, min(said, count - 1))


def _went(
    request: SignedIn, filling: Filling, form: BlockForm, day_form: PaperDayForm | None, step: int, is_last: bool,
    back: str, at: str,
) -> HttpResponse | None:  # fmt: skip
    """Keep what fits whichever way they go; None: something has to be mended first."""
    is_whole = form.is_valid()
    go = request.POST.get("go", "")
    try:
        held = fillings.save_step(filling, step, form.said, actor=request.user)
        filling.answers = held.answers
        if go == "stop":
            toast(request, _("Kept. You can go on whenever you like."))
            return redirect(back)
        if go == "back":
            return redirect(f"{at}?step={max(step, 1)}")
        if not is_whole:
            return None
        if not is_last:
            return redirect(f"{at}?step={step + 2}")
        if day_form is not None and not day_form.is_valid():
            return None
        on: dt.date | None = day_form.cleaned_data["on"] if day_form is not None else None
        done = fillings.complete(held, actor=request.user, on=on)
    except DomainError as refusal:
        return _refused(request, refusal, filling, form, back, at)
    again = "surveys:reopen" if done.way == Filling.Way.SCREEN else "surveys:reopen-paper"
    is_own = done.way == Filling.Way.SCREEN
    said = _("Completed. Thank you.") if is_own else _("The questionnaire is taken over from paper.")
    toast(request, said, undo=reverse(again, args=[done.uid]))
    return redirect(back)


def _refused(
    request: SignedIn, refusal: DomainError, filling: Filling, form: BlockForm, back: str, at: str
) -> HttpResponse | None:
    """Where answers of an earlier step are missing they are led there."""
    filling = Filling.objects.select_related("questionnaire", "person").get(pk=filling.pk)
    if filling.state not in OPEN:
        toast(request, str(refusal), tone="warning")
        return redirect(back)
    lacking = set(refusal.details.get("questions", ()))
    for place, block in enumerate(blocks(fillings.questions_of(filling)), start=1):
        if any(question.number in lacking for question in block):
            toast(request, str(refusal), tone="warning")
            return redirect(f"{at}?step={place}")
    form.add_error(None, str(refusal))
    return None


def _shown(request: SignedIn, filling: Filling, back: str) -> HttpResponse:
    if filling.state != Filling.State.COMPLETED:
        raise Http404
    record("survey.answers_viewed", filling, actor=request.user)
    answers = filling.answers or {}
    rows = [
        (question, answers.get(question.key))
        for question in fillings.questions_of(filling)
        if is_asked(question, answers)
    ]
    context = {
        "filling": filling, "back": back,
        "rows": [(question, ", ".join(said) if isinstance(said, list) else said) for question, said in rows],
    }  # fmt: skip
    return render(request, "surveys/answers.html", context)


@route(ANSWERS, of=Filling, seen_by="survey.view", methods=("POST",))
def answers(request: SignedIn, filling: Filling) -> HttpResponse:
    """A psychologist reads what they asked for; opened by a POST, with a fresh proof, and kept in the journal."""
    if filling.state != Filling.State.COMPLETED:
        toast(request, _("This questionnaire is not completed. Open the list again."), tone="warning")
        return redirect("surveys:list")
    seen(request.user, [filling.person], "survey")
    return _shown(request, filling, reverse("surveys:list"))


@route(FILL, of=Filling, methods=("POST",))
def reopen(request: SignedIn, filling: Filling) -> HttpResponse:
    return _reopened(request, filling, "surveys:fill", "surveys:own")


@route(ENTER, of=Filling, methods=("POST",))
def reopen_paper(request: SignedIn, filling: Filling) -> HttpResponse:
    return _reopened(request, filling, "surveys:enter", "surveys:list")


def _reopened(request: SignedIn, filling: Filling, at: str, back: str) -> HttpResponse:
    try:
        fillings.reopen(filling, actor=request.user)
    except DomainError as refusal:
        toast(request, str(refusal), tone="warning")
        return redirect(back)
    return redirect(at, filling.uid)
