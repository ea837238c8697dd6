"""What the mere passing of days does to the selection of mentors: warnings ahead, clearances paused."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from nastavnik import notifications
from nastavnik.accounts.holders import holders
from nastavnik.notifications import Matter
from nastavnik.people.models import Participation, ReadinessFact
from nastavnik.people.services import safeguarding

#: So many days before the end the curators are told. A day that the product slept through is caught up for two more.
WARNED_DAYS = (30, 7)
_CAUGHT_UP_DAYS = 3
_GONE = (Participation.Status.COMPLETED, Participation.Status.WITHDRAWN, Participation.Status.ARCHIVED)


def nightly(on: dt.date) -> int:
    """Safe to do again and again; gives how many were told or paused. Gates are settled with those of consents."""
    return warn(on) + safeguarding.pause(on)


@transaction.atomic
def warn(on: dt.date) -> int:
    """Tell the curators of every check in force that runs out soon and is not followed by another."""
    told = 0
    for days in WARNED_DAYS:
        last = on + dt.timedelta(days=days)
        rows = _running_out(last - dt.timedelta(days=_CAUGHT_UP_DAYS), last)
        by_node: dict[int, list[ReadinessFact]] = defaultdict(list)
        for row in rows:
            by_node[row.node_id].append(row)
        nodes = {row.node_id: row.node for row in rows}
        keepers = holders("readiness.edit", nodes.values()) if nodes else {}
        matters = [
            Matter(
                [each.user for each in keepers[key]],
                f"readiness:{row.uid}:{days}",
                {"fact": str(row.uid)},
                nodes[key],
            )
            for key, found in by_node.items()
            for row in found
        ]
        told += notifications.queue_many("readiness.expiring", matters) if matters else 0
    return told


def _running_out(after: dt.date, until: dt.date) -> list[ReadinessFact]:
    lasting = Q(expires_on=None) | Q(expires_on__gt=OuterRef("expires_on"))
    newer = ReadinessFact.objects.filter(
        lasting, person=OuterRef("person"), kind=OuterRef("kind"), withdrawn_at=None, outcome="passed"
    )
    mentors = Participation.objects.living().filter(person=OuterRef("person"), side=Participation.Side.MENTOR)
    rows = ReadinessFact.objects.filter(
        ~Exists(newer), Exists(mentors.exclude(status__in=_GONE)), withdrawn_at=None, outcome="passed",
        expires_on__gt=after, expires_on__lte=until,
    )  # fmt: skip
    return list(rows.select_related("node").defer("basis").order_by("pk"))
