"""Notices as their reader sees them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from nastavnik.accounts.models import User
from nastavnik.base.keyset import bounded_count
from nastavnik.notifications.kinds import address_of, kind_named
from nastavnik.notifications.models import Letter, Notice, Preference

MOST_UNREAD = 99


@dataclass(frozen=True)
class Reading:
    """A notice in words. ``text`` is "" and there is no address where the matter is out of reach now."""

    notice: Any
    subject: str
    text: str
    address: str
    is_reachable: bool
    is_over: bool = False


def unread_count(user: User) -> int:
    """For the bell: one query, counted up to 100."""
    unread = Notice.objects.filter(user_id=user.pk, read_at=None)
    return bounded_count(unread, ceiling=MOST_UNREAD + 1).value


def readings(user: User, notices: Sequence[Notice | Letter]) -> list[Reading]:
    """``notices`` in words, in order. As many queries as there are kinds among them."""
    by_kind: dict[str, list[Notice | Letter]] = defaultdict(list)
    for notice in notices:
        by_kind[notice.kind].append(notice)
    found: dict[int, Reading] = {}
    for name, alike in by_kind.items():
        declared = kind_named(name)
        told = declared.tell(user, [notice.context for notice in alike]) if declared else [None] * len(alike)
        for notice, one in zip(alike, told, strict=True):
            subject = str(declared.subject) if declared else name
            address = address_of(name, notice.context) if one else ""
            found[notice.pk] = Reading(
                notice, subject, one.text if one else "", address, one is not None, bool(one and one.is_over)
            )
    return [found[notice.pk] for notice in notices]


def preferences_of(users: Iterable[int]) -> dict[int, Preference]:
    """User → how they want to be told, for each of the keys. One query."""
    keys = list(users)
    found = Preference.objects.in_bulk(keys)
    return {key: found.get(key) or Preference(user_id=key) for key in keys}
