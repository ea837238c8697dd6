from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from nastavnik.base.errors import NotAllowed
from nastavnik.notifications.kinds import kind_named
from nastavnik.notifications.models import Notice
from nastavnik.org.levels import keepers
from nastavnik.org.models import Node
from nastavnik.roadmaps.cascading.below import open_requests, with_situation
from nastavnik.roadmaps.models import PlanRequest
from nastavnik.roadmaps.models.plans import Status
from nastavnik.roadmaps.services import cascade
from tests.plans import BEGIN, END
from tests.roadmaps.cascade.plans import load_types, make_plan

Kind = PlanRequest.Kind


@pytest.fixture
def organisations(cast):
    load_types()
    return keepers(timezone.localdate()).filter(path__startswith=cast.district.path)


def ask(cast, nodes, kind=Kind.MAKE_PLAN, **words):
    return cascade.ask(kind, nodes, sender=cast.district, actor=cast.district_coordinator, **words)


def test_all_found_are_asked_once_and_told_once_a_day(cast, organisations):
    assert ask(cast, organisations, due_on=dt.date(2026, 12, 1)) == 3
    assert ask(cast, organisations, due_on=dt.date(2026, 12, 10), text="Ждём до десятого") == 3

    requests = PlanRequest.objects.all()
    assert requests.count() == 3
    assert {(one.due_on, one.text) for one in requests} == {(dt.date(2026, 12, 10), "Ждём до десятого")}
    told = Notice.objects.filter(kind="plan.request").values_list("user", flat=True)
    assert sorted(told) == sorted({cast.curator.pk, cast.director.pk, cast.sibling_curator.pk})


def test_what_is_typed_stands_on_the_page_and_in_no_notice(cast, organisations):
    ask(cast, organisations, text="Ждём вас, Мария Ивановна")
    notice = Notice.objects.filter(kind="plan.request", user=cast.curator).get()

    (told,) = kind_named("plan.request").tell(cast.curator, [notice.context])

    assert told.text == f"{cast.district.short_name} просит: составить план."
    assert [one.text for one in open_requests(cast.school, timezone.localdate())] == ["Ждём вас, Мария Ивановна"]


def test_nobody_outside_the_own_reach_is_asked(cast, organisations):
    with pytest.raises(NotAllowed):
        ask(cast, Node.objects.filter(pk=cast.far_school.pk))
    with pytest.raises(NotAllowed):
        cascade.ask(Kind.MAKE_PLAN, organisations, sender=cast.school, actor=cast.curator)
    assert not PlanRequest.objects.exists()


def test_a_request_closes_itself_when_the_deed_is_done(cast, organisations):
    ask(cast, organisations)
    ask(cast, organisations, Kind.SEND_PLAN)
    today = timezone.localdate()
    assert {one.kind for one in open_requests(cast.school, today)} == {Kind.MAKE_PLAN, Kind.SEND_PLAN}

    plan = make_plan(cast.school, cast.curator, [], status=Status.DRAFT)
    assert {one.kind for one in open_requests(cast.school, today)} == {Kind.SEND_PLAN}

    type(plan).objects.filter(pk=plan.pk).update(status=Status.ON_AGREEMENT)
    assert open_requests(cast.school, today) == []
    assert cascade.close_answered() == 2
    assert PlanRequest.objects.filter(closed_at=None).values("node").distinct().count() == 2


def test_the_furthest_plan_of_the_year_tells_how_far_an_organisation_is(cast, organisations):
    make_plan(cast.school, cast.curator, [("Дело", "до 10 сентября")])
    make_plan(cast.school, cast.curator, [], status=Status.DRAFT)
    make_plan(cast.sibling_school, cast.sibling_curator, [], status=Status.RETURNED)

    on = dt.date(2026, 11, 1)
    found = {node.pk: (node.situation, node.is_late) for node in with_situation(organisations, BEGIN, END, on=on)}

    assert found == {
        cast.school.pk: (Status.IN_FORCE, True),
        cast.sibling_school.pk: (Status.RETURNED, False),
        cast.branch.pk: ("none", False),
    }
