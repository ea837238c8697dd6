"""The selection of mentors: who has what, who lacks what, and one mentor's facts."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from nastavnik.accounts.requests import SignedIn
from nastavnik.accounts.roles import Role
from nastavnik.audit.record import record
from nastavnik.base.access import holds, rights
from nastavnik.base.keyset import cursor_of
from nastavnik.base.routes import route
from nastavnik.documents.models import Paper
from nastavnik.org import reference
from nastavnik.people import listing, selection, standing
from nastavnik.people.models import Participation, Person, ReadinessFact, Safeguard
from nastavnik.people.models.persons import ParticipationQuerySet
from nastavnik.people.readiness_kinds import INTERVIEW, QUESTIONNAIRE, titles
from nastavnik.people.selection import Found
from nastavnik.people.services.forgetting import INTERVIEW_SHEET
from nastavnik.people.sights import seen
from nastavnik.people.standing import NO_CONVICTION
from nastavnik.portal.documents.places import Place, place_of
from nastavnik.portal.people.bases import KEPT, LONGEST
from nastavnik.portal.people.readiness_forms import ReadinessFilter
from nastavnik.portal.ui import searches

VIEW = "readiness.view"
TONES = {Found.THERE: "success", Found.SOON: "warning", Found.EXPIRED: "danger", Found.FAILED: "danger"}
SAFEGUARD_TONES = {
    "checking": "info", "cleared": "success", "paused": "warning", "suspended": "danger", "barred": "danger",
}  # fmt: skip


def mentors_within(request: SignedIn, place: Place) -> ParticipationQuerySet:
    """Mentors of the organisation, or those that a partner gave to others."""
    rows = Participation.objects.living().visible_to(request.user, VIEW).filter(side=Participation.Side.MENTOR)
    rows = rows.exclude(standing.waits_for_destruction())
    whole: ParticipationQuerySet = rows.filter(Q(node=place.node) | Q(partner__body=place.node))
    return whole


@route(VIEW, methods=("GET", "POST"))
def show_list(request: SignedIn) -> HttpResponse:
    """Mentors of a year by name. A POST is a search: its words never stand in an address."""
    place = place_of(request)
    if request.method == "POST":
        return redirect(_searched(request))
    words = searches.kept(request, KEPT, request.GET.get("of", ""))
    form = ReadinessFilter(request.GET, words=words)
    parts = form.apply(mentors_within(request, place).filter(school_year=form.of_year))
    page = listing.page_of(parts, timezone.localdate(), node=place.node, text=words, cursor=cursor_of(request.GET))
    if words:
        record("people.searched", None, actor=request.user, node_id=place.node.pk, found=len(page.rows))
    seen(request.user, [row.person for row in page.rows], "readiness")
    context = {
        "place": place,
        "filter": form,
        "list_page": page,
        "rows": _rows(request, page.rows),
        "may_write": "readiness.edit" in rights(request.user, place.node, "readiness.edit"),
        "clear": _without(request, "of"),
        "sees_only_own": getattr(request.user.acting, "role", None) == Role.PSYCHOLOGIST,
    }
    return render(request, "people/readiness/list.html", context)


def _searched(request: SignedIn) -> str:
    text = request.POST.get("q", "").strip()[:LONGEST]
    query = _query(request, "of")
    if text:
        query["of"] = searches.keep(request, KEPT, text)
    return f"{reverse('people:readiness')}?{query.urlencode()}"


def _query(request: SignedIn, *names: str) -> Any:
    query = request.GET.copy()
    for name in (*names, "after", "before"):
        query.pop(name, None)
    return query


def _without(request: SignedIn, *names: str) -> str:
    return f"?{_query(request, *names).urlencode()}"


def _rows(request: SignedIn, parts: list[Participation]) -> list[dict[str, Any]]:
    """Two queries beside those of the page."""
    today = timezone.localdate()
    ids = [part.person_id for part in parts]
    facts = selection.facts_of(ids)
    states = selection.states_of(ids) if holds(request.user, "safeguard.view") else {}
    sources, named = reference.titles("mentor_sources"), titles()
    rows = []
    for part in parts:
        looks = selection.seen_of(part, facts.get(part.person_id, {}), today)
        state = states.get(part.person_id)
        rows.append(
            {
                "part": part,
                "source": sources.get(part.source, part.source),
                "there": [(look, named[look.kind]) for look in looks if look.is_there],
                "lacks": [(look, named[look.kind]) for look in looks if look.is_asked and not look.is_there],
                "is_stopped": bool(getattr(part, "stopped", False)),
                "state": state,
                "tone": SAFEGUARD_TONES.get(state.state, "plain") if state else "",
            }
        )
    return rows


@route(VIEW, of=Person)
def show_person(request: SignedIn, person: Person) -> HttpResponse:
    """One mentor: what is there and what is missing, every fact with its day and ground."""
    seen(request.user, [person], "readiness")
    today = timezone.localdate()
    parts = Participation.objects.visible_to(request.user, VIEW).filter(person=person, side="mentor")
    part = parts.order_by("-school_year", "pk").first()
    facts = ReadinessFact.objects.visible_to(request.user, VIEW).filter(person=person)
    standing = selection.facts_of([person.pk]).get(person.pk, {})
    looks = selection.seen_of(part, standing, today) if part else []
    may = rights(
        request.user, person, "readiness.edit", "readiness.interview", "safeguard.view", "document.edit",
        "survey.edit", "person.edit",
    )  # fmt: skip
    named = titles()
    state = None
    if "safeguard.view" in may:
        state = (
            Safeguard.objects.visible_to(request.user, "safeguard.view")
            .filter(person=person, is_current=True)
            .first()
        )
    context = {
        "person": person,
        "part": part,
        "looks": [(look, TONES.get(look.found, "plain"), named[look.kind]) for look in looks],
        "lacks": [named[look.kind] for look in looks if look.is_asked and not look.is_there],
        "facts": _worded(request, facts, named, may),
        "state": state,
        "tone": SAFEGUARD_TONES.get(state.state, "plain") if state else "",
        "is_unsaid": bool(
            part
            and not part.source
            and any(each.kind == NO_CONVICTION and each.is_asked and not each.is_there for each in looks)
        ),
        "may_say": "person.edit" in may,
        "may_ask": "survey.edit" in may and any(each.kind == QUESTIONNAIRE and not each.is_there for each in looks),
        "may_write": "readiness.interview" in may,
        "may_write_all": "readiness.edit" in may,
        "may_see_state": "safeguard.view" in may,
    }
    return render(request, "people/readiness/person.html", context)


def _worded(request: SignedIn, facts: Any, named: dict[str, str], may: frozenset[str]) -> list[dict[str, Any]]:
    """Facts from the newest on; who may take each back; the sheet of an interview where there is one."""
    rows = list(facts.select_related("made_by").order_by("-dated_on", "-pk"))
    sheets = Paper.objects.visible_to(request.user, "document.view").filter(source_kind=INTERVIEW_SHEET)
    papers = {paper.source_uid: paper for paper in sheets.filter(source_uid__in=[row.uid for row in rows])}
    return [
        {
            "fact": row,
            "title": named.get(row.kind, row.kind),
            "may": "readiness.edit" in may or (row.kind == INTERVIEW and "readiness.interview" in may),
            "paper": papers.get(row.uid),
            "may_draw": row.kind == INTERVIEW and row.withdrawn_at is None and "document.edit" in may,
        }
        for row in rows
    ]
