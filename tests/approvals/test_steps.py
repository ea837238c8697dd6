"""Whose turn it is, and that a step is decided once."""

from __future__ import annotations

import datetime as dt
import threading
import uuid

import pytest
from django.db import connection
from django.utils import timezone

from nastavnik import approvals
from nastavnik.accounts.models import Grant, User
from nastavnik.accounts.roles import Duty, Role
from nastavnik.approvals import subjects
from nastavnik.approvals.acting import NotYourTurn, may_decide, who_may_act
from nastavnik.approvals.models import Chain, Step
from nastavnik.approvals.queries import steps_for, waiting_for
from nastavnik.approvals.refusals import AlreadyDecided, PlaceOutOfLine, RouteIncomplete, WrongKind
from nastavnik.approvals.services import deputies
from nastavnik.approvals.services.chains import Planned
from nastavnik.base.errors import Invalid, NotAllowed
from nastavnik.org.services import nodes
from tests.cast import OPENED_ON, make_cast, plant

TODAY = timezone.localdate


@pytest.fixture
def papers(monkeypatch):
    """A kind of subject that keeps what it is told."""
    told: list[str] = []

    class Paper(approvals.Subject):
        def returned(self, chain, step, actor):
            told.append("returned")

        def approved(self, chain, step, actor):
            told.append("approved")

    monkeypatch.setitem(subjects._subjects, "paper", Paper())
    return told


@pytest.fixture
def begin(cast, papers):
    """``begin()`` sends a paper of the school: the district agrees, the council too, the head approves."""

    def send(*kinds: str, due_on: dt.date | None = None) -> Chain:
        places = {"agree": cast.district, "minutes": cast.school, "approve": cast.school}
        steps = [Planned(kind, places[kind], kind, due_on) for kind in (kinds or ("agree", "minutes", "approve"))]
        return approvals.start("paper", uuid.uuid4(), cast.school, "Положение", steps, actor=cast.curator)

    return send


def current(chain: Chain) -> Step:
    return chain.steps.select_related("chain__node", "node").get(state=Step.State.CURRENT)


def test_each_step_is_decided_by_those_whose_turn_it_is(begin, cast, papers):
    chain = begin()
    agreeing = current(chain)
    for stranger in (cast.curator, cast.director, cast.sibling_curator, cast.stranger, cast.ended_curator):
        with pytest.raises(NotYourTurn):
            approvals.agree(agreeing, actor=stranger)
    with pytest.raises(WrongKind):
        approvals.agree(current(begin("minutes", "approve")), actor=cast.curator)
    approvals.agree(agreeing, actor=cast.methodologist)
    approvals.record_minutes(current(chain), minutes_no="3", on=TODAY(), actor=cast.curator)
    with pytest.raises(Invalid):
        approvals.approve(current(chain), order_no="", on=TODAY(), actor=cast.director)
    approvals.approve(current(chain), order_no="7", on=TODAY(), actor=cast.director)

    done = chain.steps.order_by("position").values_list("state", "decided_by", "minutes_no", "order_no")
    assert list(done) == [
        ("agreed", cast.methodologist.pk, "", ""),
        ("agreed", cast.curator.pk, "3", ""),
        ("approved", cast.director.pk, "", "7"),
    ]
    assert papers == ["approved"]


def test_a_duty_must_stand_in_the_grant(begin, cast):
    Grant.objects.filter(user=cast.district_coordinator).update(duties=[Duty.DRAFT])

    assert not may_decide(cast.district_coordinator, current(begin()))


def test_a_route_ends_with_its_only_approval_and_stays_in_line(cast, papers):
    def send(*steps: Planned) -> Chain:
        return approvals.start("paper", uuid.uuid4(), cast.school, "Положение", steps, actor=cast.curator)

    agree, approve = Planned("agree", cast.district, "Р"), Planned("approve", cast.school, "Д")
    for steps in ((), (agree,), (approve, agree), (approve, approve)):
        with pytest.raises(RouteIncomplete):
            send(*steps)
    with pytest.raises(PlaceOutOfLine):
        send(Planned("agree", cast.sibling_district, "Чужой"), approve)


def test_what_waits_is_listed_by_its_day_and_for_the_right_people_alone(begin, cast):
    later, soon = begin("agree", "approve", due_on=TODAY()), begin("agree", "approve", due_on=dt.date(2026, 9, 1))
    whenever = begin("agree", "approve")
    begin("approve")

    found = waiting_for(cast.district_coordinator)

    assert [step.chain_id for step in found.rows] == [soon.pk, later.pk, whenever.pk]
    assert (found.count.value, found.late) == (3, 1)
    assert waiting_for(cast.regional_operator).rows == []
    assert steps_for(cast.regional_operator, widely=True).count() == 3
    assert waiting_for(cast.sibling_curator).rows == []


