"""The base of an organisation of 2,000 people, seats at 5,000 and at 500,000, a base of 100,000 going out as a file.

The page of a base opens every name, so it is measured as a visit: server time and queries. Seats are asked at both
sizes in turn in one process, each in a database of its own; organisations are as many at both. The file is measured
against writing the same cells bare.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterable
from functools import partial
from operator import itemgetter
from statistics import median
from typing import Any

from bench import Measure
from bench._site import ENGINES, engine_in_use, measured, queries_of
from bench.lists import _copy_aside
from bench.register import _at

OF_BASE, FEW = 2_000, 3
SMALL, LARGE, ORGANISATIONS = 5_000, 500_000, 1_500
ROUNDS = 12
TAKEN = 100_000
CHOICES: dict[str, dict[str, str]] = {
    "first page": {},
    "mentors": {"side": "mentor"},
    "rare status": {"status": "completed"},
    "one organisation": {"node": "школа 77"},
}
# Three seats of an organisation at the one size and a full page at the other: no ratio compares them.
UNLIKE = "one organisation"
PEOPLE = ("coordinator", "operator")


def measures() -> Iterable[Measure]:
    for engine in ENGINES:
        found = measured("bench.people_base.base", engine)
        versions = found["versions"]
        yield Measure(f"base of 2,000 people, a page, {engine}", found["page"], "ms", "<=", 150, versions)
        yield Measure(f"the same, processor time, {engine}", found["page_cpu"], "ms", "<=", 150, versions)
        yield Measure(f"base of 2,000 people, a search by name, {engine}", found["search"], "ms", "<=", 150, versions)
        yield Measure(f"base, queries for 1,997 people more, {engine}", found["more"], "", "==", 0, versions)
        found = measured("bench.people_base.seats", engine)
        for who in PEOPLE:
            dearest = max(found[who], key=found[who].__getitem__)
            what = f"seats, dearest page of 500,000 / of 5,000, {who}, {engine}"
            yield Measure(what, found[who][dearest], "x", "<=", 1.2, f"{dearest}, {versions}")
            spent = found["ms"][f"{who} {UNLIKE} large"]
            yield Measure(f"seats of {UNLIKE} among 500,000, {who}, {engine}", spent, "ms", "<=", 100, versions)
        yield Measure(f"seats, counts of a whole table, {engine}", found["counts"], "", "==", 0, versions)
    found = measured("bench.people_base.taken_out", "sqlite")
    yield Measure("base of 100,000 as XLSX / bare writing", found["times"], "x", "<=", 2, found["versions"])


def base() -> dict[str, Any]:
    """Runs on a site of its own: see `bench._site`."""
    from django.test import Client
    from django.urls import reverse

    from nastavnik.org.services.reference import load
    from tests.cast import make_cast
    from tests.people.bases_rows import grow

    load()
    cast = make_cast()
    client = Client()
    client.force_login(cast.curator)
    address = reverse("people:bases", query={"year": "2026"})
    grow(cast.school, FEW)
    client.get(address)
    few = queries_of(client, address)
    grow(cast.school, OF_BASE - FEW, first=FEW + 1)
    _analyze()
    found_at = client.post(address, {"q": "ветр ан"})["Location"]
    return {
        "page": _milliseconds(lambda: client.get(address)),
        "page_cpu": median(_cpu(lambda: client.get(address)) for _round in range(ROUNDS)) * 1000,
        "search": _milliseconds(lambda: client.get(found_at)),
        "more": queries_of(client, address) - few,
        "versions": engine_in_use(),
    }


def seats() -> dict[str, Any]:
    """Runs on a site of its own."""
    from django.test import Client
    from django.urls import reverse

    from tests.cast import make_cast

    cast = make_cast()
    users = dict(zip(PEOPLE, (cast.district_coordinator, cast.regional_operator), strict=True))
    clients = {who: Client() for who in PEOPLE}
    for who, client in clients.items():
        client.force_login(users[who])
    _plant(cast)
    _fill(0, SMALL)
    _copy_aside()
    _fill(SMALL, LARGE)
    address = reverse("people:seats")
    visits: dict[str, dict[str, str]] = {name: {"year": "2026", **chosen} for name, chosen in CHOICES.items()}
    asked: dict[tuple[str, str, str], list[float]] = {}
    counts = 0
    for _round in range(ROUNDS):
        for who, client in clients.items():
            for name, chosen in visits.items():
                for size in ("small", "large"):
                    with _at(size):
                        visit = partial(client.get, address, chosen)
                        asked.setdefault((who, name, size), []).append(_seconds(visit))
                        if not _round:
                            counts += _whole_counts(client, address, chosen)
    ratios = {
        who: {
            name: median(asked[who, name, "large"][2:]) / median(asked[who, name, "small"][2:])
            for name in visits
            if name != UNLIKE
        }
        for who in PEOPLE
    }
    spent = {" ".join(key): round(median(times) * 1000, 1) for key, times in asked.items()}
    return {**ratios, "counts": counts, "ms": spent, "versions": engine_in_use()}


def taken_out() -> dict[str, Any]:
    """Runs on a site of its own."""
    from nastavnik.base.sheets import Column, write_xlsx
    from nastavnik.org.services.reference import load
    from nastavnik.people import exporting, listing
    from nastavnik.people.registers import writing
    from nastavnik.people.services.intake_lists import lists_of
    from tests.cast import make_cast
    from tests.people.bases_rows import grow

    load()
    school = make_cast().school
    grow(school, TAKEN)
    lists = lists_of(school, with_groups=False)
    columns = [Column(laid.title, itemgetter(n), laid.width) for n, laid in enumerate(writing.layout("mentee"))]
    parts = listing.base(school, side="mentee", model="learners", school_year=2026)
    cells = list(exporting.rows(parts, school, "mentee", lists))

    def ours() -> None:
        with tempfile.TemporaryFile() as target:
            write_xlsx(target, columns, exporting.rows(parts, school, "mentee", lists))

    def bare() -> None:
        with tempfile.TemporaryFile() as target:
            write_xlsx(target, columns, cells)

    spent = [(_cpu(ours), _cpu(bare)) for _round in range(2)]
    return {"times": min(one / other for one, other in spent), "seconds": spent, "versions": engine_in_use()}


def _plant(cast: Any) -> None:
    """1,500 schools, eighty of them in the district of the coordinator."""
    import datetime as dt

    from nastavnik.org.models import Node

    Node.objects.bulk_create(
        Node(
            kind="body", type="school", short_name=f"Школа № {n}", full_name=f"Школа № {n}",
            path=f"{(cast.district if n < 80 else cast.sibling_district).path}{10**6 + n}/",
            sort_name=f"школа {n:06}", search_name=f" школа {n:06} ", opened_on=dt.date(2020, 9, 1),
        )
        for n in range(ORGANISATIONS)
    )  # fmt: skip


def _fill(have: int, want: int) -> None:
    """People with a part each, spread evenly over the schools, made by the database itself."""
    from django.db import connection

    from nastavnik.org.models import Node

    first = Node.objects.filter(short_name="Школа № 0").values_list("pk", flat=True).get()
    if connection.vendor == "sqlite":
        numbers = "WITH RECURSIVE n(i) AS (SELECT %s UNION ALL SELECT i + 1 FROM n WHERE i < %s) "
        uid, source = "lower(hex(randomblob(16)))", "FROM n"
    else:
        numbers, uid, source = "", "gen_random_uuid()", "FROM generate_series(%s, %s) AS n(i)"
    at = f"{first} + i %% {ORGANISATIONS}"
    side = "CASE WHEN i / 1500 %% 4 = 3 THEN 'mentor' ELSE 'mentee' END"
    # In every school and every size a few: what is rare is as rare in a page.
    status = f"CASE WHEN i < {SMALL} AND i %% 9 = 4 THEN 'completed' ELSE 'in_base' END"
    with connection.cursor() as cursor:
        cursor.execute(
            f"{numbers}INSERT INTO people_person (id, uid, version, node_id, seat, name_mark, state, made_at)"
            f" SELECT i + 1000, {uid}, 1, {at}, i / {ORGANISATIONS} + 1, '', 'kept', '2026-09-01' {source}",
            [have, want - 1],
        )
        cursor.execute(
            f"{numbers}INSERT INTO people_participation (uid, version, node_id, person_id, side, model, school_year,"
            f" audience, status, status_since, form, source, category, made_at) SELECT {uid}, 1, {at}, i + 1000,"
            f" {side}, 'learners', 2026, 'learner', {status}, '2026-09-01', '', '', '', '2026-09-01' {source}",
            [have, want - 1],
        )
    _analyze()


def _analyze() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _whole_counts(client: Any, address: str, chosen: dict[str, str]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        client.get(address, chosen)
    return sum("COUNT(" in one["sql"] and "LIMIT" not in one["sql"] for one in asked)


def _milliseconds(visit: Callable[[], Any]) -> float:
    return median(_seconds(visit) for _round in range(ROUNDS)) * 1000


def _seconds(visit: Callable[[], Any]) -> float:
    began = time.perf_counter()
    visit()
    return time.perf_counter() - began


def _cpu(task: Callable[[], Any]) -> float:
    began = time.process_time()
    task()
    return time.process_time() - began
