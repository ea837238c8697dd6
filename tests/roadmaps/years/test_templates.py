"""Typical plans and next year's plans: what is carried over, and what is asked."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.utils import timezone

from nastavnik.base.errors import NotAllowed
from nastavnik.roadmaps.models import Occurrence, Roadmap, RoadmapLine, Template
from nastavnik.roadmaps.services import approval, decisions, editions, evidence, lines, plans, templates
from nastavnik.roadmaps.services.plans import WrongState
from tests.cast import Cast

Add = Callable[..., RoadmapLine]


@pytest.fixture
def typical(cast: Cast, roadmap: Roadmap, add: Add) -> Roadmap:
    """A typical plan of the school's centre, published: two dated lines and a constant one."""
    add("до 10 октября 2026 г.", title="Издать приказ", number="1", result="Приказ")
    add("ноябрь 2026 г. – май 2027", title="Работа пар", number="2", responsible_text="куратор, психолог")
    add("постоянно", title="Вести страницу", number="3")
    Roadmap.objects.filter(pk=roadmap.pk).update(node=cast.district)
    RoadmapLine.objects.filter(roadmap=roadmap).update(node=cast.district)
    roadmap.refresh_from_db()
    made = templates.make_template(roadmap, actor=cast.district_coordinator)
    return templates.publish(made, actor=cast.district_coordinator)


def test_a_typical_plan_names_no_year_and_nothing_in_it_falls_due(typical: Roadmap) -> None:
    words = list(typical.lines.values_list("deadline_text", flat=True))
    assert words == ["до 10 октября", "ноябрь – май", "постоянно"]
    assert not Occurrence.objects.filter(line__roadmap=typical).exists()


def test_a_school_makes_its_plan_of_the_districts(cast: Cast, typical: Roadmap) -> None:
    plan = templates.plan_from_template(typical, node=cast.school, year=2027, actor=cast.curator)

    assert (plan.starts_on, plan.ends_on) == (dt.date(2027, 9, 1), dt.date(2028, 8, 31))
    assert (plan.template_id, plan.template_edition, plan.node_id) == (typical.pk, 1, cast.school.pk)
    dues = Occurrence.objects.filter(line__roadmap=plan, line__number__in=("1", "2")).order_by("due_on")
    assert list(dues.values_list("due_on", flat=True)) == [dt.date(2027, 10, 10), dt.date(2028, 5, 31)]
    assert [line.copied_from.number for line in plan.lines.all() if line.copied_from] == ["1", "2", "3"]
    assert plan.lines.get(number="2").parties.count() == 2


def test_only_published_plans_from_above_are_seen(cast: Cast, typical: Roadmap) -> None:
    seen = Template.objects.visible_to(cast.curator, "template.use")
    assert [row.pk for row in seen] == [typical.pk]
    Roadmap.objects.filter(pk=typical.pk).update(node=cast.sibling_district)
    assert not Template.objects.visible_to(cast.curator, "template.use").exists()
    Roadmap.objects.filter(pk=typical.pk).update(node=cast.imc)
    assert Template.objects.visible_to(cast.curator, "template.use").exists()
    Roadmap.objects.filter(pk=typical.pk).update(status="draft")
    assert not Template.objects.visible_to(cast.curator, "template.use").exists()
    with pytest.raises(NotAllowed):
        templates.plan_from_template(typical, node=cast.school, year=2027, actor=cast.curator)


def test_a_new_edition_leaves_the_copies_behind(cast: Cast, typical: Roadmap) -> None:
    plan = templates.plan_from_template(typical, node=cast.school, year=2027, actor=cast.curator)
    again = templates.publish(typical, actor=cast.district_coordinator)
    assert again.edition == 2
    plan.refresh_from_db()
    assert plan.template_edition == 1


def test_terms_in_a_circle_are_refused_and_nothing_changes(cast: Cast, typical: Roadmap) -> None:
    first, second = typical.lines.order_by("position")[:2]
    templates.hang(
        first,
        relative={"kind": "date", "windows": [[f"line:{second.uid}.end+1"] * 2]},
        actor=cast.district_coordinator,
    )
    with pytest.raises(templates.TermsInACircle) as refused:
        templates.hang(
            second,
            relative={"kind": "date", "windows": [[f"line:{first.uid}.end+1"] * 2]},
            actor=cast.district_coordinator,
        )
    assert "1 → 2" in str(refused.value) or "2 → 1" in str(refused.value)
    second.refresh_from_db()
    assert second.relative == {}


def test_a_line_hung_on_another_follows_it_into_the_plan(cast: Cast, typical: Roadmap) -> None:
    first, second = typical.lines.order_by("position")[:2]
    hung = {"kind": "range", "windows": [[f"line:{first.uid}.end+1", f"line:{first.uid}.end+14"]]}
    templates.hang(second, relative=hung, actor=cast.district_coordinator)
    plan = templates.plan_from_template(typical, node=cast.school, year=2028, actor=cast.curator)
    window = Occurrence.objects.get(line__roadmap=plan, line__number="2")
    assert (window.starts_on, window.due_on) == (dt.date(2028, 10, 11), dt.date(2028, 10, 24))


