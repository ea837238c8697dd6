"""The dated tree under random deeds, against a plain table of days."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from nastavnik.base.errors import DomainError
from nastavnik.org.models import Node, NodeName, Placement
from nastavnik.org.services.nodes import close, merge, move, open_node, rename

DAYS = 6
FIRST = dt.date(2021, 1, 1)
# Mostly the day of the deed before or the next one: what goes back in time is mostly refused.
STEP = st.sampled_from([0, 0, 0, 1, 1, 2, -1, -3])


def on(day: int) -> dt.date:
    return FIRST + dt.timedelta(days=day)


class Tree(RuleBasedStateMachine):
    """``parents[node][day]`` and ``names[node][day]`` say what is true; a deed writes its day and all after it."""

    nodes = Bundle("nodes")

    def __init__(self) -> None:
        super().__init__()
        self.point = transaction.atomic()
        self.point.__enter__()
        self.parents: dict[int, list[int | None]] = {}
        self.names: dict[int, list[str | None]] = {}
        self.count = 0
        self.today = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.point.__exit__(None, None, None)

    @initialize(target=nodes)
    def plant(self) -> Any:
        """A region, two districts, a part in the first of them: a move has something to take along at once."""
        region = self._open("region", None, 0)
        first, second = (self._open("district", region, 0) for _number in range(2))
        return multiple(region, first, second, self._open("district", first, 0))

    @rule(target=nodes, parent=nodes, step=STEP)
    def opens(self, parent: int, step: int) -> Any:
        return self._open("district", parent, self._day(step))

    @rule(node=nodes, parent=nodes, step=STEP)
    def moves(self, node: int, parent: int, step: int) -> None:
        day = self._day(step)
        if self._deed(move, node, parent=Node.objects.get(pk=parent), from_on=on(day)):
            self.parents[node][day:] = [parent] * (DAYS - day)

    @rule(node=nodes, into=nodes, step=STEP)
    def joins(self, node: int, into: int, step: int) -> None:
        day = self._day(step)
        if self._deed(merge, node, into=Node.objects.get(pk=into), on=on(day)):
            for row in self.parents.values():
                row[day:] = [into if above == node else above for above in row[day:]]
            self.parents[node][day:] = [None] * (DAYS - day)

    @rule(node=nodes, step=STEP)
    def closes(self, node: int, step: int) -> None:
        day = self._day(step)
        if self._deed(close, node, on=on(day)):
            self.parents[node][day:] = [None] * (DAYS - day)

    @rule(node=nodes, step=STEP)
    def renames(self, node: int, step: int) -> None:
        day = self._day(step)
        self.count += 1
        name = f"Имя {self.count}"
        if self._deed(rename, node, full=name, short=name, from_on=on(day)):
            self.names[node][day:] = [name] * (DAYS - day)

    @invariant()
    def every_day_is_as_the_table_says(self) -> None:
        places = list(Placement.objects.values_list("from_on", "to_on", "node_id", "path"))
        names = list(NodeName.objects.values_list("from_on", "to_on", "node_id", "short"))
        for day in range(DAYS):
            # As lists: two periods of one node on one day would be two rows.
            assert _valid(places, on(day)) == sorted(self._paths(day).items())
            assert _valid(names, on(day)) == sorted((n, row[day]) for n, row in self.names.items() if row[day])

    @invariant()
    def what_is_cached_is_what_is_true_now(self) -> None:
        now = self._paths(DAYS - 1)
        for node in Node.objects.all():
            assert node.short_name == self.names[node.pk][-1]
            assert (node.closed_on is None) == (node.pk in now)
            if node.closed_on is None:
                assert node.path == now[node.pk]

    def _day(self, step: int) -> int:
        day = min(max(self.today + step, 0), DAYS - 1)
        self.today = max(self.today, day)
        return day

    def _open(self, type: str, parent: int | None, day: int) -> Any:
        self.count += 1
        name = f"Имя {self.count}"
        above = Node.objects.get(pk=parent) if parent else None
        try:
            with transaction.atomic():
                node = open_node(
                    kind="territory", type=type, full=name, short=name, parent=above, opened_on=on(day), actor=None
                )
        except DomainError:
            # Refused where the parent is not there on that day or closes later: the table agrees.
            assert parent is not None
            assert None in self._stands(parent)[day:]
            return parent
        self.parents[node.pk] = [None] * day + [parent or 0] * (DAYS - day)
        self.names[node.pk] = [None] * day + [name] * (DAYS - day)
        return node.pk

    def _deed(self, deed: Any, node: int, **how: Any) -> bool:
        try:
            with transaction.atomic():
                deed(Node.objects.get(pk=node), **how, actor=None)
        except DomainError:
            return False
        return True

    def _stands(self, node: int) -> list[str | None]:
        return [self._paths(day).get(node) for day in range(DAYS)]

    def _paths(self, day: int) -> dict[int, str]:
        return {node: self._path(node, day) for node, row in self.parents.items() if row[day] is not None}

    def _path(self, node: int, day: int) -> str:
        above = self.parents[node][day]
        assert above is not None
        return (self._path(above, day) if above else "/") + f"{node}/"


def _valid(rows: list[tuple[dt.date, dt.date | None, int, str]], day: dt.date) -> list[tuple[int, str]]:
    return sorted((node, what) for start, end, node, what in rows if start <= day and (end is None or day < end))


@pytest.mark.usefixtures("lists")
@pytest.mark.slow
def test_the_tree_agrees_with_the_table_of_days() -> None:
    quiet = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    # A run is 25 deeds, each compared on every day: a fifth as many of them as of other examples.
    runs = max(settings().max_examples // 5, 10)
    run_state_machine_as_test(
        Tree, settings=settings(max_examples=runs, stateful_step_count=25, suppress_health_check=quiet)
    )
