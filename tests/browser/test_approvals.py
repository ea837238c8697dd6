"""Agreement in a real browser: without a script too, and readable by everybody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from nastavnik import approvals
from nastavnik.roadmaps.models import Roadmap
from nastavnik.roadmaps.models.plans import Status
from nastavnik.roadmaps.services import approval, editions, lines
from tests.browser.given import agreed, current, plan
from tests.browser.hand import Hand, enter_by_password, faults_at, leave
from tests.cast import Cast


def test_the_way_of_a_plan_is_walked_without_script(browser: Any, site: str, people: Cast) -> None:
    roadmap = plan(people)
    context = browser.new_context(java_script_enabled=False, locale="ru-RU", viewport={"width": 360, "height": 640})
    page = context.new_page()
    for who in ("curator", "district_coordinator", "director"):
        context.clear_cookies()
        enter_by_password(page, site, getattr(people, who))
        page.goto(f"{site}/plans/{roadmap.uid}/send/" if who == "curator" else f"{site}/approvals/")
        if who == "curator":
            leave(page, page.get_by_role("button", name="Отправить на согласование").click)
            continue
        leave(page, page.locator(".row-link").first.click)
        if who == "director":
            page.get_by_label("Номер приказа").fill("7")
        name = "Утвердить" if who == "director" else "Согласовать и открыть следующий"
        leave(page, page.get_by_role("button", name=name).first.click)
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
    found = []
    for user, addresses in pages.items():
        page = enter(user).page
        for address in addresses:
            found += faults_at(page, site + address)
            found += faults_at(page, site + address, theme="dark", width=360)
    assert found == []


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
