"""Kept values: the counted ones after whatever deeds, cheap to keep, read only while they are true."""

from __future__ import annotations

import contextlib
import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nastavnik import jobs, measures
from nastavnik.accounts.models import Grant
from nastavnik.accounts.roles import Role
from nastavnik.accounts.services.grants import end_role, give_role
from nastavnik.base.errors import DomainError
from nastavnik.measures import counting, tasks
from nastavnik.measures.declaring import all_units
from nastavnik.measures.models import KeptValue, Round
from nastavnik.measures.shelves import SLOTS, shelves
from nastavnik.org import reference
from nastavnik.org.models import Node
from nastavnik.org.services import nodes
from nastavnik.roadmaps.models import Evidence, Occurrence, Roadmap, RoadmapLine
from nastavnik.roadmaps.services import evidence, lines, plans
from tests.cast import plant
from tests.measures.conftest import TODAY

YEAR = measures.year(2026)
BEFORE = dt.date(2026, 11, 3)


def kept() -> dict[tuple[int, str, str], tuple[int, ...]]:
    return {
        (row.node_id, name, row.period): row.sums[shelf.cut]
        for row in KeptValue.objects.all()
        for name, shelf in shelves().items()
        if shelf.row == row.units and any(row.sums[shelf.cut])
    }


def counted_anew() -> dict[tuple[int, str, str], tuple[int, ...]]:
    return {key: sums for key, sums in counting.count_rows(all_units(), TODAY, None).items() if any(sums)}


def figures(cast: Any) -> dict[str, tuple[int, int]]:
    codes = ["plan.lines_overdue", "plan.has_plan", "org.with_curator"]
    found = measures.values(codes, cast.region, [YEAR])
    return {code: (value.numerator, value.denominator) for (code, _period), value in found.items()}


class Deeds:
    """What people do to one plan and its organisation, by the services."""

    def __init__(self, cast: Any, roadmap: Roadmap) -> None:
        self.cast, self.roadmap, self.actor = cast, roadmap, cast.curator

    def line(self, number: int) -> RoadmapLine:
        found = list(RoadmapLine.objects.filter(roadmap=self.roadmap).order_by("pk"))
        return found[number % len(found)]

    def prove(self, number: int) -> None:
        occurrence = Occurrence.objects.filter(line=self.line(number)).order_by("-pk")[0]
        evidence.prove(occurrence, done_on=BEFORE, note="Приказ", actor=self.actor)

    def withdraw(self, number: int) -> None:
        if proof := Evidence.objects.standing().order_by("pk").first():
            evidence.withdraw(proof, actor=self.actor)

    def set_aside(self, number: int) -> None:
        lines.decide(self.line(number), kind="postponed", basis="Приказ", from_on=BEFORE, actor=self.actor)

    def take_up(self, number: int) -> None:
        lines.take_up_again(self.line(number), on=TODAY, actor=self.actor)

    def date(self, number: int) -> None:
        line = self.line(number)
        lines.edit_line(line, version=line.version, actor=self.actor, manual_due_on=dt.date(2026, 9 + number % 4, 20))

    def remove_line(self, number: int) -> None:
        lines.remove_line(self.line(number), actor=self.actor)

    def restore_line(self, number: int) -> None:
        lines.restore_line(self.line(number), actor=self.actor)

    def archive(self, number: int) -> None:
        plans.archive(Roadmap.objects.get(pk=self.roadmap.pk), actor=self.actor)

    def remove_plan(self, number: int) -> None:
        plans.remove_roadmap(self.roadmap, actor=self.actor)

    def restore_plan(self, number: int) -> None:
        plans.restore_roadmap(self.roadmap, actor=self.actor)

    def give(self, number: int) -> None:
        give_role(self.cast.stranger, Role.CURATOR, self.cast.branch, actor=None)

    def end(self, number: int) -> None:
        if grant := Grant.objects.filter(user=self.cast.stranger, to_on=None).first():
            end_role(grant, actor=None)

    def close_branch(self, number: int) -> None:
        nodes.close(Node.objects.get(pk=self.cast.branch.pk), on=BEFORE, actor=None)

    def open_school(self, number: int) -> None:
        nodes.open_node(
            kind="body", type="school", full="Школа", short="Школа", opened_on=BEFORE, actor=None,
            parent=Node.objects.get(pk=self.cast.district.pk),
        )  # fmt: skip


