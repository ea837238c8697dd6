"""The way of a plan: sent, agreed, returned, approved, in force; and what it does to the words."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from nastavnik import approvals
from nastavnik.approvals.models import Chain, Step
from nastavnik.approvals.queries import waiting_for
from nastavnik.approvals.refusals import RemarkMissing, TakenBack
from nastavnik.base.errors import Invalid, NotAllowed
from nastavnik.notifications.models import Notice
from nastavnik.roadmaps.models import HandedLine, Roadmap
from nastavnik.roadmaps.models.plans import Status
from nastavnik.roadmaps.nightly_approvals import remind_of_late_steps
from nastavnik.roadmaps.services import approval, lines, plans
from nastavnik.roadmaps.services.baselines import WordsAreApproved
from tests.plans import BEGIN, END


@pytest.fixture
def draft(cast):
    """A plan of the school with one line, not sent yet."""
    made = plans.create_roadmap(cast.school, actor=cast.curator, title="План школы", starts_on=BEGIN, ends_on=END)
    lines.add_line(made, actor=cast.curator, title="Издать приказ", deadline_text="до 10 сентября", number="1")
    return made


def current(chain: Chain) -> Step:
    return chain.steps.get(state=Step.State.CURRENT)


def told(user) -> list[str]:
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("kind", flat=True))


def test_a_plan_goes_its_whole_way(draft, cast):
    chain = approval.send(draft, actor=cast.curator)
    draft.refresh_from_db()
    assert draft.status == Status.ON_AGREEMENT
    assert [step.chain_id for step in waiting_for(cast.district_coordinator).rows] == [chain.pk]
    assert waiting_for(cast.director).rows == []

    approvals.agree(current(chain), actor=cast.district_coordinator)
    draft.refresh_from_db()
    assert draft.status == Status.AGREED
    assert [step.chain_id for step in waiting_for(cast.director).rows] == [chain.pk]

    approvals.approve(current(chain), order_no="112-од", on=timezone.localdate(), actor=cast.director)
    draft.refresh_from_db()
    chain.refresh_from_db()
    assert (draft.status, draft.approved_here, draft.order_no) == (Status.IN_FORCE, True, "112-од")
    assert draft.approver_name == cast.director.work_name
    assert chain.state == Chain.State.APPROVED
    assert [line["title"] for line in draft.baselines.get().content["lines"]] == ["Издать приказ"]
    assert told(cast.curator) == ["plan.agreed", "plan.approved"]
    assert told(cast.director) == ["plan.to_agree"]
    assert set(told(cast.methodologist)) == {"plan.to_agree"}
    assert told(cast.regional_operator) == []


def test_a_returned_plan_is_mended_and_sent_again(draft, cast):
    line = draft.lines.get()
    step = current(approval.send(draft, actor=cast.curator))
    with pytest.raises(WordsAreApproved):
        lines.edit_line(line, version=line.version, actor=cast.curator, title="Иначе")
    with pytest.raises(RemarkMissing):
        approvals.return_(step, [(None, "  ")], actor=cast.methodologist)

    approvals.return_(step, [(line.uid, "Назовите срок приказа"), (None, "")], actor=cast.methodologist)

    draft.refresh_from_db()
    assert draft.status == Status.RETURNED
    (remark,) = step.remarks.all()
    assert (remark.place, remark.text) == (line.uid, "Назовите срок приказа")
    lines.edit_line(line, version=line.version, actor=cast.curator, title="Издать приказ до 5 сентября")
    approvals.resolve(remark, actor=cast.curator, answer="Срок назван")
    again = approval.send(draft, actor=cast.curator)
    assert Chain.objects.filter(subject_uid=draft.uid).count() == 2
    assert current(again).position == 0
    assert told(cast.curator) == ["plan.returned"]


def test_a_plan_taken_back_is_a_draft_and_waits_for_nobody(draft, cast):
    chain = approval.send(draft, actor=cast.curator)
    step = current(chain)

    approvals.withdraw(chain, actor=cast.curator)

    draft.refresh_from_db()
    assert draft.status == Status.DRAFT
    assert waiting_for(cast.district_coordinator).rows == []
    with pytest.raises(TakenBack):
        approvals.agree(step, actor=cast.district_coordinator)


def test_an_empty_plan_and_one_on_its_way_are_not_sent(draft, cast):
    empty = plans.create_roadmap(cast.school, actor=cast.curator, title="Пустой", starts_on=BEGIN, ends_on=END)
    with pytest.raises(approval.PlanEmpty):
        approval.send(empty, actor=cast.curator)
    approval.send(draft, actor=cast.curator)
    with pytest.raises(plans.WrongState):
        approval.send(draft, actor=cast.curator)
    with pytest.raises(NotAllowed):
        approval.send(empty, actor=cast.sibling_curator)


def test_an_approved_plan_waits_for_its_day(draft, cast):
    today = timezone.localdate()
    chain = approval.send(draft, actor=cast.curator)
    approvals.agree(current(chain), actor=cast.district_coordinator)
    approvals.approve(
        current(chain), order_no="7", on=today, effective_on=today + dt.timedelta(days=3), actor=cast.director
    )
    draft.refresh_from_db()
    assert draft.status == Status.APPROVED

    day = dt.timedelta(days=1)
    assert approval.put_due_in_force(timezone.now() + 2 * day) == 0
    assert approval.put_due_in_force(timezone.now() + 3 * day) == 1
    assert approval.put_due_in_force(timezone.now() + 3 * day) == 0
    assert Roadmap.objects.get(pk=draft.pk).status == Status.IN_FORCE


def test_an_approval_on_paper_is_recorded_later_and_says_so(draft, cast):
    signed = timezone.localdate() - dt.timedelta(days=40)
    with pytest.raises(Invalid) as refusal:
        approval.approve_on_paper(
            draft, order_no=" ", on=timezone.localdate() + dt.timedelta(days=1), actor=cast.curator
        )
    assert set(refusal.value.fields) == {"order_no", "decided_on"}

    done = approval.approve_on_paper(draft, order_no="15", on=signed, actor=cast.curator)

    chain = Chain.objects.get(subject_uid=draft.uid)
    step = chain.steps.get()
    assert (done.status, done.approved_here, done.approved_on) == (Status.IN_FORCE, False, signed)
    assert (chain.is_retroactive, step.decided_by, step.decided_on) == (True, cast.curator, signed)
    assert chain.started_at.date() > signed
    line = draft.lines.get()
    assert lines.edit_line(line, version=line.version, actor=cast.curator, title="Поправка").title == "Поправка"


def test_words_approved_here_are_fixed_and_the_rest_goes_on(draft, cast):
    chain = approval.send(draft, actor=cast.curator)
    approvals.agree(current(chain), actor=cast.district_coordinator)
    approvals.approve(current(chain), order_no="7", on=timezone.localdate(), actor=cast.director)
    line = draft.lines.get()

    for deed in (
        lambda: lines.edit_line(line, version=line.version, actor=cast.curator, title="Иначе"),
        lambda: lines.add_line(draft, actor=cast.curator, title="Ещё"),
        lambda: lines.remove_line(line, actor=cast.curator),
        lambda: plans.edit_heading(draft, version=draft.version, actor=cast.curator, title="Иначе"),
    ):
        with pytest.raises(WordsAreApproved):
            deed()

    day = dt.date(2027, 3, 1)
    saved = lines.edit_line(line, version=line.version, actor=cast.curator, manual_due_on=day)
    assert saved.manual_due_on == day
    lines.decide(line, kind="postponed", basis="Карантин", from_on=timezone.localdate(), actor=cast.curator)


def test_a_plan_that_is_removed_waits_for_nobody(draft, cast):
    step = current(approval.send(draft, actor=cast.curator))

    plans.remove_roadmap(draft, actor=cast.curator)

    with pytest.raises(TakenBack):
        approvals.agree(step, actor=cast.district_coordinator)
    plans.restore_roadmap(draft, actor=cast.curator)
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT


def test_a_late_step_reminds_once_and_an_old_one_no_more(draft, cast):
    step = current(approval.send(draft, actor=cast.curator))
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Step.objects.filter(pk=step.pk).update(due_on=yesterday)

    for _again in range(2):
        assert remind_of_late_steps() == 1

    assert told(cast.district_coordinator) == ["plan.to_agree", "plan.to_agree"]
    Step.objects.filter(pk=step.pk).update(due_on=yesterday - dt.timedelta(days=30))
    assert remind_of_late_steps() == 0


def test_an_order_older_than_the_round_is_taken_and_shown_as_such(draft, cast):
    chain = approval.send(draft, actor=cast.curator)
    approvals.agree(current(chain), actor=cast.district_coordinator)

    approvals.approve(current(chain), order_no="3", on=dt.date(2026, 8, 20), actor=cast.director)

    chain.refresh_from_db()
    assert (chain.is_retroactive, chain.steps.get(kind="approve").decided_on) == (True, dt.date(2026, 8, 20))


def test_a_parent_plan_that_goes_does_not_stop_its_children(draft, cast):
    """The region's plan is archived while a school's plan, with a line that stands for its line, is being agreed."""
    above = plans.create_roadmap(
        cast.region, actor=cast.regional_operator, title="План региона", starts_on=BEGIN, ends_on=END
    )
    asked = lines.add_line(above, actor=cast.regional_operator, title="Издать приказ")
    above = approval.approve_on_paper(above, order_no="1", on=BEGIN, actor=cast.regional_operator)
    HandedLine.objects.create(
        parent_line=asked, parent=above, node=cast.school, line=draft.lines.get(), state="linked"
    )
    chain = approval.send(draft, actor=cast.curator)
    approvals.agree(current(chain), actor=cast.district_coordinator)

    plans.archive(above, actor=cast.regional_operator)
    approvals.approve(current(chain), order_no="7", on=timezone.localdate(), actor=cast.director)

    draft.refresh_from_db()
    assert draft.status == Status.IN_FORCE


def test_plans_of_offices_go_their_own_ways(cast):
    """The district's plan is agreed by the region and approved by the district; the centre's by the region alone."""
    ways = {}
    for node, actor in ((cast.imc, cast.district_coordinator), (cast.centre, cast.regional_operator)):
        made = plans.create_roadmap(node, actor=actor, title="План", starts_on=BEGIN, ends_on=END)
        ways[node.pk] = [(planned.kind, planned.node) for _stop, planned in approval.planned_route(made)]
        lines.add_line(made, actor=actor, title="Провести совещание")
        chain = approval.send(made, actor=actor)
        if node == cast.imc:
            approvals.agree(current(chain), actor=cast.regional_operator)
        approvals.approve(current(chain), order_no="1", on=timezone.localdate(), actor=actor)
        assert Roadmap.objects.get(pk=made.pk).status == Status.IN_FORCE
    assert ways == {
        cast.imc.pk: [("agree", cast.region), ("approve", cast.district)],
        cast.centre.pk: [("approve", cast.region)],
    }
