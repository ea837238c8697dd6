"""The MACs of the journal: pure functions of an event's fields and the key."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
from typing import Any

from django.conf import settings

from nastavnik.audit.models import Event


def canonical(event: Event) -> str:
    """The event as one line of JSON: keys sorted, moments in UTC, the same bytes on every database."""
    line: dict[str, Any] = {
        "uid": str(event.uid),
        "at": event.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        "action": event.action,
        "actor_id": event.actor_id,
        "role": event.role,
        "object_type": event.object_type,
        "object_id": event.object_id,
        "object_uid": str(event.object_uid or ""),
        "node_id": event.node_id,
        "facts": event.facts,
    }
    return json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def event_mac(event: Event) -> str:
    return _mac("event", canonical(event))


def chain_mac(previous: str, number: int, event: Event) -> str:
    return _mac("chain", previous, str(number), event.mac, canonical(event))


def _mac(*parts: str) -> str:
    # Lengths first, so that no two lists of parts give the same bytes.
    text = "".join(f"{len(part)}:{part}" for part in parts)
    return hmac.new(settings.NASTAVNIK_AUDIT_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()
