"""The card of a person: who they are, in which bases, with what consents and facts, who stands for them."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik.accounts.requests import SignedIn
from nastavnik.audit.models import Event
from nastavnik.base.access import rights
from nastavnik.base.routes import route
from nastavnik.org import reference
from nastavnik.org.calendar import SchoolYear
from nastavnik.people import standing
from nastavnik.people.models import Care, Consent, Participation, Person, ReadinessFact, Representation, Safeguard
from nastavnik.people.models.consents import ConsentState
from nastavnik.people.readiness_kinds import asked_of
from nastavnik.people.registers.contacts import is_more_than_numbers
from nastavnik.people.services import cares
from nastavnik.people.sights import ACTIONS, seen
from nastavnik.portal.audit.timelines import moments
from nastavnik.portal.people.bases import TONES
from nastavnik.portal.people.bases_forms import SIDES

RIGHTS = (
    "person.edit", "consent.view", "consent.edit", "readiness.view", "readiness.edit", "person.history",
    "safeguard.view", "data_request.edit",
)  # fmt: skip
CONSENT_TONES = {
    ConsentState.ACTIVE: "success", ConsentState.ISSUED: "info", ConsentState.SIGNED: "info",
    ConsentState.WITHDRAWN: "danger", ConsentState.EXPIRED: "warning",
}  # fmt: skip
SELECTION = {
    "questionnaire": _("Questionnaire"),
    "interview": _("Interview"),
    "training": pgettext_lazy("selection", "Training"),
    standing.NO_CONVICTION: _("Certificate of no conviction"),
}
MOMENTS = 40


@route("person.view", of=Person)
def card(request: SignedIn, person: Person) -> HttpResponse:
    """One person. Whoever opens it is written down."""
    seen(request.user, [person], "card")
    may = rights(request.user, person, *RIGHTS)
    today = timezone.localdate()
    parts = _parts(request, person)
    contact = str((person.card or {}).get("contact") or "")
    is_mentor = any(part["row"].side == Participation.Side.MENTOR for part in parts)
    context: dict[str, Any] = {
        "person": person,
        "contact": contact if is_more_than_numbers(contact) else "",
        "born": _born(person),
        "is_minor": person.adult_from is None or person.adult_from > today,
        "age": person.birth.age(today),
        "parts": parts,
        "may": {name.replace(".", "_"): True for name in may},
        **_representations(request, person),
        **_cares(request, person, may),
    }
    if "consent.view" in may:
        context["consents"] = _consents(request, person)
    if "readiness.view" in may and is_mentor:
        context |= {"facts": _facts(request, person, parts), "is_mentor": True}
    if "safeguard.view" in may:
        context["safeguard"] = Safeguard.objects.filter(person=person, is_current=True).defer("reason").first()
    if "person.history" in may:
        context["moments"] = moments(_events(person, [part["row"].pk for part in parts])[:MOMENTS])
    return render(request, "people/cards/card.html", context)


def _born(person: Person) -> Any:
    """The day, the month or the year of birth, as far as it is known."""
    birth = person.birth
    if birth.day or birth.year is None:
        return birth.day
    return f"{birth.month:02}.{birth.year}" if birth.month else str(birth.year)


def _parts(request: SignedIn, person: Person) -> list[dict[str, Any]]:
    """Through the years, in both roles; the newest first."""
    visible = Participation.objects.visible_to(request.user, "person.view").filter(person=person)
    rows = standing.with_standing(visible, timezone.localdate()).select_related("group")
    titles = reference.titles_of("forms", "mentor_sources", "mentee_categories")
    forms_of, sources, categories = titles
    found = []
    for row in rows.order_by("-school_year", "side", "pk"):
        details = row.details or {}
        found.append({
            "row": row,
            "base": SIDES[Participation.Side(row.side)],
            "year": str(SchoolYear(row.school_year)),
            "tone": TONES[row.status],
            "form": forms_of.get(row.form, row.form),
            "kind": sources.get(row.source, row.source) or categories.get(row.category, row.category),
            "request": details.get("main_request") or ", ".join(details.get("competences") or ()),
            "place": details.get("group_or_position") or details.get("work_place") or "",
        })  # fmt: skip
    return found


def _representations(request: SignedIn, person: Person) -> dict[str, Any]:
    visible = Representation.objects.visible_to(request.user, "person.view")
    rows = visible.filter(child=person).select_related("adult").order_by("to_on", "pk")
    today = timezone.localdate()
    stands_for = visible.filter(adult=person).select_related("child").order_by("pk")
    return {
        "representations": [(row, row.to_on is None or row.to_on > today) for row in rows],
        "stands_for": list(stands_for),
    }


def _cares(request: SignedIn, person: Person, may: frozenset[str]) -> dict[str, Any]:
    rows = Care.objects.visible_to(request.user, "person.view").filter(person=person, to_on=None)
    found: dict[str, Any] = {"cares": list(rows.select_related("user").order_by("pk"))}
    if "person.edit" in may:
        taken = {care.user_id for care in found["cares"]}
        found["psychologists"] = [user for user in cares.psychologists(person.node) if user.pk not in taken]
    return found


def _consents(request: SignedIn, person: Person) -> list[tuple[Any, str, str]]:
    rows = Consent.objects.visible_to(request.user, "consent.view").filter(person=person).defer("proof")
    titles = reference.titles("consent_types")
    return [
        (row, titles.get(row.kind, row.kind), CONSENT_TONES.get(ConsentState(row.state), "plain")) for row in rows
    ]


def _facts(
    request: SignedIn, person: Person, parts: list[dict[str, Any]]
) -> list[tuple[Any, ReadinessFact | None, bool]]:
    """What the selection asks of this mentor, what there is of it, whether it holds today."""
    asked = {
        kind for part in parts if part["row"].side == Participation.Side.MENTOR for kind in asked_of(part["row"])
    }
    visible = ReadinessFact.objects.visible_to(request.user, "readiness.view")
    rows = visible.filter(person=person, withdrawn_at=None).defer("basis").order_by("-dated_on", "-pk")
    newest: dict[str, ReadinessFact] = {}
    for row in rows:
        newest.setdefault(row.kind, row)
    today = timezone.localdate()
    found: list[tuple[Any, ReadinessFact | None, bool]] = []
    for kind, title in SELECTION.items():
        fact = newest.get(kind)
        if fact is None and kind not in asked:
            continue
        holds = bool(fact and fact.outcome == "passed" and (fact.expires_on is None or fact.expires_on > today))
        found.append((title, fact, holds))
    return found


def _events(person: Person, part_ids: list[int]) -> Any:
    """What was done; who looked has a page of its own."""
    of_person = Q(object_type=Person._meta.label, object_id=person.pk)
    of_parts = Q(object_type=Participation._meta.label, object_id__in=part_ids)
    return Event.objects.filter(of_person | of_parts).exclude(action__in=ACTIONS).order_by("-id")
