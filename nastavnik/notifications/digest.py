"""The letter of the day: whatever a person is told of between two mornings, in one letter at the hour they chose.

Each event keeps its own row of the outbox; at the hour the rows are put into one carrying letter, and from then on
share its fate. The carrying letter is an event of its day, so the constraint of the outbox allows one a day,
whatever the clock and the workers do.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from nastavnik.accounts.models import User
from nastavnik.notifications.kinds import Context, Kind, Told, address_of, kind
from nastavnik.notifications.models import Letter
from nastavnik.notifications.queries import Reading, preferences_of, readings
from nastavnik.notifications.zones import by_zone

NAME = "notices.digest"
PEOPLE = 500
# More than this in one day is a list to be opened, not a letter to be read.
MOST = 40


@kind(NAME, subject=gettext_lazy("What is new on the mentoring platform"), at_once=True)
class Digest(Kind):
    def tell(self, user: User, contexts: list[Context]) -> list[Told | None]:
        return [_told(user, context["digest"]) for context in contexts]


def _told(user: User, uid: str) -> Told | None:
    """None where nothing that the letter carries concerns ``user`` any more. As many queries as it has kinds."""
    carried = list(Letter.objects.filter(carried_by__uid=uid).order_by("pk"))
    news = [reading for reading in readings(user, carried) if reading.is_reachable and not reading.is_over]
    if not news:
        return None
    parts = [_("Good day. Here is what is new since the last letter.")]
    by_subject: dict[str, list[Reading]] = defaultdict(list)
    for reading in news[:MOST]:
        by_subject[reading.subject].append(reading)
    for subject, alike in by_subject.items():
        parts.append("\n".join([f"{subject}:", *(_item(reading) for reading in alike)]))
    left = len(news) - MOST
    if left > 0:
        parts.append(
            ngettext("And %(n)s more notice on the site.", "And %(n)s more notices on the site.", left) % {"n": left}
        )
    parts.append(settings.PUBLIC_URL + address_of("notices.list", {}))
    return Told("\n\n".join(parts))


def _item(reading: Reading) -> str:
    address = f"  {settings.PUBLIC_URL}{reading.address}" if reading.address else ""
    text = "- " + reading.text.replace("\n", "\n  ") if reading.text else ""
    return "\n".join(filter(None, (text, address)))


def gather(now: dt.datetime | None = None) -> int:
    """Put what waits for the letter of the day into it; gives how many letters were made. Safe to repeat."""
    moment = now or timezone.now()
    made = 0
    while people := _people(moment):
        for zone, alike in by_zone(people).items():
            made += _gather_for(alike, moment, zone)
    return made


def _people(moment: dt.datetime) -> list[int]:
    waiting = Letter.objects.filter(state=Letter.State.FOR_DIGEST, carried_by=None, due_at__lte=moment)
    return list(waiting.order_by("user").values_list("user", flat=True).distinct()[:PEOPLE])


@transaction.atomic
def _gather_for(people: list[int], moment: dt.datetime, zone: dt.tzinfo) -> int:
    waiting = list(
        Letter.objects.select_for_update()
        .filter(state=Letter.State.FOR_DIGEST, carried_by=None, due_at__lte=moment, user__in=people)
        .order_by("pk")
    )
    today = timezone.localtime(moment, zone).replace(hour=0, minute=0, second=0, microsecond=0)
    event = f"{NAME}:{today:%Y-%m-%d}"
    of_today = Letter.objects.filter(Q(event=event) | Q(sent_at__gte=today), kind=NAME, user__in=people)
    had_theirs = set(of_today.values_list("user_id", flat=True))
    _put_off([letter for letter in waiting if letter.user_id in had_theirs], moment, zone)
    fresh = [letter for letter in waiting if letter.user_id not in had_theirs]
    nodes = {letter.user_id: letter.node_id for letter in fresh}
    Letter.objects.bulk_create(
        [_carrying(user, node, event, moment) for user, node in nodes.items()], ignore_conflicts=True, batch_size=500
    )
    carrying = dict(Letter.objects.filter(event=event, user__in=nodes).values_list("user_id", "pk"))
    _relieve(carrying)
    for letter in fresh:
        letter.carried_by_id = carrying[letter.user_id]
    Letter.objects.bulk_update(fresh, ["carried_by"], batch_size=500)
    return len(carrying)


def _carrying(user: int, node: int | None, event: str, moment: dt.datetime) -> Letter:
    letter = Letter(user_id=user, node_id=node, kind=NAME, event=event, due_at=moment)
    letter.context = {"digest": str(letter.uid)}
    return letter


def _put_off(letters: list[Letter], moment: dt.datetime, zone: dt.tzinfo) -> None:
    """Today's letter is gone already: a clock was set back, or its reader chose a later hour."""
    hours = preferences_of(sorted({letter.user_id for letter in letters})) if letters else {}
    midnight = timezone.localtime(moment, zone).replace(hour=23, minute=59, second=59)
    for letter in letters:
        letter.due_at = hours[letter.user_id].hours.next_digest(midnight, zone)
    Letter.objects.bulk_update(letters, ["due_at"], batch_size=500)


def _relieve(carrying: dict[int, int]) -> None:
    """What an earlier letter of the day could not bring goes with today's: two on one day are never sent.

    That letter may be on its way at this very moment; then its news come a second time rather than not at all.
    """
    stuck = Letter.objects.filter(kind=NAME, state=Letter.State.QUEUED, user__in=carrying)
    stuck = stuck.exclude(pk__in=carrying.values())
    old = dict(stuck.values_list("pk", "user_id"))
    if not old:
        return
    carried = list(Letter.objects.filter(carried_by__in=old).only("pk", "user_id", "carried_by"))
    for letter in carried:
        letter.carried_by_id = carrying[letter.user_id]
    Letter.objects.bulk_update(carried, ["carried_by"], batch_size=500)
    Letter.objects.filter(pk__in=old, state=Letter.State.QUEUED).update(state=Letter.State.EXPIRED)
