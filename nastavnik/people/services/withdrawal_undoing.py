"""A withdrawal marked by mistake: what was received on paper is taken back within a day.

What people withdrew themselves stays withdrawn: for that only a new consent will do.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.saving import save
from nastavnik.people import standing
from nastavnik.people.models import Consent, DataRequest, Participation, Person
from nastavnik.people.models.consents import ConsentState
from nastavnik.people.refusals_consents import CannotUndoWithdrawal
from nastavnik.people.services.consent_rows import hold, saved
from nastavnik.people.services.persons import settled

#: So long after it was marked, by any keeper of consents.
UNDONE_WITHIN = dt.timedelta(hours=24)
#: What `withdrawing` leaves in the proof of a consent for this deed.
MARKED, ENDED = "withdrawn_at", "ended_parts"


def note(consent: Consent, parts: list[Participation]) -> None:
    """Keep in ``consent`` when its end was marked and how ``parts`` stood before they ended. Not saved here."""
    ended = [
        [part.pk, part.status, part.status_since.isoformat(), part.ended_on.isoformat() if part.ended_on else None]
        for part in parts
    ]
    consent.proof = {**(consent.proof or {}), MARKED: timezone.now().isoformat(), ENDED: ended}


def may_be_undone(consent: Consent) -> bool:
    """Whether the day has not passed yet; the deed looks at the rest."""
    marked = str((consent.proof or {}).get(MARKED) or "")
    if consent.state != ConsentState.WITHDRAWN or not marked:
        return False
    return timezone.now() < dt.datetime.fromisoformat(marked) + UNDONE_WITHIN


@transaction.atomic
def undo_withdrawal(consent: Consent, *, version: int | None = None, actor: User) -> Consent:
    """The consent is in force again with its days, what ended with it goes on, the clock of the law is stopped.

    Cards in the base of the city come back; requests for the mentor that were closed stay closed.

    Raises: NotAllowed, EditConflict; CannotUndoWithdrawal: withdrawn by the signer, longer ago than a day, the clock
    has run out already, or a newer consent took its place.
    """
    require(actor, "consent.edit", consent)
    person = Person.objects.select_for_update().get(pk=consent.person_id)
    held = hold(consent, version)
    today = timezone.localdate()
    clock = DataRequest.objects.select_for_update().filter(consent=held, kind=DataRequest.Kind.WITHDRAWAL).first()
    is_open = clock is not None and clock.state == DataRequest.State.OPEN and not clock.by_themselves
    is_over = held.expires_on is not None and held.expires_on < today
    newer = Consent.objects.filter(person=person, kind=held.kind, state=ConsentState.ACTIVE).exists()
    if not may_be_undone(held) or not is_open or is_over or newer or person.state != Person.State.KEPT:
        raise CannotUndoWithdrawal
    told: dict[str, Any] = dict(held.proof or {})
    ended = told.pop(ENDED, [])
    told.pop(MARKED, None)
    held.state, held.ended_on, held.proof = ConsentState.ACTIVE, None, told or None
    saved(held)
    if clock is not None:
        clock.delete()
    record("consent.withdrawal_undone", held, actor=actor, kind=held.kind)
    _bring_back(ended, actor)
    settled(held.node, [held.person_id])
    return held


def _bring_back(ended: list[list[Any]], actor: User) -> None:
    """Parts as they stood; they stay ended where another needed consent is gone too, or somebody touched them."""
    before = {pk: told for pk, *told in ended}
    parts = Participation.objects.filter(pk__in=before, status=Participation.Status.WITHDRAWN)
    agreed = standing.with_standing(parts, timezone.localdate()).filter(complete=True)
    allowed = set(agreed.values_list("pk", flat=True))
    for part in parts.select_for_update(of=("self",)).order_by("pk"):
        status, since, ended_on = before[part.pk]
        if part.pk not in allowed and status != Participation.Status.CANDIDATE:
            continue
        part.status, part.status_since = status, dt.date.fromisoformat(since)
        part.ended_on = dt.date.fromisoformat(ended_on) if ended_on else None
        part.version += 1
        save(part)
        record("participation.came_back", part, actor=actor, ground="consent")
