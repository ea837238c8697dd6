"""A base as its organisation sees it: names are opened in memory, sorted and searched there, a page at a time.

A database cannot sort what it cannot read. Up to `MOST_OPENED` people are opened by one query; a larger base is paged
by the order of entry, and found in it is whoever bears exactly the name that was typed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from nastavnik.accounts.keyring.columns import opened, opened_column
from nastavnik.base.as_texts import as_texts
from nastavnik.base.keyset import keyset_page
from nastavnik.org.models import Node
from nastavnik.people import cards, standing
from nastavnik.people.cards import Birth
from nastavnik.people.marks import name_mark
from nastavnik.people.models import Participation, Person
from nastavnik.people.models.persons import ParticipationQuerySet
from nastavnik.people.registers.likeness import alike
from nastavnik.people.registers.names import Name, parse_name

MOST_OPENED = 5_000
SIZE = 50
#: From here on a person is asked whether two names are of one person.
ALIKE = 0.5
MOST_TWINS = 5
NAME, GROUP, STATUS = "name", "group", "status"
_STATUSES = {code: f"{place:02}" for place, code in enumerate(Participation.Status.values)}


@dataclass(frozen=True)
class Found:
    """A page. ``next`` and ``previous`` are parts of an address; ``is_whole`` False: too many to open all names.

    Rows have ``complete`` of `standing`, those of mentors ``proved`` and ``stopped`` as well.
    """

    rows: list[Any]
    next: str
    previous: str
    count: int | None
    is_whole: bool


def base(node: Node, *, side: str, model: str, school_year: int) -> ParticipationQuerySet:
    """Of a year, without those who withdrew their consent."""
    found: ParticipationQuerySet = Participation.objects.living().filter(
        node=node, side=side, model=model, school_year=school_year
    )
    return found.exclude(standing.waits_for_destruction())


def sizes(parts: QuerySet[Participation]) -> dict[str, int]:
    """How many on each side. One query."""
    return dict(parts.order_by().values_list("side").annotate(Count("pk")))


def page_of(
    parts: ParticipationQuerySet, on: dt.date, *, node: Node, text: str = "", order: str = NAME, cursor: str = ""
) -> Found:
    """A page of ``parts`` as they stand on ``on``. Two queries, whatever their number; three of a large base."""
    sealed = as_texts("person__uid", "person__card")
    plain = ("side", "pk", "person__seat", "group__sort", "status")
    fields = parts.order_by().values_list(*plain, *sealed)[: MOST_OPENED + 1]
    rows = list(fields)
    if len(rows) > MOST_OPENED:
        return _page_of_many(parts, on, node, text, cursor)
    opened_cards = opened_column(Person, "card", [row[-2] for row in rows], [row[-1] for row in rows])
    marked = []
    wanted = words_of(text)
    for (_side, pk, seat, group, status, _uid, _sealed), card in zip(rows, opened_cards, strict=True):
        sort = cards.sort_key(card or {})
        if not wanted or _says(sort, seat, wanted):
            marked.append((_placed(order, sort, group, status), pk))
    marked.sort(reverse=order.startswith("-"))
    number = min(_number(cursor), max(0, (len(marked) - 1) // SIZE))
    keys = [pk for _sort, pk in marked[number * SIZE : (number + 1) * SIZE]]
    return Found(
        _shown(keys, on, any(row[0] == Participation.Side.MENTOR for row in rows)),
        f"after={number}" if (number + 1) * SIZE < len(marked) else "",
        f"before={number}" if number else "",
        len(marked),
        is_whole=True,
    )


def words_of(text: str) -> list[str]:
    return text.casefold().replace("ё", "е").replace("№", " ").replace("-", " ").split()


def _says(sort: str, seat: int, wanted: list[str]) -> bool:
    """Every word begins a word of the name, or is the number of the seat."""
    name = f" {sort.replace('-', ' ')}"
    return all(f" {word}" in name or word == str(seat) for word in wanted)


def _placed(order: str, sort: str, group: str | None, status: str) -> tuple[str, str]:
    by = order.removeprefix("-")
    if by == GROUP:
        # Whoever has no class stands behind those who have one.
        return group or "\uffff", sort
    return (_STATUSES.get(status, ""), sort) if by == STATUS else (sort, "")


def _number(cursor: str) -> int:
    """Which page, from 0: "after=2" is the page behind page 2."""
    side, _sign, number = cursor.partition("=")
    if not (number.isascii() and number.isdecimal() and len(number) < 7):
        return 0
    return max(0, int(number) + (1 if side == "after" else -1))


def _shown(keys: list[int], on: dt.date, has_mentors: bool) -> list[Any]:
    # Of mentees neither a selection nor a stop is shown: what is not asked need not be put into words either.
    flags = standing.with_flags if has_mentors else standing.with_consents
    rows = flags(Participation.objects.filter(pk__in=keys), on)
    found = {row.pk: row for row in rows.select_related("person", "group").defer("details")}
    return [found[pk] for pk in keys if pk in found]


def _page_of_many(parts: ParticipationQuerySet, on: dt.date, node: Node, text: str, cursor: str) -> Found:
    if text:
        parts = parts.filter(person__name_mark=mark_typed(text, node) or "-")
    whole = standing.with_flags(parts, on).select_related("person", "group").defer("details")
    page = keyset_page(whole, order=("pk",), cursor=cursor, size=SIZE)
    return Found(page.rows, page.next, page.previous, None, is_whole=False)


def mark_typed(text: str, node: Node) -> str:
    """The mark of a whole name as somebody types it; "" where it is none."""
    name = parse_name(text)
    return name_mark(name.to_json(), node.pk) if isinstance(name, Name) else ""


def twins(node: Node, card: Mapping[str, Any], birth: Birth, *, without: int | None = None) -> list[Person]:
    """Who of the organisation may be the person on ``card``: by the same name or one like it, the likest first.

    Two queries; in a large base equal names alone.
    """
    kept = Person.objects.living().filter(node=node)
    if without is not None:
        kept = kept.exclude(pk=without)
    mine = Name(card["last"], card["first"], card.get("middle") or "")
    same = name_mark(card, node.pk)
    rows = list(kept.order_by().values_list("pk", "uid", "card", "name_mark", "birth_year")[: MOST_OPENED + 1])
    if len(rows) > MOST_OPENED:
        return list(kept.filter(name_mark=same).order_by("pk")[:MOST_TWINS])
    found = []
    texts = opened(Person, "card", ((uid, sealed) for _pk, uid, sealed, _mark, _year in rows))
    for (pk, _uid, _sealed, mark, year), other in zip(rows, texts, strict=True):
        if mark == same:
            found.append((2.0, pk))
        elif _near(birth.year, year) and _shares(mine, other or {}):
            name = Name(other["last"], other.get("first", ""), other.get("middle") or "")
            if (likely := alike(mine, name)) >= ALIKE:
                found.append((likely, pk))
    keys = [pk for _score, pk in sorted(found, reverse=True)[:MOST_TWINS]]
    by_key = Person.objects.in_bulk(keys)
    return [by_key[pk] for pk in keys]


def _near(one: int | None, other: int | None) -> bool:
    return one is None or other is None or abs(one - other) <= 1


def _shares(mine: Name, other: Mapping[str, Any]) -> bool:
    """A slip spoils one word of a name and not both: the rest need not be weighed."""
    if not other.get("last"):
        return False
    words = {mine.last.casefold()[:4], mine.first.casefold()[:4]}
    return bool(words & {str(other["last"]).casefold()[:4], str(other.get("first") or "-").casefold()[:4]})
