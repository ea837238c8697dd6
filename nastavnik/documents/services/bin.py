"""The bin of drafts: what nobody brought back in time is gone, for drafts name people."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from nastavnik.audit.record import record
from nastavnik.documents.models import ISSUED, Paper

KEPT = dt.timedelta(days=30)
_AT_ONCE = 200


def empty(now: dt.datetime | None = None) -> int:
    """Delete drafts that have lain in the bin for `KEPT`; gives how many. What was issued never lies there."""
    until = (now or timezone.now()) - KEPT
    old = Paper.objects.filter(removed_at__lt=until, check_code=None).exclude(state__in=sorted(ISSUED))
    keys = list(old.order_by("pk").values_list("pk", flat=True)[:_AT_ONCE])
    return sum(_gone(key, until) for key in keys)


@transaction.atomic
def _gone(key: int, until: dt.datetime) -> bool:
    paper = Paper.objects.select_for_update(of=("self",)).filter(pk=key, removed_at__lt=until).first()
    if paper is None:  # brought back meanwhile
        return False
    record("document.bin_emptied", paper, actor=None, node_id=paper.node_id)
    paper.delete()
    return True
