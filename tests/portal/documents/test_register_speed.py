"""The list of documents asks as much of the database for sixty documents as for three, and leaves none out by key."""

from __future__ import annotations

import datetime as dt
import html
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nastavnik.documents.models import Paper, State
from tests.cast import Cast

pytestmark = pytest.mark.django_db

ADDRESS = "/documents/"
NEXT = re.compile(r'rel="next" href="([^"]+)"')


@pytest.fixture
def client(cast: Cast, client: Client) -> Client:
    client.force_login(cast.regional_operator)
    return client


def issue(node: Any, count: int, *, since: int = 0, in_a_row: int = 7) -> None:
    """Rows as issuing leaves them, ``in_a_row`` of each day."""
    Paper.objects.bulk_create(
        Paper(
            node=node, code="order_curator", title=f"О назначении куратора [{n}]", edition=1, school_year=2025,
            state=State.REGISTERED, payload="{}", number=f"{n}-од", check_code=f"c{n}",
            dated_on=dt.date(2026, 3, 1) + dt.timedelta(days=n // in_a_row),
            docx_key="kept", pdf_key="kept", docx_digest="kept", pdf_digest="kept",
        )
        for n in range(since, since + count)
    )  # fmt: skip


def statements(client: Client, query: str) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"{ADDRESS}?{query}").status_code == 200
    return [query["sql"] for query in asked]


@pytest.mark.parametrize("query", ["", "part=in_force", "year=2026&q=куратор", "group=orders"])
def test_queries_do_not_grow_with_documents_and_none_counts_them_all(cast: Cast, client: Client, query: str):
    issue(cast.school, 3)
    few = statements(client, query)
    issue(cast.far_school, 57, since=3)
    many = statements(client, query)
    assert len(many) == len(few)
    assert not [sql for sql in many if "COUNT(" in sql and "LIMIT" not in sql]


@pytest.mark.parametrize("query", ["part=in_force", "year=2026"])
@pytest.mark.parametrize("in_a_row", [7, 120])
def test_pages_by_date_show_each_document_once(cast: Cast, client: Client, query: str, in_a_row: int):
    issue(cast.school, 120, in_a_row=in_a_row)
    Paper.objects.create(
        node=cast.school, code="order_curator", title="Без даты", edition=1, school_year=2025, payload="{}"
    )
    shown: list[int] = []
    here = f"{ADDRESS}?{query}"
    for _page in range(3):
        page = client.get(here).content.decode()
        shown += [int(number) for number in re.findall(r"\[(\d+)\]</a>", page)]
        found = NEXT.search(page)
        here = ADDRESS + html.unescape(found[1]) if found else ""
    assert (here, shown) == ("", list(reversed(range(120))))
