"""Heads, districts and regions in a real browser: their home pages and the lists behind their figures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.hand import Hand, faults_at
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("district")


def test_a_number_opens_its_list_and_its_definition(people: Cast, enter: Callable[[Any], Hand]) -> None:
    hand = enter(people.director)
    hand.follow(hand.page.locator(".stat .figure[data-measure='plan.lines_overdue'] a").first)
    expect(hand.page.locator("main")).to_contain_text("Издать приказ")
    hand.page.go_back()
    hand.follow(hand.page.locator(".stat .figure[data-measure='plan.lines_overdue'] .figure-about"))
    expect(hand.page.locator("h1")).to_contain_text("Просроченные пункты")


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("role", ["director", "district_coordinator", "regional_operator", "curator"])
def test_home_pages_are_readable_by_everybody(
    people: Cast, enter: Callable[[Any], Hand], role: str, width: int
) -> None:
    page = enter(getattr(people, role)).page
    assert faults_at(page, page.url, width=width) == []


def test_the_month_of_a_curator_is_todays(people: Cast, enter: Callable[[Any], Hand]) -> None:
    page = enter(people.curator).page
    expect(page.locator("h1")).to_contain_text("Мой месяц")
    expect(page.locator("main")).to_contain_text(str(timezone.localdate().year))
    expect(page.locator("#first-steps")).to_be_visible()
