"""Filters under a name: kept, shared inside an organisation, opened by default, taken back."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from nastavnik.accounts.models import Grant, SavedView
from nastavnik.accounts.roles import Role
from nastavnik.roadmaps.models import Roadmap
from tests.cast import Cast

PLANS = "/plans/"


@pytest.fixture
def curator(cast: Cast, client: Client) -> Client:
    client.force_login(cast.curator)
    return client


def keep(client: Client, name: str = "В силе", query: str = "status=in_force", **more: str) -> SavedView:
    said = {"page": "plans", "name": name, "query": query, "next": PLANS, **more}
    assert client.post(reverse("saved:keep"), said).status_code == 302
    return SavedView.objects.latest("pk")


def test_only_declared_filters_are_kept(curator: Client) -> None:
    view = keep(curator, query="status=in_force&status=draft&surname=%D0%98&after=abc&next=//evil&year=")

    assert view.query == "status=in_force&status=draft"


def test_nothing_chosen_is_not_kept_and_a_name_is_kept_once(curator: Client) -> None:
    curator.post(reverse("saved:keep"), {"page": "plans", "name": "Всё", "query": "all=1", "next": PLANS})
    keep(curator)
    keep(curator, query="status=draft")

    assert list(SavedView.objects.values_list("name", "query")) == [("В силе", "status=in_force")]


def test_the_default_opens_the_bare_list_and_everything_stays_one_click_away(curator: Client) -> None:
    keep(curator, is_default="1")

    assert curator.get(PLANS).headers["Location"] == "/plans/?status=in_force"
    page = curator.get("/plans/?all=1").content.decode()
    assert 'href="?status=in_force"' in page
    chosen = curator.get("/plans/?status=in_force").content.decode()
    assert 'class="chip-clear" href="/plans/?all=1"' in chosen


def test_a_second_default_takes_the_place_of_the_first(curator: Client) -> None:
    first = keep(curator, is_default="1")
    second = keep(curator, name="Черновики", query="status=draft")
    edited = {"name": "Черновики", "is_default": "1", "next": PLANS}
    curator.post(reverse("saved:edit", args=[second.uid]), edited)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.is_default, second.is_default) == (False, True)


def test_a_shared_view_shows_a_colleague_the_filters_and_not_one_row_more(
    cast: Cast, curator: Client, roadmap: Roadmap
) -> None:
    view = keep(curator, is_shared="1")
    keep(curator, name="Моё", query="status=draft")
    colleague = Client()
    colleague.force_login(cast.users[Role.PSYCHOLOGIST])
    next_door = Client()
    next_door.force_login(cast.sibling_curator)

    seen = colleague.get("/plans/?all=1").content.decode()
    assert ("В силе" in seen, "Моё" in seen) == (True, False)
    assert colleague.post(reverse("saved:remove", args=[view.uid])).status_code == 404
    assert "В силе" not in next_door.get("/plans/?all=1").content.decode()
    assert roadmap.title not in next_door.get(f"/plans/?{view.query}").content.decode()


def test_a_view_removed_comes_back_and_leaves_the_default_to_its_heir(curator: Client) -> None:
    view = keep(curator, is_default="1")
    curator.post(reverse("saved:remove", args=[view.uid]))
    heir = keep(curator, name="Черновики", query="status=draft", is_default="1")
    curator.post(reverse("saved:restore", args=[view.uid]))

    assert list(SavedView.objects.order_by("pk").values_list("removed_at", "is_default")) == [
        (None, False),
        (None, heir.is_default),
    ]


def test_whoever_leaves_the_organisation_keeps_no_view_of_it(cast: Cast, curator: Client) -> None:
    keep(curator, is_shared="1")
    Grant.objects.filter(user=cast.curator).update(node=cast.sibling_school)

    assert "В силе" not in curator.get("/plans/?all=1").content.decode()


def test_every_list_offers_to_keep_its_filters(cast: Cast, curator: Client) -> None:
    admin = Client()
    admin.force_login(cast.technical_admin)
    lists = {
        curator: ("/plans/", "/organisations/", "/rights/", "/jobs/", "/notices/"),
        admin: ("/audit/", "/notices/outbox/"),
    }
    answers = {page: who.get(page).content.decode() for who, pages in lists.items() for page in pages}

    assert [page for page, answer in answers.items() if "data-keeps-view" not in answer] == []


def test_the_lines_of_a_plan_are_kept_too(curator: Client, roadmap: Roadmap) -> None:
    address = reverse("roadmaps:plan", args=[roadmap.uid])
    said = {"page": "plan", "name": "Просроченные", "query": "state=overdue&q=приказ", "next": address}
    curator.post(reverse("saved:keep"), {**said, "is_default": "1"})

    assert (
        curator.get(address).headers["Location"] == f"{address}?state=overdue&q=%D0%BF%D1%80%D0%B8%D0%BA%D0%B0%D0%B7"
    )


def test_no_way_back_leads_to_another_site(curator: Client) -> None:
    """A path of two slashes is an address of another site to a browser."""
    for away in ("http://testserver//evil.example/plans/", "//evil.example/", "http://testserver/\\evil.example/"):
        said = {"page": "plans", "name": away[-12:], "query": "status=in_force", "next": away}
        back = curator.post(reverse("saved:keep"), said).headers["Location"]
        assert back[0] == "/"
        assert back[1] not in "/\\"
