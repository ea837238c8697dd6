"""Agreement in a real browser: within their clicks, without a script too, and readable by everybody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from nastavnik import approvals
from nastavnik.approvals.models import Chain, Step
from nastavnik.roadmaps.models import Roadmap
from nastavnik.roadmaps.models.plans import Status
from nastavnik.roadmaps.services import approval, editions, lines, plans
from tests.cast import PASSWORD, Cast, make_cast
from tests.plans import BEGIN, END

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def people(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture
def site(live_server: Any, people: Cast) -> str:
    return str(live_server.url)


@dataclass
class Hand:
    """A pointer that counts its clicks; going into a field is one."""

    page: Page
    clicks: int = 0

    def click(self, what: Locator) -> None:
        self.clicks += 1
        what.click()

    def write(self, field: Locator, text: str) -> None:
        is_there = field.evaluate("field => document.activeElement === field")
        self.clicks += 0 if is_there else 1
        field.fill(text)


@pytest.fixture
def enter(page: Page, site: str) -> Callable[[Any], Hand]:
    """``enter(user)`` signs in; what follows is counted from the user's home page."""

    def sign_in(user: Any) -> Hand:
        page.goto(f"{site}/enter/")
        page.locator("input[type=email]").fill(user.email)
        page.locator("input[type=password]").fill(PASSWORD)
        page.locator("main form button").first.click()
        page.goto(f"{site}/")
        return Hand(page)

    return sign_in


def plan(people: Cast, title: str = "План школы") -> Roadmap:
    made = plans.create_roadmap(people.school, actor=people.curator, title=title, starts_on=BEGIN, ends_on=END)
    for number, activity in enumerate(("Издать приказ", "Собрать согласия", "Провести встречу"), start=1):
        lines.add_line(made, actor=people.curator, title=activity, number=str(number), deadline_text="до 1 мая")
    return made


def current(chain: Chain) -> Step:
    return chain.steps.get(state=Step.State.CURRENT)


def agreed(people: Cast, roadmap: Roadmap) -> Chain:
    chain = approval.send(roadmap, actor=people.curator)
    approvals.agree(current(chain), actor=people.district_coordinator)
    return chain


def menu(page: Page) -> Locator:
    return page.get_by_role("navigation").get_by_role("link", name="Согласование")


def test_a_director_approves_a_plan_within_three_clicks(people: Cast, enter: Callable[[Any], Hand]) -> None:
    roadmap = plan(people)
    agreed(people, roadmap)
    hand = enter(people.director)

    hand.click(menu(hand.page))
    hand.click(hand.page.locator(".row-link", has_text="План школы"))
    hand.write(hand.page.get_by_label("Номер приказа"), "112-од")
    hand.click(hand.page.get_by_role("button", name="Утвердить"))

    expect(hand.page.get_by_text("Утверждено: Школа № 15.")).to_be_visible()
    assert Roadmap.objects.get(pk=roadmap.pk).status == Status.IN_FORCE
    assert hand.clicks <= 3


def test_a_director_returns_a_plan_with_a_note_within_four_clicks(people: Cast, enter: Callable[[Any], Hand]) -> None:
    roadmap = plan(people)
    agreed(people, roadmap)
    hand = enter(people.director)

    hand.click(menu(hand.page))
    hand.click(hand.page.locator(".row-link", has_text="План школы"))
    hand.write(hand.page.get_by_label("Замечание ко всему плану"), "Добавьте подготовку наставников")
    hand.click(hand.page.get_by_role("button", name="Вернуть с замечаниями").first)

    expect(hand.page.get_by_text("Возвращено с замечаниями: Школа № 15.")).to_be_visible()
    assert Roadmap.objects.get(pk=roadmap.pk).status == Status.RETURNED
    assert hand.clicks <= 4


def test_a_coordinator_agrees_ten_plans_one_after_another(people: Cast, enter: Callable[[Any], Hand]) -> None:
    for number in range(10):
        approval.send(plan(people, f"План {number}"), actor=people.curator)
    hand = enter(people.district_coordinator)

    hand.click(menu(hand.page))
    hand.click(hand.page.locator(".row-link").first)
    for _number in range(10):
        address = hand.page.url
        hand.click(hand.page.get_by_role("button", name="Согласовать и открыть следующий").first)
        hand.page.wait_for_url(lambda url, before=address: url != before)

    expect(hand.page.get_by_text("Ничего не ждёт вашего решения")).to_be_visible()
    assert Roadmap.objects.filter(status=Status.AGREED).count() == 10
    assert hand.clicks <= 22


