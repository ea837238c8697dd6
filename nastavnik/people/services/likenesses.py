"""Two cards that may be one person: found by name, birth and contacts, decided by people."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.utils import timezone

from nastavnik import jobs
from nastavnik.accounts.keyring.columns import opened
from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.uids import new_uid
from nastavnik.org.models import Node
from nastavnik.people.marks import normal_name
from nastavnik.people.models import Intake, Likeness, Person, Representation
from nastavnik.people.refusals_data import LikenessDecided
from nastavnik.people.registers.likeness import alike, is_another_first_name, is_another_last_name
from nastavnik.people.registers.names import Name

# From this probability on a pair is shown to a person.
SHOWN_FROM = 0.5
# Neighbours in the order of names that a card is compared with, in each group of cards that have something in common.
WINDOW = 12
# What a birth and contacts add to the odds of two names, or take from them.
SAME_DATE, SAME_MONTH, OTHER_BIRTH, SAME_PHONE, SAME_EMAIL = 2.0, 0.7, -3.0, 1.5, 2.0
# Below this another first name is another person, whatever twins share with each other.
FAMILY = 0.3
_BATCH = 500
SEARCH = "people.likenesses"
# A base of so many is looked through while the page waits.
AT_ONCE = 1500


@dataclass(frozen=True, slots=True)
class Card:
    """What is compared of a person."""

    pk: int
    name: Name
    normal: str
    year: int | None
    month: int | None
    date: str
    phones: frozenset[str]
    emails: frozenset[str]

    @classmethod
    def of(cls, pk: int, card: dict[str, Any], year: int | None, month: int | None) -> Card:
        name = Name(card.get("last") or "", card.get("first") or "", card.get("middle") or "")
        emails = frozenset(each.casefold() for each in card.get("emails") or ())
        phones = frozenset(card.get("phones") or ())
        return cls(pk, name, normal_name(card), year, month, card.get("birth") or "", phones, emails)

    def marks(self) -> Iterator[tuple[str, ...]]:
        """Two cards with a mark in common are worth comparing."""
        last, first = (part.casefold().replace("ё", "е") for part in (self.name.last, self.name.first))
        yield "name", self.normal
        yield ("swap", *sorted((last, first)))
        yield "begins", last[:3], first[:1]
        yield "first", first, str(self.year)
        if self.date:
            yield "birth", self.date
        for phone in self.phones:
            yield "phone", phone
        for email in self.emails:
            yield "email", email


@dataclass(frozen=True, slots=True)
class Pair:
    one: int
    other: int
    score: float
    reasons: tuple[str, ...]


def look(node: Node, among: Iterable[int] | None = None) -> int:
    """Propose the pairs of ``node`` that nobody has decided upon; ``among``: those with one of these people.

    Gives how many are new. Four queries and as many as the new rows need.
    """
    wanted = None if among is None else frozenset(among)
    return propose(node, pairs(cards_of(node), wanted))


def propose(node: Node, found: Iterable[Pair]) -> int:
    """Write the pairs that are new, of people who are still there; gives how many. In a transaction."""
    together = set(Representation.objects.filter(node=node).values_list("child", "adult"))
    together |= {(other, one) for one, other in together}
    known = together | set(Likeness.objects.filter(node=node).values_list("one", "other"))
    living = set(Person.objects.living().filter(node=node).values_list("pk", flat=True))
    rows = [
        Likeness(uid=new_uid(), node=node, one_id=each.one, other_id=each.other, score=each.score,
                 reasons=list(each.reasons))
        for each in found
        if (each.one, each.other) not in known and each.one in living and each.other in living
    ]  # fmt: skip
    Likeness.objects.bulk_create(rows, batch_size=_BATCH, ignore_conflicts=True)
    return len(rows)


def look_at_intake(intake: Intake) -> None:
    """Whoever came with a table is compared with everybody: at once in a small base, by a job in a large one."""
    living = Person.objects.living().filter(node=intake.node_id)
    new = list(living.filter(intake=intake).values_list("pk", flat=True))
    if not new:
        return
    if living.count() <= AT_ONCE:
        look(intake.node, new)
        return
    # The system's own: whoever loads tables need not be the one who joins cards.
    jobs.start(
        SEARCH,
        actor=None,
        node=intake.node,
        params={"node": str(intake.node.uid)},
        key=f"{SEARCH}:{intake.uid}:{intake.version}",
    )


def cards_of(node: Node) -> list[Card]:
    """Everybody in the base of ``node``, opened. One query."""
    rows = Person.objects.living().filter(node=node).values_list("pk", "uid", "card", "birth_year", "birth_month")
    kept = list(rows.order_by("pk"))
    texts = opened(Person, "card", [(uid, card) for _pk, uid, card, _year, _month in kept])
    return [Card.of(row[0], card or {}, row[3], row[4]) for row, card in zip(kept, texts, strict=True)]


def pairs(cards: list[Card], among: frozenset[int] | None = None) -> list[Pair]:
    """The pairs of ``cards`` that may be one person, the likeliest first."""
    groups: dict[tuple[str, ...], list[Card]] = defaultdict(list)
    for card in cards:
        for key in card.marks():
            groups[key].append(card)
    found: dict[tuple[int, int], Pair] = {}
    for group in groups.values():
        if len(group) < 2 or (among is not None and not any(card.pk in among for card in group)):
            continue
        group.sort(key=lambda card: (card.normal, card.pk))
        for one, other in _neighbours(group):
            if among is not None and one.pk not in among and other.pk not in among:
                continue
            # Two who meet in several groups are judged again: remembering all who were tried takes more room than
            # the cards themselves.
            if (pair := judge(one, other)) is not None:
                found[pair.one, pair.other] = pair
    return sorted(found.values(), key=lambda pair: (-pair.score, pair.one, pair.other))


def _neighbours(group: list[Card]) -> Iterator[tuple[Card, Card]]:
    if len(group) == 2:
        yield from pairwise(group)
        return
    for place, one in enumerate(group):
        for other in group[place + 1 : place + 1 + WINDOW]:
            yield one, other


def judge(one: Card, other: Card) -> Pair | None:
    """What speaks for the two being one person; None where too little does."""
    likely = min(max(alike(one.name, other.name), 1e-6), 1 - 1e-6)
    if likely < FAMILY and is_another_first_name(one.name, other.name):
        return None
    odds = math.log(likely / (1 - likely))
    reasons = [_of_names(one, other)]
    if _same_day(one, other):
        odds += SAME_DATE
        reasons.append("same_birth")
    elif one.year and other.year and (one.year != other.year or _differ(one, other)):
        odds += OTHER_BIRTH
    elif one.year and (one.year, one.month) == (other.year, other.month):
        odds += SAME_MONTH
        reasons.append("same_birth")
    if one.phones & other.phones:
        odds += SAME_PHONE
        reasons.append("same_phone")
    if one.emails & other.emails:
        odds += SAME_EMAIL
        reasons.append("same_email")
    is_backed = one.phones & other.phones or one.emails & other.emails or _same_day(one, other)
    if reasons[0] == "renamed" and not is_backed:
        return None  # namesakes by the first name and the patronymic are born in every school
    score = 1 / (1 + math.exp(-odds))
    if score < SHOWN_FROM:
        return None
    return Pair(min(one.pk, other.pk), max(one.pk, other.pk), round(score, 4), tuple(reasons))


def _of_names(one: Card, other: Card) -> str:
    if one.normal == other.normal:
        return "same_name"
    if one.name.last.casefold() == other.name.first.casefold() and one.name.last:
        return "swapped"
    return "renamed" if is_another_last_name(one.name, other.name) else "typo"


def _same_day(one: Card, other: Card) -> bool:
    return bool(one.date) and one.date == other.date


def _differ(one: Card, other: Card) -> bool:
    """Of one year, and yet not of one day or month."""
    if one.date and other.date:
        return one.date != other.date
    return bool(one.month and other.month and one.month != other.month)


@transaction.atomic
def tell_different(likeness: Likeness, *, actor: User) -> Likeness:
    """They are two people: the pair is never proposed again. Raises: NotAllowed, LikenessDecided."""
    require(actor, "person.merge", likeness.node)
    held = Likeness.objects.select_for_update().get(pk=likeness.pk)
    if held.state != Likeness.State.WAITING:
        raise LikenessDecided
    held.state, held.decided_by, held.decided_at = Likeness.State.DIFFERENT, actor, timezone.now()
    held.save(update_fields=["state", "decided_by", "decided_at"])
    record("likeness.different", held, actor=actor)
    return held


@transaction.atomic
def ask_again(likeness: Likeness, *, actor: User) -> Likeness:
    """Take `tell_different` back. Raises: NotAllowed, LikenessDecided."""
    require(actor, "person.merge", likeness.node)
    held = Likeness.objects.select_for_update().get(pk=likeness.pk)
    if held.state != Likeness.State.DIFFERENT:
        raise LikenessDecided
    held.state, held.decided_by, held.decided_at = Likeness.State.WAITING, None, None
    held.save(update_fields=["state", "decided_by", "decided_at"])
    record("likeness.reopened", held, actor=actor)
    return held
