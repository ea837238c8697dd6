from __future__ import annotations

import pytest

from nastavnik.base.access import can
from nastavnik.base.errors import EditConflict, Invalid, NotAllowed
from nastavnik.roadmaps.cascading.offers import offers_of
from nastavnik.roadmaps.models import HandedLine, Roadmap
from nastavnik.roadmaps.models.plans import Status
from nastavnik.roadmaps.services import cascade, plans
from nastavnik.roadmaps.services.cascade.addressing import Address, address
from nastavnik.roadmaps.services.cascade.answering import NoPlanForIt, Recalled
from tests.roadmaps.cascade.plans import make_plan

State = HandedLine.State


def row(node, place: int = 0) -> HandedLine:
    return HandedLine.objects.filter(node=node).order_by("parent_line__position")[place]


@pytest.fixture
def plan(cast) -> Roadmap:
    rows = [
        ("Издать приказ о назначении куратора", "до 10 сентября"),
        ("Сформировать базу наставников", "ноябрь"),
        ("Линейка 1 сентября", "1 сентября"),
    ]
    return make_plan(cast.school, cast.curator, rows, status=Status.DRAFT)


def test_what_waits_is_compared_with_the_plan_as_it_is_now(cast, above, hand):
    hand(above)
    assert [offer.line for offer in offers_of(cast.school)] == [None] * 3

    plan = make_plan(cast.school, cast.curator, [("Формирование базы наставников школы", "")])

    assert [offer.line for offer in offers_of(cast.school)] == [None, plan.lines.get(), None]


def test_confirming_the_same_line_another_line_and_again(cast, above, hand, plan):
    hand(above)
    first, second, third = plan.lines.all()
    handed = row(cast.school, 1)
    assert (handed.state, handed.line) == (State.PROPOSED, second)

    done = cascade.confirm(handed, version=handed.version, line=third, actor=cast.curator)
    assert (done.state, done.line, done.decided_by) == (State.LINKED, third, cast.curator)

    back = cascade.take_back(done, version=done.version, actor=cast.curator)
    assert (back.state, back.line) == (State.WAITING, None)
    assert first in {offer.line for offer in offers_of(cast.school)}


def test_two_curators_at_once_the_second_learns_what_the_first_decided(cast, above, hand, plan):
    hand(above)
    handed, line = row(cast.school), plan.lines.first()
    cascade.confirm(handed, version=handed.version, line=line, actor=cast.curator)

    with pytest.raises(EditConflict) as conflict:
        cascade.decline(handed, version=handed.version, reason="Не надо", actor=cast.team_member)

    assert conflict.value.theirs.line == line
    assert row(cast.school).state == State.LINKED


def test_a_foreign_line_or_foreign_hands_are_refused(cast, above, hand, plan):
    hand(above)
    foreign = make_plan(cast.sibling_school, cast.sibling_curator, [("Формирование базы", "")]).lines.get()
    handed = row(cast.school)

    with pytest.raises(Invalid):
        cascade.confirm(handed, version=handed.version, line=foreign, actor=cast.curator)
    for stranger in (cast.sibling_curator, cast.director, cast.regional_operator):
        with pytest.raises(NotAllowed):
            cascade.confirm(handed, version=handed.version, line=plan.lines.first(), actor=stranger)


def test_a_school_never_sees_what_its_neighbour_decided(cast, above, hand):
    hand(above)
    seen = HandedLine.objects.visible_to(cast.sibling_curator, "roadmap.view")

    assert set(seen.values_list("node", flat=True)) == {cast.sibling_school.pk}
    assert not can(cast.sibling_curator, "roadmap.view", above)


def test_taking_in_brings_words_and_term_and_can_be_undone(cast, above, hand, plan):
    hand(above)
    handed = row(cast.school, 2)

    done = cascade.take_in(handed, plan, version=handed.version, actor=cast.curator)

    line = done.line
    assert (done.state, line.title, line.deadline_text) == (State.ADDED, handed.parent_line.title, "до 15 мая")
    assert line.occurrences.get().due_on.isoformat() == "2027-05-15"
    with pytest.raises(EditConflict):
        cascade.take_in(handed, plan, version=handed.version, actor=cast.curator)
    assert plan.lines.filter(removed_at=None).count() == 4

    cascade.take_back(done, version=done.version, actor=cast.curator)
    assert plan.lines.filter(removed_at=None).count() == 3


