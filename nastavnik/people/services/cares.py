"""People put into the care of a psychologist, who sees their cards from then on."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik.accounts.models import Grant, User
from nastavnik.accounts.roles import Role
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import DomainError, Invalid
from nastavnik.base.saving import save
from nastavnik.org.models import Node
from nastavnik.people.models import Care, Person
from nastavnik.people.refusals import NotLiving


class NoPsychologist(DomainError):
    code = "no_psychologist"
    message = _("This account is no psychologist of the organisation. Give the role first: People and rights.")


class CareEnded(DomainError):
    code = "care_ended"
    message = _("This has ended already. Open the card again.")


def psychologists(node: Node) -> QuerySet[User]:
    """Accounts that hold the role of a psychologist at ``node`` today."""
    held = Grant.objects.in_force().filter(node=node, role=Role.PSYCHOLOGIST, user__is_active=True)
    return User.objects.filter(pk__in=held.values("user")).order_by("work_name", "pk")


@transaction.atomic
def put(person: Person, user: User, *, actor: User, basis: str = "") -> Care:
    """Raises: NotAllowed, NotLiving, NoPsychologist, Invalid."""
    require(actor, "person.edit", person)
    if person.state != Person.State.KEPT:
        raise NotLiving
    if not psychologists(person.node).filter(pk=user.pk).exists():
        raise NoPsychologist
    if Care.objects.filter(person=person, user=user, to_on=None).exists():
        raise Invalid(_("The person is in the care of this psychologist already."))
    row = save(Care(node_id=person.node_id, person=person, user=user, from_on=timezone.localdate(), basis=basis))
    record("care.begun", row, actor=actor, person=person.pk, user=user.pk)
    return row


@transaction.atomic
def end(row: Care, *, actor: User, on: dt.date | None = None) -> Care | None:
    """From today the psychologist sees the card no longer; a care that began today is gone. Raises: NotAllowed,
    CareEnded.
    """
    require(actor, "person.edit", row)
    day = on or timezone.localdate()
    held: Care = Care.objects.select_for_update().get(pk=row.pk)
    if held.to_on is not None:
        raise CareEnded
    record("care.ended", held, actor=actor, person=held.person_id, user=held.user_id)
    if held.from_on >= day:
        held.delete()
        return None
    held.to_on = day
    save(held)
    return held