NAMES = sorted(name for name in vars(Deeds) if not name.startswith("_") and name != "line")
deeds = st.lists(st.tuples(st.sampled_from(NAMES), st.integers(0, 3)), min_size=4, max_size=12)


@pytest.fixture
def planned(lists, cast, roadmap, add, counted):
    for term in ("до 10 сентября", "до 1 ноября", "ежемесячно", "до 1 мая"):
        add(term)
    return Deeds(cast, roadmap)


def do(planned: Deeds, name: str, number: int) -> None:
    with contextlib.suppress(DomainError):  # a refused deed changes nothing, which is checked as well
        getattr(planned, name)(number)


def test_every_deed_leaves_the_kept_values_true(planned):
    """Each kind of deed once, in an order in which each is allowed."""
    order = (
        "prove", "date", "set_aside", "take_up", "withdraw", "remove_line", "restore_line", "give", "end",
        "open_school", "close_branch", "archive", "remove_plan", "restore_plan",
    )  # fmt: skip
    assert sorted(order) == NAMES
    for name in order:
        getattr(planned, name)(1)
        assert kept() == counted_anew(), name


@pytest.mark.slow
def test_any_sequence_of_deeds_leaves_the_kept_values_true(planned):
    from django.db import transaction

    @settings(max_examples=25, suppress_health_check=list(HealthCheck))
    @given(sequence=deeds)
    def play(sequence):
        point = transaction.savepoint()
        for name, number in sequence:
            do(planned, name, number)
        assert kept() == counted_anew(), sequence
        transaction.savepoint_rollback(point)

    play()


def test_units_that_do_not_fit_one_row_are_kept_apart_and_summed_together(planned, cast, monkeypatch):
    whole = figures(cast)
    assert shelves()["plan.lines"].row == shelves()["plan.organisations"].row
    monkeypatch.setattr("nastavnik.measures.shelves.MOST_COLUMNS", 6)
    assert shelves()["plan.organisations"].row == "plan.organisations"

    assert figures(cast) == whole, "a round of another arrangement is not read"
    counting.recount(list(Node.objects.values_list("pk", flat=True)), TODAY)
    counting.close_round(TODAY)
    KeptValue.objects.filter(units="plan.organisations", node=cast.school).update(s1=7)
    changed = figures(cast)
    # Nobody's plan was written by that day.
    assert changed == whole | {"plan.has_plan": (7, whole["plan.has_plan"][1])}


def test_a_deed_leaves_alone_what_others_keep_in_the_row(planned, cast):
    slot = SLOTS[shelves()["plan.lines"].slots[0]]
    rows = KeptValue.objects.filter(node=cast.school, units=shelves()["plan.lines"].row, period="2026/27")
    assert rows.update(**{slot: 77}) == 1
    give_role(cast.stranger, Role.CURATOR, cast.school, actor=None)
    measures.touch(cast.school.pk, "grant")
    assert list(rows.values_list(slot, flat=True)) == [77]


def test_rows_of_another_arrangement_go_with_the_round(planned, cast, today):
    KeptValue.objects.create(node=cast.school, units="older", period="2026/27", on=today, counted_at=timezone.now())
    before = kept()
    counting.close_round(today)
    assert not KeptValue.objects.filter(units="older").exists()
    assert kept() == before


def test_a_deed_costs_the_same_in_a_large_region(planned, cast, today):
    with CaptureQueriesContext(connection) as small:
        measures.touch(cast.school.pk, "plan")
    schools = [plant(cast.district, "school", f"Школа № {number + 100}") for number in range(30)]
    measures.recount([school.pk for school in schools], today)
    with CaptureQueriesContext(connection) as large:
        measures.touch(cast.school.pk, "plan")

    assert len(large) == len(small) <= 9, [query["sql"] for query in large]


