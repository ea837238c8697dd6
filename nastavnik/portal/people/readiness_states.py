"""Who may work with minors: where an adult stands, what is decided, and the grounds, each look at which is kept."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nastavnik.accounts.requests import SignedIn
from nastavnik.audit.record import record
from nastavnik.base.access import can, holds
from nastavnik.base.errors import DomainError
from nastavnik.base.routes import route
from nastavnik.people.models import Person, Safeguard
from nastavnik.people.readiness_kinds import titles
from nastavnik.people.services import safeguarding
from nastavnik.people.sights import seen
from nastavnik.portal.people.readiness import SAFEGUARD_TONES
from nastavnik.portal.people.readiness_forms import StepForm
from nastavnik.portal.roadmaps.shown import add_errors
from nastavnik.portal.ui.toasts import toast

SEEN_BY = "safeguard.view"


@route(SEEN_BY, of=Person)
def show(request: SignedIn, person: Person) -> HttpResponse:
    return _page(request, person, None)


@route("safeguard.edit", of=Person, seen_by=SEEN_BY, methods=("POST",))
def move(request: SignedIn, person: Person) -> HttpResponse:
    now = safeguarding.current(person)
    form = StepForm(request.POST, steps=safeguarding.STEPS[now.state if now else ""])
    if form.is_valid():
        said = form.cleaned_data
        since = Safeguard.objects.filter(person=person, uid=said["since"]).first() if said["since"] else None
        try:
            safeguarding.move(person, said["to"], reason=said["reason"], since=since, actor=request.user)
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            toast(request, _("Decided. The step stands in the history."))
            return redirect("people:safeguard", person.uid)
    return _page(request, person, form)


def _page(request: SignedIn, person: Person, form: StepForm | None) -> HttpResponse:
    seen(request.user, [person], "safeguard")
    steps = Safeguard.objects.visible_to(request.user, SEEN_BY).filter(person=person).defer("reason")
    history = list(steps.select_related("made_by").order_by("-pk"))
    now = next((step for step in history if step.is_current), None)
    may = can(request.user, "safeguard.edit", person)
    if form is None and may:
        form = StepForm(steps=safeguarding.STEPS[now.state if now else ""], initial={"since": now.uid if now else ""})
    lacks = safeguarding.missing(person, timezone.localdate())
    named = titles()
    context: dict[str, Any] = {
        "person": person,
        "now": now,
        "tone": SAFEGUARD_TONES.get(now.state, "plain") if now else "plain",
        "history": [(step, SAFEGUARD_TONES.get(step.state, "plain")) for step in history],
        "lacks": [named.get(kind, kind) for kind in lacks],
        "form": form if may else None,
        "may_see_list": holds(request.user, "readiness.view"),
        "move_at": reverse("people:safeguard-move", args=[person.uid]),
    }
    return render(request, "people/readiness/safeguard.html", context)


@route("safeguard.edit", of=Safeguard, seen_by=SEEN_BY, methods=("POST",))
def reason(request: SignedIn, step: Safeguard) -> HttpResponse:
    """Opened by a POST: whoever opens it proves who they are, and the journal keeps that they did."""
    record("safeguard.reason_viewed", step, actor=request.user)
    seen(request.user, [step.person], "safeguard")
    return render(request, "people/readiness/reason.html", {"step": step, "person": step.person})
