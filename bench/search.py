"""The search over 300,000 lines of 1,500 plans: answers of the page to who reaches all of it, a fiftieth, a school.

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
# The plans of the district, whose coordinator reaches too much to read and too little to meet it everywhere.
IN_DISTRICT = 30
# So many plans are written; the others copy them with numbers of their own.
WRITTEN = 10
MOST_SECONDS = 0.3
QUERIES = (
    "приказ", "мероприятие", "встреча наставников", "наставников встреча", "ghbrfp", "прикза", "полжение о сист",
    "анкета 3", "несуществующееслово", "персанальные данные", "семинар", "план",
)  # fmt: skip
ANSWERED = len(QUERIES) - 1
WHAT = ("приказ", "положение", "анкета", "встреча", "собрание", "семинар", "отчет", "мониторинг", "данные", "план")
DEEDS = ("издать", "провести", "подготовить", "организовать", "утвердить", "собрать", "составить")
WHOM = ("наставников", "наставляемых", "педагогов", "родителей", "персональные", "школы", "системе")


def measures() -> Iterable[Measure]:
    for engine in ENGINES:
        found = measured("bench.search.answers", engine)
        for who, query in found["dearest"].items():
            yield Measure(
                f"search over 300,000 lines, dearest of {len(QUERIES)}, {who}, {engine}",
                found[who], "s", "<=", MOST_SECONDS, f"“{query}”, {found['versions']}",
            )  # fmt: skip
        yield Measure(f"queries that find lines, of {len(QUERIES)}, {engine}", found["answered"], "", "==", ANSWERED)


def answers(plans: int = PLANS) -> dict[str, Any]:
    """Runs on a site of its own: see `bench._site`."""
    from django.test import Client

    from nastavnik.roadmaps.search import find_lines
    from tests.cast import make_cast

    cast = make_cast()
    grow(cast, plans)
    found: dict[str, Any] = {"versions": engine_in_use(), "dearest": {}}
    found["answered"] = sum(bool(find_lines(cast.regional_operator, query, limit=5)) for query in QUERIES)
    people = {"operator": cast.regional_operator, "coordinator": cast.district_coordinator, "curator": cast.curator}
    for who, user in people.items():
        client = Client()
        client.force_login(user)
        client.post("/search/", {"q": "прогрев"})
        times = {query: median(_timed(client, query) for _round in range(ROUNDS)) for query in QUERIES}
        found[who], found["dearest"][who] = max((seconds, query) for query, seconds in times.items())
    return found


def _timed(client: Any, query: str) -> float:
    began = time.perf_counter()
    client.post("/search/", {"q": query})
    return time.perf_counter() - began


def grow(cast: Any, plans: int) -> None:
    """Schools with a plan in force each, their words gathered and known to the planner."""
    import datetime as dt

    from django.db import connection

    from nastavnik.org.models import Node
    from nastavnik.roadmaps.models import Roadmap, RoadmapLine
    from nastavnik.roadmaps.models.plans import Status
    from nastavnik.roadmaps.services import words

    chance = random.Random(20)  # noqa: S311 - the same lines every time, nothing secret
    nodes = Node.objects.bulk_create(
        Node(
            kind="body", type="school", short_name=f"Школа № {n}", full_name=f"Школа № {n}",
            path=f"{(cast.district if n < IN_DISTRICT else cast.sibling_district).path}{10**6 + n}/",
            sort_name=f"школа {n:06}", search_name=f" школа {n:06} ", opened_on=dt.date(2020, 9, 1),
        )
        for n in range(1, plans)
    )  # fmt: skip
    made = Roadmap.objects.bulk_create(
        Roadmap(
            node=node, title="План внедрения наставничества", status=Status.IN_FORCE,
            starts_on=dt.date(2026, 9, 1), ends_on=dt.date(2027, 8, 31),
        )
        for node in [cast.school, *nodes]
    )  # fmt: skip
    RoadmapLine.objects.bulk_create(_line(plan, place, chance) for plan in made[:WRITTEN] for place in range(LINES))
    # Copies add numbers alone, and numbers are no words.
    while words.gather():
        pass
    if plans > WRITTEN:
        _copy(made[0].pk, made[WRITTEN].pk)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _copy(first: int, from_plan: int) -> None:
    """The written lines into every plan from ``from_plan`` on. One statement: 300,000 objects take a minute."""
    from django.db import connection

    from nastavnik.roadmaps.full_text import LINES
    from nastavnik.roadmaps.models import RoadmapLine

    new_uid = "gen_random_uuid()" if connection.vendor == "postgresql" else "lower(hex(randomblob(16)))"
    text = "line.search_text || ' ' || ((line.position * 7919 + plan.id * 10473) %% 10000)"
    own = {"uid": new_uid, "roadmap_id": "plan.id", "node_id": "plan.node_id", "title": text, "search_text": text}
    columns = [str(field.column) for field in RoadmapLine._meta.concrete_fields if not field.primary_key]
    values = ", ".join(own.get(name, f"line.{name}") for name in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # An index made at once costs a tenth of one that grows; the copies refer to what the lines refer to.
            cursor.execute(f"DROP INDEX {LINES.name}")
            cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            f"INSERT INTO roadmaps_roadmapline ({', '.join(columns)}) SELECT {values}"  # noqa: S608 - constants
            " FROM roadmaps_roadmap plan JOIN roadmaps_roadmapline line ON line.roadmap_id = %s + plan.id %% %s"
            " WHERE plan.id >= %s ORDER BY plan.id, line.position",
            [first, WRITTEN, from_plan],
        )
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = DEFAULT")
    LINES.ensure()


def _line(plan: Any, place: int, chance: random.Random) -> Any:
    from nastavnik.roadmaps.models import RoadmapLine

    text = f"мероприятие {chance.choice(DEEDS)} {chance.choice(WHAT)} {chance.choice(WHOM)}"
    return RoadmapLine(roadmap=plan, node_id=plan.node_id, position=place, title=text, search_text=text)
