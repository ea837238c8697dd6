"""A base in a real browser: a curator adds a pupil, finds her by name, takes the base out as a table."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from nastavnik.accounts import proof
from nastavnik.org.services.reference import load
from nastavnik.people.models import Participation, Taking
from nastavnik.people.services.persons import group_named
from tests.browser.hand import Hand, faults_at
from tests.cast import PASSWORD, Cast

ASKED = {"main_request": "Поверить в свои силы", "contacts": "мама, +7 900 000-10-20", "birth_year": "17.05.2013"}


def test_added_found_and_taken_out(people: Cast, enter: Callable[[Any], Hand], page: Page) -> None:
    load()  # forms of mentoring and categories
    group_named(people.school, "6А")
    hand = enter(people.curator)
    hand.follow(page.get_by_role("navigation").get_by_role("link", name="Наставники и наставляемые"))
    base = page.url
    _adds(hand)
    expect(page.get_by_role("heading", level=1)).to_have_text("Ветрова Алёна Игоревна")
    part = Participation.objects.get()
    assert (part.side, part.status, part.group and part.group.name) == ("mentee", "candidate", "6А")

    page.goto(base)
    _finds(hand, "Ветрова", "Алён")
    assert "%D0%92" not in page.url  # a name never stands in an address
    assert faults_at(page, page.url, width=360) == []
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(base)
    assert _taken_out(hand) == ["Ветрова Алёна Игоревна"]
    assert Taking.objects.get().reason == "Отчёт району"


def _adds(hand: Hand) -> None:
    page = hand.page
    hand.follow(page.get_by_role("link", name="Добавить наставляемого").first)
    for name, told in {"last": "Ветрова", "first": "Алёна", "middle": "Игоревна", **ASKED}.items():
        hand.write(page.locator(f"[name={name}]"), told)
    hand.choose(page.locator("select[name=group_or_position]"), "6А")
    hand.follow(page.get_by_role("button", name="Внести в базу"))


def _finds(hand: Hand, *words: str) -> None:
    """Somebody else is not found; she is, by her last name and by the beginning of her first."""
    page = hand.page
    hand.write(page.locator("#base-words"), "Орлова")
    hand.follow(page.get_by_role("button", name="Найти"))
    expect(page.get_by_text("Никто не подходит")).to_be_visible()
    for word in words:
        hand.write(page.locator("#base-words"), word)
        hand.follow(page.get_by_role("button", name="Найти"))
        expect(page.get_by_role("rowheader", name=re.compile("Ветрова Алёна"))).to_be_visible()


def _an_hour_later() -> None:
    """The sign-in is no fresh proof any more."""
    session = SessionStore(Session.objects.get().session_key)
    session[proof.PROVED_AT] -= 3600
    session.save()


def _taken_out(hand: Hand) -> list[Any]:
    """The names in the table, which comes only after the password was shown once more."""
    page = hand.page
    hand.follow(page.get_by_role("link", name="Выгрузить базу"))
    hand.write(page.locator("[name=reason]"), "Отчёт району")
    _an_hour_later()
    hand.follow(page.get_by_role("button", name="Получить файл"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Подтвердите, что это вы")
    assert not Taking.objects.exists()
    hand.write(page.locator("[type=password]"), PASSWORD)
    # What was typed waits and goes on by itself.
    with page.expect_download() as coming:
        hand.click(page.get_by_role("button", name="Подтвердить"))
    expect(page.get_by_role("link", name="К форме")).to_be_visible()
    sheet = CalamineWorkbook.from_path(coming.value.path()).get_sheet_by_index(0)
    return [row[1] for row in sheet.to_python()[1:]]
