"""What a participation may be on a day: the gates of the cycle, as expressions of the database.

Nobody leaves "candidate" without the consents that the law asks for, and a mentor is ready only when every fact
of the selection stands. The same expressions serve the deeds, the lists, the figures and the nightly look.
"""

from __future__ import annotations

import datetime as dt
from functools import reduce
from operator import and_
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from nastavnik.org.models import Node
from nastavnik.people.models import Consent, Participation, ReadinessFact, Safeguard, Settings
from nastavnik.people.models.reach import consent_is_gone

Status, Side = Participation.Status, Participation.Side
# Told by consents and facts; later ones are set by pairs, closings and departures.
EARLY = (Status.CANDIDATE, Status.CONSENTED, Status.IN_BASE, Status.READY)
OWN_ACK_FROM = 14
_OVER = (Status.WITHDRAWN, Status.COMPLETED, Status.ARCHIVED)
# Rows that one statement moves.
AT_ONCE = 500
SELECTION = ("questionnaire", "interview", "training")
NO_CONVICTION = "no_conviction"
# They work or study in an organisation of education: their employer has asked for the certificate already.
INSIDERS = ("pupil", "student", "teacher", "head", "lecturer")
STOPPED = (Safeguard.State.PAUSED, Safeguard.State.SUSPENDED, Safeguard.State.BARRED)


def is_adult(on: dt.date, via: str = "person__") -> Q:
    return Q(**{f"{via}adult_from__lte": on})


def is_14(on: dt.date, via: str = "person__") -> Q:
    """Certainly 14: by year and month, at the end of the month."""
    year = on.year - OWN_ACK_FROM
    earlier = Q(**{f"{via}birth_year__lt": year})
    return earlier | Q(**{f"{via}birth_year": year, f"{via}birth_month__lt": on.month})


def has_consent(kind: str) -> Exists:
    return Exists(Consent.objects.in_force().filter(person=OuterRef("person"), kind=kind))


def asks_own_ack() -> Coalesce:
    """The setting of the organisation; on where nobody decided."""
    decided = Settings.objects.filter(node=OuterRef("node")).values("asks_own_ack")[:1]
    return Coalesce(Subquery(decided), Value(True), output_field=BooleanField())


def consents_complete(on: dt.date) -> Q:
    """For querysets that `with_standing` has annotated with what was signed."""
    # The database knows the month of a birthday, the card its day: in that month the own consent counts already,
    # which cannot be signed before the day.
    own = Q(person__adult_from__lte=_next_month(on)) & Q(has_adult=True)
    # No date of full age means a minor: NULL is not "no".
    minor = Q(person__adult_from__gt=on) | Q(person__adult_from=None)
    acknowledged = Q(asks_ack=False) | Q(has_ack=True) | Q(of_14=False)
    # What was given for a minor goes on after the birthday until the own consent takes its place.
    given = (minor & Q(has_minor=True)) | (is_adult(on) & Q(minor_still=True))
    return own | (given & acknowledged)


def minor_still_counts() -> Exists:
    """The representative's consent, given before the person came of age."""
    given = Consent.objects.in_force().filter(person=OuterRef("person"), kind="minor_rep_pd")
    return Exists(given.filter(signed_on__lt=OuterRef("person__adult_from")))


