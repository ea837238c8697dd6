"""What partners offer to schools: made by the partner or written down by its keeper, taken up, declined, ended."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from nastavnik import notifications
from nastavnik.accounts.holders import holders
from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import can, require
from nastavnik.base.errors import Invalid
from nastavnik.base.saving import save
from nastavnik.org.models import Node
from nastavnik.people.models import Offer, Partner
from nastavnik.people.refusals_partners import NotTheirOffer, OfferMoved, OpenOffersAbove, PartnerEnded

FIELDS = ("kind", "count", "words", "form", "from_on", "to_on", "is_open")
State = Offer.State


@transaction.atomic
def make(partner: Partner, *, actor: User, **told: Any) -> Offer:
    """``told``: of `FIELDS`. The keeper is told of what the partner offers itself.

    Raises: NotAllowed, PartnerEnded, OpenOffersAbove, Invalid.
    """
    by_partner = can(actor, "partner.offer", partner)
    if not by_partner:
        require(actor, "partner.edit", partner)
    if unknown := set(told) - set(FIELDS):
        raise Invalid(fields={name: [""] for name in unknown})
    if partner.ended_on:
        raise PartnerEnded
    if told.get("is_open") and partner.node.kind != Node.Kind.TERRITORY:
        raise OpenOffersAbove
    offer = save(Offer(partner=partner, made_by=actor, **told))
    record("offer.made", offer, actor=actor, node_id=partner.node_id, kind=offer.kind)
    if by_partner:
        keepers = holders("partner.edit", [partner.node])[partner.node_id]
        notifications.queue(
            "offer.made", to=[each.user for each in keepers], event=f"offer:{offer.uid}:made",
            context={"offer": str(offer.uid)}, node=partner.node,
        )  # fmt: skip
    return offer


@transaction.atomic
def take_up(offer: Offer, *, node: Node, actor: User) -> Offer:
    """``node`` accepts. Raises: NotAllowed, OfferMoved, PartnerEnded."""
    require(actor, "partner.edit", offer)
    require(actor, "partner.edit", node)
    held = _held(offer)
    if held.state != State.OFFERED or (held.to_on and held.to_on < timezone.localdate()):
        raise OfferMoved
    if held.partner.ended_on:
        raise PartnerEnded
    _move(held, State.ACCEPTED, node)
    record("offer.accepted", held, actor=actor, node_id=node.pk)
    _tell_the_partner(held)
    return held


@transaction.atomic
def decline(offer: Offer, *, actor: User) -> Offer:
    """By whoever keeps the partner. Raises: NotAllowed, NotTheirOffer, OfferMoved."""
    require(actor, "partner.edit", offer)
    held = _held(offer)
    if not can(actor, "partner.edit", held.partner):
        raise NotTheirOffer
    if held.state != State.OFFERED:
        raise OfferMoved
    _move(held, State.DECLINED, None)
    record("offer.declined", held, actor=actor, node_id=held.partner.node_id)
    _tell_the_partner(held)
    return held


@transaction.atomic
def end(offer: Offer, *, actor: User) -> Offer:
    """It holds no longer. By the partner or its keeper. Raises: NotAllowed, NotTheirOffer, OfferMoved."""
    held = _answered_by(offer, actor)
    if held.state not in (State.OFFERED, State.ACCEPTED):
        raise OfferMoved
    _move(held, State.ENDED, held.taken_by)
    record("offer.ended", held, actor=actor, node_id=held.partner.node_id)
    return held


@transaction.atomic
def reopen(offer: Offer, *, actor: User) -> Offer:
    """Undo the last step. Raises: NotAllowed, NotTheirOffer, OfferMoved."""
    held = _answered_by(offer, actor)
    if held.state == State.OFFERED:
        raise OfferMoved
    if held.state == State.ENDED and held.taken_by:
        _move(held, State.ACCEPTED, held.taken_by)
    else:
        _move(held, State.OFFERED, None)
    record("offer.reopened", held, actor=actor, node_id=held.partner.node_id)
    return held


def _held(offer: Offer) -> Offer:
    return Offer.objects.select_for_update(of=("self",)).select_related("partner__node").get(pk=offer.pk)


def _answered_by(offer: Offer, actor: User) -> Offer:
    """The row, if ``actor`` is the partner, its keeper or the school that took it up."""
    if not can(actor, "partner.offer", offer):
        require(actor, "partner.edit", offer)
    held = _held(offer)
    places = [held.partner, *([held.taken_by] if held.taken_by else [])]
    if not can(actor, "partner.offer", offer) and not any(can(actor, "partner.edit", place) for place in places):
        raise NotTheirOffer
    return held


def _move(held: Offer, state: str, taken_by: Node | None) -> None:
    held.state, held.taken_by = state, taken_by
    held.version += 1
    save(held)


def _tell_the_partner(held: Offer) -> None:
    body = held.partner.body
    if body is None:
        return
    found = holders("partner.offer", [body])[body.pk]
    notifications.queue(
        "offer.answered", to=[each.user for each in found], event=f"offer:{held.uid}:{held.version}",
        context={"offer": str(held.uid)}, node=body,
    )  # fmt: skip
