"""One document issued by the head's signature: numbered, drawn as DOCX and PDF, kept; then every one verified.

The figure of the local acts is recounted for a school of a region of 150 and of one of 1,500, whose acts are in
force.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from statistics import median
from typing import Any

from bench import Measure
from bench._site import ENGINES, engine_in_use, measured

ISSUED, FEW, MANY, ROUNDS = 25, 150, 1_500, 25
MOST_SECONDS = 1.0


def measures() -> Iterable[Measure]:
    for engine in ENGINES:
        found = measured("bench.issuing.deeds", engine)
        versions = found["versions"]
        yield Measure(f"an order signed: numbered, drawn, kept, median, {engine}", found["sign"], "s", "<=",
                      MOST_SECONDS, versions)  # fmt: skip
        yield Measure(f"the same, the slowest of {ISSUED}, {engine}", found["slowest"], "s", "<=", 2, versions)
        yield Measure(f"verified with drawing anew, each, {engine}", found["verify"], "s", "<=", 0.2, versions)
        yield Measure(f"verified by its bytes alone, each, {engine}", found["bytes"], "s", "<=", 0.02, versions)
        yield Measure(f"faults found in them, {engine}", found["faults"], "", "==", 0, versions)
        what = f"acts of one school recounted in a region of {MANY:,} / of {FEW}, {engine}"
        yield Measure(what, found["growth"], "x", "<=", 1.2, f"{found['recount'] * 1000:.1f} ms, {versions}")
        more = found["more"]
        yield Measure(f"its queries with {MANY:,} more than with {FEW}, {engine}", more, "", "==", 0, versions)


def deeds() -> dict[str, Any]:
    """Runs on a site of its own: see `bench._site`."""
    from nastavnik.documents.services.verifying import Count, check_all
    from nastavnik.org.services.reference import load
    from tests.cast import make_cast
    from tests.documents.papers import sent, with_head

    load()
    cast = make_cast()
    with_head(cast)
    waiting = [sent(cast) for _number in range(ISSUED + 1)]
    _sign(*waiting.pop(), cast.director)
    times = [_seconds(lambda paper=paper, step=step: _sign(paper, step, cast.director)) for paper, step in waiting]
    faults: list[object] = []
    verify = _seconds(lambda: faults.extend(check_all(Count())))
    by_bytes = _seconds(lambda: faults.extend(check_all(Count(), redraw=False)))
    return {
        "sign": median(times),
        "slowest": max(times),
        "verify": verify / (ISSUED + 1),
        "bytes": by_bytes / (ISSUED + 1),
        "faults": len(faults),
        **_recounts(cast),
        "versions": engine_in_use(),
    }


def _sign(paper: Any, step: Any, actor: Any) -> None:
    from django.utils import timezone

    from nastavnik.documents.services import approval

    approval.sign(paper, step, on=timezone.localdate(), actor=actor)


def _recounts(cast: Any) -> dict[str, float]:
    """Seconds and queries of recounting a school's documents in a small and in a large region, in turn."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from nastavnik import measures as figures_of
    from nastavnik.measures.counting import close_round, recount
    from nastavnik.org.models import Node

    _grow(cast.district, FEW)
    _grow(cast.other_district, MANY)
    recount(list(Node.objects.order_by("pk").values_list("pk", flat=True)), timezone.localdate())
    close_round(timezone.localdate())
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")

    def once(school: Any) -> None:
        figures_of.touch(school.pk, "documents")

    asked = []
    for school in (cast.school, cast.other_school):
        once(school)
        with CaptureQueriesContext(connection) as queries:
            once(school)
        asked.append(len(queries))
    pairs = [(_seconds(lambda: once(cast.school)), _seconds(lambda: once(cast.other_school))) for _n in range(ROUNDS)]
    return {
        "recount": median(second for _first, second in pairs),
        "growth": median(second / first for first, second in pairs),
        "more": asked[1] - asked[0],
    }


def _grow(district: Any, size: int) -> None:
    """Schools of ``district`` with their local acts in force."""
    import datetime as dt

    from nastavnik.documents.measures import NEEDED
    from nastavnik.documents.models import Paper, State
    from nastavnik.org.models import Node, Placement

    since = dt.date(2020, 9, 1)
    nodes = Node.objects.bulk_create(
        Node(
            kind="body", type="school", short_name=f"Школа № {n}", full_name=f"Школа № {n}",
            path=f"{district.path}{10**6 + n}/", sort_name=f"школа {n:06}", search_name=f" школа {n:06} ",
            opened_on=since,
        )
        for n in range(size)
    )  # fmt: skip
    Placement.objects.bulk_create(
        Placement(node=node, parent=district, path=node.path, from_on=since) for node in nodes
    )
    Paper.objects.bulk_create(
        [
            Paper(
                node=node, code=code, title=code, edition=1, school_year=2026, state=State.REGISTERED, payload="{}",
                dated_on=dt.date(2026, 9, 1), check_code=f"{node.pk}-{place}", docx_key="kept", pdf_key="kept",
                docx_digest="kept", pdf_digest="kept",
            )
            for node in nodes
            for place, code in enumerate(NEEDED["learners"])
        ],
        batch_size=500,
    )  # fmt: skip


def _seconds(work: Any) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
