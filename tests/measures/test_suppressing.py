"""What the pages of a region show of people together gives no small number away."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.linear_solver import pywraplp

from nastavnik import measures
from nastavnik.measures.suppressing import Counts, Paths, at_least_harm, shown, tree_of, whole_rows
from nastavnik.portal.roadmaps.kind_part import facts_words
from nastavnik.roadmaps.models import LineRule
from nastavnik.roadmaps.services.rules.figures import look
from tests.cast import Cast
from tests.people_data import YEAR, part, person

K = 10


@st.composite
def regions(draw: Any) -> tuple[Counts, Paths]:
    """A region of up to 4 districts and 5 schools in each, a school with a branch among them; two figures."""
    paths, counts, key = [(1, "/1/")], [], 1
    for _district in range(draw(st.integers(1, 4))):
        key += 1
        district = key
        paths.append((district, f"/1/{district}/"))
        for school in range(draw(st.integers(1, 5))):
            key += 1
            paths.append((key, f"/1/{district}/{key}/"))
            whole = draw(st.integers(0, 40))
            counts.append((key, (draw(st.integers(0, whole)), whole, draw(st.integers(0, whole)), whole)))
            if not school:
                own, key = key, key + 1
                paths.append((key, f"/1/{district}/{own}/{key}/"))
                whole = draw(st.integers(0, 12))
                counts.append((key, (whole, whole, 0, whole)))
    return tuple(counts), tuple(paths)


def extremes(counts: Counts, paths: Paths, hidden: frozenset[int]) -> Iterator[tuple[int, int, float, float]]:
    """An attacker who has every page: for each small count read off a row, the count and how far it can be narrowed.

    Unknown: the columns of every own row. Known: what is shown of every place, and that parts make the whole.
    """
    tree = tree_of(counts, paths)
    leaves = [key for key in tree.sums if not any(tree.sums.get(part) for part in tree.parts.get(key, ()))]
    width = len(next(iter(tree.sums.values()), ()))
    lp = pywraplp.Solver.CreateSolver("CLP")
    at = {(leaf, column): lp.NumVar(0, 1e6, "") for leaf in leaves for column in range(width)}
    for leaf, column in at:
        if column % 2 == 0:
            lp.Add(at[leaf, column] <= at[leaf, column + 1])
    for key, row in tree.sums.items():
        inside = _all_below(tree.parts, key)
        if key not in hidden:
            for column in range(width):
                lp.Add(sum(at[leaf, column] for leaf in leaves if leaf in inside) == row[column])
    for leaf in leaves:
        row = tree.sums[leaf]
        for column in range(0, width, 2):
            above, below = at[leaf, column], at[leaf, column + 1]
            read = ((row[column], above), (row[column + 1], below), (row[column + 1] - row[column], below - above))
            for count, what in read:
                if 0 < count < K:
                    lp.Minimize(what)
                    assert lp.Solve() == pywraplp.Solver.OPTIMAL
                    low = lp.Objective().Value()
                    lp.Maximize(what)
                    assert lp.Solve() == pywraplp.Solver.OPTIMAL
                    yield leaf, count, low, lp.Objective().Value()


def _all_below(parts: Any, key: int) -> set[int]:
    found, waiting = set(), [key]
    while waiting:
        one = waiting.pop()
        found.add(one)
        waiting += parts.get(one, ())
    return found


@pytest.mark.slow
@settings(max_examples=20, deadline=None)
@given(regions())
def test_an_attacker_with_every_page_narrows_no_small_number_down(region: Any) -> None:
    counts, paths = region
    hidden = whole_rows(counts, paths, K)
    for leaf, count, low, high in extremes(counts, paths, hidden):
        assert (round(low), high >= K - 1e-6) == (0, True), (leaf, count, low, high)


@pytest.mark.slow
@settings(max_examples=12, deadline=None)
@given(regions(), st.booleans())
def test_one_figure_alone_is_hidden_at_less_harm_and_holds_too(region: Any, is_share: bool) -> None:
    counts, paths = region
    alone = tuple((key, row[:2] if is_share else (row[0], row[0])) for key, row in counts)
    hidden = at_least_harm(alone, paths, is_share, K)
    for leaf, count, low, high in extremes(alone, paths, hidden):
        assert (round(low), high >= K - 1e-6) == (0, True), (leaf, count, low, high)


def test_nothing_small_nothing_hidden() -> None:
    paths = ((1, "/1/"), (2, "/1/2/"), (3, "/1/3/"))
    assert whole_rows(((2, (20, 40)), (3, (0, 15))), paths, K) == frozenset()


@pytest.mark.django_db
class TestPages:
    def figures(self, cast: Cast, node: Any, own: str = "") -> dict[tuple[int, str], measures.Value]:
        period, codes = measures.year(YEAR), ["people.mentees", "people.consents_in_force"]
        day = dt.date(2027, 1, 15)
        found = {**measures.by_part(codes, node, [period], day), **{
            (0, code, span): value for (code, span), value in measures.values(codes, node, [period], day).items()
        }}  # fmt: skip
        return {(key, code): one for (key, code, _span), one in shown(found, node, [period], day, own=own).items()}

    def grow(self, cast: Cast, node: Any, count: int) -> None:
        for _ in range(count):
            part(person(node), status="in_base", entered_on=dt.date(2026, 9, 1))

    def test_a_school_with_three_is_hidden_with_another_and_sees_itself(self, cast: Cast) -> None:
        self.grow(cast, cast.school, 3)
        self.grow(cast, cast.sibling_school, 12)
        self.grow(cast, cast.far_school, 14)

        district = self.figures(cast, cast.district)
        assert not district[0, "people.mentees"].is_hidden
        assert district[0, "people.mentees"].numerator == 15
        assert district[cast.school.pk, "people.mentees"].is_hidden
        assert district[cast.sibling_school.pk, "people.mentees"].is_hidden
        assert district[cast.school.pk, "people.mentees"].numerator == 0

        region = self.figures(cast, cast.region)
        assert not region[cast.sibling_district.pk, "people.mentees"].is_hidden
        own = self.figures(cast, cast.school, own=cast.school.path)
        assert (own[0, "people.mentees"].numerator, own[0, "people.mentees"].is_hidden) == (3, False)
        assert self.figures(cast, cast.school)[0, "people.mentees"].is_hidden

    def test_the_command_prints_no_small_number(self, cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
        self.grow(cast, cast.school, 3)
        self.grow(cast, cast.sibling_school, 12)
        self.grow(cast, cast.far_school, 14)
        said = []
        for place in (cast.school, cast.district):
            call_command("measures", "value", "people.mentees", node=place.path, period="2026/27", as_of="2027-01-15")
            said.append(json.loads(capsys.readouterr().out))
        assert [(one["is_hidden"], one["numerator"], one["value"]) for one in said] == [
            (True, None, None), (False, 15, 15),
        ]  # fmt: skip

    def test_pages_of_a_district_say_the_word(self, cast: Cast, client: Client) -> None:
        self.grow(cast, cast.school, 7)
        query = {"node": str(cast.school.uid), "period": "2026/27"}
        for route in (["measures:list"], ["measures:definition", "people.mentees"]):
            address = reverse(route[0], args=route[1:])
            client.force_login(cast.district_coordinator)
            assert "скрыто" in client.get(address, query).content.decode()
            client.force_login(cast.curator)
            assert "скрыто" not in client.get(address, query).content.decode()

    def test_a_rule_of_a_district_is_met_and_tells_no_small_number(self, cast: Cast) -> None:
        self.grow(cast, cast.school, 7)
        rule = LineRule(kind=LineRule.Kind.MEASURE, code="people.mentees", threshold=Decimal(5))
        seen = look(rule, cast.district, timezone.localdate())
        assert seen
        assert (seen.is_met, seen.facts["is_hidden"], seen.facts["numerator"]) == (True, True, None)
        assert "скрыто" in facts_words(seen.facts)

        own = look(rule, cast.school, timezone.localdate())
        assert own
        assert "— 7 на" in facts_words(own.facts, is_own=True)
        assert "— 7 на" not in facts_words(own.facts)
        self.grow(cast, cast.school, 5)
        large = look(rule, cast.district, timezone.localdate())
        assert large
        assert "— 12 на" in facts_words(large.facts)
