"""Figures go up the tree as it stood on the day, whatever was moved, joined, opened or closed since."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest

from nastavnik import measures
from nastavnik.base.errors import DomainError
from nastavnik.measures.counting import close_round
from nastavnik.org.models import Node, Placement
from nastavnik.org.services import nodes
from nastavnik.roadmaps.models import Occurrence, Roadmap, RoadmapLine
from tests.measures.conftest import TODAY
from tests.plans import BEGIN, END

CODE = "plan.lines_overdue"
YEAR = measures.year(2026)
DAYS = [dt.date(2026, 9, day) for day in (2, 8, 15, 22, 29)]


def opened(parent: Node | None, type_code: str, number: int, on: dt.date = BEGIN) -> Node:
    kind = "body" if type_code == "school" else "territory"
    name = f"Узел {number}"
    return nodes.open_node(kind=kind, type=type_code, full=name, short=name, parent=parent, opened_on=on, actor=None)


def work(node: Node, random_: random.Random) -> None:
    """A plan with some lines, due on some of the days, some of them proved."""
    plan = Roadmap.objects.create(node=node, title="План", starts_on=BEGIN, ends_on=END, status="in_force")
    made = RoadmapLine.objects.bulk_create(
        RoadmapLine(roadmap=plan, node=node, title="Пункт", position=place) for place in range(random_.randint(1, 4))
    )
    Occurrence.objects.bulk_create(
        Occurrence(
            line=line, node=node, starts_on=BEGIN, due_on=random_.choice(DAYS),
            done_on=random_.choice([None, *DAYS]),
        )
        for line in made
    )  # fmt: skip
    measures.touch(node.pk, "plan")


def reorganise(random_: random.Random, region: Node, on: dt.date, number: int) -> None:
    alive = list(Node.objects.filter(closed_on=None).order_by("pk"))
    node, other = random_.choice(alive), random_.choice(alive)
    deed = random_.choice(["move", "move", "merge", "close", "open"])
    try:
        if deed == "move":
            nodes.move(node, parent=other, from_on=on, actor=None)
        elif deed == "merge":
            nodes.merge(node, into=other, on=on, actor=None)
        elif deed == "close":
            nodes.close(node, on=on, actor=None)
        else:
            work(opened(other, random_.choice(["district", "school"]), number, on), random_)
    except DomainError:
        return  # the deed does not fit the tree of the moment


def own(on: dt.date) -> dict[int, tuple[int, int]]:
    """Node → overdue and judged lines, counted by hand."""
    found: dict[int, tuple[int, int]] = {}
    for node, due, done in Occurrence.objects.values_list("node", "due_on", "done_on"):
        proved = done is not None and done <= on
        if proved or due < on:
            overdue, judged = found.get(node, (0, 0))
            found[node] = overdue + (not proved), judged + 1
    return found


def by_hand(node: int, parents: dict[int, int | None], counted: dict[int, tuple[int, int]]) -> tuple[int, int]:
    """The sum over ``node`` and all below it, by walking down."""
    inside, waiting = set(), [node] if node in parents else []
    while waiting:
        inside.add(waiting[0])
        waiting += [child for child, parent in parents.items() if parent == waiting[0]]
        del waiting[0]
    pairs = [counted.get(one, (0, 0)) for one in inside]
    return sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)


def pair(value: measures.Value) -> tuple[int, int]:
    return value.numerator, value.denominator


@pytest.mark.usefixtures("lists", "today")
@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(2, 8))])
def test_sums_follow_the_tree_of_the_day(seed: int) -> None:
    random_ = random.Random(seed)
    region = opened(None, "region", 0)
    districts = [opened(region, "district", number) for number in range(1, 4)]
    for number in range(4, 10):
        work(opened(random_.choice(districts), "school", number), random_)
    for place, day in enumerate(DAYS[1:]):
        for step in range(3):
            reorganise(random_, region, day, 100 + 10 * place + step)

    for day in random_.sample(DAYS, 3):
        check(day)
    # Kept values for today, after a round and after deeds that only touch: the same sums.
    measures.recount(list(Node.objects.values_list("pk", flat=True)), TODAY)
    close_round(TODAY)
    check(TODAY)
    reorganise(random_, region, DAYS[-1], 200)
    check(TODAY)


def check(day: dt.date) -> None:
    placed: dict[int, Any] = dict(Placement.objects.on(day).values_list("node", "parent"))
    counted = own(day)
    for node in Node.objects.all():
        assert pair(measures.value(CODE, node, YEAR, day)) == by_hand(node.pk, placed, counted), (node, day)
        parts = {part.node.pk: pair(part.value) for part in measures.by_child(CODE, node, YEAR, day)}
        children = [child for child, parent in placed.items() if parent == node.pk]
        assert parts == {child: by_hand(child, placed, counted) for child in children}, (node, day)
    root = Node.objects.filter(pk__in=[node for node, parent in placed.items() if parent is None]).first()
    if root:
        each = measures.by_node([CODE], root, [YEAR], day)
        assert {node: pair(value) for (node, _code, _period), value in each.items() if value.denominator} == {
            node: found for node, found in counted.items() if node in placed
        }
