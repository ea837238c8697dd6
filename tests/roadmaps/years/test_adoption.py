"""A typical plan is published again: what each plan made of it is offered, and what it answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nastavnik.base.errors import EditConflict, Invalid, NotAllowed
from nastavnik.roadmaps.models import LineDecision, Occurrence, Roadmap, RoadmapLine, TypicalAnswer
from nastavnik.roadmaps.models.plans import Status
from nastavnik.roadmaps.services import adoption, approval, editions, evidence, lines, templates
from nastavnik.roadmaps.services.baselines import WordsAreApproved
from tests.cast import Cast

Add = Callable[..., RoadmapLine]


@pytest.fixture
def typical(cast: Cast, roadmap: Roadmap, add: Add) -> Roadmap:
    """A typical plan of the district, published: four lines."""
    add("до 10 октября 2026 г.", title="Издать приказ", number="1", result="Приказ")
    add("ноябрь 2026 г. – май 2027", title="Работа пар", number="2", responsible_text="куратор")
    add("постоянно", title="Вести страницу", number="3")
    add("декабрь", title="Провести опрос", number="4")
    Roadmap.objects.filter(pk=roadmap.pk).update(node=cast.district)
    RoadmapLine.objects.filter(roadmap=roadmap).update(node=cast.district)
    roadmap.refresh_from_db()
    made = templates.make_template(roadmap, actor=cast.district_coordinator)
    return templates.publish(made, actor=cast.district_coordinator)


@pytest.fixture
def plan(cast: Cast, typical: Roadmap) -> Roadmap:
    return templates.plan_from_template(typical, node=cast.school, year=2027, actor=cast.curator)


def publish_again(cast: Cast, typical: Roadmap) -> None:
    """The second edition: one line reworded, one added after the second, one removed."""
    coordinator = cast.district_coordinator
    first, second, third, _fourth = typical.lines.order_by("position")
    lines.edit_line(first, version=1, actor=coordinator, deadline_text="до 20 сентября", result="Приказ и положение")
    lines.add_line(typical, actor=coordinator, after=second, title="Открыть школу наставника", number="2а",
                   deadline_text="до 1 февраля 2027 г.")  # fmt: skip
    lines.remove_line(third, actor=coordinator)
    templates.publish(typical, actor=coordinator)


def offers(plan: Roadmap, *, closely: bool = True) -> dict[str, adoption.Offer]:
    fresh = Roadmap.objects.select_related("template").get(pk=plan.pk)
    return {one.words.title: one for one in adoption.waiting([fresh], closely=closely)[plan.pk]}


def own(plan: Roadmap, title: str) -> RoadmapLine:
    return plan.lines.get(title=title, removed_at=None)


def test_each_change_stands_beside_the_plans_own_line(cast: Cast, typical: Roadmap, plan: Roadmap) -> None:
    assert offers(plan) == {}
    publish_again(cast, typical)

    found = offers(plan)

    kinds = [(title, str(one.kind), one.own and one.own.title) for title, one in found.items()]
    assert kinds == [
        ("Издать приказ", "reworded", "Издать приказ"),
        ("Открыть школу наставника", "added", None),
        ("Вести страницу", "removed", "Вести страницу"),
    ]
    said = [(field.name, field.old, field.new, field.own) for field in found["Издать приказ"].fields]
    assert said == [
        ("deadline_text", "до 10 октября", "до 20 сентября", "до 10 октября"),
        ("result", "Приказ", "Приказ и положение", "Приказ"),
    ]
    # The line was put in with a date of another year: here it is the plan's own.
    assert found["Открыть школу наставника"].words.deadline_text == "до 1 февраля 2028 г."
    assert all(not one.reasons for one in found.values())


def test_all_without_a_conflict_is_taken_at_once(cast: Cast, typical: Roadmap, plan: Roadmap) -> None:
    publish_again(cast, typical)

    assert adoption.take_all(plan, actor=cast.curator) == 3

    assert list(plan.lines.filter(removed_at=None).order_by("position").values_list("title", flat=True)) == [
        "Издать приказ", "Работа пар", "Открыть школу наставника", "Вести страницу", "Провести опрос",
    ]  # fmt: skip
    dues = Occurrence.objects.filter(
        line__roadmap=plan, line__title__in=["Издать приказ", "Открыть школу наставника"]
    )
    assert set(dues.values_list("due_on", flat=True)) == {dt.date(2027, 9, 20), dt.date(2028, 2, 1)}
    decision = LineDecision.objects.get(line=own(plan, "Вести страницу"), to_on=None)
    assert (decision.kind, decision.basis) == ("not_relevant", "Исключён из типового плана, редакция 2")
    plan.refresh_from_db()
    assert (plan.template_edition, offers(plan)) == (2, {})


def test_own_words_are_never_written_over_unasked(cast: Cast, typical: Roadmap, plan: Roadmap) -> None:
    mine = own(plan, "Издать приказ")
    lines.edit_line(mine, version=mine.version, actor=cast.curator, deadline_text="до 5 октября")
    publish_again(cast, typical)

    assert adoption.take_all(plan, actor=cast.curator) == 2
    found = offers(plan)
    assert list(found) == ["Издать приказ"]
    assert found["Издать приказ"].reasons == (adoption.Reason.EDITED,)
    mine = own(plan, "Издать приказ")
    adoption.take(plan, found["Издать приказ"].uid, fields=["result"], version=mine.version, actor=cast.curator)

    mine.refresh_from_db()
    assert (mine.deadline_text, mine.result) == ("до 5 октября", "Приказ и положение")
    assert offers(plan) == {}


def test_what_was_left_comes_back_only_when_it_changes_again(cast: Cast, typical: Roadmap, plan: Roadmap) -> None:
    publish_again(cast, typical)
    for one in offers(plan).values():
        adoption.leave(plan, one.uid, actor=cast.curator)
    assert offers(plan) == {}

    first = typical.lines.order_by("position")[0]
    lines.edit_line(first, version=first.version, actor=cast.district_coordinator, result="Приказ, положение, план")
    templates.publish(typical, actor=cast.district_coordinator)

    found = offers(plan)
    assert list(found) == ["Издать приказ"]
    assert [(field.name, field.old, field.own) for field in found["Издать приказ"].fields] == [
        ("result", "Приказ и положение", "Приказ"),
    ]


def test_every_answer_can_be_taken_back(cast: Cast, typical: Roadmap, plan: Roadmap) -> None:
    publish_again(cast, typical)
    before = list(plan.lines.order_by("pk").values_list("title", "deadline_text", "result"))
    adoption.take_all(plan, actor=cast.curator)

    for answer in TypicalAnswer.objects.filter(roadmap=plan):
        adoption.reopen(answer, actor=cast.curator)

    assert list(
        plan.lines.filter(removed_at=None).order_by("pk").values_list("title", "deadline_text", "result")
    ) == (before)
    assert len(offers(plan)) == 3
    # Taken once more, the line that was put out comes back and is not doubled.
    adoption.take_all(plan, actor=cast.curator)
    assert plan.lines.filter(title="Открыть школу наставника").count() == 1


def test_a_line_changed_after_the_answer_is_not_turned_back(cast: Cast, typical: Roadmap, plan: Roadmap) -> None:
    publish_again(cast, typical)
    one = offers(plan)["Издать приказ"]
    assert one.own is not None
    with pytest.raises(adoption.NothingChosen):
        adoption.take(plan, one.uid, fields=["title"], version=1, actor=cast.curator)
    answer = adoption.take(plan, one.uid, fields=["result"], version=one.own.version, actor=cast.curator)
    with pytest.raises(adoption.DealtWith):
        adoption.leave(plan, one.uid, actor=cast.curator)
    mine = own(plan, "Издать приказ")
    lines.edit_line(mine, version=mine.version, actor=cast.curator, result="Своё")

    with pytest.raises(adoption.ChangedSince):
        adoption.reopen(answer, actor=cast.curator)


def test_a_field_saved_meanwhile_is_not_written_over(cast: Cast, typical: Roadmap, plan: Roadmap) -> None:
    publish_again(cast, typical)
    one = offers(plan)["Издать приказ"]
    mine = own(plan, "Издать приказ")
    lines.edit_line(mine, version=1, actor=cast.curator, result="Своё")
    with pytest.raises(EditConflict):
        adoption.take(plan, one.uid, fields=["result"], version=1, actor=cast.curator)
    assert not TypicalAnswer.objects.exists()


def test_a_proved_line_and_a_twin_wait_for_a_person(cast: Cast, typical: Roadmap, plan: Roadmap) -> None:
    times = Occurrence.objects.filter(line=own(plan, "Вести страницу")).order_by("starts_on")
    evidence.prove(times[0], done_on=dt.date(2026, 10, 1), note="Страница", actor=cast.curator)
    lines.add_line(plan, actor=cast.curator, title="Открыть школу наставника")
    publish_again(cast, typical)

    found = offers(plan)

    assert found["Вести страницу"].reasons == (adoption.Reason.PROVED,)
    assert found["Открыть школу наставника"].reasons == (adoption.Reason.TWIN,)
    with pytest.raises(Invalid):
        adoption.set_aside(plan, found["Вести страницу"].uid, basis=" ", actor=cast.curator)
    assert adoption.take_all(plan, actor=cast.curator) == 1


def test_an_approved_plan_answers_by_its_next_edition(cast: Cast, typical: Roadmap, plan: Roadmap) -> None:
    approval.approve_on_paper(plan, order_no="7", on=dt.date(2026, 9, 1), actor=cast.curator)
    Roadmap.objects.filter(pk=plan.pk).update(approved_here=True)
    publish_again(cast, typical)
    with pytest.raises(WordsAreApproved):
        adoption.take_all(plan, actor=cast.curator)
    assert not TypicalAnswer.objects.exists()
    adoption.set_aside(plan, offers(plan)["Вести страницу"].uid, basis="Нет страницы", actor=cast.curator)

    draft = editions.open_edition(Roadmap.objects.get(pk=plan.pk), actor=cast.curator)
    assert list(offers(draft)) == ["Издать приказ", "Открыть школу наставника"]
    adoption.take_all(draft, actor=cast.curator)
    assert len(offers(plan)) == 2
    approval.approve_on_paper(draft, order_no="8", on=dt.date(2026, 9, 2), actor=cast.curator)

    plan.refresh_from_db()
    assert (plan.status, plan.template_edition, offers(plan)) == (Status.IN_FORCE, 2, {})
    assert own(plan, "Издать приказ").result == "Приказ и положение"
    assert TypicalAnswer.objects.filter(roadmap=plan).count() == 3


def test_next_years_plan_goes_back_to_the_same_lines(cast: Cast, typical: Roadmap, plan: Roadmap) -> None:
    later = templates.next_plan(plan, actor=cast.curator)
    publish_again(cast, typical)
    assert [str(one.kind) for one in offers(later).values()] == ["reworded", "added", "removed"]
    assert offers(later)["Открыть школу наставника"].words.deadline_text == "до 1 февраля 2029 г."


def test_moved_lines_are_told_and_a_renamed_section_moves_nothing(
    cast: Cast, typical: Roadmap, plan: Roadmap
) -> None:
    fourth = typical.lines.get(title="Провести опрос")
    RoadmapLine.objects.filter(pk=fourth.pk).update(position=0)
    section = typical.sections.create(position=1, number="I", title="Первый")
    typical.lines.update(section=section)
    templates.publish(typical, actor=cast.district_coordinator)

    found = offers(plan)
    assert [(title, str(one.kind)) for title, one in found.items()] == [("Провести опрос", "moved")]
    adoption.leave(plan, found["Провести опрос"].uid, actor=cast.curator)
    assert offers(plan) == {}


def test_only_who_edits_the_plan_answers(cast: Cast, typical: Roadmap, plan: Roadmap) -> None:
    publish_again(cast, typical)
    uid = offers(plan)["Издать приказ"].uid
    for person in (cast.director, cast.district_coordinator, cast.sibling_curator):
        with pytest.raises(NotAllowed):
            adoption.leave(plan, uid, actor=person)


def test_many_plans_ask_the_database_no_more(cast: Cast, typical: Roadmap, plan: Roadmap) -> None:
    publish_again(cast, typical)

    def counted() -> tuple[int, list[int]]:
        rows = list(Roadmap.objects.filter(template=typical).select_related("template").order_by("pk"))
        with CaptureQueriesContext(connection) as queries:
            found = adoption.waiting(rows)
        return len(queries), [len(found[row.pk]) for row in rows]

    one = counted()
    for _ in range(3):
        made = templates.plan_from_template(typical, node=cast.school, year=2027, actor=cast.curator)
        Roadmap.objects.filter(pk=made.pk).update(template_edition=1)
    many = counted()

    assert one == (5, [3])
    # The later three were made of the second edition: they say already what it says.
    assert many == (5, [3, 0, 0, 0])
