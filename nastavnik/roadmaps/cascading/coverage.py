"""Which of those below have which lines of the plan above, and whose term is later than above."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from nastavnik.base.keyset import Page, keyset_page
from nastavnik.org.models import Node
from nastavnik.roadmaps.cascading.roll_up import has_line, with_stands
from nastavnik.roadmaps.cascading.terms import is_later, with_terms
from nastavnik.roadmaps.models import HandedLine, Roadmap, RoadmapLine
from nastavnik.roadmaps.models.lines import Addressed

PAGE = 50


def addressed_lines(roadmap: Roadmap) -> QuerySet[RoadmapLine]:
    return roadmap.lines.filter(removed_at=None).exclude(addressed_to=Addressed.NOBODY).order_by("position", "pk")


def levels_of(roadmap: Roadmap) -> list[str]:
    """To whom the lines were handed down, districts first. One query."""
    received = HandedLine.objects.standing().filter(parent_line=OuterRef("pk"))
    lines = addressed_lines(roadmap).filter(Exists(received))
    return sorted(lines.order_by().values_list("addressed_to", flat=True).distinct())


@dataclass(frozen=True)
class LineCover:
    """A line above: how many received it, have it, may have it, declined it, have it with a later term."""

    total: int
    covered: int
    proposed: int
    declined: int
    later: int

    @property
    def missing(self) -> int:
        return self.total - self.covered - self.proposed - self.declined


def coverage(roadmap: Roadmap, *, rows: QuerySet[HandedLine] | None = None) -> dict[int, LineCover]:
    """Key of a line of ``roadmap`` → how it is covered below. One query."""
    handed: QuerySet[HandedLine] = HandedLine.objects.all() if rows is None else rows
    standing = handed.filter(parent=roadmap, parent_line__removed_at=None).exclude(state=HandedLine.State.RECALLED)
    state = HandedLine.State
    counted = (
        with_terms(standing)
        .order_by()
        .values("parent_line")
        .annotate(
            total=Count("pk"),
            covered=Count("pk", filter=has_line()),
            proposed=Count("pk", filter=Q(state=state.PROPOSED)),
            declined=Count("pk", filter=Q(state=state.DECLINED)),
            later=Count("pk", filter=is_later()),
        )
    )
    sums: Any = list(counted)
    return {row.pop("parent_line"): LineCover(**row) for row in sums}


@dataclass(frozen=True)
class Cell:
    """A line above as one receiver has it."""

    handed: HandedLine
    stands: str
    is_later: bool


@dataclass(frozen=True)
class Receiver:
    """A row of the table: one receiver and its cells, by the key of the line above."""

    node: Node
    cells: Mapping[int, Cell]


def receivers_page(
    roadmap: Roadmap, nodes: QuerySet[Node], *, on: dt.date, cursor: str, size: int = PAGE
) -> tuple[Page[Node], list[Receiver]]:
    """One page of ``nodes`` by name, with their cells. Two queries, whatever the number of organisations."""
    page = keyset_page(nodes, order=("sort_name",), cursor=cursor, size=size)
    return page, cells_of(roadmap, page.rows, on)


def cells_of(roadmap: Roadmap, nodes: Sequence[Node], on: dt.date) -> list[Receiver]:
    """``nodes`` with their cells. One query."""
    rows = HandedLine.objects.standing().filter(parent=roadmap, node__in=nodes).select_related("line")
    cells: dict[int, dict[int, Cell]] = defaultdict(dict)
    late = Case(When(is_later(), then=Value(True)), default=Value(False), output_field=BooleanField())
    judged: Any = with_terms(with_stands(rows, on)).annotate(is_late=late)
    for row in judged:
        cells[row.node_id][row.parent_line_id] = Cell(row, row.stands, row.is_late)
    return [Receiver(node, cells[node.pk]) for node in nodes]


# What a filter asks besides the states of `roll_up.TITLES`.
LATER = "later"
TITLES = {LATER: _("later than above")}


def receivers_of(
    roadmap: Roadmap, what: str = "", *, on: dt.date, line: RoadmapLine | None = None, level: str = ""
) -> QuerySet[Node]:
    """Nodes that received lines of ``roadmap``; with ``what`` (a state, or `LATER`) those with such a line; with
    ``level`` those that received lines addressed to it."""
    rows = HandedLine.objects.standing().filter(parent=roadmap)
    if level:
        rows = rows.filter(parent_line__addressed_to=level)
    if line is not None:
        rows = rows.filter(parent_line=line)
    narrowed: Any = rows
    if what == LATER:
        narrowed = with_terms(rows).filter(is_later())
    elif what:
        stated: Any = with_stands(rows, on)
        narrowed = stated.filter(stands=what)
    return Node.objects.filter(Exists(narrowed.filter(node=OuterRef("pk"))))
