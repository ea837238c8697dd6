"""Consents given out to be signed."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils import timezone

from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.documents.fingerprints import new_code
from nastavnik.org.models import valid_on
from nastavnik.people import consent_forms
from nastavnik.people.consent_kinds import KINDS, fits_age, signs_representative
from nastavnik.people.coverage import is_adult
from nastavnik.people.models import Consent, ConsentBatch, Person, Representation
from nastavnik.people.models.consents import PENDING, ConsentState
from nastavnik.people.refusals import NotLiving
from nastavnik.people.refusals_consents import NoRepresentative, NotWaiting, UnknownPurpose, WrongAge
from nastavnik.people.services.consent_rows import hold, saved

#: People that one event of the journal names.
AT_ONCE = 200


@transaction.atomic
def issue(
    persons: Iterable[Person], kind: str, *, actor: User | None, on: dt.date | None = None, by_hand: bool = False,
    batch: ConsentBatch | None = None,
) -> list[Consent]:  # fmt: skip
    """Give out a consent to each of ``persons`` who has none in force and none on its way; gives the new ones.

    A minor's first open representative signs. ``by_hand``: the form is printed, and where the base knows no
    representative it has a line for the name. Without an ``actor`` it is the system's own.

    Raises:
        NotAllowed, UnknownPurpose, NotLiving.
        WrongAge: ``person_ids`` cannot give this consent at their age.
        NoRepresentative: nobody stands for the minors ``person_ids``.
    """
    if kind not in KINDS:
        raise UnknownPurpose
    day = on or timezone.localdate()
    found = {person.pk: person for person in persons}
    for node in {person.node_id: person.node for person in found.values()}.values():
        if actor is not None:
            require(actor, "consent.edit", node)
    if any(person.state != Person.State.KEPT for person in found.values()):
        raise NotLiving
    lacking = _without(found, kind)
    adults = {person.pk for person in lacking if is_adult(person, day)}
    if wrong := [each.pk for each in lacking if not fits_age(kind, is_adult=each.pk in adults)]:
        raise WrongAge(person_ids=wrong)
    minors = [each.pk for each in lacking if signs_representative(kind, is_adult=each.pk in adults)]
    signers = first_representatives(minors, day)
    if not by_hand and (alone := [key for key in minors if key not in signers]):
        raise NoRepresentative(person_ids=alone)
    return _write(lacking, kind, day, actor, adults, signers, batch)


def _without(found: Mapping[int, Person], kind: str) -> list[Person]:
    states = (ConsentState.ACTIVE, *sorted(PENDING))
    have = set(
        Consent.objects.filter(person__in=list(found), kind=kind, state__in=states).values_list("person", flat=True)
    )
    return [person for key, person in found.items() if key not in have]


def first_representatives(minors: Iterable[int], on: dt.date) -> dict[int, Representation]:
    """Child → the representation that began first of those that hold on ``on``. One query."""
    rows = Representation.objects.filter(valid_on(on), child__in=list(minors), adult__state=Person.State.KEPT)
    found: dict[int, Representation] = {}
    for row in rows.select_related("adult").order_by("from_on", "pk"):
        found.setdefault(row.child_id, row)
    return found


def _write(
    lacking: list[Person], kind: str, day: dt.date, actor: User | None, adults: set[int],
    signers: Mapping[int, Representation], batch: ConsentBatch | None,
) -> list[Consent]:  # fmt: skip
    wordings: dict[int, consent_forms.Wordings] = {}
    rows = []
    for person in lacking:
        ours = wordings.setdefault(person.node_id, consent_forms.Wordings(person.node, day))
        wording = ours.of(kind, adult=person.pk in adults)
        rows.append(
            Consent(
                node_id=person.node_id, person=person, kind=kind, state=ConsentState.ISSUED, issued_on=day,
                representation=signers.get(person.pk), template=wording.form.template, edition=wording.form.edition,
                text_digest=wording.digest, code=new_code(), batch=batch, made_by=actor,
            )
        )  # fmt: skip
    # Somebody else may give out the same at this moment: one of the two rows stays.
    Consent.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    written = {row.uid: row.pk for row in Consent.objects.filter(uid__in=[row.uid for row in rows])}
    ours_now = [row for row in rows if row.uid in written]
    by_node: dict[int, list[int]] = defaultdict(list)
    for row in ours_now:
        row.pk = written[row.uid]
        row._state.adding = False
        by_node[row.node_id].append(row.person_id)
    for node_id, people in by_node.items():
        for start in range(0, len(people), AT_ONCE):
            record(
                "consent.issued",
                batch,
                actor=actor,
                node_id=node_id,
                kind=kind,
                people=people[start : start + AT_ONCE],
            )
    return ours_now


@transaction.atomic
def call_off(consent: Consent, *, version: int, actor: User) -> Consent:
    """Take back a consent that nobody has signed yet. Raises: NotAllowed, NotWaiting, EditConflict."""
    require(actor, "consent.edit", consent)
    held = hold(consent, version)
    if held.state not in PENDING:
        raise NotWaiting
    held.state, held.ended_on = ConsentState.EXPIRED, timezone.localdate()
    saved(held)
    record("consent.called_off", held, actor=actor, kind=held.kind)
    return held
