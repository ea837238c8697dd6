"""Writing to the journal: `record` goes into the transaction of the deed it tells of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from nastavnik.audit.macs import event_mac
from nastavnik.audit.models import Event, EventQuerySet

Fact = str | int | bool | None | Iterable[str | int]
FACT_LENGTH = 200


def record(action: str, obj: models.Model | None, *, actor: Any, node_id: int | None = None, **facts: Fact) -> Event:
    """Write down that ``actor`` (None: the system) did ``action`` to ``obj``.

    ``facts`` are ids, codes and field names. If this fails the deed fails too.

    Raises:
        ValueError: a fact looks like a value: not ASCII, an e-mail address, or longer than 200 characters.
    """
    event = Event(
        action=action,
        actor_id=getattr(actor, "pk", None),
        role=str(getattr(getattr(actor, "acting", None), "role", None) or ""),
        object_type=obj._meta.label if obj is not None else "",
        object_id=obj.pk if obj is not None else None,
        object_uid=getattr(obj, "uid", None),
        node_id=node_id if node_id is not None else _node_of(obj),
        facts={name: _checked(name, fact) for name, fact in facts.items()},
    )
    event.mac = event_mac(event)
    event.save(force_insert=True)
    return event


def timeline(obj: models.Model) -> EventQuerySet:
    """What was done to ``obj``, newest first. The caller has made sure that ``obj`` may be seen."""
    return Event.objects.of(obj).order_by("-id")


def _node_of(obj: models.Model | None) -> int | None:
    node_id = getattr(obj, "node_id", None)
    return node_id if isinstance(node_id, int) else None


def _checked(name: str, fact: Fact) -> Any:
    if fact is None or isinstance(fact, int):
        return fact
    if isinstance(fact, str):
        if len(fact) > FACT_LENGTH or "@" in fact or not fact.isascii():
            raise ValueError(f"The fact {name!r} looks like a value; the journal takes ids, codes and field names.")
        return str(fact)
    return [_checked(name, part) for part in fact]
