"""What a receiver decides about a line from above: it is ours already, take it in, not for us. Each can be undone."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import DomainError, EditConflict, Invalid
from nastavnik.base.saving import update
from nastavnik.org.models import Node
from nastavnik.roadmaps.cascading.offers import OPEN, Offer, offers_of
from nastavnik.roadmaps.cascading.receivers import alike, homes_of
from nastavnik.roadmaps.models import HandedLine, Roadmap, RoadmapLine
from nastavnik.roadmaps.models.plans import Status
from nastavnik.roadmaps.services.baselines import may_reword
from nastavnik.roadmaps.services.editions import open_edition
from nastavnik.roadmaps.services.lines import add_line, edit_line, remove_line

State = HandedLine.State


class Recalled(DomainError):
    code = "cascade_recalled"
    message = _("This line has been recalled from above. Nothing needs to be decided about it.")


class NoPlanForIt(DomainError):
    code = "cascade_no_plan"
    message = _("There is no plan of the same model and time to take the line into. Make or load the plan first.")


@transaction.atomic
def confirm(handed: HandedLine, *, version: int, line: RoadmapLine, actor: User) -> HandedLine:
    """``line`` of a plan of the receiver stands for the line from above.

    Raises:
        NotAllowed, Recalled.
        EditConflict: a colleague decided otherwise first.
        Invalid: ``line`` is of a foreign plan.
    """
    require(actor, "roadmap.edit", handed)
    if line.removed_at is not None or not alike(handed.parent).filter(
        pk=line.roadmap_id, node__in=homes_of(handed.node)
    ):
        raise Invalid(_("This line is not in a plan that could have it. Choose another line."))
    saved = _decide(handed, version, actor, state=State.LINKED, line=line)
    record("roadmap.handed_line_confirmed", saved.parent_line, actor=actor, node_id=saved.node_id)
    return saved


@transaction.atomic
def confirm_sure(node: Node, chosen: Collection[str], *, actor: User) -> int:
    """Confirm at one go the sure proposals to ``node`` among ``chosen`` (uids that a preview showed). Gives how many.

    What a colleague decided meanwhile stays as it is.

    Raises: NotAllowed.
    """
    require(actor, "roadmap.edit", node)
    sure = [offer for offer in offers_of(node) if offer.is_sure and str(offer.handed.uid) in chosen]
    confirmed = sum(_confirm_at_once(offer, actor) for offer in sure)
    if confirmed:
        record("roadmap.handed_lines_confirmed", node, actor=actor, node_id=node.pk, lines=confirmed)
    return confirmed


def _confirm_at_once(offer: Offer, actor: User) -> int:
    handed = offer.handed
    untouched = HandedLine.objects.filter(pk=handed.pk, version=handed.version, state__in=OPEN)
    return untouched.update(
        state=State.LINKED, line=offer.line, confidence=offer.confidence, decided_by=actor, decided_at=timezone.now(),
        seen_edition=handed.parent.edition, version=F("version") + 1,
    )  # fmt: skip


@transaction.atomic
def take_in(handed: HandedLine, roadmap: Roadmap, *, version: int, actor: User) -> HandedLine:
    """Put the line from above into ``roadmap`` with its words and its term.

    A plan that was approved here gets it by its next edition, which is opened where there is none yet.

    Raises:
        NotAllowed, Recalled, EditConflict, Invalid.
        NoPlanForIt: ``roadmap`` is not a plan of the receiver for that time.
    """
    require(actor, "roadmap.edit", handed)
    if not alike(handed.parent).filter(pk=roadmap.pk, node__in=homes_of(handed.node)).exists():
        raise NoPlanForIt
    current = HandedLine.objects.select_for_update(of=("self",)).select_related("parent_line").get(pk=handed.pk)
    if current.version != version:
        raise EditConflict(theirs=current, mine={"state": State.ADDED})
    above = current.parent_line
    line = add_line(
        writable(roadmap, actor=actor), actor=actor, title=above.title, deadline_text=above.deadline_text,
        result=above.result, capability=above.capability, acting_role=above.acting_role,
    )  # fmt: skip
    saved = _decide(current, version, actor, state=State.ADDED, line=line)
    record("roadmap.handed_line_taken_in", line, actor=actor, node_id=line.node_id)
    return saved


def writable(roadmap: Roadmap, *, actor: User) -> Roadmap:
    """``roadmap`` itself where its words may be changed, else the draft of its next edition."""
    if may_reword(roadmap) or roadmap.status != Status.IN_FORCE:
        return roadmap
    draft = roadmap.amendments.filter(removed_at=None).exclude(status=Status.ARCHIVED).first()
    return draft or open_edition(roadmap, actor=actor)


@transaction.atomic
def decline(handed: HandedLine, *, version: int, reason: str, actor: User) -> HandedLine:
    """The line is not for this receiver; the reason is read above.

    Raises: NotAllowed, Recalled, EditConflict, Invalid (no reason).
    """
    require(actor, "roadmap.edit", handed)
    if not reason.strip():
        raise Invalid(fields={"reason": [str(_("Say why in a sentence: it is read above."))]})
    saved = _decide(handed, version, actor, state=State.DECLINED, line=None, reason=reason.strip())
    record("roadmap.handed_line_declined", saved.parent_line, actor=actor, node_id=saved.node_id)
    return saved


@transaction.atomic
def take_back(handed: HandedLine, *, version: int, actor: User) -> HandedLine:
    """Undo a decision: the line waits again. A line that was taken in goes to the bin of its plan.

    Raises: NotAllowed, Recalled, EditConflict, WordsAreApproved (the line taken in is part of an approved plan).
    """
    require(actor, "roadmap.edit", handed)
    refuse_recalled(handed)
    added = handed.line if handed.state == State.ADDED else None
    saved = update(
        handed, version=version, state=State.WAITING, line=None, confidence=None, reason="", decided_by=actor,
        decided_at=None,
    )  # fmt: skip
    if added is not None and added.removed_at is None:
        remove_line(added, actor=actor)
    record("roadmap.handed_line_reopened", saved.parent_line, actor=actor, node_id=saved.node_id)
    return saved


def _decide(handed: HandedLine, version: int, actor: User, **changes: Any) -> HandedLine:
    refuse_recalled(handed)
    decided = {"reason": "", "decided_by": actor, "decided_at": timezone.now(), "seen_edition": handed.parent.edition}
    return update(handed, version=version, **{**decided, **changes})


def refuse_recalled(handed: HandedLine) -> None:
    """Raises: Recalled: only those above give it down again."""
    if handed.state == State.RECALLED:
        raise Recalled


def put_words(line: RoadmapLine, above: RoadmapLine, *, actor: User) -> RoadmapLine:
    """The title and the term of ``above`` into ``line``, or into its copy in the draft of the next edition."""
    plan = writable(line.roadmap, actor=actor)
    target = line if plan.pk == line.roadmap_id else RoadmapLine.objects.get(roadmap=plan, amends=line)
    return edit_line(
        target, version=target.version, actor=actor, title=above.title, deadline_text=above.deadline_text
    )
