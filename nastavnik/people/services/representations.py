"""Who stands for a minor before the law, from a day to a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import DomainError, Invalid
from nastavnik.base.saving import save
from nastavnik.people.cards import Birth
from nastavnik.people.models import Person, Representation
from nastavnik.people.refusals import DateAhead, NotLiving
from nastavnik.people.services import persons


class Ended(DomainError):
    code = "representation_ended"
    message = _("This has ended already. Open the card again.")


@transaction.atomic
def add(
    child: Person, *, relation: str, actor: User, card: Mapping[str, Any] | None = None, adult: Person | None = None,
    from_on: dt.date | None = None, basis: str = "",
) -> Representation:  # fmt: skip
    """``adult``: somebody who has a card here already; else a new card is made of ``card``.

    Raises: NotAllowed, NotLiving, NameMissing, DateAhead, Invalid.
    """
    require(actor, "person.edit", child)
    if child.state != Person.State.KEPT:
        raise NotLiving
    since = from_on or timezone.localdate()
    if since > timezone.localdate():
        raise DateAhead
    if adult is None:
        adult = persons.add_person(child.node, card or {}, birth=Birth(), adult=True, actor=actor)
    elif adult.node_id != child.node_id or adult.state != Person.State.KEPT:
        raise NotLiving
    if Representation.objects.filter(child=child, adult=adult, to_on=None).exists():
        raise Invalid(_("This person stands for the child already."))
    row = save(
        Representation(node_id=child.node_id, child=child, adult=adult, relation=relation, from_on=since, basis=basis)
    )
    record("representation.added", row, actor=actor, relation=relation)
    return row


@transaction.atomic
def end(row: Representation, *, on: dt.date, actor: User) -> Representation:
    """From ``on`` they stand for the child no longer. Raises: NotAllowed, Ended, DateAhead, Invalid."""
    require(actor, "person.edit", row)
    if on > timezone.localdate():
        raise DateAhead
    held: Representation = Representation.objects.select_for_update().get(pk=row.pk)
    if held.to_on is not None:
        raise Ended
    held.to_on = on
    save(held)
    record("representation.ended", held, actor=actor)
    return held


@transaction.atomic
def open_again(row: Representation, *, actor: User) -> Representation:
    """Undo `end`. Raises: NotAllowed, Invalid."""
    require(actor, "person.edit", row)
    held: Representation = Representation.objects.select_for_update().get(pk=row.pk)
    held.to_on = None
    save(held)
    record("representation.open_again", held, actor=actor)
    return held
