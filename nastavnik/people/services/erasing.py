"""Destroying what names a person. The seat and the entries of the bases stay, so that figures do not change.

An upper app adds what it keeps::

    erasing.register(fn)            # fn(keys of persons) → codes of what it destroyed; in the same transaction

Files go when the transaction has ended: a file cannot be rolled back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from django.db import transaction
from django.utils import timezone

from nastavnik.accounts.keyring.files import files
from nastavnik.accounts.models import Grant, User
from nastavnik.accounts.roles import STAFF
from nastavnik.accounts.services.grants import end_role
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.people.models import (
    Care,
    Consent,
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
from nastavnik.people.refusals import NotLiving
from nastavnik.people.services.forgetting import forget_drafts, forget_forms, forget_rows, forget_words
from nastavnik.people.services.persons import settled
from nastavnik.people.services.requests import close_for

Eraser = Callable[[list[int]], Iterable[str]]
_erasers: list[Eraser] = []
# The answer that a request gets when its data are no longer there.
ANSWER = "erased"


def register(eraser: Eraser) -> Eraser:
    _erasers.append(eraser)
    return eraser


@transaction.atomic
def erase(person: Person, reason: str, actor: User | None, *, rows: bool = True) -> list[str]:
    """Destroy what is kept of ``person`` and of the cards joined with it; gives codes of what there was.

    ``reason`` is a code of the list "retention". Without an ``actor`` the platform does it, by the table. ``rows``
    False: the caller takes them out of loaded tables by `forget_rows`, for many people at once.

    Raises: NotAllowed, NotLiving.
    """
    if actor is not None:
        require(actor, "erasure.run", person.node)
    held = Person.objects.select_for_update().select_related("node").get(pk=person.pk)
    if held.state != Person.State.KEPT:
        raise NotLiving
    keys = closure([held.pk])
    what = [code for erased in (_own(keys), _upper(keys)) for code in erased]
    if rows:
        delete_files(forget_rows(held.node_id, keys))
    adults = _left_alone(keys)
    for one in Person.objects.select_for_update().filter(pk__in=keys).order_by("pk"):
        close_for(one, ANSWER)
        _blank(one, actor)
    record("person.erased", held, actor=actor, reason=reason, what=sorted(set(what)))
    settled(held.node, keys)
    for adult in adults:
        what += erase(adult, reason, actor, rows=rows)
    return ["card", *sorted(set(what))]


def closure(keys: Iterable[int]) -> list[int]:
    """``keys`` and those of the cards that were joined with them, and with those."""
    found = set(keys)
    while more := set(Person.objects.filter(merged_into__in=found).values_list("pk", flat=True)) - found:
        found |= more
    return sorted(found)


def _own(keys: list[int]) -> Iterator[str]:
    """What this app keeps of them, beside the card."""
    if PublishedCard.objects.filter(participation__person__in=keys).delete()[0]:
        yield "published"
    for ask in MentorAsk.objects.filter(participation__person__in=keys).exclude(message=None, answer=None):
        ask.message = ask.answer = None
        ask.save(update_fields=["message", "answer"])
    forget_words(keys)
    forget_drafts(keys)
    if names := forget_forms(keys):
        delete_files(names)
        yield "form"
    yield from _consents(keys)
    for model in (SigningCode, ReadinessFact, Safeguard, Care):
        if model.objects.filter(person__in=keys).delete()[0]:
            yield model.__name__.lower()
    for ends in ({"child__in": keys}, {"adult__in": keys}):
        Consent.objects.filter(representation__in=Representation.objects.filter(**ends)).update(representation=None)
    Likeness.objects.filter(one__in=keys).delete()
    Likeness.objects.filter(other__in=keys).delete()
    Merge.objects.filter(kept__in=keys).delete()
    Taking.objects.filter(person__in=keys).update(person=None)
    # Entries stay, so that sums do not change: what was counted was no name.
    for part in Participation.objects.filter(person__in=keys):
        part.details = part.group = part.entered_on = part.ended_on = None
        part.category = ""
        if part.status not in (Participation.Status.COMPLETED, Participation.Status.WITHDRAWN):
            part.status = Participation.Status.ARCHIVED
        part.version += 1
        part.save()
        yield "participation"


def _consents(keys: list[int]) -> Iterator[str]:
    """The record of what was agreed to stays without proof and paper: that there was a consent is no secret."""
    today = timezone.localdate()
    pages = ScanPage.objects.filter(consent__person__in=keys)
    names = list(pages.exclude(file_key="").values_list("file_key", flat=True))
    pages.delete()
    for consent in Consent.objects.filter(person__in=keys):
        if consent.scan_key:
            names.append(consent.scan_key)
        consent.proof, consent.scan_key, consent.code, consent.basis = None, "", None, ""
        if consent.state == ConsentState.ACTIVE or consent.state in PENDING:
            consent.state, consent.ended_on = ConsentState.EXPIRED, today
        consent.version += 1
        consent.save()
        yield "consent"
    if names:
        delete_files(names)
        yield "scan"


def delete_files(names: Iterable[str]) -> None:
    """When the transaction has ended."""
    for name in names:
        transaction.on_commit(partial(files.delete, name))


def _upper(keys: list[int]) -> Iterator[str]:
    for eraser in _erasers:
        yield from eraser(keys)


def _left_alone(keys: list[int]) -> list[Person]:
    """Adults who were kept for the sake of these children alone. The bonds themselves end here."""
    adults = list(Representation.objects.filter(child__in=keys).values_list("adult", flat=True))
    Representation.objects.filter(child__in=keys).delete()
    Representation.objects.filter(adult__in=keys).delete()
    alone = Person.objects.living().filter(pk__in=adults).exclude(pk__in=keys)
    return list(alone.filter(participations=None, represents=None).order_by("pk"))


def _blank(person: Person, actor: User | None) -> None:
    """The row keeps its seat. An account that was there for this person alone is closed with it."""
    user = person.user
    person.card, person.name_mark = None, ""
    person.birth_year = person.birth_month = person.adult_from = person.user = None
    person.state, person.ended_at = Person.State.ERASED, timezone.now()
    person.version += 1
    person.save()
    if user is None or Person.objects.living().filter(user=user, node=person.node_id).exists():
        return
    grants = Grant.objects.in_force().filter(user=user, node=person.node_id).exclude(role__in=sorted(STAFF))
    for grant in grants:
        end_role(grant, actor=None)
