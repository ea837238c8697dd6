"""Two cards become one, so that it can be undone to the last value.

Whatever points at the card that goes now points at the one that is kept: every foreign key to `Person` that the
installed apps declare, so that an upper app need not say so. What cannot stand twice gives way: of two entries of
one base the one that was not chosen stays with the joined card, which no list shows; of two consents to one purpose
the other is replaced; of two states of safeguarding the stricter one holds.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.people.cards import FIELDS, Birth
from nastavnik.people.marks import name_mark
from nastavnik.people.models import (
    Care,
    Consent,
    Likeness,
    Merge,
    Participation,
    Person,
    PublishedCard,
    Representation,
    Safeguard,
)
from nastavnik.people.models.consents import PENDING, ConsentState
from nastavnik.people.refusals import NotLiving
from nastavnik.people.refusals_data import ChoiceNeeded, NotOneOrganisation, StandsForOther
from nastavnik.people.services.persons import LONG_AGO, lock_base, settled

KEPT, GONE = "kept", "gone"
# Lists of the card that are put together; of the others one is chosen.
TOGETHER = ("phones", "emails")
# A loser of two entries waits outside the years while the winner takes its place.
_ASIDE = 10_000
_STRICT = ("checking", "cleared", "paused", "suspended", "barred")
_STAY = frozenset({Likeness, Merge, Person})
Values = dict[str, Any]


@transaction.atomic
def merge(
    kept: Person, gone: Person, *, actor: User, card: Mapping[str, str] | None = None,
    entries: Mapping[str, str] | None = None,
) -> Merge:  # fmt: skip
    """``gone`` becomes part of ``kept``.

    ``card``: field of the card → "kept" or "gone", where both say something else (else what is kept wins).
    ``entries``: key of `clashes` → "kept" or "gone", for each base that both are in.

    Raises: NotAllowed, NotOneOrganisation, NotLiving, StandsForOther, ChoiceNeeded.
    """
    require(actor, "person.merge", kept.node)
    if kept.pk == gone.pk or kept.node_id != gone.node_id:
        raise NotOneOrganisation
    lock_base(kept.node)
    both = Person.objects.select_for_update().select_related("node").in_bulk([kept.pk, gone.pk])
    kept, gone = both[kept.pk], both[gone.pk]
    if Person.State.KEPT not in (kept.state, gone.state) or kept.state != gone.state:
        raise NotLiving
    if Representation.objects.filter(child__in=[kept, gone], adult__in=[kept, gone]).exists():
        raise StandsForOther
    chosen = entries or {}
    if any(chosen.get(key) not in (KEPT, GONE) for key in clashes(kept, gone)):
        raise ChoiceNeeded
    mover = Mover(kept, gone, chosen)
    standing = _standing(kept, gone)
    rows = list(mover.moved())
    before: Any = {
        "rows": rows,
        "standing": standing,
        KEPT: _joined(kept, gone, card or {}),
        GONE: _ended(gone, kept),
        "published": mover.published,
    }
    done = Merge.objects.create(node=kept.node, kept=kept, gone=gone, before=before, made_by=actor)
    _decided(kept, gone, actor)
    record("person.merged", done, actor=actor, kept=kept.pk, gone=gone.pk, rows=len(rows))
    settled(kept.node, [kept.pk, gone.pk])
    return done


def key_of(part: Participation) -> str:
    return f"{part.side}-{part.model}-{part.school_year}"


def clashes(kept: Person, gone: Person) -> dict[str, tuple[Participation, Participation]]:
    """The bases that both are in: key → the entry of each."""
    ours = {key_of(part): part for part in kept.participations.select_related("group")}
    theirs = gone.participations.select_related("group").order_by("pk")
    return {key_of(part): (ours[key_of(part)], part) for part in theirs if key_of(part) in ours}


def relations() -> Iterator[tuple[type[models.Model], str]]:
    """Every foreign key to a person: model and column. Joinings themselves and the cards stay where they are."""
    for field in Person._meta.get_fields(include_hidden=True):
        if isinstance(field, models.ManyToOneRel | models.OneToOneRel) and field.related_model not in _STAY:
            yield field.related_model, field.remote_field.attname


class Mover:
    """Moves rows one by one and remembers of each what was and what is: [label, key, was, is]."""

    def __init__(self, kept: Person, gone: Person, chosen: Mapping[str, str]) -> None:
        self.kept, self.gone, self.chosen = kept, gone, chosen
        self.published: list[str] = []
        self.today = timezone.localdate()

    def moved(self) -> Iterator[list[Any]]:
        yield from self._withdrawn()
        yield from self._entries()
        yield from self._safeguards()
        for model, column in relations():
            if model in (Participation, Safeguard):
                continue
            for row in model._base_manager.filter(**{column: self.gone.pk}).order_by("pk"):
                yield from self._row(row, column)

    def _put(self, row: models.Model, **values: Any) -> list[Any]:
        was = {name: getattr(row, name) for name in values}
        type(row)._base_manager.filter(pk=row.pk).update(**values)
        for name, value in values.items():
            setattr(row, name, value)
        return [row._meta.label, row.pk, plain(was), plain(values)]

    def _row(self, row: models.Model, column: str) -> Iterator[list[Any]]:
        values: Values = {column: self.kept.pk}
        if isinstance(row, Consent):
            values |= self._of_consent(row)
        elif isinstance(row, Representation | Care):
            values |= self._of_period(row, column)
        try:
            with transaction.atomic():
                moved = self._put(row, **values)
        except IntegrityError:
            return  # it cannot stand twice: it stays with the joined card, out of every list
        yield moved

    def _withdrawn(self) -> Iterator[list[Any]]:
        """Whoever withdrew on one card withdrew: what the other card had in force by then ends that day too."""
        rows = list(Consent.objects.filter(person__in=[self.kept, self.gone]).order_by("pk"))
        ended = [row for row in rows if row.state == ConsentState.WITHDRAWN]
        for row in rows:
            days = [
                one.ended_on
                for one in ended
                if (one.kind, one.person_id != row.person_id) == (row.kind, True)
                and one.ended_on and row.signed_on and one.ended_on >= row.signed_on
            ]  # fmt: skip
            if row.state == ConsentState.ACTIVE and days:
                yield self._put(row, state=ConsentState.WITHDRAWN.value, ended_on=max(days))

    def _of_consent(self, row: Consent) -> Values:
        """One in force and one on its way for a purpose: the other one is replaced."""
        own = Consent.objects.filter(person=self.kept, kind=row.kind)
        in_force = row.state == ConsentState.ACTIVE and own.in_force().exists()
        waiting = row.state in PENDING and own.filter(state__in=[*sorted(PENDING), ConsentState.ACTIVE]).exists()
        if in_force or waiting:
            return {"state": ConsentState.REPLACED.value, "ended_on": self.today}
        return {}

    def _of_period(self, row: Representation | Care, column: str) -> Values:
        """An open period that the kept card has too ends."""
        same = (
            {"user_id": row.user_id}
            if isinstance(row, Care)
            else {"child_id": row.child_id, "adult_id": row.adult_id}
        )
        same[column] = self.kept.pk
        if row.to_on is None and type(row)._base_manager.filter(to_on=None, **same).exists():
            return {"to_on": max(self.today, row.from_on + dt.timedelta(days=1))}
        return {}

    def _entries(self) -> Iterator[list[Any]]:
        twice = clashes(self.kept, self.gone)
        for key, (ours, theirs) in twice.items():
            loser = ours if self.chosen[key] == GONE else theirs
            shown = PublishedCard.objects.filter(participation=loser)
            if shown.exists():
                self.published.append(str(loser.uid))
                shown.delete()
            if loser is ours:
                yield self._put(ours, person_id=self.gone.pk, school_year=ours.school_year + _ASIDE)
                yield self._put(theirs, person_id=self.kept.pk)
                yield self._put(ours, school_year=ours.school_year - _ASIDE)
        for row in Participation.objects.filter(person=self.gone).order_by("pk"):
            if key_of(row) not in twice:
                yield self._put(row, person_id=self.kept.pk)

    def _safeguards(self) -> Iterator[list[Any]]:
        """The stricter of two states holds."""
        ours = Safeguard.objects.filter(person=self.kept, is_current=True).first()
        theirs = Safeguard.objects.filter(person=self.gone, is_current=True).first()
        if ours and theirs:
            loser = ours if _STRICT.index(theirs.state) > _STRICT.index(ours.state) else theirs
            yield self._put(loser, is_current=False)
        for row in Safeguard.objects.filter(person=self.gone).order_by("pk"):
            yield self._put(row, person_id=self.kept.pk)


def joined_card(kept: Person, gone: Person, chosen: Mapping[str, str]) -> tuple[Values, Birth]:
    """What the one card says, and the birth that goes with it."""
    ours, theirs = dict(kept.card or {}), dict(gone.card or {})
    card: Values = {}
    for field in FIELDS:
        first, second = (theirs, ours) if chosen.get(field) == GONE else (ours, theirs)
        value = first.get(field) or second.get(field)
        if field in TOGETHER:
            value = list(dict.fromkeys([*(ours.get(field) or ()), *(theirs.get(field) or ())]))
        if value:
            card[field] = value
    first_birth, second_birth = (gone.birth, kept.birth) if chosen.get("birth") == GONE else (kept.birth, gone.birth)
    birth = first_birth if first_birth.year is not None else second_birth
    card["birth"] = birth.day.isoformat() if birth.day else None
    return card, birth


def _joined(kept: Person, gone: Person, chosen: Mapping[str, str]) -> Values:
    card, birth = joined_card(kept, gone, chosen)
    adult = LONG_AGO in (kept.adult_from, gone.adult_from)
    return _change(
        kept,
        card=card,
        name_mark=name_mark(card, kept.node_id),
        birth_year=birth.year,
        birth_month=birth.month,
        adult_from=LONG_AGO if adult else birth.full_age_from,
        user_id=kept.user_id or gone.user_id,
    )


def _ended(gone: Person, kept: Person) -> Values:
    """Nothing that names anybody stays in the row of a joined card."""
    return _change(
        gone, card=None, name_mark="", birth_year=None, birth_month=None, adult_from=None, user_id=None,
        state=Person.State.MERGED.value, merged_into_id=kept.pk, ended_at=timezone.now(),
    )  # fmt: skip


def _change(person: Person, **values: Any) -> Values:
    was = {name: getattr(person, name) for name in values}
    for name, value in values.items():
        setattr(person, name, value)
    person.version += 1
    person.save(update_fields=[*values, "version"])
    return {"was": plain(was), "is": plain(values)}


def _standing(*people: Person) -> dict[str, list[str]]:
    """The states of entries, which follow from consents and facts by themselves, with their days."""
    rows = Participation.objects.filter(person__in=people).values_list("pk", "status", "status_since")
    return {str(pk): [status, since.isoformat()] for pk, status, since in rows}


def _decided(kept: Person, gone: Person, actor: User) -> None:
    one, other = sorted((kept.pk, gone.pk))
    Likeness.objects.filter(one=one, other=other).update(
        state=Likeness.State.MERGED, decided_by=actor, decided_at=timezone.now()
    )


def plain(values: Values) -> Values:
    """As JSON keeps them."""
    return {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in values.items()}
