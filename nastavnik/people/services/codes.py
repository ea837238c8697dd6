"""Codes on paper by which a phone without an account shows somebody's consents, and nothing else."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from nastavnik.accounts import throttle
from nastavnik.accounts.codes import new_code, read_code
from nastavnik.accounts.keyring import ring
from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.org.models import valid_on
from nastavnik.people.consent_kinds import ON_PAPER_ONLY
from nastavnik.people.models import Consent, Person, Representation, SigningCode
from nastavnik.people.models.consents import ConsentQuerySet, ConsentState
from nastavnik.people.refusals import NotLiving
from nastavnik.people.refusals_consents import SomebodyElses, TooManyAttempts

LASTS = dt.timedelta(days=14)
_PLACE = "people.SigningCode"


@transaction.atomic
def hand_out(person: Person, *, actor: User, representation: Representation | None = None) -> str:
    """A fresh code for whoever signs for ``person`` (None: the person themselves). It is shown this once; the one
    handed out before ends.

    Raises: NotAllowed, NotLiving; SomebodyElses: ``representation`` is of another child, or over.
    """
    require(actor, "consent.edit", person.node)
    if person.state != Person.State.KEPT:
        raise NotLiving
    if representation is not None and (representation.child_id != person.pk or representation.to_on is not None):
        raise SomebodyElses
    now = timezone.now()
    open_ones = SigningCode.objects.filter(person=person, representation=representation, ended_at=None)
    open_ones.update(ended_at=now)
    plain = new_code()
    code = SigningCode.objects.create(
        node_id=person.node_id, person=person, representation=representation, digest=_digest(plain),
        expires_at=now + LASTS, made_by=actor,
    )  # fmt: skip
    record("consent.code_given", code, actor=actor, person=person.pk)
    return plain


def open(typed: str, *, address: str = "") -> SigningCode | None:
    """The code that somebody typed, however they typed it; None where it does not work.

    ``address`` is where the question came from: too many wrong codes from there have to wait.

    Raises: TooManyAttempts.
    """
    keys = [throttle.address_key(f"sign {address}")]
    if throttle.wait(keys):
        raise TooManyAttempts
    plain = read_code(typed)
    found = _living().filter(digest=_digest(plain)).first() if plain else None
    if found is None:
        throttle.failed(keys)
        record("consent.code_refused", None, actor=None)
    return found


def again(uid: str) -> SigningCode | None:
    """The code that a session opened before, if it still works."""
    return _living().filter(uid=uid).first()


@transaction.atomic
def end(code: SigningCode, *, actor: User | None = None) -> None:
    """The code works no more. Without an ``actor`` its holder is through.

    Raises: NotAllowed.
    """
    if actor is not None:
        require(actor, "consent.edit", code.node)
    if SigningCode.objects.filter(pk=code.pk, ended_at=None).update(ended_at=timezone.now()):
        record("consent.code_ended", code, actor=actor, node_id=code.node_id)


def consents_of(code: SigningCode) -> ConsentQuerySet:
    """What the holder of ``code`` sees: those they sign themselves."""
    rows = Consent.objects.filter(person=code.person_id, representation=code.representation_id)
    return rows.select_related("node", "person", "representation__adult", "template")


def waiting(code: SigningCode) -> ConsentQuerySet:
    """Those that can be signed on a screen now."""
    return consents_of(code).filter(state=ConsentState.ISSUED).exclude(kind__in=sorted(ON_PAPER_ONLY))


def _living() -> QuerySet[SigningCode]:
    rows = SigningCode.objects.filter(ended_at=None, expires_at__gt=timezone.now())
    # Whoever stands for the child no more signs no more.
    standing = Q(representation=None) | valid_on(timezone.localdate(), via="representation__")
    kept = rows.filter(standing, person__state=Person.State.KEPT)
    return kept.select_related("node", "person", "representation__adult")


def _digest(plain: str) -> str:
    return ring.digest(read_code(plain), node_id=None, bound_to=_PLACE)
