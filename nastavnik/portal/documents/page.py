"""A document on its page: what it says, how far it is, what can be done with it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from nastavnik.accounts.requests import SignedIn
from nastavnik.approvals.acting import may_decide
from nastavnik.approvals.models import Chain, Step
from nastavnik.approvals.queries import last_chain, rounds_of
from nastavnik.audit.record import record, timeline
from nastavnik.base.access import can, rights
from nastavnik.base.errors import DomainError, Invalid
from nastavnik.base.routes import route
from nastavnik.documents.contents import Filled, built_of, put_together
from nastavnik.documents.fingerprints import written_code
from nastavnik.documents.frames import organisation_of
from nastavnik.documents.language.fields import COMMON
from nastavnik.documents.library import TEMPLATES, Approval, Built
from nastavnik.documents.models import ON_THE_WAY, WRITABLE, Paper, State
from nastavnik.documents.speech import Guess
from nastavnik.documents.writers.outline import outline
from nastavnik.org.calendar import SchoolYear
from nastavnik.portal.documents import questions
from nastavnik.portal.documents.remarks import waiting
from nastavnik.portal.documents.words import questions_of
from nastavnik.roadmaps.models import Evidence, LineRule, RoadmapLine
from nastavnik.roadmaps.models.plans import Status

TONES = {
    State.DRAFT: "plain", State.ON_AGREEMENT: "info", State.AGREED: "info", State.RETURNED: "warning",
    State.REGISTERED: "success", State.REPLACED: "plain", State.REPEALED: "danger",
}  # fmt: skip
MOST_LINES = 10
_COMMON = {field.name: field.title for field in COMMON}


@dataclass(frozen=True)
class Missing:
    """Something that must be filled in, and the address of the place where that is done."""

    title: str
    address: str


@dataclass
class Content:
    """What a document says, or what keeps it from being put together."""

    sheets: list[dict[str, Any]]
    guesses: list[Guess]
    missing: list[Missing]
    refusal: str = ""

    @property
    def is_whole(self) -> bool:
        return bool(self.sheets)


def content_of(paper: Paper) -> Content:
    """The document as sheets of a page; of an unfinished one what is missing."""
    try:
        found: Filled = put_together(paper)
    except Invalid as refusal:
        return Content([], [], list(_missing(paper, built_of(paper.code), refusal)))
    except DomainError as refusal:
        return Content([], [], [], str(refusal))
    return Content(outline(found.document), list(found.speech.guesses.values()), [])


def _missing(paper: Paper, built: Built, refusal: Invalid) -> Any:
    own = {field.name: field for field in built.form.own}
    for path in dict.fromkeys(path.partition(".")[0] for path in refusal.fields):
        field = own.get(path)
        if field is not None and questions.is_asked(field):
            (asked,) = questions.drawn([field], {})
            yield Missing(field.title, f"{reverse('documents:edit', args=[paper.uid])}#{asked.first_id}")
        else:
            back = reverse("documents:paper", args=[paper.uid])
            address = f"{reverse('documents:requisites', args=[paper.node.uid])}?next={back}"
            yield Missing(field.title if field else _COMMON.get(path, path), address)


@dataclass(frozen=True)
class Way:
    """How far the document is; read when the page asks."""

    request: SignedIn
    paper: Paper

    @cached_property
    def steps(self) -> list[Step]:
        return last_chain(self.paper.uid)

    @property
    def chain(self) -> Chain | None:
        return self.steps[0].chain if self.steps else None

    @property
    def turn(self) -> Step | None:
        return next((step for step in self.steps if step.state == Step.State.CURRENT), None)

    @cached_property
    def is_my_turn(self) -> bool:
        return self.turn is not None and may_decide(self.request.user, self.turn)

    @cached_property
    def is_late(self) -> bool:
        return self.turn is not None and self.turn.is_late(timezone.localdate())

    @cached_property
    def rounds(self) -> Any:
        return rounds_of([self.paper.uid])[:20]


@route("document.view", of=Paper)
def paper(request: SignedIn, paper: Paper) -> HttpResponse:
    """One document: its sheet, its requisites, its history, its deeds."""
    if paper.removed_at is not None:
        may_restore = can(request.user, "document.edit", paper)
        return render(request, "documents/removed.html", {"paper": paper, "may_restore": may_restore}, status=410)
    built = TEMPLATES.get(paper.code)
    content = content_of(paper)
    if paper.is_personal and content.is_whole:
        record("document.viewed", paper, actor=request.user)
    may = rights(
        request.user, paper, "document.edit", "document.register", "approval.start", "approval.approve"
    ) | rights(request.user, paper.node, "organisation.requisites")
    context = {
        "paper": paper,
        "built": built,
        "kind": built.title if built else paper.code,
        "content": content,
        "guesses": questions_of(content.guesses),
        "no_head": not paper.is_issued and "head" not in organisation_of(paper.node, timezone.localdate()),
        "year": str(SchoolYear(paper.school_year)),
        "tone": TONES[State(paper.state)],
        "way": Way(request, paper),
        "mending": waiting(paper),
        "may": may,
        "is_writable": paper.state in WRITABLE,
        "is_on_the_way": paper.state in ON_THE_WAY,
        "is_approved": built is not None and built.approval is not Approval.NONE,
        "code": written_code(paper.check_code) if paper.check_code else "",
        "events": timeline(paper).exclude(action="document.viewed")[:50],
        "proves": _proves(request, paper),
        **_relations(request, paper),
        "signings": list(paper.signings.order_by("pk")) if paper.is_issued else [],
    }
    return render(request, "documents/paper.html", context)


def _proves(request: SignedIn, paper: Paper) -> list[tuple[RoadmapLine, bool]]:
    """Lines of plans that this document proves, or will prove once it is issued; whether it does. One query."""
    by_hand = Q(pk__in=Evidence.objects.filter(paper=paper, withdrawn_at=None).values("occurrence__line"))
    watching = Q(rule__kind=LineRule.Kind.DOCUMENT, rule__code=paper.code, rule__state=LineRule.State.CONFIRMED)
    if paper.is_issued:
        # Of several documents of a kind the one whose day the rule took; of another year none.
        watching &= Q(rule__met_on=paper.dated_on) if paper.state == State.REGISTERED else Q(pk=None)
    lines = RoadmapLine.objects.visible_to(request.user, "roadmap.view").filter(node=paper.node, removed_at=None)
    found = lines.filter(by_hand | watching, roadmap__removed_at=None).exclude(roadmap__status=Status.ARCHIVED)
    rows = found.select_related("roadmap").order_by("-roadmap__starts_on", "position")[:MOST_LINES]
    return [(line, paper.state == State.REGISTERED) for line in rows]


def _relations(request: SignedIn, paper: Paper) -> dict[str, Any]:
    """Editions before and after, what repealed it. Each as far as the user sees it."""
    seen = Paper.objects.visible_to(request.user, "document.view").living().defer("payload")
    near = [key for key in (paper.replaces_id, paper.repealed_by_id) if key]
    before = seen.in_bulk(near) if near else {}
    return {
        "before": before.get(paper.replaces_id) if paper.replaces_id else None,
        "repealed_by": before.get(paper.repealed_by_id) if paper.repealed_by_id else None,
        "after": seen.filter(replaces=paper).order_by("-pk").first(),
    }
