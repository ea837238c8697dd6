"""What people did to the draft of an edition beside its words: it goes over to the living lines with them."""

from __future__ import annotations

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from nastavnik.roadmaps.models import (
    Comment,
    Evidence,
    LineDecision,
    Occurrence,
    Roadmap,
    RoadmapLine,
    SubItem,
    TypicalAnswer,
)
from nastavnik.roadmaps.services.evidence import recount


def bring_life(draft: Roadmap) -> None:
    """Comments, proofs, marks of parts and decisions made on copies now stand at the lines they are copies of.

    The dates of the living lines have been laid out already. A handful of queries and one for each such row.
    """
    _bring_comments(draft)
    _bring_evidence(draft)
    for part in SubItem.objects.filter(line__roadmap=draft, done_on__isnull=False).select_related("line"):
        same = SubItem.objects.filter(line=part.line.amends_id, position=part.position, done_on=None)
        same.update(done_on=part.done_on, version=F("version") + 1)
    decided = LineDecision.objects.filter(to_on=None).values("line")
    for decision in LineDecision.objects.filter(line__roadmap=draft, line__amends__isnull=False, to_on=None):
        # What is decided about the living line already stands.
        if not decided.filter(line=decision.line.amends_id).exists():
            LineDecision.objects.filter(pk=decision.pk).update(line=decision.line.amends_id)
    _bring_answers(draft)


def _bring_answers(draft: Roadmap) -> None:
    """What the draft answered to its typical plan the plan has answered; approved words are not turned back."""
    answers = TypicalAnswer.objects.filter(roadmap=draft)
    TypicalAnswer.objects.filter(roadmap=draft.amends_id, typical__in=answers.values("typical")).delete()
    of_copies = RoadmapLine.objects.filter(pk=OuterRef("line"))
    answers.update(
        roadmap=draft.amends_id, line_version=None,
        line=Coalesce(Subquery(of_copies.values("amends")[:1]), F("line")),
    )  # fmt: skip


def _bring_comments(draft: Roadmap) -> None:
    comments = list(Comment.objects.filter(line__roadmap=draft, line__amends__isnull=False).select_related("line"))
    for comment in comments:
        comment.line_id = comment.line.amends_id or comment.line_id
    Comment.objects.bulk_update(comments, ["line"], batch_size=500)


def _bring_evidence(draft: Roadmap) -> None:
    """To the same time of the living line, or to its nearest."""
    proofs = Evidence.objects.filter(occurrence__line__roadmap=draft, occurrence__line__amends__isnull=False)
    for proof in proofs.select_related("occurrence__line"):
        copied = proof.occurrence
        times = Occurrence.objects.filter(line=copied.line.amends_id).order_by("starts_on", "pk")
        same = times.filter(starts_on=copied.starts_on, due_on=copied.due_on).first()
        found = same or min(times, key=lambda time: abs(time.starts_on - copied.starts_on), default=None)
        if found is not None:
            Evidence.objects.filter(pk=proof.pk).update(occurrence=found)
            recount(found.pk)
