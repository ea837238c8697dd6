"""Pages by key against plain slices of the same list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext, isolate_apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nastavnik.accounts.models import Grant
from nastavnik.base.keyset import Count, bounded_count, cursor_of, keyset_page
from tests.cast import Cast

ORDERS = [
    ("id",),
    ("-id",),
    ("name",),
    ("-name", "-rank"),
    ("rank", "-name"),
    ("due_on",),
    ("-due_on", "name"),
    ("name", "due_on", "-rank"),
    ("-at",),
    ("price", "flag"),
    ("length",),
]


@pytest.fixture
def rows(db: None) -> Iterator[Any]:
    """A table of this test alone; its creation is taken back with the test's transaction."""
    with isolate_apps("nastavnik.base"):

        class Row(models.Model):
            name = models.CharField(max_length=20)
            rank = models.IntegerField()
            due_on = models.DateField(null=True)
            at = models.DateTimeField(null=True)
            price = models.DecimalField(max_digits=6, decimal_places=2)
            flag = models.BooleanField()
            length = models.DurationField(null=True)

            class Meta:
                app_label = "base"

            def __str__(self) -> str:
                return f"{self.pk}"

        editor = connection.schema_editor()
        statement, parameters = editor.table_sql(Row)
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters or None)
        yield Row.objects.all()


NAMES = st.sampled_from(["", "А", "а", "Ё", "яма", "a'b", "%", "z"])
DAYS = st.none() | st.dates(dt.date(2026, 8, 30), dt.date(2026, 9, 2))
MIDNIGHT = dt.datetime(2026, 9, 1, tzinfo=dt.UTC)
MOMENTS = st.none() | st.integers(0, 3).map(lambda n: MIDNIGHT + dt.timedelta(microseconds=n))
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "name": NAMES,
            "rank": st.integers(-2, 2),
            "due_on": DAYS,
            "at": MOMENTS,
            "price": st.sampled_from([Decimal("0.10"), Decimal("0.30"), Decimal("99.99")]),
            "flag": st.booleans(),
            "length": st.none() | st.timedeltas(dt.timedelta(0), dt.timedelta(seconds=2)),
        }
    ),
    max_size=14,
)


@given(made=ROWS, order=st.sampled_from(ORDERS), size=st.integers(1, 5))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_pages_forward_and_back_are_the_slices_of_the_ordered_list(
    rows: Any, made: list[dict[str, Any]], order: tuple[str, ...], size: int
) -> None:
    rows.delete()
    rows.bulk_create([rows.model(**one) for one in made])
    whole = sorted(rows, key=lambda row: row.pk, reverse=order[-1].startswith("-"))
    for name in reversed(order):  # stable sorts from the last key to the first
        whole.sort(key=lambda row, n=name: _sortable(row, n), reverse=name.startswith("-"))
    slices = [whole[n : n + size] for n in range(0, len(whole), size)] or [[]]

    walked, cursor = [], ""
    while True:
        page = keyset_page(rows, order=order, cursor=cursor, size=size)
        walked.append(page.rows)
        if not page.next:
            break
        cursor = page.next
    back = [page.rows]
    while page.previous:
        page = keyset_page(rows, order=order, cursor=page.previous, size=size)
        back.append(page.rows)

    assert walked == slices
    # Going back, pages keep their size; only the first may overlap, so that it is always full.
    flat = [row for part in back[:0:-1] for row in part]
    assert back[-1] == slices[0]
    assert set(flat) >= set(whole[: len(whole) - len(slices[-1])])


def _sortable(row: Any, name: str) -> tuple[bool, Any]:
    value = getattr(row, name.removeprefix("-"))
    if isinstance(value, str):
        value = value.encode()  # both databases of the tests sort text by its bytes
    return (value is None, 0 if value is None else value)


@pytest.mark.parametrize(
    "cursor", ["", "after=", "after=zzz", "before=AAAA", "after=%00", "x=1", "after=" + "a" * 9000]
)
def test_a_cursor_that_says_nothing_gives_page_one(rows: Any, cursor: str) -> None:
    rows.bulk_create([_row(rows, n) for n in range(5)])

    page = keyset_page(rows, order=("rank",), cursor=cursor, size=2)

    assert ([row.rank for row in page.rows], page.previous) == ([0, 1], "")


def test_a_cursor_of_another_order_gives_page_one(rows: Any) -> None:
    rows.bulk_create([_row(rows, n) for n in range(5)])
    cursor = keyset_page(rows, order=("rank",), size=2).next

    page = keyset_page(rows, order=("-rank",), cursor=cursor, size=2)

    assert [row.rank for row in page.rows] == [4, 3]


def test_a_cursor_shows_nothing_of_the_row_and_is_the_same_each_time(rows: Any) -> None:
    rows.bulk_create([_row(rows, n, name="Kanareykina") for n in range(5)])

    first, again = (keyset_page(rows, order=("name",), size=2).next for _ in range(2))

    assert first == again
    assert "anarey" not in first
    assert cursor_of({"after": first.removeprefix("after=")}) == first


