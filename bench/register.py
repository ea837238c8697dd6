"""The register of documents at 500 and at 200,000: its list by key, its filters, its journal as a table (W1, W2, W5).

Both sizes are asked in turn in one process, each in a database of its own, by the curator of a school with 500
documents, by the coordinator of its district and by the operator of the region in which the rest of them lie.
Filters are for what is frequent, rare and nowhere; what is rare is as rare as one school makes it. Everything is
asked once of both sizes before it is timed. A page is its p95 without the slowest tenth, in which the machine
stalled and not the page; of filters it is the dearest one, so that no easy one hides it.

A filter is compared with itself where both sizes show as many rows. Where one finds none or fewer, there is less to
do for 500 documents, all of which are read at once: that none of 200,000 says a word only its index can tell, for
every way in which the word may be meant. That is a fixed price, so these have a target in milliseconds; and so has
the number of queries of a search, which depends on how frequent a word is and on nothing else.
"""

from __future__ import annotations

import datetime as dt
import tempfile
import time
import tracemalloc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlencode

from bench import Measure
from bench._site import ENGINES, engine_in_use, measured
from bench.lists import _copy_aside

OF_SCHOOL, LARGE, ORGANISATIONS = 500, 200_000, 1_500
# Of so many organisations the district of the school consists.
IN_DISTRICT = 80
ROUNDS, ROUNDS_OF_FILTERS, SIZE = 20, 3, 50
WORST = 1.2
# A filter that seems dearer than this in few rounds is asked in more of them.
DOUBTFUL, MORE_ROUNDS = 1.1, 8
FEW_ROWS, MANY_ROWS = 1_000, 6_000
CHOICES: dict[str, dict[str, Any]] = {
    "in force": {"part": "in_force"},
    "ended": {"part": "ended"},
    "being prepared": {"part": "waiting"},
    "frequent kinds": {"group": "orders"},
    "rare kind": {"group": "conclusions"},
    "rare kinds": {"group": ["conclusions", "minutes", "agreements"]},
    "rare kinds by day": {"group": ["conclusions", "minutes", "agreements"], "part": "in_force"},
    "year": {"year": "2025"},
    "several": {"part": "in_force", "group": ["orders", "regulations", "reports"], "year": "2025"},
    "organisation": {"node": "Школа № 15"},
}
WORDS: dict[str, dict[str, str]] = {
    "frequent": {"q": "наставник"},
    "now and then": {"q": "семинар"},
    "kind": {"q": "приказ"},
    "rare": {"q": "Ковалёв"},
    "rare and frequent": {"q": "наставничество Ковалёв"},
    "nowhere": {"q": "ыыыыы"},
    "number": {"q": "77-од"},
    "word and state": {"q": "приказ", "part": "in_force"},
    "rare word and kind": {"q": "Ковалёв", "group": "orders"},
}
FILTERS = CHOICES | WORDS
LAST = "last page"
SIZES = ("small", "large")
# Every tenth document is one that no other school has.
RARE = 4
# Names of the indexes that no constraint needs, and the statements that make them again.
_INDEXES = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'documents_paper'"
    " AND sql IS NOT NULL",
    "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'documents_paper'"
    " AND indexname NOT IN (SELECT conname FROM pg_constraint)",
}
PEOPLE = ("curator", "coordinator", "operator")
# Kinds and names that no other school has.
RARE_GROUPS = ("conclusions", "minutes", "agreements")


