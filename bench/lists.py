"""A list page by key at 5,000 and at 500,000 rows, first page and page 5,000; tables as XLSX (W1, W2, W5, D4).

Both sizes are asked in turn in one process, each in a database of its own, so that a busy machine slows both
alike.
"""

from __future__ import annotations

import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterable
from functools import partial
from operator import itemgetter
from statistics import median, quantiles
from typing import Any

from bench import Measure
from bench._site import ENGINES, measured

SMALL, LARGE, ROUNDS = 5_000, 500_000, 150
DEEP = {SMALL: 4_000, LARGE: 250_000}  # page 5,000 of fifty rows
SIZES = {SMALL: "small", LARGE: "default"}
WORST = 1.2


def measures() -> Iterable[Measure]:
    for engine in ENGINES:
        found = measured("bench.lists.pages", engine)
        versions = found["versions"]
        for page, words in (("first", "first page"), ("deep", "page 5,000 / 80")):
            yield Measure(
                f"list, {words} of 500,000 rows / of 5,000, p95, {engine}",
                found[f"{page} {LARGE}"] / found[f"{page} {SMALL}"],
                "x",
                "<=",
                WORST,
                versions,
            )
        yield Measure(f"list, counts of a whole table, {engine}", found["counts"], "", "==", 0, versions)
        more = found[f"queries {LARGE}"] - found[f"queries {SMALL}"]
        yield Measure(f"list, queries for 500,000 rows more than for 5,000, {engine}", more, "", "==", 0, versions)
    yield from _of_sheets(measured("bench.lists.sheets", "sqlite"))


def _of_sheets(found: dict[str, Any]) -> Iterable[Measure]:
    versions = found["versions"]
    yield Measure("XLSX, times as fast as XlsxWriter's constant memory", found["times"], "x", ">=", 5, versions)
    yield Measure("XLSX, more memory for 20,000 rows than for 2,000", found["growth"], "MiB", "<=", 1, versions)


def pages() -> dict[str, Any]:
    """Runs on a site of its own: see `bench._site`."""
    import django
    from django.db import connection, reset_queries
    from django.test.utils import CaptureQueriesContext

    from nastavnik.accounts.reach import acting_as
    from nastavnik.base.keyset import keyset_page
    from nastavnik.org.models import Node
    from tests.cast import make_cast

    cast = make_cast()
    _grow(SMALL, cast.district.path)
    _copy_aside()
    _grow(LARGE, cast.district.path)
    operator = cast.regional_operator
    operator.acting = acting_as(operator, None)  # as the middleware does for a request

    def page(size: int, cursor: str) -> None:
        rows = Node.objects.using(SIZES[size]).visible_to(operator, "organisation.view")
        str(keyset_page(rows, order=("sort_name",), cursor=cursor).estimate)

    cursors = {size: _cursor_at(size, place) for size, place in DEEP.items()}
    figures: dict[str, Any] = {"versions": f"django {django.__version__}, {connection.vendor}"}
    asked: dict[str, list[float]] = {}
    for _round in range(ROUNDS):
        for size in SIZES:
            for name, cursor in (("first", ""), ("deep", cursors[size])):
                asked.setdefault(f"{name} {size}", []).append(_timed(partial(page, size, cursor)))
    figures |= {name: quantiles(times[10:], n=20)[-1] for name, times in asked.items()}
    for size, alias in SIZES.items():
        reset_queries()
        with CaptureQueriesContext(django.db.connections[alias]) as queries:
            page(size, cursors[size])
        figures[f"queries {size}"] = len(queries)
        whole = [query for query in queries if "COUNT(" in query["sql"] and "LIMIT" not in query["sql"]]
        figures["counts"] = figures.get("counts", 0) + len(whole)
    return figures


def _cursor_at(size: int, place: int) -> str:
    """The address part of the page that begins at ``place``."""
    from nastavnik.base.keyset import keyset_page
    from nastavnik.org.models import Node

    rows = Node.objects.using(SIZES[size]).order_by("sort_name", "id")
    before = [rows[place - 50].sort_name, rows[place].sort_name]
    return keyset_page(rows.filter(sort_name__range=before), order=("sort_name",), size=50).next


def _grow(size: int, path: str) -> None:
    """Organisations under ``path`` until there are ``size`` of them, made by the database itself."""
    from django.db import connection

    from nastavnik.org.models import Node

    have = Node.objects.count()
    if connection.vendor == "sqlite":
        source = "WITH RECURSIVE n(i) AS (SELECT %s UNION ALL SELECT i + 1 FROM n WHERE i < %s) "
        uid, tail = "lower(hex(randomblob(16)))", "FROM n"
    else:
        source, uid, tail = "", "gen_random_uuid()", "FROM generate_series(%s, %s) AS n(i)"
    columns = "uid, kind, type, path, short_name, full_name, sort_name, search_name, opened_on"
    name = "'школа ' || ((CAST(i AS bigint) * 7919) %% 1000003)"
    values = f"{uid}, 'body', 'school', '{path}' || (i + 1000) || '/', {name}, {name}, {name}, {name}, '2020-09-01'"
    with connection.cursor() as cursor:
        cursor.execute(f"{source}INSERT INTO org_node ({columns}) SELECT {values} {tail}", [have + 1, size])
        cursor.execute("ANALYZE")


def _copy_aside() -> None:
    """The database as it is now, as the alias "small"."""
    import shutil

    from django.db import connection, connections

    settings = {**connection.settings_dict}
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        settings["NAME"] = f"{settings['NAME']}.small"
        shutil.copy(connection.settings_dict["NAME"], settings["NAME"])
    else:
        origin = connection.settings_dict["NAME"]
        connection.close()
        import psycopg

        with psycopg.connect(
            host=settings["HOST"], user=settings["USER"], dbname="template1", autocommit=True
        ) as other:
            other.execute(f'CREATE DATABASE small TEMPLATE "{origin}"')
        settings["NAME"] = "small"
    connections.databases["small"] = settings


def _timed(task: Callable[[], None]) -> float:
    began = time.perf_counter()
    task()
    return time.perf_counter() - began


def sheets() -> dict[str, Any]:
    """Runs on a site of its own: translations need one."""
    import xlsxwriter

    from nastavnik.base.sheets import Column, write_xlsx

    columns = [Column(f"Колонка {n}", itemgetter(n)) for n in range(10)]

    def table(size: int) -> Iterable[tuple[Any, ...]]:
        for n in range(size):
            yield (
                f"Школа № {n}",
                f"город {n % 50}",
                n,
                n * 1.5,
                "да",
                f"Мероприятие {n} по плану",
                "x",
                n % 7,
                "–",
                f"{n:06}",
            )

    def ours(size: int) -> None:
        with tempfile.TemporaryFile() as target:
            write_xlsx(target, columns, table(size))

    def theirs(size: int) -> None:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with tempfile.TemporaryFile() as target, xlsxwriter.Workbook(target, options) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate(table(size)):
                sheet.write_row(number, 0, row)

    ratios = []
    for _round in range(5):
        spent = []
        for write in (ours, theirs):
            began = time.process_time()
            write(20_000)
            spent.append(time.process_time() - began)
        ratios.append(spent[1] / spent[0])
    peaks = []
    for size in (2_000, 20_000):
        tracemalloc.start()
        ours(size)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    growth = (peaks[1] - peaks[0]) / 2**20
    return {"times": median(ratios), "growth": growth, "versions": f"XlsxWriter {xlsxwriter.__version__}"}