def test_a_school_that_moves_is_agreed_by_its_new_district(begin, cast):
    step = current(begin())
    coordinator = User.objects.create(email="new@example.org", work_name="Сотрудник 99")
    Grant.objects.create(
        user=coordinator, role=Role.DISTRICT_COORDINATOR, node=cast.sibling_district, duties=[Duty.AGREE],
        from_on=OPENED_ON,
    )  # fmt: skip
    assert not may_decide(coordinator, step)

    nodes.move(cast.school, parent=cast.sibling_district, from_on=TODAY(), actor=None)

    step = current(step.chain)
    assert not may_decide(cast.district_coordinator, step)
    assert waiting_for(cast.district_coordinator).rows == []
    assert waiting_for(coordinator).rows == [step]
    assert who_may_act(step) == [coordinator]
    approvals.agree(step, actor=coordinator)


def test_what_a_closed_place_left_behind_is_settled_above_it(begin, cast):
    chain = begin("agree", "approve")
    approvals.agree(current(chain), actor=cast.district_coordinator)
    for node in (cast.branch, cast.school):
        nodes.close(node, on=TODAY(), actor=None)

    step = current(chain)

    assert waiting_for(cast.district_coordinator).rows == [step]
    assert who_may_act(step) == [cast.methodologist, cast.district_coordinator]
    approvals.withdraw(chain, actor=cast.district_coordinator)
    chain.refresh_from_db()
    assert chain.state == Chain.State.WITHDRAWN


def test_a_district_joined_to_another_leaves_its_turns_to_it(begin, cast):
    step = current(begin())
    # The roles at the old district end with it; the new one has a coordinator of its own.
    Grant.objects.filter(node=cast.district).update(to_on=TODAY())
    heir = plant(cast.region, "district", "Объединённый район")
    coordinator = User.objects.create(email="heir@example.org", work_name="Сотрудник 98")
    Grant.objects.create(
        user=coordinator, role=Role.DISTRICT_COORDINATOR, node=heir, duties=[Duty.AGREE], from_on=OPENED_ON
    )

    nodes.merge(cast.district, into=heir, on=TODAY(), actor=None)

    step = current(step.chain)
    assert who_may_act(step) == [coordinator]
    assert waiting_for(coordinator).rows == [step]
    approvals.agree(step, actor=coordinator)


def test_a_deputy_decides_in_the_name_of_another_while_it_lasts(begin, cast):
    step = current(begin("approve"))
    row = approvals.name_deputy(cast.team_member, cast.school, basis="Приказ № 4", actor=cast.director)
    assert waiting_for(cast.team_member).rows == [step]
    assert set(who_may_act(step)) == {cast.director, cast.team_member}

    approvals.approve(step, order_no="9", on=TODAY(), actor=cast.team_member)

    step.refresh_from_db()
    assert (step.decided_by, step.on_behalf_of) == (cast.team_member, cast.director)
    approvals.end_deputy(row, actor=cast.director)
    assert not may_decide(cast.team_member, current(begin("approve")))


def test_a_deputy_works_at_the_place_and_is_named_by_who_decides_there(cast):
    with pytest.raises(deputies.StrangerAsDeputy):
        approvals.name_deputy(cast.sibling_curator, cast.school, basis="Приказ", actor=cast.director)
    with pytest.raises(NotAllowed):
        approvals.name_deputy(cast.team_member, cast.school, basis="Приказ", actor=cast.curator)
    with pytest.raises(Invalid):
        approvals.name_deputy(cast.director, cast.school, basis="Приказ", actor=cast.director)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_exactly_one_does(papers):
    cast = make_cast()
    steps = [Planned("agree", cast.district, "Р"), Planned("approve", cast.school, "Д")]
    chain = approvals.start("paper", uuid.uuid4(), cast.school, "Положение", steps, actor=cast.curator)
    step, ready, outcomes = current(chain), threading.Barrier(2), []

    def decide(deed) -> None:
        try:
            ready.wait(60)
            deed()
            outcomes.append("done")
        except AlreadyDecided:
            outcomes.append("late")
        finally:
            connection.close()

    deeds = (
        lambda: approvals.agree(step, actor=cast.district_coordinator),
        lambda: approvals.return_(step, [(None, "Уточните сроки")], actor=cast.methodologist),
    )
    threads = [threading.Thread(target=decide, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)

    assert sorted(outcomes) == ["done", "late"]
    step.refresh_from_db()
    chain.refresh_from_db()
    assert (step.state, chain.state) in {("agreed", "running"), ("returned", "returned")}
    assert step.remarks.count() == (step.state == "returned")


@pytest.mark.parametrize("role", [Role.MENTEE, Role.PARENT, Role.MENTOR, Role.PARTNER])
def test_nobody_is_a_deputy_who_does_not_see_what_is_agreed(cast, role):
    stranger = cast.sibling_curator
    Grant.objects.create(user=stranger, role=role, node=cast.school, from_on=OPENED_ON, basis="Приказ")

    assert stranger not in deputies.possible_deputies(cast.director, cast.school)
    with pytest.raises(deputies.StrangerAsDeputy):
        approvals.name_deputy(stranger, cast.school, basis="Приказ", actor=cast.director)
