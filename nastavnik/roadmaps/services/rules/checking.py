"""Lines become done when the data say so and open again when they stop saying so; the history tells why.

What was met proves the occurrences that have begun and are not proved yet; what is met no longer opens the latest
begun one again. An event proves the one occurrence in whose time it was held. Only rules that a person confirmed, in
plans in force.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from nastavnik import measures
from nastavnik.audit.record import record
from nastavnik.org.models import Node
from nastavnik.roadmaps.models import Evidence, LineRule, Occurrence, Roadmap, RoadmapLine
from nastavnik.roadmaps.models.plans import Status
from nastavnik.roadmaps.services.evidence import show_by_data, unsay_by_data
from nastavnik.roadmaps.services.rules.figures import OFFICE_TYPES, Seen, counts_people, look, period_on, told, weigh
from nastavnik.roadmaps.services.summaries import keep_summary


def at_work(today: dt.date) -> QuerySet[LineRule]:
    """Confirmed rules of standing lines of plans in force that still run."""
    plans = {f"line__roadmap__{name}": value for name, value in _in_force(today).items()}
    return LineRule.objects.filter(state=LineRule.State.CONFIRMED, line__removed_at=None, **plans)


def at_work_at(node_id: int, kind: str, code: str, today: dt.date) -> list[LineRule]:
    """Those of one organisation that look at ``code``. Two queries, one where it has no plan in force.

    By its plans and their lines, and the code is told here: led by the index of codes, a database would go through
    the rules of the whole region.
    """
    plans = list(Roadmap.objects.filter(node=node_id, **_in_force(today)).values_list("pk", flat=True))
    found = LineRule.objects.filter(line__roadmap__in=plans, line__removed_at=None) if plans else ()
    wanted = (LineRule.State.CONFIRMED, kind, code)
    return sorted((rule for rule in found if (rule.state, rule.kind, rule.code) == wanted), key=lambda rule: rule.pk)


def _in_force(today: dt.date) -> dict[str, Any]:
    return {
        "status": Status.IN_FORCE,
        "removed_at": None,
        "amends": None,
        "is_template": False,
        "ends_on__gte": today,
    }


def rules_waited_for(changed: Collection[tuple[int, str]]) -> set[tuple[int, str]]:
    """Those of (organisation, code) that a rule at work looks at. Two queries, one where no plan is in force."""
    plans = dict(
        Roadmap.objects.filter(node__in={node_id for node_id, _code in changed}, **_in_force(timezone.localdate()))
        .order_by()
        .values_list("pk", "node")
    )
    found = LineRule.objects.filter(line__roadmap__in=list(plans), line__removed_at=None) if plans else None
    rows = () if found is None else found.values_list("line__roadmap", "state", "kind", "code")
    wanted = (LineRule.State.CONFIRMED, LineRule.Kind.MEASURE)
    return {(plans[plan], code) for plan, *of, code in rows if tuple(of) == wanted} & set(changed)


def check_rules(node_id: int, code: str, period: measures.Period, value: measures.Value) -> None:
    """A figure of ``node_id`` became another one: turn the lines that wait for it."""
    today = timezone.localdate()
    if period != period_on(today):
        return
    rules = at_work_at(node_id, LineRule.Kind.MEASURE, code, today)
    if rules and not Node.objects.filter(pk=node_id, type__in=OFFICE_TYPES).exists():
        for rule in rules:
            settle(rule, weigh(rule, value, period, today), today)


measures.when_changed(check_rules, of=rules_waited_for)


@transaction.atomic
def tell_document(node_id: int, kind: str, on: dt.date | None) -> None:
    """A document of ``kind`` of ``node_id`` is registered on ``on``; None: there is none any more. In the deed's
    transaction."""
    today = timezone.localdate()
    lock_node(node_id)
    for rule in at_work_at(node_id, LineRule.Kind.DOCUMENT, kind, today):
        settle(rule, told(rule, on, today), today)


@transaction.atomic
def tell_event(node_id: int, kind: str, line_id: int | None = None) -> None:
    """An event of ``kind`` of ``node_id`` was held, or turned out not to have been; with ``line_id`` it belongs to
    that line of a plan and proves no other. In the deed's transaction."""
    today = timezone.localdate()
    node = lock_node(node_id)
    if line_id is None:
        rules = at_work_at(node_id, LineRule.Kind.EVENT, kind, today)
    else:
        rules = list(at_work(today).filter(line=line_id, kind=LineRule.Kind.EVENT))
    for rule in rules:
        if seen := look(rule, node, today):
            settle(rule, seen, today)


