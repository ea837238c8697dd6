"""Withdrawal: the consent ends today, what rests upon it ends with it, the clock of the law starts."""

from __future__ import annotations

import datetime as dt
from functools import partial

from django.db import transaction
from django.utils import timezone

from nastavnik import notifications
from nastavnik.accounts.holders import holders
from nastavnik.accounts.keyring.files import files
from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import NotAllowed
from nastavnik.base.saving import save
from nastavnik.org import reference
from nastavnik.org.models import valid_on
from nastavnik.people.consent_kinds import ADULT, OF_MINORS, PERSONAL_DATA, signs_representative
from nastavnik.people.coverage import is_adult, needed, settings_of
from nastavnik.people.models import Consent, DataRequest, Participation, Representation, SigningCode
from nastavnik.people.models.consents import ConsentState
from nastavnik.people.refusals_consents import CodeNotWorking, NotInForce, SomebodyElses
from nastavnik.people.services.consent_rows import hold, saved, tell_ended
from nastavnik.people.services.forgetting import forget_forms
from nastavnik.people.services.persons import lock_base, settled
from nastavnik.people.services.withdrawal_undoing import note

Status = Participation.Status
#: Over already, whatever becomes of the consent.
_OVER = (Status.COMPLETED, Status.WITHDRAWN, Status.ARCHIVED)
# What holds where the reference list "consent_terms" is not loaded.
_DAYS = 30


@transaction.atomic
def withdraw(
    consent: Consent, *, by_themselves: bool, words: str = "", actor: User | None, code: SigningCode | None = None
) -> DataRequest:
    """End ``consent`` today. ``by_themselves``: here, by whoever may sign such a consent today, else by a paper that
    the organisation received. Any representative may end what another one gave; once of age, the person themselves.

    Raises: NotAllowed, SomebodyElses, CodeNotWorking, NotInForce.
    """
    if by_themselves:
        _may_withdraw(consent, actor, code)
    else:
        require(actor, "consent.edit", consent)
    lock_base(consent.node)  # in the order of whoever destroys
    held = hold(consent)
    if held.state != ConsentState.ACTIVE:
        raise NotInForce
    today = timezone.localdate()
    ends_part = _carries_parts(held, today)
    held.state, held.ended_on = ConsentState.WITHDRAWN, today
    ending = _parts_at_work(held) if ends_part else []
    if not by_themselves:
        note(held, ending)
    saved(held)
    record("consent.withdrawn", held, actor=actor, kind=held.kind, by_themselves=by_themselves)
    _end(ending, today, actor)
    if ends_part:
        # A file of forms names them as well; the forms of others can be printed anew.
        for name in forget_forms([held.person_id]):
            transaction.on_commit(partial(files.delete, name))
    asked = _start_clock(held, today, by_themselves, words, actor)
    tell_ended(held)
    settled(held.node, [held.person_id])
    curators = [each.user for each in holders("consent.edit", [held.node])[held.node_id]]
    notifications.queue(
        "consent.withdrawn", to=curators, event=f"consent:{held.uid}:withdrawn", context={"consent": str(held.uid)},
        node=held.node,
    )  # fmt: skip
    return asked


def _may_withdraw(consent: Consent, actor: User | None, code: SigningCode | None) -> None:
    by_representative = _is_for_representatives(consent)
    if code is not None:
        if code.ended_at is not None or code.expires_at <= timezone.now():
            raise CodeNotWorking
        if code.person_id != consent.person_id or (code.representation_id is not None) != by_representative:
            raise SomebodyElses
    elif actor is None:
        raise NotAllowed(action="consent.sign")
    else:
        require(actor, "consent.sign", consent)
        if not may_withdraw(consent, actor):
            raise SomebodyElses


def may_withdraw(consent: Consent, user: User, *, stands_for: bool | None = None) -> bool:
    """By their account. ``stands_for``: whether ``user`` represents the person today, where that is known."""
    if not _is_for_representatives(consent):
        return consent.person.user_id == user.pk
    if stands_for is None:
        held = Representation.objects.filter(valid_on(timezone.localdate()), adult__user=user)
        stands_for = held.filter(child=consent.person_id).exists()
    return stands_for


def _is_for_representatives(consent: Consent) -> bool:
    """What was given for a minor is the grown-up's own matter."""
    adult = is_adult(consent.person, timezone.localdate())
    return signs_representative(consent.kind, is_adult=adult) and not adult


def _carries_parts(held: Consent, today: dt.date) -> bool:
    """Whether taking part rests on this very consent: needed today, or given before the birthday and not replaced."""
    if held.kind not in PERSONAL_DATA:
        return False
    if held.kind in needed(held.person, today, settings_of(held.node)):
        return True
    grown = held.kind in OF_MINORS and is_adult(held.person, today)
    return grown and not Consent.objects.in_force().filter(person=held.person_id, kind=ADULT).exists()


def _parts_at_work(held: Consent) -> list[Participation]:
    parts = Participation.objects.select_for_update().filter(person=held.person_id).exclude(status__in=_OVER)
    return list(parts.order_by("pk"))


def _end(parts: list[Participation], today: dt.date, actor: User | None) -> None:
    """Whatever they take part in ends."""
    for part in parts:
        part.status, part.status_since, part.ended_on = Status.WITHDRAWN, today, today
        part.version += 1
        save(part)
        record("participation.left", part, actor=actor, ground="consent")


def _start_clock(
    held: Consent, today: dt.date, by_themselves: bool, words: str, actor: User | None
) -> DataRequest:  # fmt: skip
    return save(
        DataRequest(
            node_id=held.node_id, person=held.person, kind=DataRequest.Kind.WITHDRAWAL, consent=held, asked_on=today,
            by_themselves=by_themselves, words=words.strip() or None, made_by=actor,
            due_on=today + dt.timedelta(days=days_to_destroy(today)),
        )
    )  # fmt: skip


def days_to_destroy(on: dt.date) -> int:
    """Calendar days from a withdrawal to the end of the data."""
    try:
        terms = {entry.code: entry.data for entry in reference.entries("consent_terms", on=on)}
    except reference.ReferenceMissing:
        return _DAYS
    told = terms.get("withdraw_destroy_days") or {}
    return int(told.get("value", _DAYS))
