"""The plan page with 50 and with 5,000 lines: as many queries, about as much time, whatever the engine.

p95 of CPU time over requests in turn (short, long, short, long …), so that a busy machine slows both alike.
The floor is one hand-written query for the same page of rows and its text put together by hand.
"""

from __future__ import annotations

import datetime as dt
import html
import re
import time
from collections.abc import Iterable
from statistics import median, quantiles
from typing import Any

from bench import Measure
from bench._site import ENGINES, engine_in_use, measured, queries_of

SHORT, LONG, ROUNDS = 50, 5000, 30
WORST = 1.2
NEXT = re.compile(r'rel="next" href="([^"]+)"')
FLOOR_SHARE = 0.2


def measures() -> Iterable[Measure]:
    for engine in ENGINES:
        found = measured("bench.plans.pages", engine)
        versions = found["versions"]
        for page in ("first", "last"):
            ratio = found[page] / found["short"]
            yield Measure(
                f"plan page, {page} page of 5,000 lines / of 50, p95, {engine}", ratio, "x", "<=", WORST, versions
            )
        asked = found["queries_long"] - found["queries_short"]
        yield Measure(f"plan page, queries for 5,000 lines more than for 50, {engine}", asked, "", "==", 0, versions)
        yield Measure(
            f"plan page, share of the floor's requests/s, {engine}", found["share"], "x", ">=", FLOOR_SHARE, versions
        )
        yield Measure(
            f"plan of 5,000 lines accepted from its document, {engine}", found["accept"], "s", "<=", 5, versions
        )


def pages() -> dict[str, Any]:
    """Runs on a site of its own: see `bench._site`."""
    import django
    from django.test import Client
    from django.urls import reverse

    from tests.cast import make_cast

    cast = make_cast()
    short, _seconds = _plan(cast, SHORT)
    long, accept = _plan(cast, LONG)
    client = Client()
    client.force_login(cast.curator)
    addresses = {
        "short": reverse("roadmaps:plan", args=[short.uid]),
        "first": reverse("roadmaps:plan", args=[long.uid]),
    }
    addresses["last"] = _last_page(client, addresses["first"])
    for address in addresses.values():
        client.get(address)
    times: dict[str, list[float]] = {name: [] for name in addresses}
    for _round in range(ROUNDS):
        for name, address in addresses.items():
            times[name].append(_cpu(lambda address=address: client.get(address)))
    floor, page = [], []
    for _round in range(ROUNDS):
        # By the clock on the wall: a database server works in a process of its own.
        floor.append(_wall(lambda: _floor(long.pk)))
        page.append(_wall(lambda: client.get(addresses["first"])))
    return {
        **{name: quantiles(found, n=20)[-1] for name, found in times.items()},
        "queries_short": queries_of(client, addresses["short"]),
        "queries_long": queries_of(client, addresses["first"]),
        "share": median(one / other for one, other in zip(floor, page, strict=True)),
        "accept": accept,
        "versions": f"django {django.__version__}, {engine_in_use()}",
    }


def _plan(cast: Any, size: int) -> tuple[Any, float]:
    from nastavnik.roadmaps.deadlines import Period, read_deadline
    from nastavnik.roadmaps.models import ImportedLine, RoadmapImport
    from nastavnik.roadmaps.services import imports
    from nastavnik.roadmaps.services.kinds import proposed

    year = Period(dt.date(2026, 9, 1), dt.date(2027, 8, 31))
    terms = [(text, read_deadline(text, year).to_json()) for text in ("до 15 октября", "ноябрь", "1 раз в квартал")]
    # What the reading of the document keeps beside a line.
    kind = proposed({"title": "Провести мероприятие для наставников", "responsible_text": "директор, куратор"})
    batch = RoadmapImport.objects.create(
        node=cast.school, made_by=cast.curator, file_name="plan.docx", file_key="none", state="ready",
        starts_on=year.start, ends_on=year.end, line_count=size,
        heading={"title": f"План, {size}", "sections": [
            {"number": str(n), "title": f"Раздел {n}", "deadline_text": "", "expected_deadline": None}
            for n in range(10)
        ]},
    )  # fmt: skip
    ImportedLine.objects.bulk_create(
        [
            ImportedLine(
                batch=batch, position=place, section=place * 10 // size,
                data={
                    "number": f"{place}", "subsection": "", "title": f"Провести мероприятие {place} для наставников",
                    "deadline_text": terms[place % 3][0], "schedule": terms[place % 3][1],
                    "responsible_text": "директор, куратор", "parties": [], "result": "Протокол", "remark": "",
                    "sub_items": [], "kind": kind,
                },
            )
            for place in range(size)
        ],
        batch_size=500,
    )  # fmt: skip
    begin = time.perf_counter()
    roadmap = imports.accept(batch, actor=cast.curator)
    return roadmap, time.perf_counter() - begin


def _last_page(client: Any, address: str) -> str:
    """The address of page 50, by following «next»."""
    here = address
    for _page in range(49):
        found = NEXT.search(client.get(here).content.decode())
        assert found, here  # noqa: S101 - 5,000 lines have 50 pages
        here = address + html.unescape(found[1])
    return here


def _cpu(work: Any) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


def _wall(work: Any) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def _floor(roadmap_id: int) -> str:
    """The page's rows by one statement, and their text by string formatting: what no framework can beat."""
    from django.db import connection

    statement = (
        "SELECT l.uid, l.number, l.title, l.deadline_text, l.responsible_text, l.result, min(o.due_on), count(o.id)"
        " FROM roadmaps_roadmapline l LEFT JOIN roadmaps_occurrence o ON o.line_id = l.id"
        " WHERE l.roadmap_id = %s AND l.removed_at IS NULL"
        " GROUP BY l.id, l.uid, l.number, l.title, l.deadline_text, l.responsible_text, l.result, l.position"
        " ORDER BY l.position LIMIT 50"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [roadmap_id])
        cells = "".join("<tr>" + "".join(f"<td>{value}</td>" for value in row) + "</tr>" for row in cursor.fetchall())
    return f"<table>{cells}</table>"
