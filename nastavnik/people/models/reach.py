"""Who reaches a person, by role: one place, so that every table of people says the same."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from nastavnik.accounts.roles import Role
from nastavnik.base.access import NOTHING, ScopedQuerySet
from nastavnik.org.models import valid_on
from nastavnik.people.consent_kinds import LAWFUL, PERSONAL_DATA

# They work with every card of their organisation.
KEEPERS = frozenset({Role.CURATOR, Role.TEAM_MEMBER, Role.DATA_PROTECTION_OFFICER})
# They are a person of the base themselves, or stand for one.
THEMSELVES = frozenset({Role.MENTOR, Role.MENTEE})
# They see a withdrawal through: the card is theirs until it is destroyed. To others it is gone at once, whatever
# address they kept.
CLOSING = frozenset({Role.CURATOR, Role.DATA_PROTECTION_OFFICER})


def persons_q(grant: Any, via: str = "") -> Q:
    """The persons that ``grant`` reaches; ``via`` is the lookup from the row to its person, ending in "__".

    Curators and their team see the whole base, a head adults only, a psychologist those who were put into their
    care, a partner its own people, a parent their child, everybody themselves. Nobody reaches beyond the node of
    the grant: personal data do not flow along the tree. Whoever took their consent back is gone for all but curators
    and officers, who see it through, themselves and their parents.
    """
    reached = _reached(grant, via)
    if grant.role in CLOSING or grant.role in THEMSELVES or grant.role == Role.PARENT:
        return reached
    return reached & ~consent_is_gone(f"{via}pk")


def consent_is_gone(person: str = "person") -> Q:
    """Taken back, and none in force on which the law would let the data be kept. ``person``: the way to them."""
    from nastavnik.people.models.consents import Consent

    of_person = Consent.objects.filter(person=OuterRef(person))
    withdrawn = Exists(of_person.filter(kind__in=sorted(PERSONAL_DATA), state="withdrawn"))
    return Q(withdrawn) & ~Q(Exists(of_person.in_force().filter(kind__in=sorted(LAWFUL))))


def rests_on_what_is_gone() -> Q:
    """Consents to something else of whoever took back the one on their data: they are asked for nothing more."""
    return ~Q(kind__in=sorted(PERSONAL_DATA)) & consent_is_gone()


def _reached(grant: Any, via: str) -> Q:
    here = Q(**{f"{via}node_id": grant.node_id})
    if grant.role in KEEPERS:
        return here
    if grant.role == Role.DIRECTOR:
        return here & Q(**{f"{via}adult_from__lte": timezone.localdate()})
    if grant.role in THEMSELVES:
        return here & Q(**{f"{via}user_id": grant.user_id})
    if grant.role == Role.PSYCHOLOGIST:
        return here & Q(Exists(_care(grant, via)))
    if grant.role == Role.PARENT:
        return here & (Q(Exists(_children(grant, via))) | Q(**{f"{via}user_id": grant.user_id}))
    if grant.role == Role.PARTNER:
        return Q(Exists(_employees(grant, via)))
    return NOTHING


class OfNodeQuerySet(ScopedQuerySet[Any]):
    """Rows of an organisation that name nobody by themselves."""

    node = "node"


class OfPersonQuerySet(ScopedQuerySet[Any]):
    """Rows about ``person``: they are reached as the person is."""

    node = None

    @classmethod
    def relation_q(cls, grant: Any) -> Q:
        return persons_q(grant, "person__")


class DatedOfPersonQuerySet(OfPersonQuerySet):
    def on(self, date: dt.date) -> DatedOfPersonQuerySet:
        return self.filter(valid_on(date))


def _care(grant: Any, via: str) -> Any:
    from nastavnik.people.models.persons import Care

    held = Care.objects.filter(valid_on(timezone.localdate()), user_id=grant.user_id)
    return held.filter(person=OuterRef(f"{via}pk"))


def _children(grant: Any, via: str) -> Any:
    from nastavnik.people.models.persons import Representation

    held = Representation.objects.filter(valid_on(timezone.localdate()), adult__user_id=grant.user_id)
    return held.filter(child=OuterRef(f"{via}pk"))


def _employees(grant: Any, via: str) -> Any:
    from nastavnik.people.models.persons import Participation

    return Participation.objects.filter(partner__body_id=grant.node_id, person=OuterRef(f"{via}pk"))
