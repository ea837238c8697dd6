"""Reads of the tree: what they give before, within and after a node's days, and what they cost."""

from __future__ import annotations

import datetime as dt

import pytest

from nastavnik.org.models import Node
from nastavnik.org.queries import ancestors, branch, children, names_on, place_of, region_of
from nastavnik.org.services.nodes import close
from tests.org.planting import OPENED_ON, opened

pytestmark = pytest.mark.slow

CLOSED_ON = dt.date(2024, 9, 1)
BEFORE = OPENED_ON - dt.timedelta(days=1)


@pytest.fixture
def school(region):
    return opened("school", "Школа № 7", opened("district", "Южный район", region))


def test_a_node_stands_nowhere_outside_its_days(region, school):
    close(school, on=CLOSED_ON, actor=None)
    district = Node.objects.get(short_name="Южный район")
    for day, stands in (
        (BEFORE, False),
        (OPENED_ON, True),
        (CLOSED_ON - dt.timedelta(days=1), True),
        (CLOSED_ON, False),
    ):
        assert (place_of(school, day) is not None) == stands
        assert ancestors(school, day) == ([region, district] if stands else [])
        assert list(branch(school, day)) == ([school] if stands else [])
        assert list(children(district, day)) == ([school] if stands else [])
    assert [sorted(names_on([school], day)) for day in (BEFORE, CLOSED_ON)] == [[], [school.pk]]


def test_a_region_is_its_own_root(region, school):
    assert region_of(school) == region == region_of(region)
    assert ancestors(region, OPENED_ON) == []


def test_paths_that_begin_alike_are_not_mixed(region):
    """`/1/5/` holds neither `/1/50/` nor `/1/51/`."""
    first = opened("district", "Первый", region)
    others = [opened("district", f"Район {number}", region) for number in range(12)]
    Node.objects.filter(pk=others[0].pk).update(path=f"{first.path[:-1]}0/")
    Node.objects.filter(pk=others[1].pk).update(path=f"{first.path[:-1]}9/")
    assert list(Node.objects.under(first)) == [first]


def test_reads_cost_the_same_whatever_the_size(region, school, django_assert_num_queries):
    for number in range(30):
        opened("school", f"Школа № {number}", region)
    nodes = list(Node.objects.all())
    with django_assert_num_queries(1):
        names_on(nodes, CLOSED_ON)
    with django_assert_num_queries(1):
        list(children(region, CLOSED_ON))
    with django_assert_num_queries(2):
        list(branch(region, CLOSED_ON))
    with django_assert_num_queries(2):
        ancestors(school, CLOSED_ON)
