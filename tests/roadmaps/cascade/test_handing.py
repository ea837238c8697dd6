from __future__ import annotations

import datetime as dt

import pytest

from nastavnik import jobs
from nastavnik.base.errors import NotAllowed
from nastavnik.jobs.runs import claim
from nastavnik.notifications.models import Notice
from nastavnik.org.services import nodes
from nastavnik.roadmaps.models import HandedLine
from nastavnik.roadmaps.models.lines import Addressed
from nastavnik.roadmaps.models.plans import Status
from nastavnik.roadmaps.services import cascade, lines
from nastavnik.roadmaps.services.cascade.addressing import Address
from nastavnik.roadmaps.services.cascade.handing import NothingAddressed, NotInForceYet, OutsideTerritory
from nastavnik.roadmaps.tasks_cascade import HandDownLines, look_after_receivers
from tests.roadmaps.cascade.plans import address_all, make_plan

State = HandedLine.State


def states_at(node) -> list[str]:
    rows = HandedLine.objects.filter(node=node).order_by("parent_line__position")
    return list(rows.values_list("state", flat=True))


def test_each_organisation_gets_each_line_and_its_own_line_is_proposed(cast, above, hand):
    make_plan(cast.school, cast.curator, [("Сформировать базу наставников школы", "октябрь")], status=Status.DRAFT)

    hand(above)

    receivers = {cast.school, cast.branch, cast.sibling_school, cast.far_school}
    assert {row.node for row in HandedLine.objects.all()} == receivers
    assert HandedLine.objects.count() == 3 * len(receivers)
    assert states_at(cast.school) == [State.WAITING, State.PROPOSED, State.WAITING]
    assert states_at(cast.sibling_school) == [State.WAITING] * 3
    told = Notice.objects.filter(kind="plan.handed").values_list("user", flat=True)
    assert set(told) == {cast.curator.pk, cast.sibling_curator.pk}


def test_a_plan_of_the_other_model_or_another_year_is_not_looked_at(cast, above, hand):
    other = make_plan(cast.school, cast.curator, [("Формирование базы наставников", "")])
    type(other).objects.filter(pk=other.pk).update(model="teachers")
    old = make_plan(cast.sibling_school, cast.sibling_curator, [("Формирование базы наставников", "")])
    type(old).objects.filter(pk=old.pk).update(starts_on=dt.date(2020, 9, 1), ends_on=dt.date(2021, 8, 31))

    hand(above)

    assert states_at(cast.school) == states_at(cast.sibling_school) == [State.WAITING] * 3


def test_handing_down_again_doubles_nothing_and_keeps_decisions(cast, above, hand):
    hand(above)
    row = HandedLine.objects.filter(node=cast.school).first()
    cascade.decline(row, version=row.version, reason="Не наш профиль", actor=cast.curator)

    hand(above)

    assert HandedLine.objects.count() == 12
    assert State.DECLINED in states_at(cast.school)
    assert Notice.objects.filter(kind="plan.handed", user=cast.curator).count() == 1


def test_a_chosen_district_first_then_everybody(cast, above, hand):
    hand(above, under=cast.sibling_district)
    assert {row.node for row in HandedLine.objects.all()} == {cast.far_school}

    hand(above)
    assert HandedLine.objects.count() == 12


def test_lines_for_districts_find_the_plan_of_their_office(cast, above, hand):
    address_all(above, cast.regional_operator, Addressed.DISTRICTS)
    make_plan(cast.imc, cast.district_coordinator, [("Формирование базы наставников района", "")])

    hand(above)

    assert {row.node for row in HandedLine.objects.all()} == {cast.district, cast.sibling_district}
    assert states_at(cast.district) == [State.WAITING, State.PROPOSED, State.WAITING]


