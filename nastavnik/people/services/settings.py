"""What an organisation decides about its bases."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import EditConflict, Invalid
from nastavnik.base.saving import save
from nastavnik.org.models import Node
from nastavnik.people.models import Settings
from nastavnik.people.services.persons import lock_base, settled

FIELDS = ("asks_own_ack", "least_mentor_age", "most_mentees")


def of(node: Node) -> Settings:
    """What was decided, or what holds without a decision (not saved)."""
    return Settings.objects.filter(node=node).first() or Settings(node=node, version=0)


@transaction.atomic
def change(node: Node, *, version: int, actor: User, **told: Any) -> Settings:
    """``told``: of `FIELDS`; ``version`` 0: nobody had decided. Raises: NotAllowed, EditConflict, Invalid."""
    require(actor, "person.edit", node)
    if unknown := set(told) - set(FIELDS):
        raise Invalid(fields={name: [""] for name in unknown})
    lock_base(node)
    held = of(node)
    if held.version != version:
        raise EditConflict(theirs=held, mine=told)
    changed = sorted(name for name, value in told.items() if getattr(held, name) != value)
    for name, value in told.items():
        setattr(held, name, value)
    held.version += 1
    save(held)
    record("people_settings.changed", None, actor=actor, node_id=node.pk, fields=changed)
    # Whether 14–17 confirm themselves decides who is complete.
    settled(node)
    return held
