"""The search over 300,000 lines of 1,500 plans: answers of the page to an operator of the region and a curator.

Queries are right, half, mistyped, of the other keyboard, of a word that stands everywhere and of one that stands
nowhere; the time of an answer is the worst kind's median, so that no easy query hides a dear one.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterable
from statistics import median
from typing import Any

from bench import Measure
from bench._site import ENGINES, engine_in_use, measured

PLANS, LINES, ROUNDS = 1_500, 200, 3
MOST_SECONDS = 0.3
QUERIES = (
    "приказ", "мероприятие", "встреча наставников", "наставников встреча", "ghbrfp", "прикза", "полжение о сист",
    "анкетирование 7312", "несуществующееслово", "персанальные данные", "семинар", "план",
)  # fmt: skip
WHAT = ("приказ", "положение", "анкета", "встреча", "собрание", "семинар", "отчет", "мониторинг", "данные", "план")
DEEDS = ("издать", "провести", "подготовить", "организовать", "утвердить", "собрать", "составить")
WHOM = ("наставников", "наставляемых", "педагогов", "родителей", "персональные", "школы", "системе")


def measures() -> Iterable[Measure]:
    for engine in ENGINES:
        found = measured("bench.search.answers", engine)
        for who in ("operator", "curator"):
            yield Measure(
                f"search over 300,000 lines, dearest of {len(QUERIES)} queries, {who}, {engine}",
                found[who], "s", "<=", MOST_SECONDS, found["versions"],
            )  # fmt: skip


def answers(plans: int = PLANS) -> dict[str, Any]:
    """Runs on a site of its own: see `bench._site`."""
    from django.test import Client

    from nastavnik.roadmaps.services import words
    from tests.cast import make_cast

    cast = make_cast()
    _grow(cast, plans)
    while words.gather(100_000):
        pass
    found: dict[str, Any] = {"versions": engine_in_use()}
    for who, user in (("operator", cast.regional_operator), ("curator", cast.curator)):
        client = Client()
        client.force_login(user)
        client.post("/search/", {"q": "прогрев"})
        times = {query: median(_timed(client, query) for _round in range(ROUNDS)) for query in QUERIES}
        found[who], found[f"{who} query"] = max((seconds, query) for query, seconds in times.items())
    return found


def _timed(client: Any, query: str) -> float:
    began = time.perf_counter()
    client.post("/search/", {"q": query})
    return time.perf_counter() - began


def _grow(cast: Any, plans_to_make: int) -> None:
    import datetime as dt

    from django.db import transaction

    from nastavnik.org.models import Node
    from nastavnik.roadmaps.models import Roadmap, RoadmapLine
    from nastavnik.roadmaps.models.plans import Status

    chance = random.Random(20)  # noqa: S311 - the same lines every time, nothing secret
    nodes = Node.objects.bulk_create(
        Node(
            kind="body", type="school", path=f"{cast.district.path}{10**6 + n}/", short_name=f"Школа № {n}",
            full_name=f"Школа № {n}", sort_name=f"школа {n:06}", search_name=f" школа {n:06} ",
            opened_on=dt.date(2020, 9, 1),
        )
        for n in range(1, plans_to_make)
    )  # fmt: skip
    plans = Roadmap.objects.bulk_create(
        Roadmap(
            node=node, title="План внедрения наставничества", status=Status.IN_FORCE,
            starts_on=dt.date(2026, 9, 1), ends_on=dt.date(2027, 8, 31),
        )
        for node in [cast.school, *nodes]
    )  # fmt: skip
    with transaction.atomic():
        for begin in range(0, plans_to_make, 50):
            part = plans[begin : begin + 50]
            RoadmapLine.objects.bulk_create([_line(plan, place, chance) for plan in part for place in range(LINES)])


def _line(plan: Any, place: int, chance: random.Random) -> Any:
    from nastavnik.roadmaps.models import RoadmapLine

    number = chance.randrange(10_000)
    text = f"мероприятие {chance.choice(DEEDS)} {chance.choice(WHAT)} {chance.choice(WHOM)} {number}"
    return RoadmapLine(roadmap=plan, node_id=plan.node_id, position=place, title=text, search_text=text)
