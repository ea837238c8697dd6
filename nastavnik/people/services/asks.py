"""Requests for mentors: one organisation asks, the mentor's own curators answer; the mentor hears it from them alone.

::

    sent → accepted | declined | taken back | closed (the mentor is no longer shown)

An answer moves nobody: who works with whom is settled by the organisations and entered into their bases.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik import notifications
from nastavnik.accounts.holders import holders
from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import can, require
from nastavnik.base.errors import EditConflict, Invalid
from nastavnik.base.saving import save
from nastavnik.notifications import Matter
from nastavnik.org.models import Node
from nastavnik.people.models import MentorAsk, PublishedCard
from nastavnik.people.refusals_partners import AskMoved, NotShown, OtherSideAnswers, OwnMentor

ACTION = "city_base.ask"
State = MentorAsk.State


@transaction.atomic
def send(card: PublishedCard, *, node: Node, message: str, actor: User) -> MentorAsk:
    """``node`` asks for the mentor of ``card``. Raises: NotAllowed, NotShown, OwnMentor, Invalid."""
    require(actor, ACTION, node)
    shown = PublishedCard.objects.select_for_update(of=("self",)).select_related("organisation")
    held = shown.filter(pk=card.pk).first()
    if held is None:
        raise NotShown
    require(actor, "city_base.view", held)
    if held.organisation_id == node.pk:
        raise OwnMentor
    if not message.strip():
        raise Invalid(fields={"message": [str(_("Write what you need the mentor for."))]})
    ask = save(
        MentorAsk(
            node_id=held.node_id, from_node=node, to_node=held.organisation, participation_id=held.participation_id,
            message=message.strip(), made_by=actor,
        )
    )  # fmt: skip
    record("mentor_ask.sent", ask, actor=actor, node_id=node.pk, to=held.organisation_id)
    _tell("mentor_ask.sent", ask, held.organisation)
    return ask


@transaction.atomic
def answer(ask: MentorAsk, *, accepts: bool, words: str, version: int, actor: User) -> MentorAsk:
    """By the organisation of the mentor. No without a word is no answer.

    Raises: NotAllowed, OtherSideAnswers, EditConflict, AskMoved, Invalid.
    """
    held = _held(ask, actor, is_asking=False, version=version)
    if held.state != State.SENT:
        raise AskMoved
    if not accepts and not words.strip():
        raise Invalid(fields={"answer": [str(_("Say why: the other school reads it."))]})
    held.answer = words.strip() or None
    _move(held, State.ACCEPTED if accepts else State.DECLINED, actor)
    record("mentor_ask.answered", held, actor=actor, node_id=held.to_node_id, state=held.state)
    _tell("mentor_ask.answered", held, held.from_node)
    return held


@transaction.atomic
def take_back(ask: MentorAsk, *, actor: User) -> MentorAsk:
    """By whoever asked, until it is answered. Raises: NotAllowed, OtherSideAnswers, AskMoved."""
    held = _held(ask, actor, is_asking=True)
    if held.state != State.SENT:
        raise AskMoved
    _move(held, State.TAKEN_BACK, actor)
    record("mentor_ask.taken_back", held, actor=actor, node_id=held.from_node_id)
    return held


@transaction.atomic
def reopen(ask: MentorAsk, *, actor: User) -> MentorAsk:
    """Undo the last step: the answer by its side, the taking back by the other one.

    Raises: NotAllowed, OtherSideAnswers, AskMoved, NotShown, Invalid: the mentor was asked for once more since.
    """
    held = _held(ask, actor, is_asking=ask.state == State.TAKEN_BACK)
    if held.state not in (State.ACCEPTED, State.DECLINED, State.TAKEN_BACK) or held.state != ask.state:
        raise AskMoved
    if not PublishedCard.objects.filter(participation=held.participation_id).exists():
        raise NotShown
    held.answer = None
    held.state, held.answered_by, held.answered_at = State.SENT, None, None
    held.version += 1
    save(held)
    record("mentor_ask.reopened", held, actor=actor, node_id=actor_side(held, actor))
    return held


def close_unshown(of_these: Q) -> int:
    """Requests that wait for mentors who are no longer shown end; whoever asked is told. Gives how many."""
    shown = PublishedCard.objects.filter(participation=OuterRef("participation"))
    open_ones = MentorAsk.objects.filter(of_these, ~Exists(shown), state=State.SENT)
    found = list(open_ones.select_related("from_node").defer("message", "answer").order_by("pk"))
    for ask in found:
        _close(ask)
    if found:
        nodes = {ask.from_node_id: ask.from_node for ask in found}
        keepers = holders(ACTION, nodes.values())
        told = [
            Matter([each.user for each in keepers[ask.from_node_id]], _event(ask), _context(ask), ask.from_node)
            for ask in found
        ]
        notifications.queue_many("mentor_ask.answered", told)
    return len(found)


def actor_side(ask: MentorAsk, actor: User) -> int:
    """The organisation for which ``actor`` deals with ``ask``: the mentor's where they work in both."""
    return ask.to_node_id if can(actor, ACTION, ask.to_node) else ask.from_node_id


def _close(ask: MentorAsk) -> None:
    ask.state, ask.answered_at = State.CLOSED, timezone.now()
    ask.version += 1
    ask.save(update_fields=["state", "answered_at", "version"])
    record("mentor_ask.closed", ask, actor=None, node_id=ask.to_node_id)


def _held(ask: MentorAsk, actor: User, *, is_asking: bool, version: int | None = None) -> MentorAsk:
    require(actor, ACTION, ask)
    rows = MentorAsk.objects.select_for_update(of=("self",)).select_related("from_node", "to_node")
    held = rows.get(pk=ask.pk)
    if not can(actor, ACTION, held.from_node if is_asking else held.to_node):
        raise OtherSideAnswers
    if version is not None and held.version != version:
        raise EditConflict(theirs=held, mine={})
    return held


def _move(held: MentorAsk, state: str, actor: User) -> None:
    held.state, held.answered_by, held.answered_at = state, actor, timezone.now()
    held.version += 1
    save(held)


def _tell(kind: str, ask: MentorAsk, node: Node) -> None:
    found = holders(ACTION, [node])[node.pk]
    notifications.queue(kind, to=[each.user for each in found], event=_event(ask), context=_context(ask), node=node)


def _event(ask: MentorAsk) -> str:
    return f"mentor_ask:{ask.uid}:{ask.version}"


def _context(ask: MentorAsk) -> dict[str, str]:
    return {"ask": str(ask.uid)}