def test_a_coordinator_returns_a_plan_with_remarks_to_lines_and_the_curator_sees_them(
    people: Cast, enter: Callable[[Any], Hand]
) -> None:
    roadmap = plan(people)
    approval.send(roadmap, actor=people.curator)
    hand = enter(people.district_coordinator)

    hand.click(menu(hand.page))
    hand.click(hand.page.locator(".row-link", has_text="План школы"))
    hand.write(hand.page.get_by_label("Замечание к пункту 1 Издать приказ"), "Назовите номер")
    hand.write(hand.page.get_by_label("Замечание к пункту 3 Провести встречу"), "Раз в квартал")
    hand.click(hand.page.get_by_role("button", name="Вернуть с замечаниями").first)

    expect(hand.page.get_by_text("Возвращено с замечаниями: Школа № 15.")).to_be_visible()
    assert hand.clicks <= 5
    hand.page.context.clear_cookies()
    enter(people.curator)
    hand.page.goto(f"{hand.page.url}plans/{roadmap.uid}/")
    expect(hand.page.locator(".remarks")).to_contain_text("Назовите номер")
    expect(hand.page.locator(".remarks")).to_contain_text("Раз в квартал")


def test_the_way_of_a_plan_is_walked_without_script(browser: Any, site: str, people: Cast) -> None:
    roadmap = plan(people)
    context = browser.new_context(java_script_enabled=False, locale="ru-RU", viewport={"width": 360, "height": 640})
    page = context.new_page()
    for who, deed in (("curator", "send"), ("district_coordinator", "agree"), ("director", "approve")):
        context.clear_cookies()
        page.goto(f"{site}/enter/")
        page.locator("input[type=email]").fill(people.users[who].email or "")  # type: ignore[index]  # roles are strings
        page.locator("input[type=password]").fill(PASSWORD)
        page.locator("main form button").first.click()
        if deed == "send":
            page.goto(f"{site}/plans/{roadmap.uid}/send/")
            page.get_by_role("button", name="Отправить на согласование").click()
            continue
        page.goto(f"{site}/approvals/")
        page.locator(".row-link").first.click()
        if deed == "agree":
            page.get_by_role("button", name="Согласовать и открыть следующий").first.click()
        else:
            page.get_by_label("Номер приказа").fill("7")
            page.get_by_role("button", name="Утвердить").click()
    context.close()

    assert Roadmap.objects.get(pk=roadmap.pk).status == Status.IN_FORCE


def test_every_page_of_agreement_is_accessible_and_fits_a_phone(
    people: Cast, site: str, enter: Callable[[Any], Hand]
) -> None:
    pages = {
        people.curator: _of_curator(people),
        people.director: _of_director(people),
        people.district_coordinator: ["/approvals/", "/approvals/?late=on"],
    }
    faults = []
    for user, addresses in pages.items():
        page = enter(user).page
        for theme, width in (("light", 1280), ("dark", 360)):
            page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]  # one of Playwright's literals
            page.set_viewport_size({"width": width, "height": 740})
            faults += [fault for address in addresses for fault in _faults(page, site, address, theme, width)]
        page.context.clear_cookies()
    assert faults == []


def _faults(page: Page, site: str, address: str, theme: str, width: int) -> list[str]:
    answer = page.goto(site + address)
    assert answer is not None
    assert answer.status == 200, address
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    faults = [f"{address} {theme} {one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]
    if page.evaluate("document.documentElement.scrollWidth") > width:
        faults.append(f"{address} {width}: sticks out sideways")
    return faults


def _of_curator(people: Cast) -> list[str]:
    """The plan in every state of its way, as its keeper meets it."""
    fresh, sent, returned = plan(people), plan(people), plan(people)
    approval.send(sent, actor=people.curator)
    chain = approval.send(returned, actor=people.curator)
    line = returned.lines.first()
    assert line is not None
    approvals.return_(current(chain), [(line.uid, "Назовите номер"), (None, "Дополните")], actor=people.methodologist)
    living = plan(people)
    approvals.approve(current(agreed(people, living)), order_no="7", on=timezone.localdate(), actor=people.director)
    living.refresh_from_db()
    draft = editions.open_edition(living, actor=people.curator)
    first = draft.lines.order_by("position").first()
    assert first is not None
    lines.edit_line(first, version=1, actor=people.curator, title="Издать приказ о запуске", deadline_text="до 2 мая")
    return [
        f"/plans/{fresh.uid}/send/",
        f"/plans/{fresh.uid}/approved-on-paper/",
        f"/plans/{sent.uid}/",
        f"/plans/{returned.uid}/",
        f"/plans/lines/{line.uid}/",
        f"/plans/{returned.uid}/rounds/",
        f"/plans/{draft.uid}/",
        f"/plans/{draft.uid}/compare/",
    ]


def _of_director(people: Cast) -> list[str]:
    step = current(agreed(people, plan(people)))
    approvals.name_deputy(people.team_member, people.school, basis="Приказ № 4", actor=people.director)
    return [f"/approvals/steps/{step.uid}/", "/approvals/deputies/"]
