"""By whose clock a letter is early or late: that of the place where its reader works."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.utils import timezone

from nastavnik.accounts.models import Grant
from nastavnik.org.models import Fact


def zones_of(users: Iterable[int]) -> dict[int, dt.tzinfo]:
    """User → the time at the place of their first role; the installation's own where none is said. 2 queries."""
    keys = list(users)
    grants = Grant.objects.in_force().filter(user__in=keys).order_by("-id").values_list("user_id", "node__path")
    steps = {user: [int(step) for step in path.strip("/").split("/")] for user, path in grants}
    places = {step for path in steps.values() for step in path}
    facts = Fact.objects.open_ended().filter(kind=Fact.Kind.TIME_ZONE, node__in=places)
    said = dict(facts.values_list("node_id", "value"))
    own = timezone.get_default_timezone()
    return {user: _nearest(steps.get(user, ()), said) or own for user in keys}


def by_zone(users: Iterable[int]) -> dict[dt.tzinfo, list[int]]:
    """Users under the zones that they live by. 2 queries."""
    found: dict[dt.tzinfo, list[int]] = defaultdict(list)
    for user, zone in zones_of(users).items():
        found[zone].append(user)
    return found


def _nearest(steps: Iterable[int], said: dict[int, str]) -> dt.tzinfo | None:
    zones = [said[step] for step in steps if step in said]
    return ZoneInfo(zones[-1]) if zones else None
