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

from nastavnik.base import keyset, word_pages
from nastavnik.documents import search
from nastavnik.documents.full_text import PAPERS
from nastavnik.documents.models import Paper, State
from nastavnik.portal.documents import filters, register
from nastavnik.portal.documents.groups import codes_of
from tests.cast import Cast

pytestmark = pytest.mark.django_db

ADDRESS = "/documents/"
NEXT = re.compile(r'rel="next" href="([^"]+)"')
PREVIOUS = re.compile(r'rel="prev" href="([^"]+)"')


@pytest.fixture
def client(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
    """The operator, whose region counts as one of many organisations."""
    monkeypatch.setattr(register, "FEW", 1)
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


def shown_by(client: Client, query: str, pages: int = 9) -> list[int]:
    """The numbers in the titles of what the pages show, one after another, and the same on the way back."""
    shown: list[list[int]] = []
    here = f"{ADDRESS}?{query}"
    back = ""
    for _page in range(pages):
        page = client.get(here).content.decode()
        shown.append([int(number) for number in re.findall(r"\[(\d+)\]</a>", page)])
        found = NEXT.search(page)
        if found is None:
            break
        back = ADDRESS + html.unescape(found[1])
        here = back
    before = PREVIOUS.search(page)
    if before is not None:
        again = client.get(ADDRESS + html.unescape(before[1])).content.decode()
        assert [int(number) for number in re.findall(r"\[(\d+)\]</a>", again)] == shown[-2]
    return [number for page in shown for number in page]


def statements(client: Client, query: str) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"{ADDRESS}?{query}").status_code == 200
    return [query["sql"] for query in asked]


@pytest.mark.parametrize("query", ["", "part=in_force", "year=2026&q=куратор", "q=ыыы", "group=orders"])
def test_queries_do_not_grow_with_documents_and_none_counts_them_all(cast: Cast, client: Client, query: str):
    issue(cast.school, 3)
    few = statements(client, query)
    issue(cast.far_school, 57, since=3)
    many = statements(client, query)
    assert len(many) == len(few)
    assert not [sql for sql in many if "COUNT(" in sql and "LIMIT" not in sql]


@pytest.mark.parametrize("query", ["part=in_force", "year=2026"])
@pytest.mark.parametrize("in_a_row", [7, 120])
@pytest.mark.slow
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


@pytest.mark.parametrize("part", ["", "&part=in_force", "&part=waiting", "&part=ended"])
@pytest.mark.parametrize("near", [4_000, 60])
@pytest.mark.slow
def test_several_kinds_page_as_one_list(
    cast: Cast, client: Client, part: str, near: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(keyset, "NEAR", near)
    monkeypatch.setattr(filters, "FEW_PARTS", 8 if near > 60 else 0)
    issue(cast.school, 130)
    orders, letters = codes_of(["orders"])[:2], codes_of(["letters"])[:2]
    for place, paper in enumerate(Paper.objects.all()):
        paper.code = [*orders, letters[0], "swot"][place % 4]
        paper.state = [State.REGISTERED, State.DRAFT, State.REPEALED, State.REPLACED, State.RETURNED][place % 5]
        paper.save(update_fields=["code", "state"])

    states = {"": list(State), "&part=in_force": [State.REGISTERED], "&part=ended": [State.REPEALED, State.REPLACED],
              "&part=waiting": [State.DRAFT, State.RETURNED]}[part]  # fmt: skip
    for groups, codes in (
        ("group=orders&group=letters", [*orders, *letters]),
        ("group=letters", letters),
        ("", None),
    ):
        rows = Paper.objects.filter(state__in=states, **({"code__in": codes} if codes else {}))
        told = [int(paper.title.split("[")[1][:-1]) for paper in rows.order_by("-dated_on", "-pk")]
        assert shown_by(client, groups + part) == told


@pytest.mark.parametrize("reads", [400, 20])
@pytest.mark.slow
def test_words_page_as_one_list_however_often_they_stand(
    cast: Cast, client: Client, reads: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(word_pages, "NEXT", reads)
    monkeypatch.setattr(word_pages, "FURTHER", reads * 2)
    monkeypatch.setattr(word_pages, "NEAR", reads * 3)
    monkeypatch.setattr(word_pages, "FAR", reads * 6)
    issue(cast.school, 160)
    for paper in Paper.objects.all():
        number = int(paper.title.split("[")[1][:-1])
        words = ["О наставнике", "Слёт наставников", "О плане"][min(number % 5, 2)]
        paper.title = ("Редкостный " if number % 40 == 1 else "") + f"{words} [{number}]"
        paper.code, paper.is_personal = "swot", number % 7 == 0
        paper.save(update_fields=["title", "code", "is_personal"])
    assert connection.vendor != "sqlite" or Paper.objects.filter(pk__in=PAPERS.meeting([["слет"]])).exists()

    everything = [number for number in reversed(range(160)) if number % 7]

    def found(query: str) -> list[int]:
        return shown_by(client, f"q={query}")

    assert found("план") == [number for number in everything if number % 5 > 1]
    assert found("слет наставников") == [number for number in everything if number % 5 == 1]
    assert found("редкостный") == [121, 81, 41, 1]
    assert found("наставник редкостный") == [121, 81, 41, 1]
    assert found("htlrjcnysq") == [121, 81, 41, 1]
    assert found("121-од") == found("121\u2011од") == [121]
    assert found("120-од&part=in_force") == [120]
    assert found("план&part=in_force") == found("план&year=2026") == found("план")
    assert found("редкостный&year=2026&group=reports") == [121, 81, 41, 1]
    assert found("ыыы") == found("—") == []


def test_no_name_gets_into_the_index_and_a_kind_is_found_as_it_is_called(cast: Cast, client: Client):
    issue(cast.school, 2)
    named, other = Paper.objects.order_by("pk")
    Paper.objects.filter(pk=named.pk).update(is_personal=True, title="О поощрении Беловой [0]")
    client.force_login(cast.director)

    assert shown_by(client, "q=беловой") == []
    assert shown_by(client, "q=приказ куратор") == [1, 0]
    Paper.objects.filter(pk=named.pk).update(is_personal=False)
    assert shown_by(client, "q=беловой") == [0]
    other.delete()
    PAPERS.rebuild()
    assert shown_by(client, "q=приказ") == [0]


def test_the_search_goes_through_the_whole_register(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(search, "MOST_NEWEST", 1)
    issue(cast.school, 4)
    oldest = Paper.objects.order_by("pk")[0]
    Paper.objects.filter(pk=oldest.pk).update(title="Слёт вожатых")

    assert search.find_papers(cast.regional_operator, "слет вожатый", limit=5) == [oldest]
    assert search.find_papers(cast.regional_operator, "0-од", limit=5) == [oldest]
    assert search.find_papers(cast.regional_operator, "0\u2011од", limit=5) == [oldest]
    assert search.find_papers(cast.sibling_curator, "слет вожатый", limit=5) == []
    assert len(search.find_papers(cast.regional_operator, "приказ куратор", limit=3)) == 3
