"""Five layouts in one cascade, and how well the lines below are found for those above: `docs/domain/likeness.md`."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

import pytest

from nastavnik import measures
from nastavnik.cli.demo import cascade, names, plans, region
from nastavnik.org.models import Node
from nastavnik.org.services import reference
from nastavnik.roadmaps.models import HandedLine
from tests.roadmaps.cascade.coverage import answers, documents, labels, of_gaps, of_proposals

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
TODAY = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
# Two districts with four organisations each: every layout is among them.
State = HandedLine.State
DISTRICTS, ORGANISATIONS = 2, 8
LAYOUTS = ("school_teachers", "school_slides", "club_plan")
# Part, and the least F1 of proposals and of gaps: slightly under what is reached.
LEAST = (("tuned", 0.8, 0.8), ("kept", 0.7, 0.7))


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch, time_machine: Any) -> region.Region:
    """The demo with fewer districts, its plans read and handed down; nobody has confirmed anything."""
    time_machine.move_to(TODAY)
    monkeypatch.setattr(names, "DISTRICTS", names.DISTRICTS[:DISTRICTS])
    reference.load()
    rng = Random(7)
    with measures.once():
        found = region.build(rng, people=ORGANISATIONS * region.PER_SCHOOL)
        plans.load(rng, found)
        cascade.hand_down(found)
    return found


def test_what_is_proposed_and_what_coverage_tells(built):
    found = answers(built)

    assert set(found) == set(labels())
    for part, of_lines, of_cover in LEAST:
        proposals, gaps = of_proposals(found, part), of_gaps(found, part)
        print(part, proposals, "|", gaps)
        assert proposals.f1 >= of_lines, f"{part}, proposals: {proposals}"
        assert gaps.f1 >= of_cover, f"{part}, gaps: {gaps}"


def states_of(receivers: list[Node]) -> set[str]:
    return set(HandedLine.objects.filter(node__in=receivers).values_list("state", flat=True))


def test_five_layouts_stand_in_one_cascade_and_its_people_have_begun(built):
    cascade.take_up(built)

    read = documents()
    rows = HandedLine.objects.exclude(line=None).select_related("line")
    met = {(read[row.parent_id], read[row.line.roadmap_id]) for row in rows}
    assert met >= {("city_plan", "district_plan"), *(("district_plan", layout) for layout in LAYOUTS)}
    decided = {State.WAITING, State.LINKED, State.DECLINED}
    assert states_of(built.districts) >= decided
    assert states_of(built.organisations) >= decided | {State.PROPOSED}
    taken_in = HandedLine.objects.get(state=State.ADDED)
    assert taken_in.line.title == taken_in.parent_line.title
