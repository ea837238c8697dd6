"""Handing down: a row for each line and each receiver, matched with what the receiver's plans already have."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from zlib import crc32

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik import jobs, notifications
from nastavnik.accounts.models import Grant, User
from nastavnik.accounts.roles import Role
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import DomainError
from nastavnik.org.models import Node
from nastavnik.roadmaps.cascading.coverage import addressed_lines
from nastavnik.roadmaps.cascading.offers import OPEN, words_of
from nastavnik.roadmaps.cascading.receivers import answers_to, plans_of, receivers, territory_of
from nastavnik.roadmaps.likeness import Upper, match
from nastavnik.roadmaps.models import HandDown, HandedLine, Roadmap, RoadmapLine
from nastavnik.roadmaps.models.lines import Addressed
from nastavnik.roadmaps.models.plans import Status

State = HandedLine.State
HAND_DOWN = "roadmap.hand_down"
WAITING_JOBS = (jobs.Job.State.QUEUED, jobs.Job.State.RUNNING)
# Who is told that lines have come from above.
TOLD = (Role.CURATOR, Role.DISTRICT_COORDINATOR)


class NotInForceYet(DomainError):
    code = "cascade_not_in_force"
    message = _("Lines are handed down from a plan in force. Put this plan in force first.")


class NothingAddressed(DomainError):
    code = "cascade_nothing_addressed"
    message = _("No line of this plan is addressed to those below. Say first whose lines they are.")


class BeingHandedDown(DomainError):
    code = "cascade_being_handed_down"
    message = _("These lines are being handed down already. Wait until that work is done.")


class OutsideTerritory(DomainError):
    code = "cascade_outside"
    message = _("Lines can be handed down inside the territory of the plan only.")


@transaction.atomic
def hand_down(
    roadmap: Roadmap,
    *,
    actor: User,
    under: Node | None = None,
    types: Sequence[str] = (),
    pilots_only: bool = False,
) -> jobs.Job:
    """Hand the addressed lines of ``roadmap`` to all who answer to this rule, now and later; the job that does it.

    Raises:
        NotAllowed, NotInForceYet, NothingAddressed, OutsideTerritory.
        BeingHandedDown: a colleague asked for the same a moment ago.
    """
    require(actor, "roadmap.cascade", roadmap)
    # Two coordinators at once: the second sees the rules and the work of the first.
    roadmap = locked(roadmap)
    own = territory_of(roadmap.node)
    under = under or own
    if roadmap.status != Status.IN_FORCE or roadmap.is_template or roadmap.removed_at:
        raise NotInForceYet
    if not under.path.startswith(own.path):
        raise OutsideTerritory
    lines = list(addressed_lines(roadmap).values_list("pk", "addressed_to"))
    if not lines:
        raise NothingAddressed
    levels = sorted({level for _line, level in lines})
    rules = [_rule(roadmap, level, under, sorted(types), pilots_only, actor) for level in levels]
    # A line that was addressed meanwhile is another thing to hand down.
    params = {"roadmap": str(roadmap.uid), "rules": [rule.pk for rule in rules], "lines": crc32(repr(lines).encode())}
    if jobs.Job.objects.filter(kind=HAND_DOWN, node=roadmap.node, state__in=WAITING_JOBS, params=params).exists():
        raise BeingHandedDown
    record("roadmap.handed_down", roadmap, actor=actor, node_id=roadmap.node_id, under=under.pk)
    return jobs.start(HAND_DOWN, actor=actor, node=roadmap.node, params=params)


def locked(roadmap: Roadmap) -> Roadmap:
    """``roadmap`` as it stands, its row held to the end of the transaction: who withdraws the plan waits for us."""
    rows = Roadmap.objects.select_for_update(of=("self",), no_key=True).select_related("node")
    return rows.get(pk=roadmap.pk)


def _rule(roadmap: Roadmap, level: str, under: Node, types: list[str], pilots_only: bool, actor: User) -> HandDown:
    organisations = level == Addressed.ORGANISATIONS
    same = {"level": level, "under": under, "types": types if organisations else [],
            "pilots_only": pilots_only and organisations}  # fmt: skip
    for rule in HandDown.objects.filter(roadmap=roadmap, ended_at=None):
        if all(getattr(rule, name) == value for name, value in same.items()):
            return rule
    return HandDown.objects.create(roadmap=roadmap, made_by=actor, **same)


def lines_for(rule: HandDown, *, known_only: bool = False) -> list[RoadmapLine]:
    """The lines that ``rule`` hands down; ``known_only``: those that somebody has received already."""
    lines = addressed_lines(rule.roadmap).filter(addressed_to=rule.level)
    if known_only:
        received = HandedLine.objects.filter(parent=rule.roadmap).values("parent_line")
        lines = lines.filter(pk__in=received)
    return list(lines)


@transaction.atomic
def hand_to(roadmap: Roadmap, lines: Sequence[RoadmapLine], nodes: Sequence[Node], *, event: str) -> int:
    """Give ``lines`` to ``nodes``; who has one already keeps it. Gives how many rows are new. Set-based."""
    rows = HandedLine.objects.filter(parent_line__in=lines, node__in=nodes)
    known = {(line, node): state for line, node, state in rows.values_list("parent_line", "node", "state")}
    _bring_back(rows)
    wanted = {node.pk: [line for line in lines if (line.pk, node.pk) not in known] for node in nodes}
    fresh = [node for node in nodes if wanted[node.pk]]
    own = _lines_of(plans_of(roadmap, fresh))
    uppers: dict[tuple[int, ...], Upper] = {}
    made: list[HandedLine] = []
    for node in fresh:
        asked = wanted[node.pk]
        # Most receivers lack the same lines: their words are weighed once.
        keys = tuple(line.pk for line in asked)
        if keys not in uppers:
            uppers[keys] = Upper([words_of(line) for line in asked])
        made += _matched(roadmap, node, asked, uppers[keys], own.get(node.pk, []))
    HandedLine.objects.bulk_create(made, batch_size=1000, ignore_conflicts=True)
    if made:
        tell_nodes("plan.handed", roadmap, fresh, event)
    return len(made)


def _matched(
    roadmap: Roadmap, node: Node, asked: Sequence[RoadmapLine], upper: Upper, own: Sequence[RoadmapLine]
) -> list[HandedLine]:
    pairs = {pair.above: pair for pair in match(upper, [words_of(line) for line in own])}
    rows = []
    for place, line in enumerate(asked):
        row = HandedLine(parent_line=line, parent=roadmap, node=node, seen_edition=roadmap.edition)
        if pair := pairs.get(place):
            row.state, row.line, row.confidence = State.PROPOSED, own[pair.below], pair.confidence
        rows.append(row)
    return rows


def _lines_of(plans: dict[int, list[Roadmap]]) -> dict[int, list[RoadmapLine]]:
    """Receiver → the lines of its plans. One query."""
    owners = {plan.pk: node for node, found in plans.items() for plan in found}
    lines = RoadmapLine.objects.filter(roadmap__in=owners, removed_at=None).order_by("roadmap", "position", "pk")
    found: dict[int, list[RoadmapLine]] = defaultdict(list)
    for line in lines.only("pk", "roadmap", "title", "result", "capability"):
        found[owners[line.roadmap_id]].append(line)
    return found


def match_again(roadmap: Roadmap, nodes: Sequence[Node]) -> int:
    """Compare what still waits with the plans of ``nodes`` as they are now; gives how many proposals changed."""
    rows = HandedLine.objects.filter(parent=roadmap, node__in=nodes, state__in=OPEN, parent_line__removed_at=None)
    waiting: dict[int, list[HandedLine]] = defaultdict(list)
    for row in rows.select_related("parent_line").order_by("parent_line__position", "pk"):
        waiting[row.node_id].append(row)
    own = _lines_of(plans_of(roadmap, [node for node in nodes if node.pk in waiting]))
    taken = set(
        HandedLine.objects.filter(parent=roadmap, node__in=nodes, line__isnull=False)
        .exclude(state__in=OPEN)
        .values_list("line", flat=True)
    )
    changed: list[HandedLine] = []
    for node, asked in waiting.items():
        free = [line for line in own.get(node, []) if line.pk not in taken]
        pairs = {
            pair.above: (free[pair.below], pair.confidence)
            for pair in match([words_of(row.parent_line) for row in asked], [words_of(line) for line in free])
        }
        for place, row in enumerate(asked):
            line, confidence = pairs.get(place, (None, None))
            if row.line_id != (line.pk if line else None) or row.confidence != confidence:
                row.line, row.confidence = line, confidence
                row.state = State.PROPOSED if line else State.WAITING
                changed.append(row)
    HandedLine.objects.bulk_update(changed, ["line", "confidence", "state"], batch_size=500)
    return len(changed)


@transaction.atomic
def refresh(node: Node, *, on: dt.date | None = None) -> None:
    """After ``node`` was opened, moved, merged or closed: it has what answers to it today, and nothing else."""
    day = on or timezone.localdate()
    rules = HandDown.objects.filter(answers_to(node)).select_related("roadmap__node", "under")
    kept: set[int] = set()
    for rule in rules:
        if receivers(rule, day).filter(pk=node.pk).exists() and rule.roadmap.status == Status.IN_FORCE:
            lines = lines_for(rule, known_only=True)
            kept.update(line.pk for line in lines)
            hand_to(rule.roadmap, lines, [node], event=f"plan.handed:{rule.uid}:{day}")
            match_again(rule.roadmap, [node])
    foreign = HandedLine.objects.filter(node=node, parent__status=Status.IN_FORCE).exclude(parent_line__in=kept)
    foreign.exclude(state=State.RECALLED).update(state=State.RECALLED, version=F("version") + 1)


def recall_strangers(roadmap: Roadmap, on: dt.date) -> int:
    """Recall the lines of ``roadmap`` from nodes that answer to none of its rules any more. Gives how many rows."""
    rules = list(HandDown.objects.filter(roadmap=roadmap, ended_at=None).select_related("roadmap__node", "under"))
    answering = Q(pk__in=[])
    for rule in rules:
        answering |= Q(node__in=receivers(rule, on).values("pk"), parent_line__addressed_to=rule.level)
    rows = HandedLine.objects.filter(parent=roadmap).exclude(state=State.RECALLED)
    strangers = rows.exclude(pk__in=rows.filter(answering).values("pk"))
    return strangers.update(state=State.RECALLED, version=F("version") + 1)


@transaction.atomic
def recall(roadmap: Roadmap, *, actor: User) -> int:
    """The plan above goes while those below work by it: what was handed down is recalled, those below are told.

    What they did stays theirs, link and evidence included. Inside the deed that asked for the right.
    """
    standing = HandedLine.objects.filter(parent=roadmap).exclude(state=State.RECALLED)
    nodes = list(Node.objects.filter(pk__in=standing.values("node")))
    recalled = standing.update(state=State.RECALLED, version=F("version") + 1)
    HandDown.objects.filter(roadmap=roadmap, ended_at=None).update(ended_at=timezone.now())
    if recalled:
        record("roadmap.lines_recalled", roadmap, actor=actor, node_id=roadmap.node_id, rows=recalled)
        tell_nodes("plan.recalled", roadmap, nodes, f"plan.recalled:{roadmap.uid}:{timezone.localdate()}")
    return recalled


@transaction.atomic
def resume(roadmap: Roadmap) -> None:
    """The plan above is back: so is what its receivers had of it. Inside the deed that brought it back."""
    if roadmap.status != Status.IN_FORCE or not HandDown.objects.filter(roadmap=roadmap).exists():
        return
    HandDown.objects.filter(roadmap=roadmap).update(ended_at=None)
    _bring_back(HandedLine.objects.filter(parent=roadmap, parent_line__removed_at=None))


def _bring_back(rows: QuerySet[HandedLine]) -> None:
    """What was recalled is as it was: decided by a person, proposed, waiting."""
    recalled = rows.filter(state=State.RECALLED)
    recalled.filter(line=None).update(state=State.WAITING, version=F("version") + 1)
    recalled.filter(decided_at=None).update(state=State.PROPOSED, version=F("version") + 1)
    recalled.update(state=State.LINKED, version=F("version") + 1)


def tell_nodes(kind: str, roadmap: Roadmap, nodes: Iterable[Node], event: str) -> int:
    """Tell the curators and coordinators of ``nodes`` of ``roadmap``; nobody of the same event twice."""
    people = Grant.objects.in_force().filter(node__in=list(nodes), role__in=TOLD).select_related("user")
    return notifications.queue(
        kind,
        to=[grant.user for grant in people],
        event=event,
        context={"roadmap": str(roadmap.uid)},
        node=roadmap.node,
    )