def test_a_worker_killed_between_two_pieces_loses_and_doubles_nothing(cast, above, monkeypatch):
    monkeypatch.setattr("nastavnik.roadmaps.tasks_cascade.CHUNK", 1)
    cascade.hand_down(above, actor=cast.regional_operator)
    job = claim()
    HandDownLines().chunk(jobs.Run(job))
    assert HandedLine.objects.count() == 3

    # Its lease runs out; another worker takes the job up from the cursor.
    jobs.Job.objects.filter(pk=job.pk).update(state=jobs.Job.State.QUEUED)
    jobs.run_all()

    job.refresh_from_db()
    assert (job.state, job.done, HandedLine.objects.count()) == (jobs.Job.State.DONE, 4, 12)


def test_only_the_office_of_the_plan_hands_down(cast, above):
    for stranger in (cast.director, cast.curator, cast.methodologist, cast.district_coordinator):
        with pytest.raises(NotAllowed):
            cascade.hand_down(above, actor=stranger)
        with pytest.raises(NotAllowed):
            cascade.address(above, {}, actor=stranger)


def test_what_cannot_be_handed_down_says_why(cast, above):
    operator = cast.regional_operator
    with pytest.raises(OutsideTerritory):
        cascade.hand_down(above, actor=operator, under=cast.other_region)
    address_all(above, operator, Addressed.NOBODY)
    with pytest.raises(NothingAddressed):
        cascade.hand_down(above, actor=operator)
    type(above).objects.update(status=Status.DRAFT)
    above.refresh_from_db()
    with pytest.raises(NotInForceYet):
        cascade.hand_down(above, actor=operator)


def test_an_organisation_opened_later_gets_what_the_others_have(cast, above, hand):
    hand(above)
    later = nodes.open_node(
        kind="body", type="school", full="Школа № 101", short="Школа № 101", parent=cast.district,
        opened_on=dt.date(2026, 9, 2), actor=None,
    )  # fmt: skip
    cascade.refresh(later)
    assert states_at(later) == [State.WAITING] * 3


def test_closed_and_moved_organisations_drop_out_and_come_back(cast, above, hand):
    plan = make_plan(cast.district, cast.district_coordinator, [("Районный слёт наставников", "май")])
    address_all(plan, cast.district_coordinator)
    hand(plan, actor=cast.district_coordinator)
    hand(above)
    row = HandedLine.objects.get(parent=plan, node=cast.sibling_school)
    own = make_plan(cast.sibling_school, cast.sibling_curator, [("Участие в слёте", "май")]).lines.get()
    cascade.confirm(row, version=row.version, line=own, actor=cast.sibling_curator)

    today = dt.date(2026, 9, 10)
    nodes.move(cast.sibling_school, parent=cast.sibling_district, from_on=today, actor=None)
    nodes.close(cast.branch, on=today, actor=None)
    look_after_receivers()
    jobs.run_all()
    row.refresh_from_db()
    assert (row.state, row.line) == (State.RECALLED, own)
    assert states_at(cast.branch) == [State.RECALLED] * 4
    assert HandedLine.objects.standing().filter(parent=above, node=cast.sibling_school).count() == 3

    nodes.move(cast.sibling_school, parent=cast.district, from_on=dt.date(2026, 9, 11), actor=None)
    cast.sibling_school.refresh_from_db()
    cascade.refresh(cast.sibling_school)
    row.refresh_from_db()
    assert (row.state, row.line) == (State.LINKED, own)


def test_a_line_no_longer_addressed_is_recalled(cast, above, hand):
    hand(above)
    line = above.lines.first()

    cascade.address(above, {line.pk: Address(Addressed.NOBODY)}, actor=cast.regional_operator)

    assert states_at(cast.school) == [State.RECALLED, State.WAITING, State.WAITING]


def test_a_line_marked_after_the_hand_down_waits_for_the_next_one(cast, above, hand):
    hand(above)
    line = lines.add_line(above, actor=cast.regional_operator, title="Новое событие", deadline_text="март")
    cascade.address(above, {line.pk: Address(Addressed.ORGANISATIONS)}, actor=cast.regional_operator)

    look_after_receivers()
    jobs.run_all()
    assert len(states_at(cast.school)) == 3

    hand(above)
    assert len(states_at(cast.school)) == 4
