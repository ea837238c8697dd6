"""The register of documents at 500 and at 200,000: its list by key, its filters, its journal as a table (W1, W2, W5).

Both sizes are asked in turn in one process, each in a database of its own, by the curator of a school with 500
documents and by the operator of the region in which the rest of them lie. Filters are for what is frequent, rare and
nowhere; the figure is the median of the dearest one, so that no easy filter hides a dear one.
"""

from __future__ import annotations

import datetime as dt
import tempfile
import time
import tracemalloc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlencode

from bench import Measure
from bench._site import ENGINES, engine_in_use, measured
from bench.lists import _copy_aside

OF_SCHOOL, LARGE, ORGANISATIONS = 500, 200_000, 1_500
ROUNDS, ROUNDS_OF_FILTERS, SIZE = 20, 5, 50
WORST = 1.2
CHOICES: dict[str, dict[str, str]] = {
    "in force": {"part": "in_force"},
    "ended": {"part": "ended"},
    "being prepared": {"part": "waiting"},
    "frequent kind": {"group": "orders"},
    "rare kind": {"group": "conclusions"},
    "year": {"year": "2026"},
    "several": {"part": "in_force", "group": "minutes", "year": "2025"},
}
WORDS: dict[str, dict[str, str]] = {
    "frequent": {"q": "наставник"},
    "rare": {"q": "Ковалёв"},
    "nowhere": {"q": "ыыыыы"},
    "number": {"q": "77-од"},
}
FILTERS = CHOICES | WORDS
LAST = "last page"
PEOPLE = ("curator", "operator")


def measures() -> Iterable[Measure]:
    for engine in ENGINES:
        found = measured("bench.register.pages", engine)
        versions = found["versions"]
        for who in PEOPLE:
            for page in ("first page", LAST):
                what = f"register, {page} of 200,000 / of 500, p95, {who}, {engine}"
                yield Measure(what, found[who][page], "x", "<=", WORST, versions)
            for names, what in ((CHOICES, "choices"), (WORDS, "words")):
                dearest = max(names, key=found[who].__getitem__)
                what = f"register, dearest filter of {len(names)} by {what}, {who}, {engine}"
                yield Measure(what, found[who][dearest], "x", "<=", WORST, f"{dearest}, {versions}")
        yield Measure(f"register, dearest page of 200,000, {engine}", found["slowest"], "ms", "<=", 300, versions)
        yield Measure(f"register, queries for 199,500 documents more, {engine}", found["more"], "", "==", 0, versions)
        yield Measure(f"register, counts of a whole table, {engine}", found["counts"], "", "==", 0, versions)
        yield Measure(f"journal, rows a second, {engine}", found["rows"], "", ">=", 2_000, versions)
        growth = found["growth"]
        yield Measure(
            f"journal, more memory for 20,000 rows than for 2,000, {engine}", growth, "MiB", "<=", 1, versions
        )


def pages() -> dict[str, Any]:
    """Runs on a site of its own: see `bench._site`."""
    from django.test import Client
    from django.urls import reverse

    from nastavnik.org.services.reference import load
    from tests.cast import make_cast

    load()
    cast = make_cast()
    _write(cast)
    clients = {"curator": Client(), "operator": Client()}
    clients["curator"].force_login(cast.curator)
    clients["operator"].force_login(cast.regional_operator)
    _copy_aside()
    _grow(cast.school.pk)
    address = reverse("documents:list")
    queries: dict[str, str] = {"first page": "", **{name: urlencode(chosen) for name, chosen in FILTERS.items()}}
    asked: dict[tuple[str, str, str], list[float]] = {}
    ends = {size: _last_pages(size, cast) for size in ("small", "large")}
    for turn in range(ROUNDS):
        for who, client in clients.items():
            for page in (*queries, LAST) if turn < ROUNDS_OF_FILTERS else ("first page", LAST):
                for size in ("small", "large"):
                    query = ends[size][who] if page == LAST else queries[page]
                    with _at(size):
                        asked.setdefault((who, page, size), []).append(_seconds(client, f"{address}?{query}"))
    spent = {
        key: median(times[1:]) if key[1] in FILTERS else quantiles(times[2:], n=20)[-1]
        for key, times in asked.items()
    }
    counted = [_statements(client, f"{address}?{query}") for client in clients.values() for query in queries.values()]
    found = {
        who: {page: spent[who, page, "large"] / spent[who, page, "small"] for page in (*queries, LAST)}
        for who in PEOPLE
    }
    return {
        **found,
        "ms": {" ".join(key): round(seconds * 1000, 1) for key, seconds in spent.items()},
        "slowest": max(spent.values()) * 1000,
        "more": max(len(large) - len(small) for small, large in counted),
        "counts": sum("COUNT(" in sql and "LIMIT" not in sql for _small, large in counted for sql in large),
        **_journal(cast.regional_operator),
        "versions": engine_in_use(),
    }


