"""Telling people: a deed queues, in its own transaction, who is to be told of what.

`queue` writes a notice for the list inside the product and a letter for the outbox, once per event and
recipient. The events of a day go out in one letter (`digest`), at the hour that its reader chose (`Preference`).
What they say is worked out when they are read or sent, in the recipient's language and by the recipient's rights
of that moment: `kinds` declares the sentences, `mail` carries the letters out.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nastavnik.notifications.kinds import Kind, Told, kind, link
    from nastavnik.notifications.services.outbox import Matter, queue, queue_many

_HOMES = {
    "Kind": "kinds",
    "Told": "kinds",
    "kind": "kinds",
    "link": "kinds",
    "Matter": "services.outbox",
    "queue": "services.outbox",
    "queue_many": "services.outbox",
}

__all__ = ["Kind", "Matter", "Told", "kind", "link", "queue", "queue_many"]


def __getattr__(name: str) -> Any:
    # Django imports this package before there may be any models.
    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