def test_listeners_hear_of_changed_values_only_and_many_deeds_are_one_count(planned, cast, monkeypatch):
    heard: list[tuple[int, str, str, tuple[int, int]]] = []
    monkeypatch.setattr(counting, "_listeners", [])
    measures.when_changed(lambda node, code, period, value: heard.append(
        (node, code, period.code, (value.numerator, value.denominator))
    ))  # fmt: skip

    with measures.once():
        planned.prove(0)
        planned.prove(1)
    measures.touch(cast.school.pk, "plan")

    changed = {(code, period): pair for _node, code, period, pair in heard}
    assert len(changed) == len(heard), "each is told once"
    assert {node for node, *_rest in heard} == {cast.school.pk}
    # Two of three lines that had a date so far; the monthly line is overdue still.
    assert changed["plan.lines_done", "2026/27"] == (2, 3)
    assert changed["plan.lines_done", "2026-09"] == (1, 2)
    assert ("plan.has_plan", "2026/27") not in changed


def test_a_listener_is_asked_once_for_what_it_waits(planned, cast, today, monkeypatch):
    heard: list[tuple[int, str]] = []
    asked: list[set[tuple[int, str]]] = []
    monkeypatch.setattr(counting, "_listeners", [])
    monkeypatch.setattr(counting, "_waited", {})
    waited = {(cast.school.pk, "plan.lines_done")}

    def of(keys):
        asked.append(set(keys))
        return waited

    measures.when_changed(lambda node, code, period, value: heard.append((node, code)), of=of)
    KeptValue.objects.all().delete()
    planned.prove(0)

    assert len(asked) == 1
    assert (cast.school.pk, "plan.has_plan") in asked[0]
    assert set(heard) == waited


def test_a_statement_built_once_follows_its_organisation_and_the_reference_data(planned, cast, today, monkeypatch):
    other = plant(cast.district, "school", "Школа № 77")
    keys = {node for node, units, _period in counting.count_rows(all_units(), today, [cast.school.pk]) if units}
    keys_of_other = {node for node, _units, _period in counting.count_rows(all_units(), today, [other.pk])}
    assert (keys, keys_of_other) == ({cast.school.pk}, {other.pk})
    entries = reference.entries
    monkeypatch.setattr(reference, "entries", lambda code, on: [
        entry for entry in entries(code, on=on) if code != "org_types" or entry.code == "college"
    ])  # fmt: skip
    assert counting.count_rows(all_units(), today, [other.pk]) == {}


def test_kept_values_are_read_only_on_the_day_they_were_counted(planned, cast):
    slot = SLOTS[measures.named("plan.lines_overdue").units.columns.index("overdue")]
    KeptValue.objects.filter(node=cast.school, units="plan.lines", period="2026/27").update(**{slot: 77})
    assert measures.value("plan.lines_overdue", cast.region, YEAR).numerator == 77
    Round.objects.update(on=TODAY - dt.timedelta(days=1))
    assert measures.value("plan.lines_overdue", cast.region, YEAR).numerator == 3


def test_the_daily_round_counts_what_time_alone_has_changed(planned, cast, monkeypatch):
    tomorrow = dt.date(2026, 12, 1)
    monkeypatch.setattr(timezone, "localdate", lambda *args: tomorrow)
    monkeypatch.setattr(tasks, "CHUNK", 5)  # several pieces
    heard: list[str] = []
    monkeypatch.setattr(counting, "_listeners", [lambda node, code, period, value: heard.append(period.code)])

    tasks.count_the_day()
    tasks.count_the_day()
    assert jobs.run_all() == 1

    assert set(Round.objects.values_list("on", flat=True)) == {tomorrow}
    assert "2026-11" in heard, "what was due in November is overdue on the first of December"
    found = measures.value("plan.lines_overdue", cast.region, measures.month(2026, 11))
    assert (found.numerator, found.denominator) == (2, 2)
