"""Who opened or took people's data: the report of a period, and the alarm of an hour."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.utils import timezone

from nastavnik import notifications
from nastavnik.accounts.holders import holders
from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.org.models import Node
from nastavnik.people import sights
from nastavnik.people.models import Participation, Person, Taking
from nastavnik.people.services.erasing import closure

HOUR = dt.timedelta(hours=1)


@dataclass
class Line:
    """What one account saw of the people asked about."""

    user_id: int | None
    who: str = ""
    opened: int = 0
    listed: int = 0
    taken: int = 0
    people: set[int] = field(default_factory=set)
    first: dt.datetime | None = None
    last: dt.datetime | None = None

    def add(self, sight: sights.Sight) -> None:
        if sight.action == sights.VIEWED:
            self.opened += 1
        elif sight.action == sights.LISTED:
            self.listed += len(sight.people)
        else:
            self.taken += len(sight.people)
        self.seen(sight.at, sight.people)

    def seen(self, at: dt.datetime, people: Iterable[int]) -> None:
        self.people.update(people)
        self.first = min(self.first or at, at)
        self.last = max(self.last or at, at)


def report(node: Node, since: dt.date, until: dt.date, person: Person | None = None) -> list[Line]:
    """An account a line, those who saw most people first. Reads the journal of ``node`` for the period once."""
    keys = None if person is None else frozenset(closure([person.pk]))
    lines: dict[int | None, Line] = {}
    for sight in sights.sights([node.pk], since, until, among=keys):
        lines.setdefault(sight.user_id, Line(sight.user_id)).add(sight)
    for taking in _takings(node, since, until):
        people = _people_of(taking)
        if keys is not None:
            people &= keys
        line = lines.get(taking.made_by_id) or Line(taking.made_by_id)
        # An export that named its people in the journal is not counted twice.
        fresh = people - line.people
        if fresh:
            line.taken += len(fresh)
            line.seen(taking.made_at, fresh)
            lines[taking.made_by_id] = line
    names = {user.pk: str(user) for user in User.objects.filter(pk__in=[key for key in lines if key])}
    for line in lines.values():
        line.who = names.get(line.user_id or 0, "")
    return sorted(lines.values(), key=lambda line: (-len(line.people), line.who))


def _takings(node: Node, since: dt.date, until: dt.date) -> Iterable[Taking]:
    rows = Taking.objects.filter(node=node, made_at__date__range=(since, until), kind=Taking.Kind.BASE)
    return rows.defer("reason", "keys").order_by("pk")


def _people_of(taking: Taking) -> set[int]:
    """Whoever stood in the base that was taken."""
    year = taking.school_year
    if year is None:
        return set()
    rows = Participation.objects.filter(node=taking.node_id, school_year=year, made_at__lte=taking.made_at)
    if taking.side:
        rows = rows.filter(side=taking.side)
    return set(rows.values_list("person", flat=True))


def watch(now: dt.datetime | None = None) -> int:
    """Tell of accounts that opened or took more within the last hour than the settings allow; gives how many.

    The same account is told of once an hour and organisation.
    """
    at = now or timezone.now()
    cards: dict[tuple[int, int], int] = defaultdict(int)
    rows: dict[tuple[int, int], int] = defaultdict(int)
    events = sights.between(at - HOUR, at + sights.SLACK).filter(action__in=[sights.VIEWED, sights.EXPORTED])
    for actor, node, action, facts in events.values_list("actor_id", "node_id", "action", "facts").iterator():
        if actor is None or node is None:
            continue
        if action == sights.VIEWED:
            cards[actor, node] += 1
        else:
            rows[actor, node] += len(facts.get("people") or ())
    most_cards, most_rows = settings.NASTAVNIK_CARDS_AN_HOUR, settings.NASTAVNIK_ROWS_AN_HOUR
    found = sorted(key for key in {*cards, *rows} if cards[key] > most_cards or rows[key] > most_rows)
    return sum(_alarm(actor, node, cards[actor, node], rows[actor, node], at) for actor, node in found)


def _alarm(actor: int, node_id: int, cards: int, rows: int, at: dt.datetime) -> bool:
    node = Node.objects.filter(pk=node_id).first()
    if node is None:
        return False
    told = notifications.queue(
        "leak.alarm",
        to=[each.user for each in holders("leak.report", [node])[node_id]],
        event=f"leak:{actor}:{node_id}:{at:%Y%m%d%H}",
        context={"node": node_id, "cards": cards, "rows": rows, "user": actor},
        node=node,
    )
    if told:
        record("leak.alarm", None, actor=None, node_id=node_id, user=actor, cards=cards, rows=rows)
    return bool(told)
