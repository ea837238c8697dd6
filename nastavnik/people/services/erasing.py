"""Destroying what names a person. The seat and the entries of the bases stay, so that figures do not change.

An upper app adds what it keeps::

    erasing.register(fn)            # fn(keys of persons) → (key, code of what it destroyed); in the same transaction

Files go when the transaction has ended: a file cannot be rolled back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.utils import timezone

from nastavnik.accounts.keyring.files import files
from nastavnik.accounts.models import Grant, User
from nastavnik.accounts.roles import STAFF
from nastavnik.accounts.services.grants import end_role
from nastavnik.audit.record import record
from nastavnik.org.models import Node
from nastavnik.people.models import (
    Care,
    Consent,
    ConsentBatch,
    Likeness,
    MentorAsk,
    Merge,
    Participation,
    Person,
    PublishedCard,
    ReadinessFact,
    Representation,
    Safeguard,
    ScanPage,
    SigningCode,
    Taking,
)
from nastavnik.people.models.consents import PENDING, ConsentState
from nastavnik.people.services.forgetting import forget_drafts, forget_forms, forget_words
from nastavnik.people.services.persons import settled
from nastavnik.people.services.requests import close_for

Found = Iterable[tuple[int, str]]
Eraser = Callable[[list[int]], Found]
_erasers: list[Eraser] = []
# The answer that a request gets when its data are no longer there.
ANSWER = "erased"


class Gone(NamedTuple):
    """Somebody whose data are destroyed: by which line of the table, and codes of what there was."""

    seat: int
    reason: str
    what: list[str]


def register(eraser: Eraser) -> Eraser:
    _erasers.append(eraser)
    return eraser


@transaction.atomic
def erase_many(node: Node, reasons: Mapping[int, str], actor: User | None) -> list[Gone]:
    """Destroy what is kept of those of ``reasons`` (person → code of the list "retention") in ``node``, and of the
    cards joined with theirs; adults who were kept for their sake alone go with them. As many queries for a hundred as
    for one, and an event each. Without an ``actor`` the platform does it, by the table.

    The caller has asked for the right, and takes them out of loaded tables by `forget_rows` at the end of all.
    """
    kept = Person.objects.select_for_update().filter(node=node, pk__in=reasons, state=Person.State.KEPT)
    held = list(kept.order_by("pk"))
    if not held:
        return []
    roots = _joined([person.pk for person in held])
    keys = sorted(roots)
    found: dict[int, set[str]] = {person.pk: set() for person in held}
    for person_id, code in (*_own(keys), *_upper(keys)):
        found[roots[person_id]].add(code)
    adults = _left_alone(keys)
    close_for(keys, ANSWER)
    _blank(node, keys)
    for person in held:
        what = sorted(found[person.pk])
        record("person.erased", person, actor=actor, reason=reasons[person.pk], what=what)
    settled(node, keys)
    gone = [Gone(person.seat, reasons[person.pk], ["card", *sorted(found[person.pk])]) for person in held]
    joined = Person.objects.filter(pk__in=keys).exclude(pk__in=reasons).order_by("seat")
    gone += [Gone(seat, reasons[roots[pk]], ["card"]) for pk, seat in joined.values_list("pk", "seat")]
    return gone + erase_many(node, {adult: reasons[roots[child]] for adult, child in adults.items()}, actor)


def closure(keys: Iterable[int]) -> list[int]:
    """``keys`` and those of the cards that were joined with them, and with those."""
    return sorted(_joined(keys))


def _joined(keys: Iterable[int]) -> dict[int, int]:
    """Each card of the closure → the one of ``keys`` that it was joined with."""
    found = {key: key for key in keys}
    fresh = list(found)
    while fresh:
        pairs = Person.objects.filter(merged_into__in=fresh).values_list("pk", "merged_into")
        more = {key: found[into] for key, into in pairs if key not in found and into is not None}
        found |= more
        fresh = list(more)
    return found


def _own(keys: list[int]) -> Iterator[tuple[int, str]]:
    """What this app keeps of them, beside the card."""
    yield from deleted(PublishedCard.objects.filter(participation__person__in=keys), "published", "participation__")
    MentorAsk.objects.filter(participation__person__in=keys).exclude(message=None, answer=None).update(
        message=None, answer=None
    )
    forget_words(keys)
    forget_drafts(keys)
    printed = ConsentBatch.objects.filter(consents__person__in=keys).exclude(pdf_key="")
    yield from _coded(printed.values_list("consents__person", flat=True), "form", keys)
    delete_files(forget_forms(keys))
    yield from _consents(keys)
    for model in (SigningCode, ReadinessFact, Safeguard, Care):
        yield from deleted(model.objects.filter(person__in=keys), model.__name__.lower())
    bonds = Representation.objects.filter(Q(child__in=keys) | Q(adult__in=keys))
    Consent.objects.filter(representation__in=bonds).update(representation=None)
    Likeness.objects.filter(Q(one__in=keys) | Q(other__in=keys)).delete()
    Merge.objects.filter(kept__in=keys).delete()
    Taking.objects.filter(person__in=keys).update(person=None)
    # Entries stay, so that sums do not change: what was counted was no name.
    parts = Participation.objects.filter(person__in=keys)
    yield from _coded(parts.values_list("person", flat=True), "participation", keys)
    over = Q(status__in=[Participation.Status.COMPLETED, Participation.Status.WITHDRAWN])
    parts.update(
        details=None, group=None, entered_on=None, ended_on=None, category="", version=F("version") + 1,
        status=Case(When(over, then=F("status")), default=Value(Participation.Status.ARCHIVED)),
    )  # fmt: skip


def _consents(keys: list[int]) -> Iterator[tuple[int, str]]:
    """The record of what was agreed to stays without proof and paper: that there was a consent is no secret."""
    consents, pages = Consent.objects.filter(person__in=keys), ScanPage.objects.filter(consent__person__in=keys)
    scans = [
        *pages.exclude(file_key="").values_list("consent__person", "file_key"),
        *consents.exclude(scan_key="").values_list("person", "scan_key"),
    ]
    pages.delete()
    yield from _coded(consents.values_list("person", flat=True), "consent", keys)
    yield from _coded((person for person, _name in scans), "scan", keys)
    open_ones = Q(state__in=[ConsentState.ACTIVE, *sorted(PENDING)])
    consents.update(
        proof=None, scan_key="", code=None, basis="", version=F("version") + 1,
        ended_on=Case(When(open_ones, then=Value(timezone.localdate())), default=F("ended_on")),
        state=Case(When(open_ones, then=Value(ConsentState.EXPIRED)), default=F("state")),
    )  # fmt: skip
    delete_files(name for _person, name in scans)


def deleted(rows: QuerySet[Any], code: str, path: str = "") -> Iterator[tuple[int, str]]:
    """Delete ``rows``; gives whose they were, under ``code``. ``path``: the way to their person."""
    whose = set(rows.values_list(f"{path}person", flat=True))
    if whose:
        rows.delete()
    return ((person, code) for person in whose)


def _coded(people: Iterable[int | None], code: str, keys: list[int]) -> Iterator[tuple[int, str]]:
    wanted = set(keys)
    return ((person, code) for person in set(people) if person in wanted)


def delete_files(names: Iterable[str]) -> None:
    """When the transaction has ended."""
    for name in set(names):
        transaction.on_commit(partial(files.delete, name))


def _upper(keys: list[int]) -> Iterator[tuple[int, str]]:
    for eraser in _erasers:
        yield from eraser(keys)


def _left_alone(keys: list[int]) -> dict[int, int]:
    """Adults who were kept for the sake of these children alone → one of the children. The bonds end here."""
    bonds = dict(Representation.objects.filter(child__in=keys).order_by("pk").values_list("adult", "child"))
    Representation.objects.filter(Q(child__in=keys) | Q(adult__in=keys)).delete()
    alone = Person.objects.living().filter(pk__in=bonds, participations=None, represents=None).exclude(pk__in=keys)
    return {adult: bonds[adult] for adult in alone.order_by("pk").values_list("pk", flat=True)}


def _blank(node: Node, keys: list[int]) -> None:
    """The rows keep their seats. An account that was there for such a person alone is closed with it."""
    people = Person.objects.filter(pk__in=keys)
    users = set(people.exclude(user=None).values_list("user", flat=True))
    people.update(
        card=None, name_mark="", birth_year=None, birth_month=None, adult_from=None, user=None,
        state=Person.State.ERASED, ended_at=timezone.now(), version=F("version") + 1,
    )  # fmt: skip
    if not users:
        return
    users -= set(Person.objects.living().filter(user__in=users, node=node).values_list("user", flat=True))
    for grant in Grant.objects.in_force().filter(user__in=users, node=node).exclude(role__in=sorted(STAFF)):
        end_role(grant, actor=None)
