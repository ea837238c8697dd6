"""Queueing: who is to be told of what, once, in the transaction of the deed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from nastavnik.accounts.models import Grant, User
from nastavnik.notifications import mail
from nastavnik.notifications.kinds import Context, Kind, kind_named
from nastavnik.notifications.models import Letter, Notice, Preference
from nastavnik.notifications.queries import preferences_of
from nastavnik.notifications.zones import zones_of
from nastavnik.org.models import Node


@dataclass(frozen=True)
class Matter:
    """One event for its recipients.

    ``event`` names what happened ("job:0198…:done"): the same event is told to nobody twice. ``context`` holds
    ids and counts; ``node`` is where it happened.
    """

    to: Sequence[User | None]
    event: str
    context: Context
    node: Node | None = None


def queue(
    kind: str,
    *,
    to: Iterable[User | None],
    event: str,
    context: Context,
    node: Node | None = None,
    at_once: bool | None = None,
) -> int:
    """Tell each of ``to`` of ``event``; gives how many are told for the first time. See `Matter`.

    ``at_once`` overrules the kind: the letter does not wait for the letter of the day.
    """
    return queue_many(kind, [Matter(list(to), event, context, node)], at_once=at_once)


@transaction.atomic
def queue_many(kind: str, matters: Sequence[Matter], *, at_once: bool | None = None) -> int:
    """The same for many events. As many queries for a hundred as for one."""
    declared = kind_named(kind)
    if declared is None:
        raise LookupError(f"No kind of notice is called {kind!r}.")
    users = {user.pk: user for matter in matters for user in matter.to if user is not None and user.is_active}
    ways = preferences_of(sorted(users))
    fresh = [
        (matter, users[key])
        for matter, key in _untold(matters, set(users))
        if ways[key].way_of(kind) != Preference.Way.OFF
    ]
    # Two deeds at once may tell the same: the constraints keep one.
    Notice.objects.bulk_create(
        [Notice(user=user, kind=kind, event=matter.event, context=matter.context) for matter, user in fresh],
        ignore_conflicts=True,
        batch_size=500,
    )
    written = [
        (matter, user) for matter, user in fresh if user.email and ways[user.pk].way_of(kind) == Preference.Way.LETTER
    ]
    if declared.mailed and written:
        hurried = declared.at_once if at_once is None else at_once
        _write_letters(declared, written, ways, at_once=hurried)
        if hurried:
            transaction.on_commit(mail.start_sending)
    return len(fresh)


def _untold(matters: Sequence[Matter], users: set[int]) -> list[tuple[Matter, int]]:
    """Each event with each of its recipients who has not been told of it; every pair once."""
    events = [matter.event for matter in matters]
    seen = set(Notice.objects.filter(event__in=events, user__in=users).values_list("event", "user_id"))
    found = []
    for matter in matters:
        for key in sorted({user.pk for user in matter.to if user is not None} & users):
            if (matter.event, key) not in seen:
                seen.add((matter.event, key))
                found.append((matter, key))
    return found


def _write_letters(
    kind: Kind, told: list[tuple[Matter, User]], ways: dict[int, Preference], *, at_once: bool
) -> None:
    """At once, or for the next letter of the day of each; what is quiet for whom is seen to when it is sent."""
    now = timezone.now()
    zones = {} if at_once else zones_of({user.pk for _matter, user in told})
    placeless = [user for matter, user in told if matter.node is None]
    caretakers = _caretakers(placeless) if placeless else {}
    letters = [
        Letter(
            user=user,
            kind=kind.name,
            event=matter.event,
            context=matter.context,
            node_id=_top(matter.node.path) if matter.node is not None else caretakers.get(user.pk),
            state=Letter.State.QUEUED if at_once else Letter.State.FOR_DIGEST,
            due_at=now if at_once else ways[user.pk].hours.next_digest(now, zones[user.pk]),
        )
        for matter, user in told
    ]
    Letter.objects.bulk_create(letters, ignore_conflicts=True, batch_size=500)


def _caretakers(users: list[User]) -> dict[int, int]:
    """User → the territory at the top of their first role. One query."""
    grants = Grant.objects.in_force().filter(user__in=users).order_by("-id")
    return {user: _top(path) for user, path in grants.values_list("user_id", "node__path")}


def _top(path: str) -> int:
    return int(path.strip("/").split("/")[0])
