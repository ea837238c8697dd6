"""The journeys of people on plans, from their home pages, within their clicks.

`start.py bench journeys` takes their modelled seconds.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils import timezone

from nastavnik import jobs
from nastavnik.roadmaps.models import HandedLine, Occurrence, PlanRequest, Roadmap
from nastavnik.roadmaps.models.plans import Status
from nastavnik.roadmaps.services import approval, cascade, editions, lines, templates
from nastavnik.roadmaps.services.cascade.addressing import Address
from tests.browser.documents import as_docx
from tests.browser.given import agreed, in_force, plan
from tests.browser.hand import Hand
from tests.browser.journeys import Walk
from tests.cast import Cast


def to_the_plan_that_waits(hand: Hand) -> None:
    menu = hand.page.get_by_role("navigation").get_by_role("link", name="Согласование")
    hand.follow(menu)
    hand.follow(hand.page.locator(".row-link", has_text="План").first)


class TestDirector:
    def test_sees_figures_what_is_late_and_the_district_at_once(
        self, people: Cast, district: Roadmap, walk: Walk
    ) -> None:
        with walk("director 1", people.director) as hand:
            hand.comes_back()
            hand.sees(hand.page.locator(".stat .figure[data-measure='plan.lines_done']", has_text="50"))
            beside = f"[data-measure='plan.lines_done'][data-node='{people.district.uid}']"
            hand.sees(hand.page.locator(beside))

    def test_approves_a_plan(self, people: Cast, walk: Walk) -> None:
        roadmap = plan(people)
        agreed(people, roadmap)
        with walk("director 2", people.director) as hand:
            to_the_plan_that_waits(hand)
            hand.write(hand.page.get_by_label("Номер приказа"), "112-од")
            hand.follow(hand.page.get_by_role("button", name="Утвердить"))
            hand.sees(hand.page.get_by_text("Утверждено: Школа № 15."))

        assert Roadmap.objects.get(pk=roadmap.pk).status == Status.IN_FORCE

    def test_returns_a_plan_with_a_note(self, people: Cast, walk: Walk) -> None:
        roadmap = plan(people)
        agreed(people, roadmap)
        with walk("director 3", people.director) as hand:
            to_the_plan_that_waits(hand)
            hand.write(hand.page.get_by_label("Замечание ко всему плану"), "Добавьте подготовку наставников")
            hand.follow(hand.page.get_by_role("button", name="Вернуть с замечаниями").first)
            hand.sees(hand.page.get_by_text("Возвращено с замечаниями: Школа № 15."))

        assert Roadmap.objects.get(pk=roadmap.pk).status == Status.RETURNED

    def test_sees_what_is_overdue_and_who_answers(self, people: Cast, district: Roadmap, walk: Walk) -> None:
        with walk("director 8", people.director) as hand:
            hand.sees(hand.page.locator("main li", has_text="Издать приказ").filter(has_text="директор"))
            hand.follow(hand.page.locator(".stat .figure[data-measure='plan.lines_overdue'] a").first)
            hand.sees(hand.page.locator("main tr", has_text="Издать приказ"))


class TestCoordinator:
    def test_sees_schools_by_readiness(self, people: Cast, district: Roadmap, walk: Walk) -> None:
        with walk("coordinator 1", people.district_coordinator) as hand:
            hand.follow(hand.page.get_by_role("main").get_by_role("link", name="Планы организаций"))
            for school in (people.school, people.sibling_school):
                hand.sees(hand.page.locator("main tr", has_text=school.short_name).first)

    def test_sees_who_has_not_handed_in(self, people: Cast, district: Roadmap, walk: Walk) -> None:
        with walk("coordinator 2", people.district_coordinator) as hand:
            hand.follow(hand.page.get_by_role("main").get_by_role("link", name="Кто ещё не сдал план"))
            hand.sees(hand.page.locator("main tr", has_text=people.sibling_school.short_name))

    def test_reminds_all_who_have_not(self, people: Cast, district: Roadmap, walk: Walk) -> None:
        with walk("coordinator 3", people.district_coordinator) as hand:
            hand.follow(hand.page.get_by_role("main").get_by_role("link", name="Планы организаций"))
            hand.follow(hand.page.get_by_role("link", name="Нет плана"))
            hand.start_anew()
            hand.follow(hand.page.get_by_role("main").get_by_role("link", name="Запрос всем в списке"))
            hand.follow(hand.page.locator("main form button.primary"))

        assert PlanRequest.objects.filter(node=people.sibling_school, closed_at=None).exists()

    def test_agrees_ten_plans_one_after_another(self, people: Cast, walk: Walk) -> None:
        for number in range(10):
            approval.send(plan(people, f"План {number}"), actor=people.curator)
        with walk("coordinator 4", people.district_coordinator) as hand:
            to_the_plan_that_waits(hand)
            for _number in range(10):
                hand.follow(hand.page.get_by_role("button", name="Согласовать и открыть следующий").first)
            hand.sees(hand.page.get_by_text("Ничего не ждёт вашего решения"))

        assert Roadmap.objects.filter(status=Status.AGREED).count() == 10

    def test_returns_a_plan_with_remarks_that_the_curator_sees(
        self, people: Cast, walk: Walk, enter: Any, site: str
    ) -> None:
        roadmap = plan(people)
        approval.send(roadmap, actor=people.curator)
        with walk("coordinator 5", people.district_coordinator) as hand:
            to_the_plan_that_waits(hand)
            hand.write(hand.page.get_by_label("Замечание к пункту 1 Издать приказ"), "Назовите номер")
            hand.write(hand.page.get_by_label("Замечание к пункту 3 Провести встречу"), "Раз в квартал")
            hand.follow(hand.page.get_by_role("button", name="Вернуть с замечаниями").first)
            hand.sees(hand.page.get_by_text("Возвращено с замечаниями: Школа № 15."))

        page = enter(people.curator).page
        page.goto(f"{site}/plans/{roadmap.uid}/")
        for words in ("Назовите номер", "Раз в квартал"):
            hand.sees(page.locator(".remarks", has_text=words).first)

    def test_sends_an_event_to_every_plan(self, people: Cast, district: Roadmap, walk: Walk) -> None:
        with walk("coordinator 6", people.district_coordinator) as hand:
            hand.follow(hand.page.get_by_role("link", name="Событие для всех планов"))
            hand.write(hand.page.get_by_label("Событие", exact=False).first, "Слёт наставников района")
            hand.write(hand.page.get_by_label("Срок", exact=False).first, "20 марта")
            hand.follow(hand.page.locator("main form button.primary"))

        jobs.run_all()
        received = HandedLine.objects.filter(parent_line__title="Слёт наставников района")
        assert {row.node_id for row in received} >= {people.school.pk, people.sibling_school.pk}


class TestOperator:
    def test_loads_a_plan_and_checks_its_lines(self, people: Cast, tmp_path: Path, walk: Walk) -> None:
        with walk("operator 3", people.regional_operator) as hand:
            hand.follow(hand.page.get_by_role("navigation").get_by_role("link", name="Дорожные карты").first)
            hand.follow(hand.page.get_by_role("main").get_by_role("link", name="Загрузить дорожную карту").first)
            hand.choose_file(hand.page.locator("input[type=file]"), as_docx(tmp_path / "plan.docx"))
            hand.follow(hand.page.get_by_role("button", name="Прочитать документ"))
            jobs.run_all()
            hand.sees(hand.page.get_by_role("heading", level=1, name="Проверка плана"))
            hand.follow(hand.page.get_by_role("button", name="Принять план"))

        assert Roadmap.objects.get().lines.count() == 3

    def test_publishes_a_second_edition_that_schools_see(
        self, people: Cast, district: Roadmap, walk: Walk, enter: Any
    ) -> None:
        operator = people.regional_operator
        region = in_force(people.centre, operator, "План региона")
        line = lines.add_line(region, actor=operator, title="Провести сбор", deadline_text="до 1 мая")
        cascade.address(region, {line.pk: Address("organisations")}, actor=operator)
        cascade.hand_down(region, actor=operator)
        jobs.run_all()
        draft = editions.open_edition(region, actor=operator)
        copy = draft.lines.get(amends=line)
        lines.edit_line(copy, version=copy.version, actor=operator, deadline_text="до 1 апреля")
        approval.send(draft, actor=operator)
        with walk("operator 4", operator) as hand:
            hand.follow(hand.page.get_by_role("main").get_by_role("link", name="План региона"))
            hand.write(hand.page.get_by_label("Номер приказа"), "57-р")
            hand.follow(hand.page.get_by_role("button", name="Утвердить"))
            hand.sees(hand.page.get_by_text("Утверждено:"))

        line.refresh_from_db()
        assert line.deadline_text == "до 1 апреля"
        school = enter(people.curator)
        school.follow(school.page.get_by_role("navigation").get_by_role("link", name="Вышестоящие планы").first)
        school.sees(school.page.get_by_role("main").get_by_text("до 1 апреля").first)


class TestCurator:
    def test_makes_a_plan_of_the_districts_typical_one(self, people: Cast, district: Roadmap, walk: Walk) -> None:
        coordinator = people.district_coordinator
        templates.publish(templates.make_template(district, actor=coordinator), actor=coordinator)
        with walk("curator 5", people.curator) as hand:
            hand.follow(hand.page.get_by_role("navigation").get_by_role("link", name="Дорожные карты").first)
            hand.follow(hand.page.get_by_role("main").get_by_role("link", name="Типовые планы"))
            hand.follow(hand.page.get_by_role("link", name="Составить свой план").first)
            hand.follow(hand.page.locator("main form button.primary"))
            hand.sees(hand.page.get_by_role("main").get_by_text("Собрать планы школ").first)

        assert Roadmap.objects.filter(node=people.school, template__isnull=False).exists()

    def test_closes_ten_tasks_one_of_them_with_a_document(self, people: Cast, tmp_path: Path, walk: Walk) -> None:
        """Of a plan due this week: the document first, from the month; then all the rest by one note."""
        today = timezone.localdate()
        roadmap = in_force(people.school, people.curator, "План школы")
        for number in range(10):
            lines.add_line(roadmap, actor=people.curator, title=f"Дело {number}", manual_due_on=today)
        with walk("curator 6", people.curator) as hand:
            hand.follow(hand.page.get_by_role("link", name="Отметить выполнение").first)
            hand.choose_file(hand.page.locator("input[type=file]"), as_docx(tmp_path / "Протокол.docx"))
            hand.follow(hand.page.get_by_role("button", name="Отметить выполнение"))
            hand.follow(hand.page.get_by_role("main").get_by_role("link", name="План школы"))
            hand.click(hand.page.locator("[data-tick-all]"))
            hand.follow(hand.page.get_by_role("button", name="Показать, что изменится"))
            hand.write(hand.page.get_by_label("Пояснение"), "Протокол № 4")
            hand.follow(hand.page.locator("button[name=do]"))

        assert Occurrence.objects.filter(done_on=today).count() == 10
