"""What the home pages of heads, districts and regions show. Every figure comes from the measures."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format

from nastavnik import measures
from nastavnik.accounts.models import User
from nastavnik.base.keyset import Count, bounded_count
from nastavnik.measures.periods import months_of, year_of
from nastavnik.org.calendar import school_year_of
from nastavnik.org.models import Node
from nastavnik.portal.measures.figures import Figure, figures
from nastavnik.roadmaps.models import Occurrence, Roadmap
from nastavnik.roadmaps.models.plans import Status
from nastavnik.roadmaps.queries import HOME_ROWS
from nastavnik.roadmaps.states import waiting_occurrences

DONE, OVERDUE, APPROVED, CURATORS = "plan.lines_done", "plan.lines_overdue", "plan.approved", "org.with_curator"
OF_A_HEAD = (DONE, "plan.lines_on_time", OVERDUE, "plan.lines_with_evidence")
# Of a head's figures, those that stand beside the district's; in the same order.
COMPARED = (DONE, OVERDUE)
OF_A_TERRITORY = (APPROVED, "plan.agreed_by_date", DONE, OVERDUE, CURATORS)
HAS_PLAN = "plan.has_plan"
# Figures of the year that stand beside the months of a part.
SHOWN_BESIDE = (APPROVED, CURATORS)
LEVELS = 5
MOST_ROWS = 100
LATEST = 8


@dataclass(frozen=True)
class HeatCell:
    """One figure as a shade: 1 light … 5 dark; 0 where there was nothing to count."""

    figure: Figure

    @property
    def level(self) -> int:
        share = self.figure.value.share
        return 0 if share is None else max(1, math.ceil(share * LEVELS))

    @property
    def address(self) -> str:
        return self.figure.list or self.figure.definition


@dataclass(frozen=True)
class Row:
    """A place: its months as shades, its figures of the year."""

    node: Node
    months: tuple[HeatCell, ...]
    year: dict[str, Figure]
    has_plan: bool = True

    @property
    def overdue(self) -> Figure:
        return self.year[OVERDUE]

    @property
    def others(self) -> list[Figure]:
        return [figure for code, figure in self.year.items() if code in SHOWN_BESIDE]


@dataclass(frozen=True)
class Heat:
    """Places × months of the school year so far. ``left_out``: how many more places there are."""

    months: tuple[str, ...]
    rows: tuple[Row, ...]
    left_out: int = 0

    @property
    def titles(self) -> list[str]:
        """Of the figures beside the months."""
        return [figure.title for figure in self.rows[0].others] if self.rows else []

    @property
    def late(self) -> list[Row]:
        """The places with most lines overdue, worst first."""
        with_some = [row for row in self.rows if row.overdue.value.numerator]
        return sorted(with_some, key=lambda row: -row.overdue.value.numerator)[:LATEST]


def months_so_far(today: dt.date) -> list[measures.Period]:
    """The months of the school year up to the running one."""
    return [month for month in months_of(school_year_of(today)) if month.starts_on <= today]


def tiles(codes: Sequence[str], node: Node, today: dt.date, *, leads: bool = True) -> list[Figure]:
    year = year_of(today)
    found = figures(codes, node, [year])
    return [
        Figure(figure.measure, node, year, figure.value, leads)
        for code in codes
        if (figure := found.get((code, year.code))) is not None
    ]


def heat_of_organisations(node: Node, today: dt.date, codes: Sequence[str] = (OVERDUE,)) -> Heat:
    """The organisations in ``node`` that have anything to count, and those without a plan. Two statements and the
    names."""
    year, months = year_of(today), months_so_far(today)
    done = measures.by_node([DONE], node, months)
    of_year = measures.by_node((*codes, HAS_PLAN), node, [year])
    keys = {key for key, _code, _period in (*done, *of_year)}
    planless = {key for (key, code, _period), value in of_year.items() if code == HAS_PLAN and not value.numerator}

    def most_late(key: int) -> tuple[int, bool, int]:
        return -_late(of_year.get((key, OVERDUE, year.code))), key not in planless, key

    worst = sorted(keys, key=most_late)[:MOST_ROWS]
    nodes = Node.objects.in_bulk(worst)
    nothing = measures.Value(0, 0, today, timezone.now())
    rows = [
        Row(
            nodes[key],
            tuple(_cell(nodes[key], month, done.get((key, DONE, month.code), nothing)) for month in months),
            {
                code: Figure(measures.named(code), nodes[key], year, of_year.get((key, code, year.code), nothing))
                for code in codes
            },
            has_plan=key not in planless,
        )
        for key in worst
        if key in nodes
    ]
    rows.sort(key=lambda row: row.node.sort_name)
    return Heat(tuple(_title(month) for month in months), tuple(rows), len(keys) - len(worst))


def heat_of_parts(node: Node, today: dt.date, codes: Sequence[str] = OF_A_TERRITORY) -> Heat:
    """The direct parts of ``node``, each with all in it; parts with nothing to count are left away."""
    year, months = year_of(today), months_so_far(today)
    by_month = measures.by_part([DONE], node, months)
    nothing = measures.Value(0, 0, today, timezone.now())
    rows = []
    for part, found in measures.parts_of(codes, node, [year]):
        if not any(value.denominator for value in found.values()):
            continue
        shades = tuple(_cell(part, month, by_month.get((part.pk, DONE, month.code), nothing)) for month in months)
        year_figures = {code: Figure(measures.named(code), part, year, found[code, year.code]) for code in codes}
        rows.append(Row(part, shades, year_figures))
    return Heat(tuple(_title(month) for month in months), tuple(rows))


def _cell(node: Node, month: measures.Period, value: measures.Value) -> HeatCell:
    return HeatCell(Figure(measures.named(DONE), node, month, value))


def _late(value: measures.Value | None) -> int:
    return value.numerator if value else 0


def _title(month: measures.Period) -> str:
    return date_format(month.starts_on, "M")


@dataclass(frozen=True)
class Late:
    rows: list[Occurrence]
    count: Count


def overdue_lines(user: User, today: dt.date) -> Late:
    """What is overdue in the plans that ``user`` reads, with who answers for it."""
    in_reach = Occurrence.objects.visible_to(user, "roadmap.view").filter(
        line__roadmap__status=Status.IN_FORCE, line__roadmap__ends_on__gte=today, due_on__lt=today
    )
    waiting = waiting_occurrences(in_reach, today)
    rows = waiting.select_related("line__roadmap").order_by("due_on", "pk")[: HOME_ROWS // 3]
    return Late(list(rows), bounded_count(waiting))


def plans_of(node: Node, user: User) -> list[Roadmap]:
    """The living plans of ``node``, newest first."""
    plans = Roadmap.objects.visible_to(user, "roadmap.view").living().filter(node=node)
    return list(plans.exclude(status=Status.ARCHIVED).defer("columns").order_by("-starts_on", "-pk")[:10])


def plan_to_hand_down(user: User, today: dt.date) -> Roadmap | None:
    """The plan in force whose lines ``user`` hands down, the newest of them."""
    plans = Roadmap.objects.visible_to(user, "roadmap.cascade").living().filter(status=Status.IN_FORCE)
    return plans.filter(ends_on__gte=today).defer("columns").order_by("-starts_on", "-pk").first()


@dataclass(frozen=True)
class Typical:
    roadmap: Roadmap
    copies: Count
    behind: Count


def adoption(user: User) -> list[Typical]:
    """The published typical plans that ``user`` keeps: how many plans each has, how many of an earlier edition."""
    own = Roadmap.objects.visible_to(user, "roadmap.edit").filter(
        is_template=True, status=Status.IN_FORCE, removed_at=None
    )
    found = []
    for roadmap in own.order_by("-pk")[:3]:
        copies = Roadmap.objects.visible_to(user, "roadmap.view").living().filter(template=roadmap)
        behind = copies.filter(template_edition__lt=roadmap.edition)
        found.append(Typical(roadmap, bounded_count(copies), bounded_count(behind)))
    return found
