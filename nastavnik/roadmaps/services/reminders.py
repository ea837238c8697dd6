"""The morning round: who is to be told that a line of a plan in force falls due soon or has fallen due.

Whoever may prove a line (`roadmap.tick`) is told of it, plan by plan: some days before, the day after, and then
week by week. Whoever oversees from the next level up is told on the day after, as a count. A day on which nobody
was at work is made up for by the next round: it asks for all due days since the last one.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Count, QuerySet

from nastavnik import notifications
from nastavnik.accounts.holders import Holder, holders
from nastavnik.accounts.models import User
from nastavnik.notifications import Matter
from nastavnik.org.models import Node, path_range
from nastavnik.org.reference import ReferenceMissing, entries
from nastavnik.roadmaps.models import Occurrence, Roadmap
from nastavnik.roadmaps.models.plans import Status
from nastavnik.roadmaps.states import waiting_occurrences

SOON, OVERDUE, OVERDUE_BELOW = "plan.due_soon", "plan.overdue", "plan.overdue_below"
DAYS_BEFORE = (14, 3)
# Longer than any plan lasts.
WEEKS = 110


def days_before() -> list[int]:
    """How many days before the due day people are reminded; reference data."""
    try:
        return sorted({int(entry.data["days"]) for entry in entries("plan_reminders")}, reverse=True)
    except ReferenceMissing:
        return list(DAYS_BEFORE)


def due_days(since: dt.date, on: dt.date) -> tuple[set[dt.date], set[dt.date]]:
    """The due days to be told of by the round of ``on`` after that of ``since``: those to come, those gone."""
    mornings = [since + dt.timedelta(days=n) for n in range(1, (on - since).days + 1)]
    coming = {morning + dt.timedelta(days=days) for morning in mornings for days in days_before()}
    gone = {morning - dt.timedelta(days=1 + 7 * week) for morning in mornings for week in range(WEEKS)}
    return {day for day in coming if day >= on}, gone


def plans_to_remind(region: Node, on: dt.date) -> QuerySet[Roadmap]:
    """Plans in force in ``region`` whose period runs: a plan that is over asks for nothing any more."""
    running = Roadmap.objects.filter(status=Status.IN_FORCE, is_template=False, removed_at=None)
    return running.filter(path_range(region.path, "node__path"), starts_on__lte=on, ends_on__gte=on)


def remind(plans: Collection[Roadmap], *, since: dt.date, on: dt.date) -> int:
    """Tell the responsible people of ``plans``; gives how many notices are new. 4 queries and the writing."""
    coming, gone = due_days(since, on)
    waiting = _waiting(plans, on)
    by_kind: dict[str, dict[int, list[Occurrence]]] = {SOON: defaultdict(list), OVERDUE: defaultdict(list)}
    for occurrence in waiting.filter(due_on__in=coming | gone).select_related("line").order_by("due_on", "pk"):
        kind = SOON if occurrence.due_on in coming else OVERDUE
        by_kind[kind][occurrence.line.roadmap_id].append(occurrence)
    responsible = holders("roadmap.tick", {plan.node for plan in plans})
    told = 0
    for kind, found in by_kind.items():
        matters = [
            Matter(
                to=_users(responsible[plan.node_id]),
                event=f"{kind}:{plan.uid}:{on}",
                context={"plan": str(plan.uid), "dates": [str(row.uid) for row in found[plan.pk]]},
                node=plan.node,
            )
            for plan in plans
            if plan.pk in found
        ]
        told += notifications.queue_many(kind, matters) if matters else 0
    return told


def tell_overseers(region: Node, *, since: dt.date, on: dt.date) -> int:
    """Tell the next level of what has just become overdue, as counts; gives how many notices are new.

    4 queries and the writing, whatever the number of organisations.
    """
    yesterday = [since + dt.timedelta(days=n) for n in range((on - since).days)]
    rows = _waiting(plans_to_remind(region, on), on).filter(due_on__in=yesterday).order_by()
    lines = dict(rows.values("node").annotate(lines=Count("line", distinct=True)).values_list("node", "lines"))
    nodes = list(Node.objects.filter(pk__in=lines))
    responsible, overseers = holders("roadmap.tick", nodes), holders("roadmap.oversee", nodes)
    told: dict[tuple[int, int], list[int]] = defaultdict(list)
    people: dict[int, User] = {}
    places: dict[int, str] = {}
    for node in nodes:
        for holder in _next_level(node, overseers[node.pk], responsible[node.pk]):
            people[holder.user.pk], places[holder.node_id] = holder.user, holder.path
            told[holder.user.pk, holder.node_id].append(node.pk)
    at = Node.objects.in_bulk(list(places))
    matters = [
        Matter(
            to=[people[user]],
            event=f"{OVERDUE_BELOW}:{at[place].uid}:{on}",
            context={
                "node": str(at[place].uid),
                "organisations": len(below),
                "lines": sum(lines[key] for key in below),
            },
            node=at[place],
        )
        for (user, place), below in sorted(told.items())
    ]
    return notifications.queue_many(OVERDUE_BELOW, matters) if matters else 0


def _waiting(plans: Collection[Roadmap] | QuerySet[Roadmap], on: dt.date) -> QuerySet[Occurrence]:
    return waiting_occurrences(Occurrence.objects.filter(line__roadmap__in=plans), on)


def _users(found: Iterable[Holder]) -> list[User]:
    return list({holder.user.pk: holder.user for holder in found}.values())


def _next_level(node: Node, overseers: list[Holder], responsible: list[Holder]) -> list[Holder]:
    """Of those who oversee ``node`` from above, the nearest who do not do its work themselves."""
    own = {holder.user.pk for holder in responsible}
    above = [holder for holder in overseers if holder.node_id != node.pk and holder.user.pk not in own]
    nearest = max((len(holder.path) for holder in above), default=0)
    return [holder for holder in above if len(holder.path) == nearest]
