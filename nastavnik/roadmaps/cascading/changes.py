"""What a new edition of the plan above says otherwise, for each of those who have dealt with an earlier one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from nastavnik.org.models import Node
from nastavnik.roadmaps.models import Baseline, HandedLine, Roadmap, RoadmapLine

WORDS = ("title", "deadline_text", "result")
REWORDED, TERM, REMOVED = "reworded", "term", "removed"


@dataclass(frozen=True)
class Change:
    """``handed`` as the receiver knew it (``former``, by field) and what became of it."""

    handed: HandedLine
    kind: str
    former: dict[str, str]


def _as_of(baselines: list[Baseline], edition: int) -> dict[str, dict[str, Any]]:
    """Uid of a line → its words in ``edition``; of the nearest earlier one that was kept."""
    kept = [baseline for baseline in baselines if baseline.edition <= edition]
    return {line["uid"]: line for line in kept[-1].content["lines"]} if kept else {}


def _differs(line: RoadmapLine, former: dict[str, Any]) -> bool:
    return any(getattr(line, name) != former[name] for name in WORDS if name in former)


def changed_since(roadmap: Roadmap) -> list[int]:
    """Keys of the handed lines of ``roadmap`` that some receiver knows in other words. 3 queries."""
    baselines = list(roadmap.baselines.order_by("edition", "made_at", "pk"))
    rows = HandedLine.objects.filter(parent=roadmap, seen_edition__lt=roadmap.edition)
    seen: dict[int, set[int]] = defaultdict(set)
    for line, edition in rows.order_by().values_list("parent_line", "seen_edition").distinct():
        seen[line].add(edition)
    former = {edition: _as_of(baselines, edition) for editions in seen.values() for edition in editions}
    lines = RoadmapLine.objects.filter(pk__in=seen)
    return [
        line.pk
        for line in lines
        if any(_differs(line, former[edition].get(str(line.uid), {})) for edition in seen[line.pk])
    ]


def changes_for(node: Node) -> list[Change]:
    """What new editions of the plans above ask ``node`` to look at. One query, and one for each such plan."""
    rows = HandedLine.objects.filter(node=node, seen_edition__lt=F("parent__edition"), parent__removed_at=None)
    found = rows.select_related("parent__node", "parent_line", "line__roadmap").order_by(
        "parent_line__position", "pk"
    )
    baselines: dict[int, list[Baseline]] = {}
    changes = []
    for row in found:
        if row.parent_id not in baselines:
            baselines[row.parent_id] = list(row.parent.baselines.order_by("edition", "made_at", "pk"))
        former = _as_of(baselines[row.parent_id], row.seen_edition).get(str(row.parent_line.uid), {})
        changes.append(Change(row, _kind(row, former), {name: former.get(name, "") for name in WORDS}))
    return changes


def _kind(row: HandedLine, former: dict[str, Any]) -> str:
    if row.state == HandedLine.State.RECALLED:
        return REMOVED
    line = row.parent_line
    only_term = all(getattr(line, name) == former.get(name) for name in WORDS if name != "deadline_text")
    return TERM if only_term and former else REWORDED
