"""Figures of plans in a region of 1,500 organisations and 20,000 lines (D5, D6), and one changed line seen above.

Counted from the rows: all figures of plans for each district, against one statement written by hand for the same
count. From kept values: the same figures, equal to the last unit. Both sides are asked in turn.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterable
from itertools import count
from statistics import median
from typing import Any

from bench import Measure
from bench._site import ENGINES, engine_in_use, measured
from bench.organisations import _after_growth, _region

ORGANISATIONS, LINES = 1_500, 20_000
FEW = 150
ROUNDS = 9
BEGIN, END = dt.date(2026, 9, 1), dt.date(2027, 8, 31)
AS_OF, TODAY = dt.date(2027, 2, 1), dt.date(2027, 2, 10)


def measures() -> Iterable[Measure]:
    for engine in ENGINES:
        found = measured("bench.measures.figures", engine)
        versions = found["versions"]
        yield Measure(f"figures from rows / one SQL by hand, {engine}", found["rows"], "x", "<=", 1.3, versions)
        yield Measure(f"figures from rows, equal to the SQL, {engine}", found["rows_equal"], "", "==", 1, versions)
        yield Measure(f"figures from rows, queries over rows, {engine}", found["queries"], "", "<=", 3, versions)
        yield Measure(f"figures from kept values / the SQL, {engine}", found["kept"], "x", "<=", 0.1, versions)
        yield Measure(f"kept values equal to the SQL, {engine}", found["kept_equal"], "", "==", 1, versions)
        yield Measure(f"one changed line seen by the region, {engine}", found["seen"], "s", "<=", 1, versions)
        yield Measure(
            f"its queries with 1,500 organisations more than with 150, {engine}", found["more"], "", "==", 0, versions
        )
        yield Measure(f"its rows written, {engine}", found["written"], "", "<=", 20, versions)


def figures() -> dict[str, Any]:
    """Runs on a site of its own: see `bench._site`."""
    import django
    from django.utils import timezone

    from nastavnik.measures.counting import close_round, recount
    from nastavnik.org.models import Node
    from nastavnik.org.services.reference import load

    load()
    timezone.localdate = lambda *args: TODAY
    keys = count(1)
    small, region = _region("малая", FEW, keys)[0], _region("большая", ORGANISATIONS, keys)[0]
    _plans(small, LINES * FEW // ORGANISATIONS)
    _plans(region, LINES)
    _after_growth(next(keys))
    ours, by_hand = _ours(region, AS_OF), _by_hand(region, AS_OF)
    queries = _queries_over_rows(region)
    rows_equal = _district_sums(ours) == _district_sums(by_hand)
    rows = _ratio(lambda: _ours(region, AS_OF), lambda: _by_hand(region, AS_OF))
    nodes = list(Node.objects.order_by("pk").values_list("pk", flat=True))
    recount(nodes, TODAY)
    close_round(TODAY)
    _after_growth(next(keys))
    by_hand_today = _by_hand(region, TODAY)
    kept_equal = _district_sums(_ours(region, TODAY)) == _district_sums(by_hand_today)
    kept = _ratio(lambda: _ours(region, TODAY), lambda: _by_hand(region, TODAY))
    _change(small)  # reads the reference data
    few, _seconds = _change(small)
    many, seen = _change(region)
    return {
        "rows": rows,
        "rows_equal": int(rows_equal),
        "queries": queries,
        "kept": kept,
        "kept_equal": int(kept_equal),
        "seen": seen,
        "more": len(many) - len(few),
        "written": sum(sql.startswith(("INSERT", "UPDATE")) for sql in many),
        "versions": f"django {django.__version__}, {engine_in_use()}",
    }


def _plans(region: Any, lines: int) -> None:
    """A plan for each organisation, its lines with one or four dates, two thirds of them proved, some late."""
    from nastavnik.org.models import Node, path_range
    from nastavnik.roadmaps.models import Evidence, Occurrence, Roadmap, RoadmapLine

    bodies = list(Node.objects.filter(path_range(region.path), kind="body").order_by("pk"))
    plans = Roadmap.objects.bulk_create(
        Roadmap(node=body, title="План", starts_on=BEGIN, ends_on=END, status="in_force", approved_on=BEGIN)
        for body in bodies[: len(bodies) * 9 // 10]
    )
    made = RoadmapLine.objects.bulk_create(
        [
            RoadmapLine(roadmap=plan, node_id=plan.node_id, title="Пункт", position=number)
            for number in range(lines)
            for plan in (plans[number % len(plans)],)
        ],
        batch_size=2000,
    )
    dates = []
    for number, line in enumerate(made):
        for quarter in range(4 if number % 3 == 0 else 1):
            due = BEGIN + dt.timedelta(days=(number * 37 + quarter * 90) % 360)
            done = due + dt.timedelta(days=number % 5 - 3) if (number + quarter) % 3 else None
            dates.append(Occurrence(line=line, node_id=line.node_id, starts_on=BEGIN, due_on=due, done_on=done))
    dates = Occurrence.objects.bulk_create(dates, batch_size=2000)
    Evidence.objects.bulk_create(
        [Evidence(occurrence=one, kind="note", done_on=one.done_on, note="Приказ") for one in dates if one.done_on],
        batch_size=2000,
    )


def _codes() -> list[str]:
    from nastavnik import measures as figures_of

    return [code for code in figures_of.registry if code.startswith(("plan.", "org."))]


def _ours(region: Any, on: dt.date) -> dict[tuple[int, str], tuple[int, int]]:
    """(district, code) → numerator and denominator, by the product's own way."""
    from nastavnik import measures as figures_of

    found = figures_of.by_part(_codes(), region, [figures_of.year(2026)], on)
    return {(node, code): (value.numerator, value.denominator) for (node, code, _period), value in found.items()}