def test_queries_are_few_and_the_number_is_asked_for_only_when_shown(rows: Any) -> None:
    rows.bulk_create([_row(rows, n) for n in range(30)])
    with CaptureQueriesContext(connection) as queries:
        first = keyset_page(rows, order=("rank",), size=5)
    assert len(queries) == 1
    with CaptureQueriesContext(connection) as queries:
        keyset_page(rows, order=("rank",), cursor=first.next, size=5)
    assert len(queries) == 1
    with CaptureQueriesContext(connection) as queries:
        assert str(first.estimate) == "30"
    assert len(queries) == 1


def test_rows_as_dictionaries_and_tuples_page_alike(rows: Any) -> None:
    rows.bulk_create([_row(rows, n) for n in range(6)])
    for shape in (rows.values("id", "rank"), rows.values_list("id", "rank", named=True), rows):
        page = keyset_page(shape, order=("-rank",), size=4)
        rest = keyset_page(shape, order=("-rank",), cursor=page.next, size=4)
        ranks = [row["rank"] if isinstance(row, dict) else row.rank for row in (*page.rows, *rest.rows)]
        assert ranks == [5, 4, 3, 2, 1, 0]


def test_an_annotation_may_order_a_list(rows: Any) -> None:
    rows.bulk_create([_row(rows, n) for n in range(6)])
    doubled = rows.annotate(half=models.F("rank") / 2)
    pages, cursor = [], ""
    for _ in range(3):
        page = keyset_page(doubled, order=("-half",), cursor=cursor, size=2)
        pages.append([row.rank for row in page.rows])
        cursor = page.next
    assert [sorted(ranks) for ranks in pages] == [[4, 5], [2, 3], [0, 1]]
    assert all(earlier[-1] > later[0] for earlier, later in pairwise(pages))


def test_a_column_of_another_table_may_order_a_list(cast: Cast) -> None:
    grants = Grant.objects.select_related("node", "granted_by")
    names = list(grants.order_by("node__sort_name", "id").values_list("pk", flat=True))
    for order in (("node__sort_name",), ("node__sort_name", "granted_by__work_name")):
        walked, cursor = [], ""
        while True:
            page = keyset_page(grants, order=order, cursor=cursor, size=4)
            walked += [row.pk for row in page.rows]
            if not (cursor := page.next):
                break
        assert walked == names


def test_a_page_whose_row_is_gone_goes_on_from_its_place(rows: Any) -> None:
    rows.bulk_create([_row(rows, n) for n in range(6)])
    page = keyset_page(rows, order=("rank",), size=2)
    rows.filter(rank__in=[0, 1, 2]).delete()

    after = keyset_page(rows, order=("rank",), cursor=page.next, size=2)
    rows.all().delete()
    emptied = keyset_page(rows, order=("rank",), cursor=page.next, size=2)

    assert [row.rank for row in after.rows] == [3, 4]
    assert (emptied.rows, emptied.next) == ([], "")
    assert keyset_page(rows, order=("rank",), cursor=emptied.previous, size=2).rows == []


@pytest.mark.parametrize(
    ("names", "sqlite_plan"), [(7, "by_name (name=? AND id>?)"), (2000, "by_name (name>?)")], ids=["equals", "few"]
)
def test_the_database_answers_a_deep_page_from_the_index(rows: Any, names: int, sqlite_plan: str) -> None:
    table = rows.model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE INDEX by_name ON "{table}" (name, id)')
        rows.bulk_create([_row(rows, n, name=f"n{n % names}") for n in range(6000)], batch_size=500)
        cursor.execute(f'ANALYZE "{table}"')
    cursor_text = ""
    for _ in range(3):
        cursor_text = keyset_page(rows, order=("name",), cursor=cursor_text, size=50).next

    with CaptureQueriesContext(connection) as queries:
        keyset_page(rows, order=("name",), cursor=cursor_text, size=50)
    explain = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
    with connection.cursor() as cursor:
        cursor.execute(explain + queries[0]["sql"])
        plan = " ".join(str(line) for line in cursor.fetchall())

    assert len(queries) == 1
    assert (sqlite_plan if connection.vendor == "sqlite" else "Index Cond: (ROW(") in plan
    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan


@pytest.mark.parametrize(("made", "expected"), [(2, Count(2, False)), (3, Count(3, False)), (4, Count(3, True))])
def test_a_count_stops_at_its_ceiling(rows: Any, made: int, expected: Count) -> None:
    rows.bulk_create([_row(rows, n) for n in range(made)])

    assert bounded_count(rows.order_by("name"), ceiling=3) == expected


def _row(rows: Any, n: int, *, name: str = "x") -> Any:
    return rows.model(name=name, rank=n, price=Decimal(1), flag=True)
