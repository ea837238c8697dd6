"""States as the database computes them, against a plain model of model.md §18.4."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nastavnik.roadmaps.models import LineDecision, Occurrence, Roadmap, RoadmapLine
from nastavnik.roadmaps.states import counts_by_state, is_due_soon, occurrence_states, with_states

DAY0 = dt.date(2026, 10, 1)


def state_of(line: RoadmapLine, on: dt.date) -> str:
    return with_states(RoadmapLine.objects.filter(pk=line.pk), on).get().state


def plain_state(times, on):
    """The rule in words: overdue wins; all proved is done; a begun or partly proved line is in progress."""
    proved = [done is not None and done <= on for _s, _due, done in times]
    if any(due is not None and due < on and not ok for (_s, due, _d), ok in zip(times, proved, strict=True)):
        return "overdue"
    if all(proved):
        late = any(due is not None and done > due for _s, due, done in times)
        return "done_late" if late else "done"
    begun = any(start <= on for start, _due, _done in times)
    return "in_progress" if begun or any(proved) else "not_started"


offsets = st.integers(-20, 20)
one_time = st.tuples(offsets, st.none() | st.integers(0, 20), st.none() | offsets)


@pytest.mark.django_db
# The body clears the rows of the example before: the fixture is one line for all of them.
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(times=st.lists(one_time, min_size=1, max_size=4), on=offsets)
def test_the_state_of_a_line_is_what_the_rule_says(times, on, shared_line):
    shared_line.occurrences.all().delete()
    dated = [
        (
            DAY0 + dt.timedelta(start),
            None if length is None else DAY0 + dt.timedelta(start + length),
            None if done is None else DAY0 + dt.timedelta(done),
        )
        for start, length, done in times
    ]
    # The same window twice is one occurrence.
    dated = list({(start, due): (start, due, done) for start, due, done in dated}.values())
    Occurrence.objects.bulk_create(
        Occurrence(line=shared_line, node_id=shared_line.node_id, starts_on=start, due_on=due, done_on=done)
        for start, due, done in dated
    )
    day = DAY0 + dt.timedelta(on)

    assert state_of(shared_line, day) == plain_state(dated, day)


@pytest.fixture
def shared_line(add):
    return add("октябрь")


@pytest.fixture
def line(add):
    return add("до 15 октября")


def test_a_deadline_goes_from_in_progress_over_overdue_to_done_late(line: RoadmapLine):
    assert state_of(line, dt.date(2026, 8, 31)) == "not_started"
    assert state_of(line, dt.date(2026, 10, 15)) == "in_progress"
    assert state_of(line, dt.date(2026, 10, 16)) == "overdue"

    line.occurrences.update(done_on=dt.date(2026, 10, 20))

    assert state_of(line, dt.date(2026, 10, 19)) == "overdue"
    assert state_of(line, dt.date(2026, 10, 20)) == "done_late"


def test_a_line_on_demand_never_goes_overdue(add):
    line = add("по запросу")

    assert state_of(line, dt.date(2030, 1, 1)) == "in_progress"


def test_a_decision_holds_from_its_day_until_its_end(line: RoadmapLine, cast):
    LineDecision.objects.create(
        line=line,
        kind="postponed",
        basis="Приказ № 12",
        from_on=dt.date(2026, 10, 10),
        to_on=dt.date(2026, 11, 1),
        made_by=cast.curator,
    )

    states = [state_of(line, dt.date(2026, 10, day)) for day in (9, 10, 20)]
    assert states == ["in_progress", "postponed", "postponed"]
    assert state_of(line, dt.date(2026, 11, 1)) == "overdue"


def test_counts_name_every_state_and_take_one_query(roadmap: Roadmap, add, django_assert_num_queries):
    add("до 15 октября")
    add("ноябрь")
    add("по запросу")

    with django_assert_num_queries(1):
        counts = counts_by_state(roadmap.lines.all(), dt.date(2026, 10, 20))

    assert counts == {
        "overdue": 1,
        "in_progress": 1,
        "not_started": 1,
        "done": 0,
        "done_late": 0,
        "postponed": 0,
        "not_relevant": 0,
    }


def test_an_occurrence_has_a_state_of_its_own(add):
    line = add("1 раз в квартал")
    first = line.occurrences.order_by("starts_on").first()
    first.done_on = first.due_on
    first.save()

    rows = line.occurrences.annotate(state=occurrence_states(dt.date(2026, 11, 1))).order_by("starts_on")

    assert [row.state for row in rows][:3] == ["done", "in_progress", "not_started"]


@pytest.mark.parametrize(
    ("state", "due", "soon"),
    [
        ("in_progress", 0, True),
        ("not_started", 14, True),
        ("in_progress", 15, False),
        ("overdue", -1, False),
        ("done", 5, False),
        ("in_progress", None, False),
    ],
)
def test_due_soon_is_a_mark_for_what_still_waits(state, due, soon):
    assert is_due_soon(state, None if due is None else DAY0 + dt.timedelta(due), DAY0) is soon