def measures() -> Iterable[Measure]:
    for engine in ENGINES:
        found = measured("bench.register.pages", engine)
        versions = found["versions"]
        for who in PEOPLE:
            for page in ("first page", LAST):
                what = f"register, {page} of 200,000 / of 500, p95, {who}, {engine}"
                yield Measure(what, found[who][page], "x", "<=", WORST, versions)
            for names, what in ((CHOICES, "choices"), (WORDS, "words")):
                alike = [name for name in names if name in found[who]]
                dearest = max(alike, key=found[who].__getitem__)
                what = f"register, dearest filter of {len(alike)} by {what}, {who}, {engine}"
                yield Measure(what, found[who][dearest], "x", "<=", WORST, f"{dearest}, {versions}")
        unlike = f"register, dearest filter that finds less in one, {engine}"
        yield Measure(unlike, found["unlike"], "ms", "<=", 100, f"{found['unlike_by']}, {versions}")
        yield Measure(f"register, dearest page of 200,000, {engine}", found["slowest"], "ms", "<=", 300, versions)
        yield Measure(f"register, queries for 199,500 documents more, {engine}", found["more"], "", "==", 0, versions)
        yield Measure(f"register, queries of the dearest search, {engine}", found["most"], "", "<=", 12, versions)
        yield Measure(f"register, counts of a whole table, {engine}", found["counts"], "", "==", 0, versions)
        yield Measure(f"journal, rows a second, {engine}", found["rows"], "", ">=", 2_000, versions)
        growth = found["growth"]
        yield Measure(
            f"journal, more memory for {MANY_ROWS:,} rows than for {FEW_ROWS:,}, {engine}",
            growth,
            "MiB",
            "<=",
            1,
            versions,
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
    users = dict(zip(PEOPLE, (cast.curator, cast.district_coordinator, cast.regional_operator), strict=True))
    clients = {who: Client() for who in PEOPLE}
    for who, client in clients.items():
        client.force_login(users[who])
    _copy_aside()

    _grow(cast.school.pk)
    address = reverse("documents:list")
    queries: dict[str, str] = {
        "first page": "",
        **{name: urlencode(chosen, doseq=True) for name, chosen in FILTERS.items()},
    }
    ends = {size: _last_pages(size, users) for size in SIZES}
    visits = [
        _Visit(who, name, {size: f"{address}?{ends[size][who] if name == LAST else queries[name]}" for size in SIZES})
        for who in PEOPLE
        for name in (*queries, LAST)
    ]
    for visit in visits:
        visit.begin(clients[visit.who])
    for turn in range(ROUNDS):
        for visit in visits:
            if turn < visit.rounds:
                visit.ask(clients[visit.who], large_first=bool(turn % 2))
    compared = [visit for visit in visits if visit.is_comparable]
    unlike = max((visit for visit in visits if not visit.is_comparable), key=lambda visit: visit.figure("large"))
    more = [visit.more_queries for visit in visits if visit.name not in WORDS]
    return {
        **{who: {visit.name: visit.ratio for visit in compared if visit.who == who} for who in PEOPLE},
        "unlike": unlike.figure("large") * 1000,
        "unlike_by": f"{unlike.name}, {unlike.who}",
        "slowest": max(visit.figure("large") for visit in visits) * 1000,
        "more": max(more),
        "most": max(len(visit.statements["large"]) for visit in visits),
        "counts": sum("COUNT(" in sql and "LIMIT" not in sql for one in visits for sql in one.statements["large"]),
        **_journal(cast.regional_operator),
        "versions": engine_in_use(),
    }


@dataclass
class _Visit:
    """One page or filter as one person asks for it, of both sizes."""

    who: str
    name: str
    addresses: dict[str, str]
    rows: dict[str, int] = field(default_factory=dict)
    statements: dict[str, list[str]] = field(default_factory=dict)
    spent: dict[str, list[float]] = field(default_factory=lambda: {size: [] for size in SIZES})

    def begin(self, client: Any) -> None:
        """The first visit, which warms both; what it asks and shows."""
        from django.db import connections
        from django.test.utils import CaptureQueriesContext

        for size, address in self.addresses.items():
            with _at(size), CaptureQueriesContext(connections["default"]) as asked:
                self.rows[size] = client.get(address).content.count(b'scope="row"')
            self.statements[size] = [query["sql"] for query in asked]

    def ask(self, client: Any, *, large_first: bool) -> None:
        for size in reversed(SIZES) if large_first else SIZES:
            with _at(size):
                self.spent[size].append(_seconds(client, self.addresses[size]))

    @property
    def rounds(self) -> int:
        if self.name not in FILTERS:
            return ROUNDS
        is_doubtful = len(self.spent["large"]) >= ROUNDS_OF_FILTERS and self.ratio > DOUBTFUL
        return MORE_ROUNDS if is_doubtful else ROUNDS_OF_FILTERS

    @property
    def is_comparable(self) -> bool:
        return 0 < self.rows["small"] == self.rows["large"]

    @property
    def more_queries(self) -> int:
        return len(self.statements["large"]) - len(self.statements["small"])

    @property
    def ratio(self) -> float:
        return self.figure("large") / self.figure("small")

    def figure(self, size: str) -> float:
        times = sorted(self.spent[size])
        if self.name in FILTERS:
            return median(times)
        return quantiles(times[: len(times) - len(times) // 10], n=20, method="inclusive")[-1]


def _write(cast: Any) -> None:
    """500 documents of the school over five years, and organisations that have none yet."""
    from nastavnik.documents.library import TEMPLATES
    from nastavnik.documents.models import Case, Paper
    from nastavnik.org.models import Node

    nodes = Node.objects.bulk_create(
        Node(
            kind="body", type="school", short_name=f"Школа № {n}", full_name=f"Школа № {n}",
            path=f"{(cast.district if n < IN_DISTRICT else cast.sibling_district).path}{10**6 + n}/",
            sort_name=f"школа {n:06}", search_name=f" школа {n:06} ", opened_on=dt.date(2020, 9, 1),
        )
        for n in range(ORGANISATIONS)
    )  # fmt: skip
    cases = Case.objects.bulk_create(
        Case(node=node, index="01-05", title="Приказы по основной деятельности", codes=["*"], pattern="{n}-од")
        for node in [cast.school, *nodes]
    )
    frequent = [code for code, built in TEMPLATES.items() if built.group not in RARE_GROUPS]
    rare = [code for code, built in TEMPLATES.items() if built.group in RARE_GROUPS]
    Paper.objects.bulk_create(
        [
            _paper(
                cast.school,
                cases[0],
                rare[n // 10 % len(rare)] if n % 10 == RARE else frequent[n * 7 % len(frequent)],
                n,
            )
            for n in range(OF_SCHOOL)
        ],
        batch_size=100,
    )


def _paper(node: Any, case: Any, code: str, n: int) -> Any:
    from nastavnik.documents.library import TEMPLATES
    from nastavnik.documents.models import Paper, State

    state = [State.DRAFT, State.REPLACED, State.REPEALED][n % 10] if n % 10 < 3 else State.REGISTERED
    day = dt.date(2024, 6, 1) + dt.timedelta(days=n * 900 // OF_SCHOOL)
    title = TEMPLATES[code].title
    title += " Ковалёвой А. А." if n % 100 == RARE else f" семинар ({n})" if n % 8 == 1 else f" ({n})"
    paper = Paper(
        node=node, code=code, edition=1, state=state, payload="{}", school_year=day.year, case=case,
        title=title, is_personal=n % 10 == 9,
    )  # fmt: skip
    if state != State.DRAFT:
        paper.serial, paper.serial_year, paper.number = n, 0, f"{n}-од"
        paper.dated_on, paper.signer_name, paper.check_code = day, "Громова Елена Павловна", f"s{n}"
        paper.docx_key = paper.pdf_key = paper.docx_digest = paper.pdf_digest = "kept"
    return paper


def _grow(school: int) -> None:
    """The documents of ``school`` into the other organisations, by one statement: objects would take a minute."""
    from django.db import connection

    from nastavnik.documents.full_text import PAPERS
    from nastavnik.documents.models import Paper

    own = {
        "uid": "gen_random_uuid()" if connection.vendor == "postgresql" else "lower(hex(randomblob(16)))",
        "node_id": "c.node_id", "case_id": "c.id",
        "dated_on": "p.dated_on - CAST(c.id %% 40 AS integer)" if connection.vendor == "postgresql"
        else "date(p.dated_on, '-' || (c.id %% 40) || ' days')",
        "number": "CASE WHEN p.serial IS NULL THEN '' ELSE p.serial * 10000 + c.id || '-од' END",
        "check_code": "CASE WHEN p.check_code IS NULL THEN NULL ELSE c.id || '-' || p.id END",
    }  # fmt: skip
    columns = [str(field.column) for field in Paper._meta.concrete_fields if not field.primary_key]
    values = ", ".join(own.get(name, f"p.{name}") for name in columns)
    each = (LARGE - OF_SCHOOL) // ORGANISATIONS * OF_SCHOOL // (OF_SCHOOL - OF_SCHOOL // 10)
    is_postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        # An index made at once costs a tenth of one that grows; the copies refer to what the papers do.
        if is_postgresql:
            cursor.execute("SET session_replication_role = replica")
        cursor.execute(_INDEXES[connection.vendor])
        indexes = cursor.fetchall()
        for name, _made in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        if not is_postgresql:
            cursor.execute(f"DROP TRIGGER {PAPERS.name}_insert")
        cursor.execute(
            f"INSERT INTO documents_paper ({', '.join(columns)}) SELECT {values}"  # noqa: S608 - constants
            " FROM documents_paper p JOIN documents_case c ON c.node_id <> %s AND (p.id + c.id * 17) %% %s <= %s"
            " WHERE p.serial IS NULL OR p.serial %% 10 <> %s"
            # Every kind and word lies everywhere.
            " ORDER BY (p.id * 7919 + c.id * 10473) %% 100003",
            [school, OF_SCHOOL, each, RARE],
        )
        if is_postgresql:
            cursor.execute("SET session_replication_role = DEFAULT")
        for _name, made in indexes:
            cursor.execute(made)
        PAPERS.ensure()
        cursor.execute("VACUUM ANALYZE" if is_postgresql else "ANALYZE")


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


def _last_pages(size: str, users: dict[str, Any]) -> dict[str, str]:
    """The address of each one's last page."""
    from nastavnik.base.keyset import keyset_page
    from nastavnik.documents.models import Paper

    found = {}
    with _at(size):
        for who, user in users.items():
            papers = Paper.objects.visible_to(user, "document.view").living()
            below, edge = papers.order_by("pk").values_list("pk", flat=True)[SIZE - 1 : SIZE + 1]
            found[who] = keyset_page(papers.filter(pk__in=[below, edge]), order=("-pk",), size=1).next
    return found


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

    write(FEW_ROWS)
    peaks = []
    for size in (FEW_ROWS, MANY_ROWS):
        tracemalloc.start()
        write(size)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    return {"rows": MANY_ROWS / write(MANY_ROWS), "growth": (peaks[1] - peaks[0]) / 2**20}


def _seconds(client: Any, address: str) -> float:
    began = time.perf_counter()
    answer = client.get(address)
    spent = time.perf_counter() - began
    assert answer.status_code == 200, address  # noqa: S101 - a refused page is a quick one
    return spent
