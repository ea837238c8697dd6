"""The base of the city as it is read: which cards fit, a page at a time, names opened for that page alone.

Words of competences lie as keyed digests of their stems. A search walks the digest that fewest cards have, in the
order of the list, and looks each card up under the others, so that a page costs what it shows. What is left to luck
is two frequent words that hardly ever meet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from nastavnik.accounts.keyring import ring
from nastavnik.accounts.keyring.columns import opened
from nastavnik.base.finding import readings, stem, words
from nastavnik.base.keyset import keyset_page
from nastavnik.org.models import Node
from nastavnik.people.models import PublishedCard, PublishedWord

SIZE = 50
# What the digest of a word is bound to; the same word elsewhere gives another digest.
PLACE = "people.PublishedWord.digest"
DIGEST_LENGTH = 32
#: Words of one card that can be looked for.
MOST_WORDS = 60
# Entries of one digest that are counted to find the rarest; beyond that all are frequent.
_FREQUENT = 1000
_SHORT = 2


@dataclass(frozen=True)
class Wish:
    """What is looked for. ``age``: of a mentee, in years; a mentor who named no ages takes any."""

    form: str = ""
    district: Node | None = None
    is_free: bool = False
    age: int | None = None
    text: str = ""

    def q(self, via: str = "") -> Q:
        """All but the words; ``via`` is the lookup from the row to the card, ending in "__"."""
        told = Q()
        if self.form:
            told &= Q(**{f"{via}form": self.form})
        if self.district is not None:
            told &= Q(**{f"{via}district": self.district})
        if self.is_free:
            told &= Q(**{f"{via}free__gt": 0})
        if self.age is not None:
            told &= Q(**{f"{via}age_from": None}) | Q(**{f"{via}age_from__lte": self.age})
            told &= Q(**{f"{via}age_to": None}) | Q(**{f"{via}age_to__gte": self.age})
        return told


@dataclass(frozen=True)
class CityPage:
    """``rows`` are cards opened; ``next`` and ``previous`` are parts of an address."""

    rows: list[PublishedCard]
    next: str
    previous: str


def region_of(node: Node) -> Node:
    """The node whose key seals the cards that are shown where ``node`` stands."""
    root = int(node.path.strip("/").split("/")[0])
    return node if root == node.pk else Node.objects.get(pk=root)


def stems_of(texts: Iterable[str]) -> list[str]:
    """What texts can be found by, each stem once, the first ones first."""
    return list(dict.fromkeys(stem(word) for text in texts for word in words(text) if _tells(word)))


def _tells(word: str) -> bool:
    """«и», «на», «с» are found in everything; «1с» is not."""
    return len(word) > _SHORT or any(sign.isdigit() for sign in word)


def digest(text: str, sealer: ring.Sealer) -> str:
    return sealer.digest(text, PLACE)[:DIGEST_LENGTH]


def page_of(region: Node, wish: Wish, cursor: str = "", size: int = SIZE) -> CityPage:
    """Cards of ``region`` that fit ``wish`` and have every word of it, the newest first."""
    if not wish.text:
        cards = PublishedCard.objects.filter(wish.q(), node=region).select_related("organisation", "district")
        page = keyset_page(cards, order=("-pk",), cursor=cursor, size=size)
        return CityPage(opened_cards(page.rows), page.next, page.previous)
    wanted = _wanted(wish.text, region.pk)
    if not wanted:
        return CityPage([], "", "")
    found = PublishedWord.objects.filter(wish.q("card__"), digest=wanted[0], card__node=region)
    for other in wanted[1:]:
        found = found.filter(Exists(PublishedWord.objects.filter(digest=other, card=OuterRef("card"))))
    rows = found.select_related("card__organisation", "card__district")
    met = keyset_page(rows, order=("-card",), cursor=cursor, size=size)
    return CityPage(opened_cards([row.card for row in met.rows]), met.next, met.previous)


def opened_cards(rows: Sequence[PublishedCard]) -> list[PublishedCard]:
    """The same rows with what they hold opened at one go."""
    cards = opened(PublishedCard, "card", [(row.uid, row.__dict__["card"]) for row in rows])
    for row, card in zip(rows, cards, strict=True):
        row.card = card
    return list(rows)


def _wanted(text: str, node_id: int) -> list[str]:
    """The digests that a card must have, the rarest first; as typed, else as the other keyboard would write it."""
    sealer = ring.sealer(node_id)
    ways = [way for reading in readings(text) if (way := [digest(one, sealer) for one in stems_of(reading)])]
    for way in ways:
        counted = {one: _count(one) for one in way}
        if all(counted.values()):
            return sorted(counted, key=counted.__getitem__)
    return ways[0] if ways else []


def _count(one: str) -> int:
    return PublishedWord.objects.filter(digest=one).values("card")[:_FREQUENT].count()
