"""Heads, districts and regions in a real browser: their home pages, and a district's and a region's errands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from nastavnik import jobs
from nastavnik.measures.tasks import count_the_day
from nastavnik.org.services.reference import load
from nastavnik.roadmaps.models import HandedLine, PlanRequest, Roadmap
from nastavnik.roadmaps.models.plans import Status
from nastavnik.roadmaps.services import approval, cascade, editions, evidence, lines, plans, templates
from nastavnik.roadmaps.services.cascade.addressing import Address
from tests.cast import PASSWORD, Cast, make_cast
from tests.plans import BEGIN, END

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@dataclass
class Hand:
    """A pointer that counts its clicks; going into a field is one."""

    page: Page
    clicks: int = 0

    def click(self, what: Locator) -> None:
        self.clicks += 1
        what.click()

    def write(self, field: Locator, text: str) -> None:
        self.clicks += 0 if field.evaluate("field => document.activeElement === field") else 1
        field.fill(text)


@pytest.fixture
def people(transactional_db: None) -> Cast:
    """The cast with the plan of the district in force, a school that lags behind, and one without a plan."""
    load()
    cast = make_cast()
    district = _in_force(cast.imc, cast.district_coordinator, "План района")
    lines.add_line(district, actor=cast.district_coordinator, title="Собрать планы школ", deadline_text="до 1 мая")
    school = _in_force(cast.school, cast.curator, "План школы")
    late = lines.add_line(
        school, actor=cast.curator, title="Издать приказ", number="1", deadline_text="до 10 сентября",
        responsible_text="директор",
    )  # fmt: skip
    done = lines.add_line(
        school, actor=cast.curator, title="Провести совет", number="2", deadline_text="до 20 сентября"
    )
    evidence.prove(done.occurrences.get(), done_on=BEGIN, note="Протокол № 1", actor=cast.curator)
    assert late.occurrences.get().done_on is None
    count_the_day()
    jobs.run_all()
    return cast


def _in_force(node: Any, actor: Any, title: str) -> Roadmap:
    made = plans.create_roadmap(node, actor=actor, title=title, starts_on=BEGIN, ends_on=END)
    Roadmap.objects.filter(pk=made.pk).update(status=Status.IN_FORCE)
    made.refresh_from_db()
    return made


@pytest.fixture
def enter(page: Page, live_server: Any, people: Cast) -> Callable[[Any], Hand]:
    def sign_in(user: Any) -> Hand:
        page.goto(f"{live_server.url}/enter/")
        page.locator("input[type=email]").fill(user.email)
        page.locator("input[type=password]").fill(PASSWORD)
        page.locator("main form button").first.click()
        page.goto(f"{live_server.url}/")
        return Hand(page)

    return sign_in


def test_a_head_sees_figures_what_is_late_and_the_district_at_once(
    people: Cast, enter: Callable[[Any], Hand]
) -> None:
    page = enter(people.director).page
    expect(page.locator(".stat .figure[data-measure='plan.lines_done']")).to_contain_text("50")
    expect(page.get_by_role("link", name="1 Издать приказ")).to_be_visible()
    expect(page.locator("main")).to_contain_text("директор")
    expect(page.locator(f"[data-measure='plan.lines_done'][data-node='{people.district.uid}']")).to_be_visible()


def test_a_number_opens_its_list_and_its_definition(people: Cast, enter: Callable[[Any], Hand]) -> None:
    hand = enter(people.director)
    hand.click(hand.page.locator(".stat .figure[data-measure='plan.lines_overdue'] a").first)
    expect(hand.page.locator("main")).to_contain_text("Издать приказ")
    hand.page.go_back()
    hand.click(hand.page.locator(".stat .figure[data-measure='plan.lines_overdue'] .figure-about"))
    expect(hand.page.locator("h1")).to_contain_text("Просроченные пункты")


def test_a_coordinator_sees_who_has_not_handed_in_and_reminds_all(people: Cast, enter: Callable[[Any], Hand]) -> None:
    hand = enter(people.district_coordinator)
    hand.click(hand.page.get_by_role("main").get_by_role("link", name="Планы организаций"))
    hand.click(hand.page.get_by_role("link", name="Нет плана"))
    expect(hand.page.locator("main table")).to_contain_text(people.sibling_school.short_name)
    assert hand.clicks <= 2
    hand.clicks = 0
    hand.click(hand.page.get_by_role("main").get_by_role("link", name="Запрос всем в списке"))
    hand.click(hand.page.locator("main form button.primary"))
    assert PlanRequest.objects.filter(node=people.sibling_school, closed_at=None).exists()
    assert hand.clicks <= 2


def test_a_coordinator_sends_an_event_to_every_plan(people: Cast, enter: Callable[[Any], Hand]) -> None:
    hand = enter(people.district_coordinator)
    hand.click(hand.page.get_by_role("link", name="Событие для всех планов"))
    hand.write(hand.page.get_by_label("Событие", exact=False).first, "Слёт наставников района")
    hand.write(hand.page.get_by_label("Срок", exact=False).first, "20 марта")
    hand.click(hand.page.locator("main form button.primary"))
    hand.page.wait_for_url("**/jobs/**")
    jobs.run_all()
    assert hand.clicks <= 5
    received = HandedLine.objects.filter(parent_line__title="Слёт наставников района")
    assert {row.node_id for row in received} >= {people.school.pk, people.sibling_school.pk}


def test_a_school_makes_its_plan_of_the_districts_typical_one(people: Cast, enter: Callable[[Any], Hand]) -> None:
    source = Roadmap.objects.get(title="План района")
    templates.publish(
        templates.make_template(source, actor=people.district_coordinator), actor=people.district_coordinator
    )
    hand = enter(people.curator)
    hand.click(hand.page.get_by_role("navigation").get_by_role("link", name="Дорожные карты").first)
    hand.click(hand.page.get_by_role("main").get_by_role("link", name="Типовые планы"))
    hand.click(hand.page.get_by_role("link", name="Составить свой план").first)
    hand.click(hand.page.locator("main form button.primary"))
    expect(hand.page.locator("main")).to_contain_text("Собрать планы школ")
    assert hand.clicks <= 4
    assert Roadmap.objects.filter(node=people.school, template__isnull=False).exists()


def test_a_region_publishes_a_second_edition_and_sees_what_it_asks_of_schools(
    people: Cast, enter: Callable[[Any], Hand]
) -> None:
    region = _in_force(people.centre, people.regional_operator, "План региона")
    line = lines.add_line(region, actor=people.regional_operator, title="Провести сбор", deadline_text="до 1 мая")
    cascade.address(region, {line.pk: Address("organisations")}, actor=people.regional_operator)
    cascade.hand_down(region, actor=people.regional_operator)
    jobs.run_all()
    draft = editions.open_edition(region, actor=people.regional_operator)
    copy = draft.lines.get(amends=line)
    lines.edit_line(copy, version=copy.version, actor=people.regional_operator, deadline_text="до 1 апреля")
    approval.send(draft, actor=people.regional_operator)
    hand = enter(people.regional_operator)

    hand.click(hand.page.get_by_role("main").get_by_role("link", name="План региона"))
    hand.write(hand.page.get_by_label("Номер приказа"), "57-р")
    hand.click(hand.page.get_by_role("button", name="Утвердить"))
    expect(hand.page.get_by_text("Утверждено:")).to_be_visible()
    line.refresh_from_db()
    assert line.deadline_text == "до 1 апреля"
    assert hand.clicks <= 3

    hand.page.context.clear_cookies()
    school = enter(people.curator)
    school.click(school.page.get_by_role("navigation").get_by_role("link", name="Вышестоящие планы").first)
    expect(school.page.get_by_role("main")).to_contain_text("до 1 апреля")


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("role", ["director", "district_coordinator", "regional_operator", "curator"])
def test_home_pages_are_readable_by_everybody(
    people: Cast, enter: Callable[[Any], Hand], role: str, width: int
) -> None:
    page = enter(getattr(people, role)).page
    page.set_viewport_size({"width": width, "height": 800})
    page.reload()
    found = Axe().run(page, options={"runOnly": RULES}).response
    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_the_month_of_a_curator_is_todays(people: Cast, enter: Callable[[Any], Hand]) -> None:
    page = enter(people.curator).page
    expect(page.locator("h1")).to_contain_text("Мой месяц")
    expect(page.locator("main")).to_contain_text(str(timezone.localdate().year))
    expect(page.locator("#first-steps")).to_be_visible()
