"""What the page of a plan and the page of a line say of the cascade."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, Q
from django.utils import timezone

from nastavnik.accounts.requests import SignedIn
from nastavnik.roadmaps.cascading.offers import OPEN
from nastavnik.roadmaps.cascading.receivers import OFFICE_TYPES
from nastavnik.roadmaps.cascading.roll_up import STANDS, roll_up
from nastavnik.roadmaps.models import HandedLine, Roadmap, RoadmapLine
from nastavnik.roadmaps.models.lines import Addressed


def of_plan(request: SignedIn, roadmap: Roadmap) -> dict[str, Any]:
    """How many lines wait from above or changed there, how many were handed down. One query."""
    home = roadmap.node
    is_office = home.type in OFFICE_TYPES and bool(home.ancestor_ids)
    mine = Q(node=home.ancestor_ids[-1] if is_office else home.pk, parent__removed_at=None)
    rows = HandedLine.objects.visible_to(request.user, "roadmap.view").filter(parent_line__removed_at=None)
    counted = rows.filter(mine | Q(parent=roadmap)).aggregate(
        waiting=Count("pk", filter=mine & Q(state__in=OPEN)),
        changed=Count("pk", filter=mine & Q(seen_edition__lt=F("parent__edition"))),
        handed=Count("pk", filter=Q(parent=roadmap) & ~Q(state=HandedLine.State.RECALLED)),
    )
    return {**counted, "speaks_for_others": home.is_territory or is_office}


def of_line(request: SignedIn, line: RoadmapLine) -> dict[str, Any]:
    """Of a line that was handed down: its sum below; of a line that stands for one above: which. 2 queries."""
    rows = HandedLine.objects.visible_to(request.user, "roadmap.view")
    stands = rows.filter(line=line).exclude(state=HandedLine.State.RECALLED)
    handed = line.addressed_to != Addressed.NOBODY
    own = rows.filter(parent_line=line)
    sums = roll_up(line.roadmap, timezone.localdate(), rows=own) if handed else {}
    return {
        "sum": sums.get(line.pk),
        "stands_for": stands.filter(state__in=STANDS).select_related("parent__node", "parent_line"),
        "addressed": line.get_addressed_to_display() if handed else "",
    }
