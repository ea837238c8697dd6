"""Values kept for each organisation: counted again where rows changed, and everywhere once a day.

A deed and the daily round lock the organisation's node before they read what they count, so that whoever comes
second sees what the first one wrote.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from nastavnik.measures.declaring import Measure, Nodes, Units, registry
from nastavnik.measures.models import KeptValue, Round
from nastavnik.measures.periods import Period
from nastavnik.measures.queries import Value
from nastavnik.measures.sums import Pair, units_summed
from nastavnik.org.models import Node

Key = tuple[int, str, str]
Listener = Callable[[int, str, Period, Value], object]
_Listener = TypeVar("_Listener", bound=Listener)
_listeners: list[Listener] = []
# What waits to be counted in this thread; None outside of a counting.
_waiting: ContextVar[dict[tuple[int, str], None] | None] = ContextVar("waiting", default=None)
BATCH = 500
# A listener's deed may change the same figures again; two rules that undo each other must not go on for ever.
MOST_ECHOES = 10


def when_changed(listener: _Listener) -> _Listener:
    """Have ``listener(node_id, code, period, value)`` called in the same transaction for each kept value that
    became another one, by a deed or by the daily round."""
    _listeners.append(listener)
    return listener


def touch(node_id: int, kind: str) -> None:
    """Count again the figures of ``node_id`` that are ``touched_by`` ``kind``. Its cost does not know the region.

    Called in the deed's transaction; inside `once` it is done at the end and once.
    """
    waiting = _waiting.get()
    if waiting is not None:
        waiting[node_id, kind] = None
        return
    with once():
        touch(node_id, kind)


@contextmanager
def once() -> Iterator[None]:
    """Deeds on many rows: each organisation is counted once, when the block is left."""
    if _waiting.get() is not None:
        yield
        return
    with transaction.atomic():
        waiting: dict[tuple[int, str], None] = {}
        token = _waiting.set(waiting)
        try:
            yield
            _count_waiting(waiting)
        finally:
            _waiting.reset(token)


def _count_waiting(waiting: dict[tuple[int, str], None]) -> None:
    today = timezone.localdate()
    for _echo in range(MOST_ECHOES):
        touched: dict[str, set[int]] = {}
        for node_id, kind in waiting:
            touched.setdefault(kind, set()).add(node_id)
        waiting.clear()
        _lock({node_id for node_ids in touched.values() for node_id in node_ids})
        for kind, node_ids in touched.items():
            measures = [one for one in registry.values() if kind in one.touched_by.split()]
            for batch in _batches(sorted(node_ids)):
                _recount(batch, measures, today)
        if not waiting:
            return


def recount(node_ids: Sequence[int], on: dt.date) -> int:
    """Count all figures of these organisations as of today; gives how many values changed. Set-based."""
    with once():
        _lock(node_ids)
        return _recount(sorted(node_ids), list(registry.values()), on)


def close_round(on: dt.date) -> None:
    """All organisations were counted as of ``on``: what is kept is the truth of that day from now on."""
    now = timezone.now()
    kept = {(one.code, period.code) for one in registry.values() for period in one.kept_periods(on)}
    rows = [Round(code=code, period=period, on=on, counted_at=now) for code, period in sorted(kept)]
    with transaction.atomic():
        Round.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["code", "period"], update_fields=["on", "counted_at"]
        )
        # Periods that no longer run are counted from the rows when somebody asks.
        over = [row for row in Round.objects.all() if (row.code, row.period) not in kept]
        for row in over:
            KeptValue.objects.filter(code=row.code, period=row.period).delete()
            row.delete()


def by_units(measures: Iterable[Measure], on: dt.date) -> dict[tuple[Units, tuple[Period, ...]], list[Measure]]:
    """Figures of the same things for the same kept periods: what one query counts together."""
    groups: dict[tuple[Units, tuple[Period, ...]], list[Measure]] = {}
    for one in measures:
        for kind in one.periods:
            periods = tuple(period for period in Period.running(on) if period.kind == kind)
            groups.setdefault((one.units, periods), []).append(one)
    return groups


def count_base(measures: Iterable[Measure], on: dt.date, nodes: Nodes) -> tuple[dict[Key, Pair], dict[str, Period]]:
    """(node, code, period) → pair, counted from the rows, for the periods kept on ``on``."""
    found: dict[Key, Pair] = {}
    known: dict[str, Period] = {}
    for (units, periods), group in by_units(measures, on).items():
        known |= {period.code: period for period in periods}
        found |= units_summed(units, group, periods, on, nodes, by="node")
    return found, known


def _lock(node_ids: Iterable[int]) -> None:
    """In one order, so that two deeds that touch the same organisations cannot wait for each other."""
    for keys in _batches(sorted(node_ids)):
        # "No key": rows that only point at the organisation need not wait.
        list(Node.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk"))


def _batches(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    return (keys[begin : begin + BATCH] for begin in range(0, len(keys), BATCH))


def _recount(keys: Sequence[int], measures: Sequence[Measure], on: dt.date) -> int:
    found, periods = count_base(measures, on, keys)
    kept = {
        (row.node_id, row.code, row.period): row
        for row in KeptValue.objects.filter(
            node__in=keys, code__in=[one.code for one in measures], period__in=list(periods)
        )
    }
    changed = _changed(found, kept)
    _write(changed, kept, on)
    now = timezone.now()
    for (node_id, code, period), pair in changed.items():
        for listener in _listeners:
            listener(node_id, code, periods[period], Value(*pair, on, now))
    return len(changed)


def _changed(found: dict[Key, Pair], kept: dict[Key, KeptValue]) -> dict[Key, Pair]:
    """What became another value; an organisation whose rows are gone has a value of nothing."""
    wanted = {key: found.get(key, (0, 0)) for key in (*found, *kept)}
    return {
        key: pair
        for key, pair in wanted.items()
        if pair != ((kept[key].numerator, kept[key].denominator) if key in kept else (0, 0))
    }


def _write(changed: dict[Key, Pair], kept: dict[Key, KeptValue], on: dt.date) -> None:
    now = timezone.now()
    rows = [
        KeptValue(
            node_id=node, code=code, period=period, numerator=pair[0], denominator=pair[1], on=on, counted_at=now
        )
        for (node, code, period), pair in changed.items()
    ]
    KeptValue.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["code", "period", "node"],
        update_fields=["numerator", "denominator", "on", "counted_at"],
    )
