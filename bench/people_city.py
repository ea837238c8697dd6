"""The base of the city: any page and any filter at 5,000 cards and at 500,000.

Both sizes are asked in turn in one process, each in a database of its own, with the same people, organisations and
shares of everything; every filter has more than a page to show at either size. The page opens the names that it
shows and writes down who saw them, so that is measured too. A figure is the median over pairs of visits, one at each
size.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import partial
from statistics import median
from typing import Any

from bench import Measure
from bench._site import ENGINES, engine_in_use, measured, queries_of
from bench.lists import _copy_aside
from bench.people_base import _analyze, _fill, _plant, _seconds
from bench.register import _at

SMALL, LARGE, ORGANISATIONS = 5_000, 500_000, 1_500
ROUNDS, WARMING = 10, 2
BATCH = 20_000
FORMS = ("pupil_pupil", "ped_ped", "employer_pupil", "student_pupil")
RARE = "head_ped"
# A word and of how many cards one has it.
WORDS = {"физика": 3, "шахматы": 7, "робототехника": 20, "вокал": 50}
CHOICES: dict[str, dict[str, str]] = {
    "first page": {},
    "form": {"form": "ped_ped"},
    "rare form": {"form": RARE},
    "free places": {"free": "on"},
    "age": {"age": "12"},
    "word": {"q": "физика"},
    "rare word": {"q": "вокалом"},
    "two words": {"q": "физики и шахматы"},
    "word, form, free places": {"q": "шахматы", "form": "ped_ped", "free": "on"},
}


def measures() -> Iterable[Measure]:
    for engine in ENGINES:
        found = measured("bench.people_city.city", engine)
        versions = found["versions"]
        dearest = max(found["times"], key=found["times"].__getitem__)
        what = f"base of the city, dearest page of 500,000 / of 5,000, {engine}"
        yield Measure(what, found["times"][dearest], "x", "<=", 1.2, f"{dearest}, {versions}")
        yield Measure(f"base of the city, queries more at 500,000, {engine}", found["more"], "", "==", 0, versions)


def city() -> dict[str, Any]:
    """Runs on a site of its own: see `bench._site`."""
    from django.test import Client
    from django.urls import reverse

    from nastavnik.org.services.reference import load
    from tests.cast import make_cast

    load()
    cast = make_cast()
    client = Client()
    client.force_login(cast.curator)
    _plant(cast)
    _grow(cast, 0, SMALL)
    _copy_aside()
    _grow(cast, SMALL, LARGE)
    address = reverse("people:city")
    choices = CHOICES | {"district, age, free": {"district": str(cast.district.uid), "age": "12", "free": "on"}}
    asked: dict[tuple[str, str], list[float]] = {}
    more = 0
    for name, chosen in [*choices.items(), ("in the middle", {})]:
        made = {}
        for size in ("small", "large"):
            with _at(size):
                to = chosen if name in choices else _middle()
                client.get(address, to)
                made[size] = queries_of(client, f"{address}?{_query(to)}")
        more += made["large"] - made["small"]
    for _round in range(ROUNDS):
        for name, chosen in [*choices.items(), ("in the middle", {})]:
            for size in ("small", "large"):
                with _at(size):
                    to = chosen if name in choices else _middle()
                    asked.setdefault((name, size), []).append(_seconds(partial(client.get, address, to)))
    names = sorted({name for name, _size in asked})
    # Of two visits one after the other: what else the machine did meanwhile fell upon both.
    pairs = {name: zip(asked[name, "large"][WARMING:], asked[name, "small"][WARMING:], strict=True) for name in names}
    return {
        "times": {name: median(large / small for large, small in pairs[name]) for name in names},
        "more": more,
        "ms": {" ".join(key): round(median(times) * 1000, 1) for key, times in asked.items()},
        "versions": engine_in_use(),
    }


def _query(chosen: dict[str, str]) -> str:
    from urllib.parse import urlencode

    return urlencode(chosen)


def _middle() -> dict[str, str]:
    """The address part of the page in the middle of the list."""
    from nastavnik.base.keyset import keyset_page
    from nastavnik.people.models import PublishedCard

    rows = PublishedCard.objects.order_by("pk")
    last = rows.values_list("pk", flat=True).last() or 0
    near = rows.filter(pk__gt=last // 2).values_list("pk", flat=True)[:2]
    token = keyset_page(PublishedCard.objects.filter(pk__in=list(near)), order=("-pk",), size=1).next
    side, _sep, value = token.partition("=")
    return {side: value}


def _grow(cast: Any, have: int, want: int) -> None:
    """People with their parts by the database itself, their cards sealed as the deeds seal them."""
    from django.db import transaction

    from nastavnik.people.models import Consent, Participation, Person

    _fill(have, want)
    consent, _is_new = Consent.objects.get_or_create(
        node=cast.school, person=Person.objects.order_by("pk")[0], kind="transfer_named",
        defaults={"state": "active", "signed_on": dt.date(2026, 9, 1), "way": "paper"},
    )  # fmt: skip
    last = 0
    for first in range(have, want, BATCH):
        rows = Participation.objects.filter(published=None, pk__gt=last).order_by("pk")
        parts = list(rows.values_list("pk", "node_id")[: min(BATCH, want - first)])
        last = parts[-1][0]
        with transaction.atomic():
            _put(cast, first, parts, consent.pk)
    _analyze()


def _put(cast: Any, first: int, parts: list[tuple[int, int]], consent: int) -> None:
    from nastavnik.accounts.keyring import ring
    from nastavnik.accounts.keyring.columns import sealing
    from nastavnik.base import bulk
    from nastavnik.base.uids import new_uid
    from nastavnik.people.city import digest, stems_of
    from nastavnik.people.models import PublishedCard, PublishedWord
    from nastavnik.people.services.showcase import _COLUMNS

    sealer = ring.sealer(cast.region.pk)
    seal = sealing(PublishedCard, "card", sealer)
    digests = {word: digest(stems_of([word])[0], sealer) for word in WORDS}
    near = _schools_of(cast.district)
    keys = bulk.reserve_ids(PublishedCard, len(parts))
    now = dt.datetime(2026, 9, 1, tzinfo=dt.UTC)

    def cards() -> Iterator[tuple[Any, ...]]:
        for number, (key, (part, node)) in enumerate(zip(keys, parts, strict=True), first):
            uid = new_uid()
            district = cast.district if node in near else cast.sibling_district
            form = RARE if number % 60 == 7 else FORMS[number // 7 % len(FORMS)]
            ages = ((10, 13), (12, 15), (14, 17), (None, None))[number // 11 % 4]
            told = {"name": {"last": "Ветрова", "first": "Анна", "middle": ""}, "competences": _words(number)}
            yield (
                key, uid, now, part, cast.region.pk, node, district.pk, consent, form, "teacher", 3,
                number // 13 % 4, *ages, seal(uid, told),
            )  # fmt: skip

    bulk.put(PublishedCard, _COLUMNS, cards())
    bulk.put(
        PublishedWord,
        ("card_id", "digest"),
        ((key, digests[word]) for number, key in enumerate(keys, first) for word in _words(number)),
    )


def _schools_of(district: Any) -> frozenset[int]:
    from nastavnik.org.models import Node

    return frozenset(Node.objects.filter(path__startswith=district.path).values_list("pk", flat=True))


def _words(number: int) -> list[str]:
    return [word for word, rarity in WORDS.items() if number // 17 % rarity == 1]