def _district_sums(found: dict[tuple[int, str], tuple[int, int]]) -> dict[tuple[int, str], tuple[int, int]]:
    return {key: pair for key, pair in found.items() if pair[1]}


# As a careful person would write it: each table once, the lines grouped before they are joined to the tree.
_BY_HAND = """
WITH judged AS (
  SELECT o.node_id, o.line_id,
         MAX(CASE WHEN o.due_on < %(on)s AND (o.done_on IS NULL OR o.done_on > %(on)s) THEN 2
                  WHEN o.done_on <= %(on)s AND o.done_on > o.due_on THEN 1 ELSE 0 END) AS worst,
         MAX(CASE WHEN e.id IS NOT NULL THEN 1 ELSE 0 END) AS shown
    FROM roadmaps_occurrence o
    JOIN roadmaps_roadmapline l ON l.id = o.line_id AND l.removed_at IS NULL
    JOIN roadmaps_roadmap r ON r.id = l.roadmap_id AND r.removed_at IS NULL AND r.amends_id IS NULL
     AND NOT r.is_template AND (r.status = 'in_force' OR (r.status = 'archived' AND r.ends_on < %(today)s))
    LEFT JOIN roadmaps_evidence e ON e.occurrence_id = o.id AND e.withdrawn_at IS NULL AND e.done_on <= %(on)s
   WHERE o.due_on BETWEEN %(begin)s AND %(end)s AND (o.due_on < %(on)s OR o.done_on <= %(on)s)
     AND NOT EXISTS (SELECT 1 FROM roadmaps_linedecision d WHERE d.line_id = l.id AND d.from_on <= %(on)s
                        AND (d.to_on IS NULL OR d.to_on > %(on)s))
   GROUP BY o.node_id, o.line_id
), lines AS (
  SELECT node_id, COUNT(*) AS n, SUM(CASE WHEN worst = 0 THEN 1 ELSE 0 END) AS on_time,
         SUM(CASE WHEN worst = 1 THEN 1 ELSE 0 END) AS late, SUM(CASE WHEN worst = 2 THEN 1 ELSE 0 END) AS overdue,
         SUM(CASE WHEN worst < 2 THEN 1 ELSE 0 END) AS done, SUM(shown) AS shown
    FROM judged GROUP BY node_id
), plans AS (
  SELECT node_id,
         MAX(CASE WHEN created_at < %(tomorrow)s OR approved_on <= %(on)s THEN 1 ELSE 0 END) AS made,
         MAX(CASE WHEN (status IN ('approved', 'in_force') OR (status = 'archived' AND ends_on < %(today)s))
                   AND (COALESCE(approved_on, effective_on) <= %(on)s OR (COALESCE(approved_on, effective_on) IS NULL
                        AND created_at < %(tomorrow)s)) THEN 1 ELSE 0 END) AS approved,
         MAX(CASE WHEN approved_on <= %(agreed_by)s THEN 1
                  WHEN EXISTS (SELECT 1 FROM approvals_chain c WHERE c.subject_uid = r.uid
                                  AND c.subject_kind = 'roadmap' AND c.state IN ('running', 'approved'))
                  THEN 1 ELSE 0 END) AS agreed
    FROM roadmaps_roadmap r
   WHERE removed_at IS NULL AND amends_id IS NULL AND NOT is_template
     AND starts_on <= %(end)s AND ends_on >= %(begin)s
   GROUP BY node_id
), curators AS (
  SELECT DISTINCT node_id FROM accounts_grant
   WHERE role = 'curator' AND from_on <= %(on)s AND (to_on IS NULL OR to_on > %(on)s)
), organisations AS (
  SELECT id FROM org_node WHERE kind = 'body' AND type IN ('school', 'college', 'additional', 'kindergarten')
     AND opened_on <= %(on)s AND (closed_on IS NULL OR closed_on > %(on)s)
)
SELECT c.node_id, SUM(l.on_time), SUM(l.late), SUM(l.overdue), SUM(l.done), SUM(l.shown), SUM(l.n),
       SUM(CASE WHEN k.id IS NOT NULL THEN p.made ELSE 0 END),
       SUM(CASE WHEN k.id IS NOT NULL THEN p.approved ELSE 0 END),
       SUM(CASE WHEN k.id IS NOT NULL THEN p.agreed ELSE 0 END), COUNT(CASE WHEN k.id IS NOT NULL THEN u.node_id END),
       COUNT(k.id)
  FROM org_placement c
  JOIN org_placement b ON b.path >= c.path AND b.path < substr(c.path, 1, length(c.path) - 1) || '0'
   AND b.from_on <= %(on)s AND (b.to_on IS NULL OR b.to_on > %(on)s)
  LEFT JOIN lines l ON l.node_id = b.node_id LEFT JOIN plans p ON p.node_id = b.node_id
  LEFT JOIN curators u ON u.node_id = b.node_id LEFT JOIN organisations k ON k.id = b.node_id
 WHERE c.parent_id = %(region)s AND c.from_on <= %(on)s AND (c.to_on IS NULL OR c.to_on > %(on)s)
 GROUP BY c.node_id
"""