def test_an_approved_plan_gets_the_line_by_its_next_edition(cast, above, hand, plan):
    Roadmap.objects.filter(pk=plan.pk).update(status=Status.IN_FORCE, approved_here=True)
    plan.refresh_from_db()
    hand(above)

    for place in (0, 2):
        handed = row(cast.school, place)
        cascade.take_in(handed, plan, version=handed.version, actor=cast.curator)

    draft = Roadmap.objects.get(amends=plan)
    assert {row(cast.school, place).line.roadmap for place in (0, 2)} == {draft}
    assert plan.lines.count() == 3


def test_a_plan_of_somebody_else_takes_nothing_in(cast, above, hand, plan):
    hand(above)
    foreign = make_plan(cast.sibling_school, cast.sibling_curator, [])
    handed = row(cast.school)
    with pytest.raises(NoPlanForIt):
        cascade.take_in(handed, foreign, version=handed.version, actor=cast.curator)


def test_sure_pairs_are_confirmed_at_one_go_and_only_those_shown(cast, above, hand, plan):
    hand(above)
    sure = [offer for offer in offers_of(cast.school) if offer.is_sure]
    assert len(sure) == 2

    assert cascade.confirm_sure(cast.school, {str(sure[0].handed.uid)}, actor=cast.curator) == 1
    assert cascade.confirm_sure(cast.school, {str(o.handed.uid) for o in sure}, actor=cast.curator) == 1
    states = [row(cast.school, place).state for place in range(3)]
    assert sorted(states) == [State.LINKED, State.LINKED, State.WAITING]


def test_declining_needs_a_reason(cast, above, hand):
    hand(above)
    handed = row(cast.school)
    with pytest.raises(Invalid):
        cascade.decline(handed, version=handed.version, reason="  ", actor=cast.curator)

    done = cascade.decline(handed, version=handed.version, reason="Нет таких классов", actor=cast.curator)
    assert (done.state, done.reason) == (State.DECLINED, "Нет таких классов")


def test_the_plan_above_goes_while_a_school_works_and_comes_back(cast, above, hand, plan):
    hand(above)
    handed, line = row(cast.school), plan.lines.first()
    cascade.confirm(handed, version=handed.version, line=line, actor=cast.curator)

    plans.remove_roadmap(above, actor=cast.regional_operator)
    gone = row(cast.school)
    assert (gone.state, gone.line) == (State.RECALLED, line)
    with pytest.raises(Recalled):
        cascade.confirm(gone, version=gone.version, line=line, actor=cast.curator)

    plans.restore_roadmap(above, actor=cast.regional_operator)
    states = list(HandedLine.objects.filter(node=cast.school).order_by("parent_line__position").values_list("state"))
    assert states == [(State.LINKED,), (State.PROPOSED,), (State.WAITING,)]


def test_what_was_recalled_is_not_taken_up_again_from_below(cast, above, hand, plan):
    hand(above)
    handed, line = row(cast.school, 1), plan.lines.first()
    cascade.confirm(handed, version=handed.version, line=line, actor=cast.curator)
    HandedLine.objects.filter(pk=handed.pk).update(state=State.RECALLED)
    handed.refresh_from_db()

    with pytest.raises(Recalled):
        cascade.take_back(handed, version=handed.version, actor=cast.curator)
    with pytest.raises(Recalled):
        cascade.accept_change(handed, version=handed.version, actor=cast.curator, take_words=True)

    handed.refresh_from_db()
    line.refresh_from_db()
    assert (handed.state, handed.line, line.title) == (State.RECALLED, line, "Издать приказ о назначении куратора")


def test_a_decision_made_beside_a_recall_loses(cast, above, hand, plan):
    hand(above)
    shown = row(cast.school, 1)
    address(above, {shown.parent_line_id: Address("")}, actor=cast.regional_operator)

    with pytest.raises(EditConflict):
        cascade.decline(shown, version=shown.version, reason="Не для нас", actor=cast.curator)
