"""Values kept for each organisation: counted again where rows changed, and everywhere once a day.

A deed and the daily round lock the organisation's node before they read what they count, so that whoever comes
second sees what the first one wrote.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import reduce
from operator import or_
from typing import TypeVar

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from nastavnik.measures.declaring import Nodes, Units, all_units
from nastavnik.measures.models import KeptValue, Round
from nastavnik.measures.periods import Period
from nastavnik.measures.queries import Value
from nastavnik.measures.shelves import SLOTS, mark_of, shelves
from nastavnik.measures.sums import Pair, columns_summed, pairs_of
from nastavnik.org.models import Node

Key = tuple[int, str, str]
Listener = Callable[[int, str, Period, Value], object]
_Listener = TypeVar("_Listener", bound=Listener)
# (key of an organisation, code) of what changed → those of them that a listener waits for.
Waited = Callable[[Collection[tuple[int, str]]], Collection[tuple[int, str]]]
_listeners: list[Listener] = []
_waited: dict[Listener, Waited] = {}
# What waits to be counted in this thread; None outside of a counting.
_waiting: ContextVar[dict[tuple[int, str], None] | None] = ContextVar("waiting", default=None)
BATCH = 500
NOTHING = (0,) * len(SLOTS)
# A listener's deed may change the same figures again; two rules that undo each other must not go on for ever.
MOST_ECHOES = 10


def when_changed(listener: _Listener, *, of: Waited | None = None) -> _Listener:
    """Have ``listener(node_id, code, period, value)`` called in the same transaction for each kept value that
    became another one, by a deed or by the daily round.

    ``of`` is asked once for a batch of organisations which of the changed figures the listener waits for: a day may
    change all figures of a region.
    """
    _listeners.append(listener)
    if of is not None:
        _waited[listener] = of
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
            units = [one for one in all_units() if any(kind in of.touched_by.split() for of in one.measures)]
            for batch in _batches(sorted(node_ids)):
                _recount(batch, units, today)
        if not waiting:
            return


def recount(node_ids: Sequence[int], on: dt.date) -> int:
    """Count all figures of these organisations as of today; gives how many values changed. Set-based."""
    with once():
        _lock(node_ids)
        return _recount(sorted(node_ids), all_units(), on)


def close_round(on: dt.date) -> None:
    """All organisations were counted as of ``on``: what is kept is the truth of that day from now on."""
    now = timezone.now()
    laid = shelves()
    rows = [
        Round(units=units.name, period=period.code, columns=mark_of(units, laid[units.name]), on=on, counted_at=now)
        for units in all_units()
        for period in units.kept_periods(on)
    ]
    kept = {(row.units, row.period) for row in rows}
    shelved: dict[str, set[str]] = {}
    for units, period in kept:
        shelved.setdefault(laid[units].row, set()).add(period)
    with transaction.atomic():
        Round.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["units", "period"],
            update_fields=["columns", "on", "counted_at"],
        )
        # Periods that no longer run are counted from the rows when somebody asks. What an older version of the
        # program kept on other shelves goes as well.
        for row in Round.objects.exclude(on=on):
            if (row.units, row.period) not in kept:
                row.delete()
        standing = [Q(units=row, period__in=sorted(periods)) for row, periods in shelved.items()]
        KeptValue.objects.exclude(reduce(or_, standing, Q(pk=None))).delete()


def count_rows(units: Iterable[Units], on: dt.date, nodes: Nodes) -> dict[Key, tuple[int, ...]]:
    """(node, units, period) → sums, counted from the rows, for the periods kept on ``on``."""
    found: dict[Key, tuple[int, ...]] = {}
    for one in units:
        for kind in one.kinds:
            periods = [period for period in Period.running(on) if period.kind == kind]
            summed = columns_summed(one, one.columns, periods, on, nodes, by="node")
            found |= {(node, one.name, period): sums for (node, period), sums in summed.items()}
    return found


def _lock(node_ids: Iterable[int]) -> None:
    """In one order, so that two deeds that touch the same organisations cannot wait for each other."""
    for keys in _batches(sorted(node_ids)):
        # "No key": rows that only point at the organisation need not wait.
        list(Node.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk"))


def _batches(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    return (keys[begin : begin + BATCH] for begin in range(0, len(keys), BATCH))


def _recount(keys: Sequence[int], units: Sequence[Units], on: dt.date) -> int:
    of = {one.name: one for one in units}
    laid = {name: shelf for name, shelf in shelves().items() if name in of}
    found = count_rows(units, on, keys)
    periods = {period.code: period for period in Period.running(on)}
    names = {shelf.row for shelf in laid.values()}
    kept = {
        (row.node_id, row.units, row.period): row.sums
        for row in KeptValue.objects.filter(node__in=keys, units__in=names, period__in=list(periods))
    }
    # An organisation whose rows are gone has sums of nothing.
    gone = [(node, name, period) for node, row, period in kept for name, shelf in laid.items() if shelf.row == row]
    # Rows are written whole: the organisation is locked, so what others keep in them stays what it was.
    written: dict[Key, list[int]] = {}
    news = []
    for node, name, period in dict.fromkeys((*found, *gone)):
        shelf = laid[name]
        before = kept.get((node, shelf.row, period), NOTHING)[shelf.cut]
        after = found.get((node, name, period), NOTHING[shelf.cut])
        if after != before:
            row = written.setdefault((node, shelf.row, period), list(kept.get((node, shelf.row, period), NOTHING)))
            row[shelf.cut] = after
            changed = _changed(of[name], periods[period], before, after)
            news += [(node, code, periods[period], pair) for code, pair in changed.items()]
    _write(written, on)
    _tell(news, on)
    return len(news)


def _changed(units: Units, period: Period, before: tuple[int, ...], after: tuple[int, ...]) -> dict[str, Pair]:
    """Code → numerator and denominator of each figure that is another one now."""
    measures = [one for one in units.measures if period.kind in one.periods]
    was, now = (pairs_of(measures, units.columns, sums) for sums in (before, after))
    return {code: pair for code, pair in now.items() if pair != was[code]}


def _tell(news: Sequence[tuple[int, str, Period, Pair]], on: dt.date) -> None:
    keys = {(node, code) for node, code, _period, _pair in news}
    counted_at = timezone.now()
    for listener in _listeners:
        of = _waited.get(listener)
        waited = of(keys) if of and keys else keys
        for node, code, period, pair in news:
            if (node, code) in waited:
                listener(node, code, period, Value(*pair, on, counted_at))


def _write(written: dict[Key, list[int]], on: dt.date) -> None:
    now = timezone.now()
    rows = [
        KeptValue(
            node_id=node, units=row, period=period, on=on, counted_at=now, **dict(zip(SLOTS, sums, strict=True))
        )
        # The rows of a period lie side by side: a roll-up reads few pages, and none of other periods.
        for (node, row, period), sums in sorted(written.items(), key=lambda one: (one[0][2], one[0][1], one[0][0]))
    ]
    KeptValue.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["units", "period", "node"],
        update_fields=[*SLOTS, "on", "counted_at"],
    )
