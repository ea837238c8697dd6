"""Who is invited, what they answer, who came. Names stay in the organisation: whose people they are, it keeps."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence

from django.db import transaction
from django.utils import timezone

from nastavnik import measures
from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import NotAllowed
from nastavnik.base.uids import new_uid
from nastavnik.events.models import Announcement, Attendance, Event, Turnout
from nastavnik.events.queries import colleagues
from nastavnik.events.refusals import NobodyToInvite, NotBegun, NotPlanned, TooLate
from nastavnik.events.services import facts
from nastavnik.events.services.events import tell
from nastavnik.org.models import Node
from nastavnik.people.models import Person
from nastavnik.people.sights import by_some

State = Attendance.State


@transaction.atomic
def invite(
    event: Event, node: Node, *, people: Sequence[int] = (), users: Sequence[int] = (), actor: User
) -> tuple[uuid.UUID, int]:
    """Invite ``people`` of the base of ``node`` and ``users`` who work there; gives the mark for `uninvite` and how
    many are invited for the first time. Whoever has an account is told.

    Raises: NotAllowed, NotPlanned: it is called off; NobodyToInvite.
    """
    held = _locked(event, node, actor)
    if held.state == Event.State.CALLED_OFF:
        raise NotPlanned
    mark = new_uid()
    rows = _missing(held, node, people, users, actor, mark)
    if not rows:
        raise NobodyToInvite
    Attendance.objects.bulk_create(rows, batch_size=500)
    _record_people("event.invited", held, node, rows, actor)
    if held.state == Event.State.PLANNED and not held.has_begun:
        tell("event.invited", held, Attendance.objects.filter(event=held, mark=mark))
    return mark, len(rows)


@transaction.atomic
def uninvite(event: Event, node: Node, mark: uuid.UUID, *, actor: User) -> int:
    """Take `invite` back, but for those who are marked as there; gives how many."""
    held = _locked(event, node, actor)
    rows = Attendance.objects.filter(event=held, node=node, mark=mark).exclude(state=State.ATTENDED)
    gone, _by_model = rows.delete()
    if gone:
        record("event.invitations_undone", held, actor=actor, node_id=node.pk, count=gone)
    return gone


@transaction.atomic
def answer(row: Attendance, *, comes: bool, actor: User) -> Attendance:
    """“I shall come” or “I cannot come”, by whoever is invited; may be changed until it begins.

    Raises: NotAllowed, TooLate.
    """
    require(actor, "event.answer", row)
    held = Attendance.objects.select_for_update(of=("self",)).select_related("event").get(pk=row.pk)
    is_open = held.event.state == Event.State.PLANNED and not held.event.has_begun
    if not is_open or held.state in (State.ATTENDED, State.ABSENT):
        raise TooLate
    held.state = State.COMING if comes else State.DECLINED
    held.answered_at = timezone.now()
    held.save(update_fields=["state", "answered_at"])
    record("event.answered", held, actor=actor, node_id=held.node_id)
    return held


@transaction.atomic
def mark(event: Event, node: Node, came: Collection[uuid.UUID], among: Collection[uuid.UUID], *, actor: User) -> int:
    """Of the rows ``among``, those in ``came`` took part and the others did not; gives how many rows changed.

    Raises: NotAllowed, NotBegun, NotPlanned: it is called off.
    """
    held = _locked(event, node, actor)
    if held.state == Event.State.CALLED_OFF:
        raise NotPlanned
    if held.state == Event.State.PLANNED and not held.has_begun:
        raise NotBegun
    rows = Attendance.objects.filter(event=held, node=node, uid__in=list(among))
    there = rows.filter(uid__in=list(came)).exclude(state=State.ATTENDED)
    absent = rows.exclude(uid__in=list(came)).exclude(state__in=(State.ABSENT, State.DECLINED))
    changed = [*there.select_related("person"), *absent.select_related("person")]
    there.update(state=State.ATTENDED, marked_by=actor)
    absent.update(state=State.ABSENT, marked_by=actor)
    if changed:
        _record_people("event.marked", held, node, changed, actor)
        _followed(held, node, actor)
    return len(changed)


@transaction.atomic
def say_who_came(
    event: Announcement, node: Node, *, people: Sequence[int] = (), users: Sequence[int] = (), count: int | None,
    actor: User,
) -> None:  # fmt: skip
    """Of an event of the levels above: which people of ``node`` and which colleagues took part, and how many of the
    staff in all. Said again, it is corrected. The organiser sees the number alone.

    Raises: NotAllowed, NotBegun, NotPlanned: it is called off.
    """
    require(actor, "event.follow", event)
    held = _locked(event, node, actor)
    if held.state == Event.State.CALLED_OFF:
        raise NotPlanned
    if held.state == Event.State.PLANNED and not held.has_begun:
        raise NotBegun
    Attendance.objects.bulk_create(_missing(held, node, people, users, actor, None), batch_size=500)
    ours = Attendance.objects.filter(event=held, node=node)
    came = ours.filter(person__in=list(people)) | ours.filter(user__in=list(users))
    gone = ours.filter(state=State.ATTENDED).exclude(pk__in=came.values_list("pk", flat=True))
    changed = list(gone.select_related("person"))
    gone.update(state=State.ABSENT, marked_by=actor)
    fresh = came.exclude(state=State.ATTENDED)
    changed += fresh.select_related("person")
    Attendance.objects.filter(pk__in=list(fresh.values_list("pk", flat=True))).update(
        state=State.ATTENDED, marked_by=actor
    )
    if changed:
        _record_people("event.marked", held, node, changed, actor)
    number = len(users) if count is None else max(count, len(users))
    Turnout.objects.update_or_create(event=held, node=node, defaults={"count": number, "made_by": actor})
    record("event.turnout_said", held, actor=actor, node_id=node.pk, count=number)
    _followed(held, node, actor)


def _locked(event: Event, node: Node, actor: User) -> Event:
    """The event of ``node`` or of a level above it that is meant for it.

    Locked before the organisation, as by those who hold it: what is marked while it is being held is not missed.
    """
    require(actor, "event.attend", node)
    events = Event.objects.select_for_update(of=("self",), no_key=True).select_related("node")
    held: Event = events.get(pk=event.pk)
    Node.objects.select_for_update(no_key=True).get(pk=node.pk)
    if held.node_id != node.pk:
        require(actor, "event.follow", Announcement.objects.get(pk=held.pk))
    return held


def _missing(
    event: Event, node: Node, people: Sequence[int], users: Sequence[int], actor: User, mark: uuid.UUID | None
) -> list[Attendance]:
    """Rows for those who have none yet. Raises: NotAllowed: somebody is not of ``node``."""
    have = Attendance.objects.filter(event=event, node=node)
    known = set(have.filter(person__in=list(people)).values_list("person", flat=True))
    known_users = set(have.filter(user__in=list(users)).values_list("user", flat=True))
    wanted = sorted(set(people) - known)
    reached = Person.objects.living().visible_to(actor, "event.attend").filter(node=node)
    found = list(reached.filter(pk__in=wanted).defer("card").order_by("pk"))
    wanted_users = sorted(set(users) - known_users)
    staff = list(colleagues(node).filter(pk__in=wanted_users).order_by("pk"))
    if len(found) != len(wanted) or len(staff) != len(wanted_users):
        raise NotAllowed(action="event.attend")
    given = {"event": event, "node": node, "mark": mark}
    return [
        *(Attendance(person=person, **given) for person in found),
        *(Attendance(user=user, **given) for user in staff),
    ]


def _record_people(action: str, event: Event, node: Node, rows: Sequence[Attendance], actor: User) -> None:
    people = [row.person_id for row in rows if row.person_id is not None]
    staff = len(rows) - len(people)
    for some in list(by_some(people)) or [[]]:
        if action == "event.invited":
            record("event.invited", event, actor=actor, node_id=node.pk, people=some, staff=staff)
        else:
            record("event.marked", event, actor=actor, node_id=node.pk, people=some, staff=staff)


def _followed(event: Event, node: Node, actor: User) -> None:
    facts.follow(event, node=node, actor=actor)
    measures.touch(node.pk, "event")
