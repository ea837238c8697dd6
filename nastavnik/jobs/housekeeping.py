"""Small work by the clock, done by whatever process carries jobs out.

Each piece is safe to do twice and at the same time in several processes; apps register theirs with `every`.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from django.utils import timezone

from nastavnik.accounts.housekeeping import sweep
from nastavnik.accounts.keyring import orphans
from nastavnik.audit.sealer import seal
from nastavnik.base.incidents import current, new_incident
from nastavnik.jobs.models import Job

log = logging.getLogger(__name__)
KEPT = dt.timedelta(days=30)
BATCH = 500
_Chore = TypeVar("_Chore", bound=Callable[[], object])


@dataclass
class _Duty:
    chore: Callable[[], object]
    seconds: float
    next_at: float = field(default=0.0)


_duties: list[_Duty] = []


def every(*, seconds: float) -> Callable[[_Chore], _Chore]:
    """Have the function called about every so many seconds while the product runs."""

    def register(chore: _Chore) -> _Chore:
        _duties.append(_Duty(chore, seconds))
        return chore

    return register


def tick(now: float | None = None) -> float:
    """Do what is due; gives the seconds until the next piece is."""
    at = time.monotonic() if now is None else now
    for duty in _duties:
        if duty.next_at <= at:
            duty.next_at = at + duty.seconds
            _do(duty.chore)
    return max(min((duty.next_at for duty in _duties), default=at + 60.0) - at, 0.0)


def do_all() -> None:
    """Do every piece now, whenever it was last done."""
    for duty in _duties:
        _do(duty.chore)


def _do(chore: Callable[[], object]) -> None:
    before = current.set(new_incident())
    try:
        chore()
    except Exception:  # the loop of a worker: one chore's fault must not stop the others
        log.exception("chore failed name=%s", getattr(chore, "__qualname__", chore))
    finally:
        current.reset(before)


every(seconds=15)(seal)
every(seconds=3600)(sweep)
every(seconds=24 * 3600)(orphans.sweep)


@every(seconds=3600)
def forget_old_jobs() -> int:
    """Jobs are kept for thirty days after their end, with what they gave."""
    old = Job.objects.filter(finished_at__lt=timezone.now() - KEPT)
    forgotten = 0
    while keys := list(old.values_list("pk", flat=True)[:BATCH]):
        forgotten += Job.objects.filter(pk__in=keys).delete()[0]
    return forgotten