def _write(cast: Any) -> None:
    """500 documents of the school over five years, and organisations that have none yet."""
    from nastavnik.documents.library import TEMPLATES
    from nastavnik.documents.models import Case, Paper
    from nastavnik.org.models import Node

    nodes = Node.objects.bulk_create(
        Node(
            kind="body", type="school", short_name=f"Школа № {n}", full_name=f"Школа № {n}",
            path=f"{(cast.district if n % 2 else cast.sibling_district).path}{10**6 + n}/",
            sort_name=f"школа {n:06}", search_name=f" школа {n:06} ", opened_on=dt.date(2020, 9, 1),
        )
        for n in range(ORGANISATIONS)
    )  # fmt: skip
    cases = Case.objects.bulk_create(
        Case(node=node, index="01-05", title="Приказы по основной деятельности", codes=["*"], pattern="{n}-од")
        for node in [cast.school, *nodes]
    )
    codes = list(TEMPLATES)
    Paper.objects.bulk_create(
        [_paper(cast.school, cases[0], codes[n * 7 % len(codes)], n) for n in range(OF_SCHOOL)], batch_size=100
    )


def _paper(node: Any, case: Any, code: str, n: int) -> Any:
    from nastavnik.documents.library import TEMPLATES
    from nastavnik.documents.models import Paper, State

    state = [State.DRAFT, State.REPLACED, State.REPEALED][n % 10] if n % 10 < 3 else State.REGISTERED
    day = dt.date(2021, 11, 1) + dt.timedelta(days=n * 1700 // OF_SCHOOL)
    paper = Paper(
        node=node, code=code, edition=1, state=state, payload="{}", school_year=day.year, case=case,
        title=TEMPLATES[code].title + (" Ковалёвой А. А." if n % 100 == 3 else f" ({n})"), is_personal=n % 10 == 9,
    )  # fmt: skip
    if state != State.DRAFT:
        paper.serial, paper.serial_year, paper.number = n, 0, f"{n}-од"
        paper.dated_on, paper.signer_name, paper.check_code = day, "Громова Елена Павловна", f"s{n}"
        paper.docx_key = paper.pdf_key = paper.docx_digest = paper.pdf_digest = "kept"
    return paper


def _grow(school: int) -> None:
    """The documents of ``school`` into the other organisations, by one statement: objects would take a minute."""
    from django.db import connection

    from nastavnik.documents.models import Paper

    own = {
        "uid": "gen_random_uuid()" if connection.vendor == "postgresql" else "lower(hex(randomblob(16)))",
        "node_id": "c.node_id", "case_id": "c.id",
        "check_code": "CASE WHEN p.check_code IS NULL THEN NULL ELSE c.id || '-' || p.id END",
    }  # fmt: skip
    columns = [str(field.column) for field in Paper._meta.concrete_fields if not field.primary_key]
    values = ", ".join(own.get(name, f"p.{name}") for name in columns)
    each = (LARGE - OF_SCHOOL) // ORGANISATIONS
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO documents_paper ({', '.join(columns)}) SELECT {values}"  # noqa: S608 - constants
            " FROM documents_paper p JOIN documents_case c ON c.node_id <> %s AND (p.id + c.id * 17) %% %s < %s"
            " ORDER BY p.id, c.id",
            [school, OF_SCHOOL, each],
        )
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


@contextmanager
def _at(size: str) -> Iterator[None]:
    """Pages are of the database of this size meanwhile."""
    from django.db import connections

    usual = connections["default"]
    if size == "small":
        connections["default"] = connections["small"]
    try:
        yield
    finally:
        connections["default"] = usual


def _last_pages(size: str, cast: Any) -> dict[str, str]:
    """The address of each one's last page."""
    from nastavnik.base.keyset import keyset_page
    from nastavnik.documents.models import Paper

    found = {}
    with _at(size):
        for who, user in (("curator", cast.curator), ("operator", cast.regional_operator)):
            papers = Paper.objects.visible_to(user, "document.view").living()
            below, edge = papers.order_by("pk").values_list("pk", flat=True)[SIZE - 1 : SIZE + 1]
            found[who] = keyset_page(papers.filter(pk__in=[below, edge]), order=("-pk",), size=1).next
    return found


def _statements(client: Any, address: str) -> tuple[list[str], list[str]]:
    """What a visit asks of the small and of the large database."""
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    found = []
    for size in ("small", "large"):
        with _at(size), CaptureQueriesContext(connections["default"]) as asked:
            client.get(address)
        found.append([query["sql"] for query in asked])
    return found[0], found[1]


def _journal(user: Any) -> dict[str, float]:
    """Rows a second of the journal, and what it takes of memory."""
    from django.test import RequestFactory

    from nastavnik.accounts.reach import acting_as
    from nastavnik.base.sheets import write_xlsx
    from nastavnik.portal.documents import journal, register
    from nastavnik.portal.documents.filters import PaperFilter

    request: Any = RequestFactory().get("/")
    request.user, user.acting = user, acting_as(user, None)

    def write(size: int) -> float:
        papers = journal._issued(register.found(request, PaperFilter(request.GET, across=True)))
        began = time.perf_counter()
        with tempfile.TemporaryFile() as target:
            write_xlsx(target, journal._columns(across=True), islice(papers.iterator(chunk_size=500), size))
        return time.perf_counter() - began

    write(2_000)
    peaks = []
    for size in (2_000, 20_000):
        tracemalloc.start()
        write(size)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    return {"rows": 20_000 / write(20_000), "growth": (peaks[1] - peaks[0]) / 2**20}


def _seconds(client: Any, address: str) -> float:
    began = time.perf_counter()
    answer = client.get(address)
    spent = time.perf_counter() - began
    assert answer.status_code == 200, address  # noqa: S101 - a refused page is a quick one
    return spent