def check_waiting() -> int:
    """What no deed tells of: dates that began while a rule was met, and figures summed over others. Gives how many
    rules were looked at; run by the clock."""
    today = timezone.localdate()
    begun = Occurrence.objects.filter(line=OuterRef("line"), starts_on__lte=today, done_on=None)
    summed = Q(line__node__kind=Node.Kind.TERRITORY) | Q(line__node__type__in=OFFICE_TYPES)
    rules = at_work(today).filter(summed | (Q(met_on__isnull=False) & Exists(begun)))
    keys = list(rules.order_by("pk").values_list("pk", "line__node"))
    for key, node_id in keys:
        with transaction.atomic():
            node = lock_node(node_id)
            rule = at_work(today).filter(pk=key).first()
            if rule and (seen := look(rule, node, today)):
                settle(rule, seen, today)
    return len(keys)


def lock_node(node_id: int) -> Node:
    """The same lock, taken first, as a counting of figures takes: a deed and a counting never wait for each other."""
    return Node.objects.select_for_update(no_key=True).get(pk=node_id)


def settle(rule: LineRule, seen: Seen, today: dt.date, *, node: Node | None = None) -> bool:
    """Turn the line of ``rule`` by what is ``seen``; gives whether anything turned. The node is locked.

    With ``node`` it is asked for each date that passed whether the rule was met on it already: a rule confirmed in
    November does not make late what was so in October.
    """
    rule = LineRule.objects.select_for_update().get(pk=rule.pk)
    line = RoadmapLine.objects.get(pk=rule.line_id)
    since: dt.date | None
    if rule.kind == LineRule.Kind.EVENT:
        since = seen.since if seen.is_met else None
        deed = _by_days(line, seen, today)
        turned = bool(deed)
    elif seen.is_met:
        since = met_on = rule.met_on or seen.since
        shown = show_by_data(
            _to_show(line, today), seen.facts, day_of=lambda row: _day(rule, row, met_on, today, node)
        )
        turned, deed = bool(shown), "roadmap.rule_met"
    else:
        since, turned, deed = None, _unsay(line, today), "roadmap.rule_unmet"
    LineRule.objects.filter(pk=rule.pk).update(met_on=since, checked_at=timezone.now())
    if turned:
        # The history of a line is read above the organisation too: numbers of people are not written into it.
        names = ("code",) if counts_people(rule.code) else ("code", "numerator", "denominator")
        facts = {name: seen.facts[name] for name in names if name in seen.facts}
        record(deed, line, actor=None, node_id=line.node_id, **facts)
        keep_summary(line.roadmap_id)
    return turned


def _to_show(line: RoadmapLine, today: dt.date) -> list[Occurrence]:
    return list(line.occurrences.filter(starts_on__lte=today, done_on=None).order_by("starts_on", "pk"))


def _by_days(line: RoadmapLine, seen: Seen, today: dt.date) -> str:
    """Each event proves the occurrence in whose time it was held; one whose event is gone opens again. Gives the
    deed, "" where nothing turned."""
    begun = list(line.occurrences.filter(starts_on__lte=today).order_by("starts_on", "pk"))
    held = days_of(begun, seen.days)
    said = Evidence.objects.standing().filter(occurrence__in=begun, kind=Evidence.Kind.DATA)
    known = dict(said.values_list("occurrence", "done_on"))
    gone = [row for row in begun if row.pk in known and held.get(row.pk) != known[row.pk]]
    unsay_by_data(gone)
    shown = 0
    for row in begun:
        if row.pk in held and (row in gone or (row.done_on is None and row.pk not in known)):
            day = held[row.pk]
            facts = {**seen.facts, "on": day.isoformat()}
            shown += show_by_data([row], facts, day_of=lambda one: held[one.pk])
    return "roadmap.rule_met" if shown else "roadmap.rule_unmet" if gone else ""


def days_of(begun: Sequence[Occurrence], days: Iterable[dt.date]) -> dict[int, dt.date]:
    """Key of an occurrence → the first day that proves it. ``begun`` in order; the time of each goes on until the
    next one begins, or until its own due day where that is later."""
    found: dict[int, dt.date] = {}
    for day in sorted(days):
        for row, following in zip(begun, [*begun[1:], None], strict=True):
            before = following.starts_on - dt.timedelta(days=1) if following else dt.date.max
            if day <= max(row.due_on or dt.date.min, before):
                found.setdefault(row.pk, max(day, row.starts_on))
                break
    return found


def _day(rule: LineRule, row: Occurrence, since: dt.date, today: dt.date, node: Node | None) -> dt.date:
    if node is not None and row.due_on is not None and row.due_on < today:
        then = look(rule, node, today, on=row.due_on)
        if then and then.is_met:
            return min(row.due_on, max(then.since, row.starts_on))
    return min(today, max(since, row.starts_on))


def _unsay(line: RoadmapLine, today: dt.date) -> bool:
    latest = line.occurrences.filter(starts_on__lte=today).order_by("-starts_on", "-pk").first()
    return latest is not None and unsay_by_data([latest]) > 0


def unsay_all(line: RoadmapLine) -> bool:
    """The rule of ``line`` is gone: what only the data said is said no more."""
    said = line.occurrences.filter(evidence__kind=Evidence.Kind.DATA, evidence__withdrawn_at=None)
    return unsay_by_data(list(said.distinct())) > 0
