"""Who is told that an organisation has a document of a kind, or has it no longer: apps above that watch for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

# (organisation, kind, the day of the latest one in force or None)
Listener = Callable[[int, str, dt.date | None], None]
_listeners: list[Listener] = []


def when_issued(listener: Listener) -> Listener:
    """Have ``listener`` called in the transaction of each deed that issues a document or ends one."""
    _listeners.append(listener)
    return listener


def tell(node_id: int, code: str, on: dt.date | None) -> None:
    for listener in _listeners:
        listener(node_id, code, on)
