"""Sums of the cascade against counting by hand, over random deeds."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nastavnik.org.models import Node
from nastavnik.org.services import nodes
from nastavnik.roadmaps.cascading.coverage import LATER, coverage, receivers_of, receivers_page
from nastavnik.roadmaps.cascading.offers import offers_of, repair
from nastavnik.roadmaps.cascading.roll_up import DECLINED, MISSING, PROPOSED, roll_up
from nastavnik.roadmaps.cascading.terms import Days, days_of, is_late
from nastavnik.roadmaps.models import HandedLine, Occurrence, RoadmapLine
from nastavnik.roadmaps.services import cascade, lines
from nastavnik.roadmaps.states import with_states
from tests.roadmaps.cascade.plans import address_all, load_types, make_plan

State = HandedLine.State
OWN = (
    ("Назначить куратора программы наставничества", "до 10 сентября"),
    ("Формирование базы наставников", "до 1 декабря"),
    ("Мониторинг эффективности программ наставничества", "1 раз в квартал"),
)
TODAY = dt.date(2026, 11, 22)


def by_hand(plan, on) -> dict[int, Counter]:
    """The same sums, row by row in Python."""
    found: dict[int, Counter] = {}
    for row in HandedLine.objects.filter(parent=plan).exclude(state=State.RECALLED).select_related("line__roadmap"):
        if row.parent_line.removed_at is not None:
            continue
        if row.state in (State.DECLINED, State.PROPOSED):
            stands = {State.DECLINED: DECLINED, State.PROPOSED: PROPOSED}[row.state]
        elif row.state == State.WAITING or not row.line or row.line.removed_at or row.line.roadmap.removed_at:
            stands = MISSING
        else:
            stands = with_states(RoadmapLine.objects.filter(pk=row.line_id), on).get().state
        found.setdefault(row.parent_line_id, Counter())[stands] += 1
    return found


def sums(plan, on) -> dict[int, Counter]:
    return {line: Counter(dict(found.counts)) for line, found in roll_up(plan, on).items()}


@pytest.fixture
def handed(cast, above, hand):
    """Every school has a plan of its own; nothing is decided yet."""
    for node, actor in ((cast.school, cast.curator), (cast.sibling_school, cast.sibling_curator)):
        make_plan(node, actor, OWN)
    hand(above)
    return above


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_roll_up_equals_counting_by_hand(cast, handed, seed):
    chance = Random(seed)
    actors = {cast.school.pk: cast.curator, cast.sibling_school.pk: cast.sibling_curator}
    for row in HandedLine.objects.filter(node__in=actors):
        own = list(RoadmapLine.objects.filter(node=row.node, removed_at=None))
        deed = chance.randrange(4)
        if deed == 0:
            cascade.decline(row, version=row.version, reason="Нет", actor=actors[row.node_id])
        elif deed > 1 and own:
            line = chance.choice(own)
            cascade.confirm(row, version=row.version, line=line, actor=actors[row.node_id])
            if chance.random() < 0.2:
                lines.remove_line(line, actor=actors[row.node_id])
            elif chance.random() < 0.2:
                lines.decide(
                    line,
                    kind="postponed",
                    basis="Приказ",
                    from_on=TODAY - dt.timedelta(days=9),
                    actor=actors[row.node_id],
                )
    for occurrence in Occurrence.objects.all():
        if chance.random() < 0.6:
            day = dt.date(2026, 9, 1) + dt.timedelta(days=chance.randrange(300))
            Occurrence.objects.filter(pk=occurrence.pk).update(done_on=day)
    if chance.random() < 0.5:
        nodes.close(cast.branch, on=dt.date(2026, 10, 1), actor=None)
        cascade.refresh(Node.objects.get(pk=cast.branch.pk))

    for on in (dt.date(2026, 9, 5), TODAY, dt.date(2027, 6, 1)):
        assert sums(handed, on) == by_hand(handed, on)


def test_sums_take_one_query_and_a_page_as_many_for_more_organisations(cast, handed):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        roll_up(handed, TODAY)
        coverage(handed)
    assert len(asked) == 2

    counts = []
    for size in (1, 4):
        with CaptureQueriesContext(connection) as asked:
            receivers_page(handed, receivers_of(handed, on=TODAY), on=TODAY, cursor="", size=size)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_coverage_tells_who_lacks_what_and_whose_term_is_later(cast, handed):
    base = handed.lines.get(title__contains="базы")
    row = HandedLine.objects.get(node=cast.school, parent_line=base)
    cascade.confirm(row, version=row.version, line=row.line, actor=cast.curator)

    found = coverage(handed)[base.pk]

    # 15 October above, 1 December below; the neighbour's is proposed, two organisations have no plan at all.
    assert (found.total, found.covered, found.proposed, found.missing, found.later) == (4, 1, 1, 2, 1)
    assert list(receivers_of(handed, LATER, on=TODAY)) == [cast.school]
    assert set(receivers_of(handed, MISSING, on=TODAY, line=base)) == {cast.branch, cast.far_school}


def test_the_smallest_mending_links_and_moves_before_it_adds(cast, handed):
    offers = offers_of(cast.school)
    days = days_of(RoadmapLine.objects.values_list("pk", flat=True))

    changes = [
        (change.kind, change.handed.parent_line.title[:10], change.by) for change in repair(handed, offers, days)
    ]

    assert changes == [
        ("link", "Назначение", None),
        ("link", "Формирован", None),
        ("move", "Формирован", dt.date(2026, 10, 15)),
        ("link", "Мониторинг", None),
    ]
    branch = repair(handed, offers_of(cast.branch), days)
    assert [change.kind for change in branch] == ["add"] * 3


def test_what_goes_on_above_is_met_by_what_has_begun_below(cast, hand):
    load_types()
    above = make_plan(cast.region, cast.regional_operator, [("Информирование о наставничестве", "1 раз в квартал")])
    address_all(above, cast.regional_operator)
    own = [("Информирование о наставничестве на сайте", "с мая 2027 по август 2027")]
    line = make_plan(cast.school, cast.curator, own).lines.get()
    hand(above)
    row = HandedLine.objects.get(node=cast.school)
    cascade.confirm(row, version=row.version, line=line, actor=cast.curator)
    last = above.lines.get().occurrences.latest("due_on")

    found = {}
    for begins, due in ((-30, 30), (5, 30), (-30, 0)):
        days = [last.due_on + dt.timedelta(days=days) for days in (begins, due)]
        line.occurrences.update(starts_on=days[0], due_on=days[1])
        of = days_of([above.lines.get().pk, line.pk])
        late = is_late(of[above.lines.get().pk], of[line.pk])
        assert coverage(above)[above.lines.get().pk].later == late
        found[begins, due] = late

    assert found == {(-30, 30): False, (5, 30): True, (-30, 0): False}


def test_of_a_single_term_the_due_day_alone_decides():
    above = Days(dt.date(2026, 9, 1), dt.date(2026, 9, 30), dt.date(2026, 9, 30))

    assert is_late(above, Days(dt.date(2026, 9, 1), dt.date(2026, 10, 31), dt.date(2026, 10, 31)))
    assert not is_late(above, Days(dt.date(2026, 9, 1), dt.date(2026, 9, 30), dt.date(2027, 5, 31)))
