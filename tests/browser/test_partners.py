"""Partners in a real browser: a partner offers, the curator takes it up, concludes on all; every page for axe."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.urls import reverse
from playwright.sync_api import Page, expect

from nastavnik.accounts.roles import Role
from nastavnik.org.services.reference import load
from nastavnik.people.models import Offer, Partner, PartnerEffort
from tests.browser.hand import Hand, faults_at
from tests.cast import Cast

WIDTHS = (1280, 360)


def given(people: Cast) -> Partner:
    load()
    PartnerEffort.objects.create(
        node=people.school, on=dt.date(2026, 9, 10), what="Круглый стол с предприятиями района", result="два письма"
    )
    return Partner.objects.create(
        node=people.school, body=people.enterprise, name="Завод «Маяк»", type="enterprise", inn="7707083893",
        industry="машиностроение", agreement_words="№ 3 от 01.09.2025", agreement_until=dt.date(2026, 12, 1),
        resources="Учебный цех, экскурсии", contact={"name": "Липатова Вера Ильинична", "phone": "+7 900 000-00-01"},
    )  # fmt: skip


def test_offered_taken_up_and_looked_through(
    people: Cast, enter: Callable[[Any], Hand], site: str, page: Page
) -> None:
    row = given(people)
    hand = enter(people.users[Role.PARTNER])
    page.goto(site + reverse("people:partners"))
    hand.follow(page.get_by_role("link", name="Сделать предложение").first)
    page.locator("[name=kind][value=mentors]").check()
    hand.write(page.locator("[name=words]"), "Слесари и наладчики")
    hand.follow(page.get_by_role("button", name="Предложить"))
    expect(page.get_by_text("Предложение сделано")).to_be_visible()
    for width in WIDTHS:
        assert faults_at(page, site + reverse("people:partners"), width=width) == []

    page.context.clear_cookies()
    hand = enter(people.curator)
    offer = Offer.objects.get()
    page.goto(site + reverse("people:offer", args=[offer.uid]))
    hand.follow(page.get_by_role("button", name="Принять предложение"))
    expect(page.get_by_text("партнёр об этом узнает")).to_be_visible()
    page.goto(site + reverse("people:revision"))
    page.get_by_label("Заключение: Завод «Маяк»").select_option("renew")
    hand.follow(page.get_by_role("button", name="Сохранить заключения"))
    expect(page.get_by_role("link", name="Таблица Word")).to_be_visible()
    addresses = [
        *(reverse(f"people:{name}") for name in ("partners", "partner-add", "offers", "efforts", "effort-add")),
        *(reverse(f"people:{name}", args=[row.uid]) for name in ("partner", "partner-mentors", "offer-new")),
        reverse("people:revision"), reverse("people:offer", args=[offer.uid]),
    ]  # fmt: skip
    found = [faults_at(page, site + address, width=width) for address in addresses for width in WIDTHS]
    assert [fault for faults in found for fault in faults] == []