def _by_hand(region: Any, on: dt.date) -> dict[tuple[int, str], tuple[int, int]]:
    from django.db import connection

    given = {
        "on": on, "today": TODAY, "begin": BEGIN, "end": END, "tomorrow": on + dt.timedelta(days=1),
        "agreed_by": dt.date(2026, 10, 15), "region": region.pk,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_BY_HAND, given)
        rows = cursor.fetchall()
    found: dict[tuple[int, str], tuple[int, int]] = {}
    for node, on_time, late, overdue, done, shown, lines, made, approved, agreed, curators, bodies in rows:
        of_lines = {"on_time": on_time, "late": late, "overdue": overdue, "done": done, "with_evidence": shown}
        found |= {(node, f"plan.lines_{name}"): (int(n or 0), int(lines or 0)) for name, n in of_lines.items()}
        of_plans = {"plan.has_plan": made, "plan.approved": approved, "plan.agreed_by_date": agreed}
        found |= {(node, code): (int(n or 0), bodies) for code, n in of_plans.items()}
        found[node, "org.with_curator"] = (curators, bodies)
    return found


def _queries_over_rows(region: Any) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        _ours(region, AS_OF)
    return sum("AS units" in query["sql"] for query in asked)


def _ratio(one: Callable[[], object], other: Callable[[], object]) -> float:
    """Of the clock on the wall, for a database server works in a process of its own; taken in turn."""
    one()
    other()
    pairs = [(_seconds(one), _seconds(other)) for _round in range(ROUNDS)]
    return median(first / second for first, second in pairs)


def _change(region: Any) -> tuple[list[str], float]:
    """The statements of proving one line, and the seconds until the region's figure says so."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from nastavnik import measures as figures_of
    from nastavnik.org.models import path_range
    from nastavnik.roadmaps.models import Occurrence

    year = figures_of.year(2026)
    before = figures_of.value("plan.lines_overdue", region, year)
    waiting = Occurrence.objects.filter(path_range(region.path, "node__path"), done_on=None, due_on__lt=AS_OF)
    occurrence = waiting.filter(line__position__gt=0).order_by("pk").first()
    assert occurrence is not None  # noqa: S101 - a third of the dates are unproved
    begin = time.perf_counter()
    with CaptureQueriesContext(connection) as asked:
        Occurrence.objects.filter(line=occurrence.line_id).update(done_on=AS_OF)
        figures_of.touch(occurrence.node_id, "plan")
    after = figures_of.value("plan.lines_overdue", region, year)
    seconds = time.perf_counter() - begin
    assert after.numerator == before.numerator - 1  # noqa: S101 - else the time means nothing
    return [query["sql"] for query in asked], seconds


def _seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin
