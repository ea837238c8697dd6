"""Whose lines the lines of a plan are: this plan's alone, every organisation's, every district's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import Invalid
from nastavnik.roadmaps.models import HandedLine, Roadmap, RoadmapLine
from nastavnik.roadmaps.models.lines import Addressed


@dataclass(frozen=True)
class Address:
    to: str
    is_mandatory: bool = True


@transaction.atomic
def address(roadmap: Roadmap, wanted: Mapping[int, Address], *, actor: User) -> int:
    """Say of lines of ``roadmap``, by key, whom they are addressed to; gives how many were changed.

    A line that is addressed to nobody any more, or to others, is recalled from those who received it.

    Raises:
        NotAllowed: ``actor`` hands down no lines of this plan.
        Invalid: a line of another plan, an unknown address.
    """
    require(actor, "roadmap.cascade", roadmap)
    lines = {line.pk: line for line in roadmap.lines.select_for_update().filter(pk__in=list(wanted))}
    if len(lines) != len(wanted) or {one.to for one in wanted.values()} - set(Addressed.values):
        raise Invalid
    changed: list[RoadmapLine] = []
    moved: list[int] = []
    for key, one in wanted.items():
        line = lines[key]
        if (line.addressed_to, line.is_mandatory) == (one.to, one.is_mandatory):
            continue
        if line.addressed_to not in (one.to, Addressed.NOBODY):
            moved.append(key)
        line.addressed_to, line.is_mandatory = one.to, one.is_mandatory
        changed.append(line)
    RoadmapLine.objects.bulk_update(changed, ["addressed_to", "is_mandatory"], batch_size=500)
    # A decision that is being taken below about what is recalled comes too late, and says so.
    standing = HandedLine.objects.filter(parent_line__in=moved).exclude(state=HandedLine.State.RECALLED)
    standing.update(state=HandedLine.State.RECALLED, version=F("version") + 1)
    if changed:
        record("roadmap.lines_addressed", roadmap, actor=actor, node_id=roadmap.node_id, lines=len(changed))
    return len(changed)