def test_next_year_asks_what_a_machine_cannot_know(cast: Cast, roadmap: Roadmap, add: Add) -> None:
    add("до 10 октября 2026", title="Издать приказ взамен приказа от 01.09.2025 № 14", number="1")
    undone = add("до 20 октября 2026", title="Отчитаться за 2026 год", number="2")
    done = add("до 30 октября 2026", title="Провести совет", number="3")
    evidence.prove(done.occurrences.get(), done_on=dt.date(2026, 9, 1), note="Протокол № 1", actor=cast.curator)
    aside = add("май", title="Провести съезд", number="4")
    lines.decide(aside, kind="not_relevant", basis="Решение совета", from_on=dt.date(2026, 9, 2), actor=cast.curator)

    plan = templates.next_plan(roadmap, actor=cast.curator)

    asked = {line.number: set(decisions.questions_of(line)) for line in plan.lines.all()}
    # 10 October 2027 is a Sunday, 30 October a Saturday.
    assert asked == {
        "1": {"decide_paper", "decide_year", "decide_undone", "decide_day_off"},
        "2": {"decide_year", "decide_undone"},
        "3": {"decide_day_off"},
        "4": {"decide_set_aside"},
    }
    assert plan.lines.get(number="2").title == "Отчитаться за 2027 год"
    assert plan.previous_id == roadmap.pk
    undone.refresh_from_db()
    assert undone.title == "Отчитаться за 2026 год"


def test_questions_are_settled_one_by_one_and_all_at_once(cast: Cast, roadmap: Roadmap, add: Add) -> None:
    for number in ("1", "2", "3"):
        add("до 10 октября 2026", title=f"Дело {number}", number=number)
    plan = templates.next_plan(roadmap, actor=cast.curator)
    decisions.settle(plan.lines.get(number="1"), actor=cast.curator)
    assert not decisions.questions_of(plan.lines.get(number="1"))
    assert decisions.settle_all(plan, actor=cast.curator) == 2
    assert not any(decisions.questions_of(line) for line in plan.lines.all())


def test_a_year_out_of_sight_is_refused(cast: Cast, roadmap: Roadmap) -> None:
    with pytest.raises(templates.YearTooFar):
        templates.next_plan(roadmap, actor=cast.curator, year=2090)
    assert Roadmap.objects.count() == 1


@pytest.mark.parametrize(
    "state",
    [{"status": "archived"}, {"status": "on_agreement"}, {"status": "approved"}, {"removed_at": timezone.now()}],
    ids=lambda state: next(iter(state.values())) if "status" in state else "removed",
)
def test_only_what_its_owner_writes_is_published(cast: Cast, typical: Roadmap, state: dict[str, object]) -> None:
    Roadmap.objects.filter(pk=typical.pk).update(**state)

    with pytest.raises(WrongState):
        templates.publish(Roadmap.objects.get(pk=typical.pk), actor=cast.district_coordinator)
    assert not Template.objects.visible_to(cast.curator, "template.use").exists()


def test_a_draft_edition_of_a_typical_plan_is_no_second_one(cast: Cast, typical: Roadmap) -> None:
    with pytest.raises(editions.NotInForce):
        editions.open_edition(typical, actor=cast.district_coordinator)
    Roadmap.objects.filter(pk=typical.pk).update(
        amends=typical.copies.create(
            node=cast.district, title="План", starts_on=typical.starts_on, ends_on=typical.ends_on
        )
    )
    typical.refresh_from_db()

    with pytest.raises(WrongState):
        templates.publish(typical, actor=cast.district_coordinator)


def test_paper_and_agreement_do_not_publish_a_typical_plan(cast: Cast, roadmap: Roadmap, add: Add) -> None:
    """Whoever approves plans may not therefore publish typical ones."""
    add("до 1 октября")
    made = templates.make_template(roadmap, actor=cast.curator)

    with pytest.raises(WrongState):
        approval.approve_on_paper(made, order_no="7", on=roadmap.starts_on, actor=cast.director)
    with pytest.raises(WrongState):
        approval.send(made, actor=cast.curator)
    with pytest.raises(WrongState):
        plans.put_in_force(made, actor=cast.curator)
    made.refresh_from_db()
    assert made.status == "draft"


def test_a_typical_plan_names_nobody(cast: Cast, roadmap: Roadmap, add: Add) -> None:
    """What is published is read by everybody below; people are named in one's own plan."""
    add(
        "до 1 октября",
        title="Приказ",
        responsible_text="директор Иванова И. И., куратор",
        remark="звонить Петрову П.П.",
    )
    add("до 2 октября", title="План", responsible_text="Сидорова Анна Петровна")
    made = templates.make_template(roadmap, actor=cast.curator)

    told = str([*made.lines.values(), *made.lines.values("parties__text"), Roadmap.objects.get(pk=made.pk).parties])
    assert not re.search("Иванов|Петров|Сидоров|иванов|петров|сидоров", told)
    first, second = made.lines.order_by("position")
    assert first.responsible_text == "директор, куратор"
    assert second.responsible_text == ""
    assert [party.text for party in first.parties.all()] == ["директор", "куратор"]
    assert not second.parties.exists()


def test_a_place_sees_what_its_own_office_publishes(cast: Cast, typical: Roadmap) -> None:
    Roadmap.objects.filter(pk=typical.pk).update(node=cast.imc)
    assert Template.objects.visible_to(cast.district_coordinator, "template.use").exists()
    Roadmap.objects.filter(pk=typical.pk).update(node=cast.school)
    assert not Template.objects.visible_to(cast.district_coordinator, "template.use").exists()
