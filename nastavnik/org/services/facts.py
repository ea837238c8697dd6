"""What else is true of a node: pilot, phase, numbers, contact. And the mending of a type chosen wrongly."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.db import transaction
from django.utils.translation import gettext as _

from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import Invalid
from nastavnik.base.saving import save
from nastavnik.org import clock, identifiers, reference
from nastavnik.org.models import Fact, Node
from nastavnik.org.refusals import LaterRecorded, NotOpenThen, UnknownType
from nastavnik.org.services import paths
from nastavnik.org.services.nodes import TYPES_OF, tell_changed

PILOT = "yes"


@transaction.atomic
def set_fact(node: Node, kind: str, value: str, *, from_on: dt.date, basis: str = "", actor: Any) -> Fact | None:
    """From ``from_on`` this fact of ``node`` is ``value``; an empty ``value`` ends it. Gives the fact in force.

    On the day a fact began it is corrected instead.

    Raises:
        NotAllowed: ``actor`` holds no "organisation.edit" over ``node`` (for a requisite "organisation.requisites").
        Invalid: the value is not one of its kind: a check digit, an unknown phase, a number already taken.
        NotOpenThen, LaterRecorded.
    """
    if actor is not None:
        require(actor, "organisation.requisites" if kind in Fact.REQUISITES else "organisation.edit", node)
    paths.lock(node)
    if node.closed_on is not None or from_on < node.opened_on:
        raise NotOpenThen(node_id=node.pk)
    value = clean_value(kind, value, on=from_on)
    current = node.facts.open_ended().filter(kind=kind).first()
    fact = _replaced(node, current, kind, value, from_on, basis)
    record("organisation.fact_set", node, actor=actor, node_id=node.pk, kind=kind, on=from_on.isoformat())
    return fact


@transaction.atomic
def correct_type(node: Node, type: str, *, actor: Any) -> Node:
    """Mend a type that was chosen wrongly when the node was opened. Not a deed with a day: it was never true."""
    if actor is not None:
        require(actor, "organisation.edit", node)
    if not reference.has(TYPES_OF[Node.Kind(node.kind)], type):
        raise UnknownType(type=type)
    former, node.type = node.type, type
    save(node)
    tell_changed(node)
    record("organisation.type_corrected", node, actor=actor, node_id=node.pk, former=former, type=type)
    return node


def clean_value(kind: str, value: str, *, on: dt.date) -> str:
    """``value`` in the form in which it is kept.

    Raises: Invalid: it is not a value of this kind of fact.
    """
    value = value.strip()
    if kind in (Fact.Kind.OGRN, Fact.Kind.INN):
        value = identifiers.digits(value)
    if value and (complaint := _complaint(kind, value, on)):
        raise Invalid(fields={"value": [complaint]})
    return value


def _complaint(kind: str, value: str, on: dt.date) -> str:
    if kind == Fact.Kind.OGRN and not identifiers.is_ogrn(value):
        return _(
            "An OGRN has 13 digits (15 for an entrepreneur) and the last one checks the rest. Compare the digits."
        )
    if kind == Fact.Kind.INN and not identifiers.is_inn(value):
        return _("An INN has 10 digits (12 for a person) and the last ones check the rest. Compare the digits.")
    if kind == Fact.Kind.PHASE and not reference.has("rollout_phases", value, on=on):
        return _("There is no such phase in the reference list.")
    if kind == Fact.Kind.PILOT and value != PILOT:
        return _("An organisation takes part in the pilot or does not.")
    if kind == Fact.Kind.TIME_ZONE and value not in clock.ZONES:
        return _("Choose one of the times of the list.")
    if kind == Fact.Kind.EMAIL:
        try:
            EmailValidator()(value)
        except ValidationError:
            return _("Give an e-mail address like school@example.ru.")
    if kind == Fact.Kind.SITE:
        try:
            URLValidator(schemes=["http", "https"])(value)
        except ValidationError:
            return _("Give the whole address of the page, beginning with https://.")
    return ""


def _replaced(node: Node, current: Fact | None, kind: str, value: str, from_on: dt.date, basis: str) -> Fact | None:
    if current is not None and current.from_on > from_on:
        raise LaterRecorded(current.from_on)
    if current is not None and current.from_on == from_on:
        if not value:
            current.delete()
            return None
        current.value, current.basis = value, basis
        return save(current)
    if current is None:
        ended = node.facts.filter(kind=kind).order_by("-to_on").values_list("to_on", flat=True).first()
        if ended is not None and ended > from_on:
            raise LaterRecorded(ended)
    else:
        current.to_on = from_on
        current.save(update_fields=["to_on"])
    return save(Fact(node=node, kind=kind, value=value, from_on=from_on, basis=basis)) if value else None
