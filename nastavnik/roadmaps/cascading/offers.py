"""What a receiver is asked to decide: each line from above beside the line of its own that looks like it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from nastavnik.org.models import Node
from nastavnik.roadmaps.cascading.receivers import plans_of
from nastavnik.roadmaps.cascading.terms import Days, is_late
from nastavnik.roadmaps.likeness import CONFIDENT, Upper, Words, match
from nastavnik.roadmaps.models import HandedLine, Roadmap, RoadmapLine

OPEN = (HandedLine.State.WAITING, HandedLine.State.PROPOSED)


def words_of(line: RoadmapLine) -> Words:
    return Words(line.title, line.result, line.capability)


@dataclass(frozen=True)
class Offer:
    """``handed`` with the line that stands, or may stand, for it."""

    handed: HandedLine
    line: RoadmapLine | None
    confidence: float | None

    @property
    def is_open(self) -> bool:
        return self.handed.state in OPEN

    @property
    def is_sure(self) -> bool:
        return self.is_open and self.line is not None and (self.confidence or 0) >= CONFIDENT


def handed_to(node: Node) -> QuerySet[HandedLine]:
    """The lines that ``node`` received and that still stand, in the order of the plans above."""
    rows = HandedLine.objects.standing().filter(node=node, parent__removed_at=None)
    return rows.select_related("parent__node", "parent_line", "line__roadmap").order_by(
        "parent", "parent_line__position", "pk"
    )


def offers_of(node: Node) -> list[Offer]:
    """Every line from above with its counterpart. What waits is compared with the plans as they are now.

    Two queries, and two for each plan above.
    """
    rows = list(handed_to(node))
    by_parent: dict[int, list[HandedLine]] = defaultdict(list)
    for row in rows:
        by_parent[row.parent_id].append(row)
    found: dict[int, Offer] = {}
    for handed in by_parent.values():
        for offer in _of_one_plan(node, handed):
            found[offer.handed.pk] = offer
    return [found[row.pk] for row in rows]


def _of_one_plan(node: Node, handed: Sequence[HandedLine]) -> list[Offer]:
    waiting = [row for row in handed if row.state in OPEN]
    pairs: dict[int, tuple[RoadmapLine, float]] = {}
    if waiting:
        lines = lines_to_match(plans_of(handed[0].parent, [node]).get(node.pk, []))
        taken = {row.line_id for row in handed if row.state not in OPEN}
        free = [line for line in lines if line.pk not in taken]
        for pair in match(Upper([words_of(row.parent_line) for row in waiting]), [words_of(line) for line in free]):
            pairs[waiting[pair.above].pk] = (free[pair.below], pair.confidence)
    return [Offer(row, *pairs.get(row.pk, (None if row in waiting else row.line, None))) for row in handed]


def lines_to_match(plans: Sequence[Roadmap]) -> list[RoadmapLine]:
    """The lines of ``plans`` that may stand for a line above, in their order. One query."""
    lines = RoadmapLine.objects.filter(roadmap__in=plans, removed_at=None).order_by("roadmap", "position", "pk")
    return list(
        lines.only("pk", "roadmap", "node", "title", "result", "capability", "number", "deadline_text", "uid")
    )


@dataclass(frozen=True)
class Change:
    """One step of mending: link ``line``, move its term to ``by``, or add a line."""

    kind: str
    handed: HandedLine
    line: RoadmapLine | None = None
    by: dt.date | None = None


def repair(roadmap: Roadmap, offers: Sequence[Offer], days: Mapping[int, Days]) -> list[Change]:
    """The fewest changes after which every mandatory line of ``roadmap`` has a counterpart in time.

    A line that may stand is linked before a new one is added; a later term is moved, the line kept. ``days`` holds
    those of the lines above and below, by their keys: `terms.days_of`.
    """
    changes: list[Change] = []
    for offer in offers:
        handed = offer.handed
        if handed.parent_id != roadmap.pk or not handed.parent_line.is_mandatory:
            continue
        if handed.state == HandedLine.State.DECLINED:
            continue
        if offer.line is None:
            changes.append(Change("add", handed))
            continue
        if offer.is_open:
            changes.append(Change("link", handed, offer.line))
        above, below = days.get(handed.parent_line_id), days.get(offer.line.pk)
        if above and below and is_late(above, below):
            changes.append(Change("move", handed, offer.line, above.last))
    return changes
