"""The register of partners: whom an organisation works with, by which agreement, until when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik import measures
from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import EditConflict, Invalid
from nastavnik.base.saving import save
from nastavnik.documents.models import Paper
from nastavnik.org.identifiers import digits, is_inn
from nastavnik.org.models import Node
from nastavnik.people.models import Partner
from nastavnik.people.refusals import DateAhead
from nastavnik.people.refusals_partners import PartnerEnded

FIELDS = (
    "name", "type", "inn", "industry", "contact", "agreement", "agreement_words", "agreement_until", "resources",
    "since_on", "body",
)  # fmt: skip
#: What a contact person may hold.
CONTACT = ("name", "post", "phone", "email")
AGREEMENT = "partner_agreement"
#: Places of the tree in which a partner works on the platform itself.
BODY_TYPES = ("enterprise", "university", "ngo")
#: The end of an agreement is told of so many days ahead.
WARNED_DAYS = 30


@transaction.atomic
def add(node: Node, *, actor: User, **told: Any) -> Partner:
    """``told``: of `FIELDS`. Raises: NotAllowed, Invalid."""
    require(actor, "partner.edit", node)
    partner = Partner(node=node, made_by=actor)
    _put(partner, told)
    save(partner)
    record("partner.added", partner, actor=actor)
    measures.touch(node.pk, "partner")
    return partner


@transaction.atomic
def change(partner: Partner, *, version: int, actor: User, **told: Any) -> Partner:
    """Raises: NotAllowed, EditConflict, Invalid."""
    require(actor, "partner.edit", partner)
    held = Partner.objects.select_for_update().get(pk=partner.pk)
    if held.version != version:
        raise EditConflict(theirs=held, mine=told)
    changed = sorted(name for name, value in told.items() if getattr(held, name) != value)
    _put(held, told)
    held.version += 1
    save(held)
    record("partner.changed", held, actor=actor, fields=changed)
    measures.touch(held.node_id, "partner")
    return held


@transaction.atomic
def end(partner: Partner, *, on: dt.date, actor: User) -> Partner:
    """No longer a partner; with that its own people see nothing of it any more.

    Raises: NotAllowed, PartnerEnded, DateAhead.
    """
    require(actor, "partner.edit", partner)
    if on > timezone.localdate():
        raise DateAhead
    held = Partner.objects.select_for_update().get(pk=partner.pk)
    if held.ended_on:
        raise PartnerEnded
    held.ended_on, held.body = on, None
    held.version += 1
    save(held)
    record("partner.ended", held, actor=actor)
    measures.touch(held.node_id, "partner")
    return held


@transaction.atomic
def resume(partner: Partner, *, actor: User, body: Node | None = None) -> Partner:
    """Take `end` back; ``body`` is what the partner was tied to. Raises: NotAllowed, Invalid."""
    require(actor, "partner.edit", partner)
    held = Partner.objects.select_for_update().get(pk=partner.pk)
    held.ended_on = None
    if body is not None:
        _put(held, {"body": body})
    held.version += 1
    save(held)
    record("partner.resumed", held, actor=actor)
    measures.touch(held.node_id, "partner")
    return held


def bodies(node: Node) -> Any:
    """The places in the region of ``node`` where partners work."""
    region = node.path.split("/")[1]
    found = Node.objects.filter(path__startswith=f"/{region}/", type__in=BODY_TYPES, closed_on=None)
    return found.order_by("sort_name", "pk")


def agreements(node: Node) -> Any:
    """Registered agreements of ``node`` that a partner may be tied to."""
    return Paper.objects.in_force().filter(node=node, code=AGREEMENT).order_by("-dated_on", "-pk")


def running_out(on: dt.date) -> Q:
    """Agreements in force that end within the days of the warning."""
    return Q(agreement_until__gte=on, agreement_until__lte=on + dt.timedelta(days=WARNED_DAYS))


def _put(partner: Partner, told: Mapping[str, Any]) -> None:
    wrong: dict[str, list[str]] = {}
    if unknown := set(told) - set(FIELDS):
        raise Invalid(fields={name: [""] for name in unknown})
    for name, value in told.items():
        setattr(partner, name, value)
    partner.inn = digits(partner.inn)
    if partner.inn and not is_inn(partner.inn):
        wrong["inn"] = [str(_("This is no INN: 10 digits of an organisation or 12 of a person; check each of them."))]
    said = partner.contact or {}
    partner.contact = {name: said[name] for name in CONTACT if said.get(name)} or None
    if partner.agreement and partner.agreement.node_id != partner.node_id:
        wrong["agreement"] = [str(_("This agreement is kept by another organisation."))]
    if partner.body and (partner.body.type not in BODY_TYPES or partner.body_id == partner.node_id):
        wrong["body"] = [str(_("A partner works at an enterprise, a university or a society."))]
    if wrong:
        raise Invalid(fields=wrong)