def _next_month(on: dt.date) -> dt.date:
    return dt.date(on.year + on.month // 12, on.month % 12 + 1, 1)


def with_consents(rows: QuerySet[Participation], on: dt.date) -> QuerySet[Any]:
    """Adds ``complete``."""
    # Not annotated: what the flag asks once more need not be fetched as well.
    known: QuerySet[Any] = rows.alias(
        has_adult=has_consent("adult_pd"),
        has_minor=has_consent("minor_rep_pd"),
        minor_still=minor_still_counts(),
        has_ack=has_consent("minor_own_ack"),
        asks_ack=asks_own_ack(),
        of_14=_flag(is_14(on)),
    )
    found: QuerySet[Any] = known.annotate(complete=_flag(consents_complete(on)))
    return found


def with_flags(rows: QuerySet[Participation], on: dt.date) -> QuerySet[Any]:
    """Adds ``complete`` (consents), ``proved`` (selection) and ``stopped`` (safeguarding)."""
    flagged: QuerySet[Any] = with_consents(rows, on).annotate(
        proved=_flag(is_proved(on)),
        stopped=Exists(
            Safeguard.objects.filter(person=OuterRef("person"), is_current=True, state__in=sorted(STOPPED))
        ),
    )
    return flagged


def with_standing(rows: QuerySet[Participation], on: dt.date) -> QuerySet[Any]:
    """`with_flags` and ``due_status``, which it should have by them."""
    standing: QuerySet[Any] = with_flags(rows, on).annotate(
        due_status=Case(
            When(complete=False, then=Value(Status.CANDIDATE)),
            When(Q(entered_on=None) | Q(entered_on__gt=on), then=Value(Status.CONSENTED)),
            When(side=Side.MENTOR, proved=True, stopped=False, then=Value(Status.READY)),
            default=Value(Status.IN_BASE),
        )
    )
    return standing


def is_proved(on: dt.date) -> Q:
    """Every fact of the selection stands on ``on``; outsiders have the certificate of no conviction too."""
    inside = ~from_outside() | Q(Exists(facts_in_force(NO_CONVICTION, on)))
    return reduce(and_, (Q(Exists(facts_in_force(kind, on))) for kind in SELECTION), inside)


def from_outside() -> Q:
    """Mentors who bring the certificate. A grown-up beside children of whom nobody said who they are is one."""
    said = ~Q(source__in=("", *INSIDERS))
    return said | Q(source="", audience=Participation.Audience.ADULT, model=Participation.Model.LEARNERS)


def is_from_outside(part: Participation) -> bool:
    """The same of a row that is read already."""
    if part.source:
        return part.source not in INSIDERS
    return part.audience == Participation.Audience.ADULT and part.model == Participation.Model.LEARNERS


def facts_in_force(kind: str, on: dt.date) -> QuerySet[ReadinessFact]:
    """Passed, dated by ``on``, not run out, not withdrawn; a later failure of the same kind undoes it."""
    standing = Q(expires_on=None) | Q(expires_on__gt=on)
    of_kind = ReadinessFact.objects.filter(
        standing, kind=kind, person=OuterRef("person"), dated_on__lte=on, withdrawn_at=None, outcome="passed"
    )
    failed_later = ReadinessFact.objects.filter(
        person=OuterRef("person"), kind=kind, withdrawn_at=None, outcome="failed", dated_on__gt=OuterRef("dated_on")
    )
    return of_kind.filter(~Exists(failed_later.filter(dated_on__lte=on)))


def waits_for_destruction() -> Q:
    """Ended, the consent was withdrawn and none is there instead: such data are kept until they are destroyed and
    used for nothing, so no list and no file shows them, of former years either."""
    return Q(status__in=_OVER) & consent_is_gone()


def _flag(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def settle(on: dt.date, *, node: Node | None = None, person_ids: list[int] | None = None) -> int:
    """Put early participations into the state that consents and facts give them; gives how many changed.

    One look, then a statement for each state that somebody comes into, whatever the number of people.
    """
    rows = Participation.objects.living()
    if node is not None:
        rows = rows.filter(node=node)
    if person_ids is not None:
        rows = rows.filter(person__in=person_ids)
    return sum(settle_rows(rows, on).values())


def settle_rows(rows: QuerySet[Participation], on: dt.date) -> dict[int, int]:
    """`settle` for these rows: key of an organisation → how many of it changed."""
    standing = with_standing(rows.filter(status__in=EARLY), on).exclude(status=F("due_status"))
    moving: dict[tuple[str, int], list[int]] = {}
    for key, status, node_id in standing.values_list("pk", "due_status", "node_id"):
        moving.setdefault((status, node_id), []).append(key)
    changed: dict[int, int] = {}
    for (status, node_id), keys in sorted(moving.items()):
        for start in range(0, len(keys), AT_ONCE):
            # Whoever was taken into a pair or left meanwhile is no longer moved by consents.
            found = Participation.objects.filter(pk__in=keys[start : start + AT_ONCE], status__in=EARLY)
            moved = found.update(status=status, status_since=on, version=F("version") + 1)
            changed[node_id] = changed.get(node_id, 0) + moved
    return changed
