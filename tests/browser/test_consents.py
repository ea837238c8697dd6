"""Consents in a real browser: a curator gives them out, a parent signs on a phone by a code and withdraws."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils import timezone
from playwright.sync_api import Page, expect

from nastavnik import jobs
from nastavnik.org.calendar import school_year_of
from nastavnik.org.services.reference import load
from nastavnik.people.cards import Birth
from nastavnik.people.models import Consent, Participation, Representation
from nastavnik.people.services.persons import add_part, add_person, group_named
from tests.browser.hand import Hand, faults, faults_at, sticks_out
from tests.cast import Cast

MOTHER = {"last": "Ветрова", "first": "Ирина", "middle": "Олеговна"}


def pupil(people: Cast) -> Participation:
    """A pupil of 6А with a mother who has no account."""
    today = timezone.localdate()
    child = add_person(
        people.school, {"last": "Ветрова", "first": "Алёна", "middle": "Игоревна"},
        birth=Birth(today.year - 12, 5, dt.date(today.year - 12, 5, 17)), actor=people.curator,
    )  # fmt: skip
    mother = add_person(people.school, MOTHER, birth=Birth(1985), actor=people.curator, adult=True)
    Representation.objects.create(node=people.school, child=child, adult=mother, relation="mother", from_on=today)
    return add_part(
        child, side="mentee", model="learners", school_year=school_year_of(today).start_year, audience="learner",
        group=group_named(people.school, "6А"), entered_on=today, actor=people.curator,
    )  # fmt: skip


def test_given_out_signed_on_a_phone_and_withdrawn(
    people: Cast, enter: Callable[[Any], Hand], site: str, page: Page
) -> None:
    load()  # the titles of the purposes
    part = pupil(people)
    hand = enter(people.curator)
    code = _gives_out(hand)

    # The parent's phone knows nothing of the curator.
    page.context.clear_cookies()
    page.set_viewport_size({"width": 360, "height": 740})
    _signs(hand, site, code)
    part.refresh_from_db()
    assert part.status == "in_base"

    _withdraws(hand)
    part.refresh_from_db()
    assert part.status == "withdrawn"
    assert Consent.objects.get().state == "withdrawn"

    enter(people.curator)
    page.goto(f"{site}/people/consents/")
    expect(page.get_by_text("В базах этого года пока никого нет")).to_be_visible()


def _gives_out(hand: Hand) -> str:
    """For the class, as a file and as a code; the code of the strip."""
    page = hand.page
    hand.follow(page.get_by_role("navigation").get_by_role("link", name="Согласия"))
    coverage = page.url
    expect(page.get_by_role("row", name="6А").get_by_text("0 из 1")).to_be_visible()
    for width in (1280, 360):
        assert faults_at(page, coverage, width=width) == []
    page.set_viewport_size({"width": 1280, "height": 800})
    hand.follow(page.get_by_role("button", name="Выдать недостающие"))
    jobs.run_all()
    page.reload()
    expect(page.get_by_role("link", name="Один PDF для печати")).to_be_visible()
    hand.follow(page.get_by_role("link", name="Коды для подписи на телефоне"))
    hand.follow(page.get_by_role("button", name="Создать коды"))
    return page.locator(".strip-code").inner_text()


def _signs(hand: Hand, site: str, code: str) -> None:
    page = hand.page
    assert faults_at(page, f"{site}/people/sign/", width=360) == []
    hand.write(page.locator("[name=code]"), code.lower())
    hand.follow(page.get_by_role("button", name="Открыть"))
    expect(page.get_by_text("Алёна В.")).to_be_visible()
    assert code not in page.url
    hand.follow(page.get_by_role("link", name="Прочитать и подписать"))
    assert [*faults(page), sticks_out(page, 360)] == [False]
    hand.write(page.locator("[name=full_name]"), "Ветрова Ирина Олеговна")
    hand.click(page.locator("[name=agreed]"))
    hand.follow(page.get_by_role("button", name="Подписать", exact=True))
    expect(page.get_by_role("heading", name="Действуют")).to_be_visible()


def _withdraws(hand: Hand) -> None:
    """In two taps."""
    page = hand.page
    hand.start_anew()
    hand.follow(page.get_by_role("link", name="Отозвать"))
    expect(page.get_by_text("Что произойдёт")).to_be_visible()
    hand.follow(page.get_by_role("button", name="Отозвать согласие"))
    assert hand.clicks == 2
    expect(page.get_by_role("heading", name="Согласие отозвано")).to_be_visible()
    assert [*faults(page), sticks_out(page, 360)] == [False]
