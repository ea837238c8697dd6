"""The frame of a page: menu, role, notices, theme and language."""

import re
import tomllib
from pathlib import Path

import pytest
from django.urls import reverse

import nastavnik
from nastavnik.accounts.roles import Role
from nastavnik.portal.ui import navigation

GALLERY = "/ui/gallery"


@pytest.mark.parametrize(
    ("path", "here"),
    [
        ("/plans/17/", "/plans/"),
        ("/plans/", "/plans/"),
        ("/", "/"),
        ("/notices/outbox/", "/notices/outbox/"),
        ("/x", ""),
    ],
)
def test_the_longest_address_above_the_page_is_current(path, here):
    assert navigation.current(path, ["/", "/plans/", "/notices/", "/notices/outbox/"]) == here


def test_every_entry_of_the_menu_leads_somewhere():
    routes = [entry.route for group in navigation.MENU for entry in group.entries]

    assert [route for route in routes if not navigation.address_of(route)] == []


def menu_of(client, user):
    client.force_login(user)
    html = client.get(GALLERY).content.decode()
    # Links alone: an icon's address is answered only where the static files were collected.
    return set(re.findall(r'<a\b[^>]*\shref="([^"]+)"', html[html.index('<nav class="menu"') : html.index("</nav>")]))


def test_the_menu_shows_what_the_role_may_open(client, cast):
    curator, admin = menu_of(client, cast.curator), menu_of(client, cast.technical_admin)

    assert reverse("roadmaps:list") in curator - admin
    assert reverse("notifications:outbox") in admin - curator


@pytest.mark.slow
def test_every_link_of_the_menu_opens(client, cast):
    for role in Role:
        for address in menu_of(client, cast.users[role]):
            assert client.get(address).status_code == 200, (role, address)


def test_the_head_tells_role_and_place(client, cast):
    client.force_login(cast.curator)

    html = client.get(GALLERY).content.decode()

    assert cast.school.short_name in html
    assert str(Role.CURATOR.label) in html


def test_a_visitor_sees_no_menu(client, db):
    html = client.get(GALLERY).content.decode()

    assert '<nav class="menu"' not in html
    assert reverse("account_login") in html


def test_the_frame_costs_few_queries(client, cast, django_assert_max_num_queries):
    client.force_login(cast.curator)
    client.get(GALLERY)

    # Session, user, grants, place, unread notices.
    with django_assert_max_num_queries(6):
        client.get(GALLERY)


def test_theme_is_kept_in_a_cookie(client, db):
    answer = client.post("/ui/choices", {"theme": "dark", "next": GALLERY})

    assert (answer.status_code, answer.url) == (302, GALLERY)
    assert client.cookies["theme"]["httponly"] is True
    assert 'data-bs-theme="dark"' in client.get(GALLERY).content.decode()


def test_theme_goes_back_to_that_of_the_system(client, db):
    client.post("/ui/choices", {"theme": "dark"})
    client.post("/ui/choices", {"theme": "auto"})

    assert "data-bs-theme" not in client.get(GALLERY).content.decode()


def test_keys_can_be_switched_off(client, db):
    client.post("/ui/choices", {"keys": "off"})

    assert 'data-keys="off"' in client.get(GALLERY).content.decode()


def test_an_unknown_choice_is_refused_and_a_foreign_cookie_ignored(client, db):
    assert client.post("/ui/choices", {"theme": "pink"}).status_code == 400
    client.cookies["theme"] = '"><script>'
    assert "data-bs-theme" not in client.get(GALLERY).content.decode()


@pytest.mark.parametrize("address", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""])
def test_a_choice_never_leads_to_another_site(client, db, address):
    assert client.post("/ui/choices", {"theme": "dark", "next": address}).url == "/"
    assert client.post("/ui/language", {"language": "ru", "next": address}).url == "/"


def test_language_changes_and_a_wrong_one_is_refused(client, db):
    client.post("/ui/language", {"language": "en"})

    assert '<html lang="en"' in client.get(GALLERY).content.decode()
    assert client.post("/ui/language", {"language": "xx-nope"}).status_code == 400


def test_pages_hold_no_script_or_style_of_their_own(client, db):
    html = client.get(GALLERY).content.decode()

    assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=", html)
    assert not re.search(r'(?:src|href)="(?:https?:)?//', html)


def test_the_version_is_that_of_the_project():
    project = tomllib.loads((Path(nastavnik.__file__).parents[1] / "pyproject.toml").read_text())

    assert nastavnik.__version__ == project["project"]["version"]


def test_the_demonstration_says_that_it_is_one(client, db, settings):
    assert 'class="demo"' not in client.get(GALLERY).content.decode()
    settings.NASTAVNIK_PROFILE = "demo"

    assert 'class="demo"' in client.get(GALLERY).content.decode()
