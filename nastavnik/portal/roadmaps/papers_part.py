"""Documents of the register on the page of a line: what proves it, and the offer to draw up what it waits for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from nastavnik.accounts.models import User
from nastavnik.accounts.requests import SignedIn
from nastavnik.base.access import can
from nastavnik.documents.library import TEMPLATES
from nastavnik.documents.models import Paper
from nastavnik.documents.queries import drafts_of
from nastavnik.portal.ui import wording
from nastavnik.roadmaps.models import LineRule, Occurrence, RoadmapLine

# Documents offered as evidence: the newest first.
MOST = 100


@dataclass(frozen=True)
class Offer:
    """``draft`` is one that is being prepared already."""

    title: str
    address: str
    draft: Paper | None


def offer(request: SignedIn, line: RoadmapLine, rule: LineRule | None) -> Offer | None:
    """The document that ``line`` waits for, while it is not registered. Two queries at most."""
    if rule is None or rule.kind != LineRule.Kind.DOCUMENT or rule.met_on is not None:
        return None
    built = TEMPLATES.get(rule.code)
    if built is None or rule.state == LineRule.State.DECLINED or not can(request.user, "document.edit", line.node):
        return None
    draft = drafts_of(line.node_id, rule.code).visible_to(request.user, "document.view").defer("payload").first()
    if draft is not None:
        return Offer(built.title, reverse("documents:paper", args=[draft.uid]), draft)
    return Offer(built.title, f"{reverse('documents:new', args=[rule.code])}?node={line.node.uid}", None)


def to_choose(user: User, occurrence: Occurrence) -> QuerySet[Paper]:
    """Documents in force of the organisation and of those above it, as far as ``user`` sees them."""
    places = [occurrence.node_id, *occurrence.node.ancestor_ids]
    found = Paper.objects.visible_to(user, "document.view").in_force().filter(node__in=places)
    keys = found.order_by("-dated_on", "-pk").values_list("pk", flat=True)[:MOST]
    return Paper.objects.filter(pk__in=list(keys)).defer("payload").order_by("-dated_on", "-pk")


def with_papers(request: SignedIn, occurrences: Iterable[Occurrence]) -> list[Occurrence]:
    """``occurrences`` whose proofs say which document they name; without a link for whoever may not open it."""
    found = list(occurrences)
    proofs = [proof for occurrence in found for proof in occurrence.evidence.all() if proof.paper_id]
    if not proofs:
        return found
    keys = [proof.paper_id for proof in proofs]
    seen = Paper.objects.visible_to(request.user, "document.view").defer("payload").in_bulk(keys)
    for proof in proofs:
        said: Any = proof
        paper = seen.get(proof.paper_id)
        said.paper_words = paper_words(paper) if paper else _("a document of the register")
        said.paper_address = reverse("documents:paper", args=[paper.uid]) if paper else ""
        said.paper_ended = paper.get_state_display() if paper and paper.state != "registered" else ""
    return found


def paper_words(paper: Paper) -> str:
    """«О назначении куратора, № 12-од, 5 октября 2026 г.»"""
    number = f"№ {paper.number}" if paper.number else ""
    day = wording.day(paper.dated_on) if paper.dated_on else ""
    return ", ".join(part for part in (paper.title[:120], number, day) if part)
