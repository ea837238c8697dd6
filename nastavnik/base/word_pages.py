"""Pages of rows that say some words, in any order and at any size of the table.

What many rows say stands in the next few hundred of them, and those are read; what few say is asked of the index,
by the rarest of the words, and the few are read. So neither a frequent word nor a rare one is looked for in all.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import models

from nastavnik.base.finding import words
from nastavnik.base.keyset import BEFORE, FAR, NEAR, Page, horizon, keyset_page
from nastavnik.base.merged import Part
from nastavnik.base.word_index import Wanted, WordIndex, says

_Row = TypeVar("_Row", bound=models.Model)

NEXT, FURTHER = 400, 4_000
# Of the next rows so many percent say a word: then the page is likely full before FURTHER are read.
DENSE = 2
# How many times as many are read then as the share of those who say it promises to suffice.
SPARE = 1.5
# The index is not asked for a word that more percent of the next rows say: its list of rows would be long.
FREQUENT = 10
MOST = 2_000


@dataclass(frozen=True)
class Words:
    """How rows say their words: the index over them, and the same read from ``columns`` of a row by ``told``."""

    index: WordIndex
    columns: tuple[str, ...]
    told: Callable[..., str]

    def of(self, row: Any) -> tuple[str, ...]:
        return words(self.told(*(getattr(row, name) for name in self.columns)))

    def are_met(self, row: Any, wanted: Wanted) -> bool:
        found = self.of(row)
        return all(says(found, some) for some in wanted)


def page_of_words(
    queryset: models.QuerySet[_Row],
    said: Words,
    ways: Iterable[Wanted],
    *,
    order: tuple[str, ...],
    cursor: str = "",
    size: int = 50,
    filled: Collection[str] = (),
    parts: Sequence[Part] = (),
    near: models.QuerySet[Any] | None = None,
) -> Page[_Row]:
    """The page at ``cursor`` of those rows of ``queryset`` that say the first of ``ways`` that any row says, as
    `keyset_page`; keys are called ``id``. Two queries, and at most four for each way."""
    reading = _Reading(queryset, said, order, cursor, size, filled, parts, near)
    page = reading.among([])
    for wanted in ways:
        page = reading.page_saying(wanted)
        if page.rows:
            break
    return page


@dataclass
class _Walk:
    """The next rows of the list, light; whether they are all that there is on this way, or from its beginning."""

    rows: list[Any]
    is_all: bool
    is_from_start: bool
    said: Words
    _known: dict[tuple[str, ...], frozenset[int]] = field(default_factory=dict)

    def saying(self, wanted: Wanted) -> list[Any]:
        """Those of the rows that say all of ``wanted``."""
        met = [self._places(some) for some in wanted]
        return [self.rows[place] for place in sorted(frozenset.intersection(*met))] if met else []

    def share(self, wanted: Wanted) -> float:
        """What percentage of the rows that is."""
        return len(self.saying(wanted)) * 100 / max(1, len(self.rows))

    def _places(self, some: Collection[str]) -> frozenset[int]:
        key = tuple(some)
        if key not in self._known:
            self._known[key] = frozenset(place for place, found in enumerate(self._texts) if says(found, key))
        return self._known[key]

    @cached_property
    def _texts(self) -> list[tuple[str, ...]]:
        return [self.said.of(row) for row in self.rows]


@dataclass
class _Reading(Generic[_Row]):
    queryset: models.QuerySet[_Row]
    said: Words
    order: tuple[str, ...]
    cursor: str
    size: int
    filled: Collection[str]
    parts: Sequence[Part]
    near: models.QuerySet[Any] | None

    def page_saying(self, wanted: Wanted) -> Page[_Row]:
        for walk in self._walks(wanted):
            met = walk.saying(wanted)
            if len(met) > self.size:
                return self.among(self._nearest(met, is_from_start=walk.is_from_start))
            if walk.is_all:
                return self.among([row.id for row in met])
        rare = [some for some in wanted if self._next.share([some]) < FREQUENT] or wanted
        found = list(self._light.order_by().filter(pk__in=self.said.index.meeting(rare))[: MOST + 1])
        if len(found) <= MOST:
            is_sure = len(rare) == len(wanted)
            return self.among([row.id for row in found if is_sure or self.said.are_met(row, wanted)])
        return self.among(self.said.index.meeting(wanted))

    def among(self, keys: Any) -> Page[_Row]:
        return keyset_page(
            self.queryset.filter(pk__in=keys), order=self.order, cursor=self.cursor, size=self.size,
            filled=self.filled,
        )  # fmt: skip

    def _walks(self, wanted: Wanted) -> Iterable[_Walk]:
        """The next rows; then as many as are likely to fill the page, where so many are not too many."""
        yield self._next
        share = self._next.share(wanted)
        if share >= DENSE:
            rows = min(math.ceil((self.size + 1) * 100 / share * SPARE), FURTHER)
            yield self._walk(rows, min(NEAR * rows // len(self._next.rows), FAR))

    @cached_property
    def _next(self) -> _Walk:
        return self._walk(NEXT, NEAR)

    def _walk(self, size: int, reads: int) -> _Walk:
        """The next ``size`` rows; where they lie thin, those among the next ``reads`` of `near`."""
        edge = None
        if self.near is not None and not self._is_backwards:
            edge = horizon(self.near, order=self.order, cursor=self.cursor, filled=self.filled, reads=reads)
        rows = self._light if edge is None else self._light.filter(edge)
        page = keyset_page(
            rows,
            order=self.order,
            cursor=self.cursor,
            size=size,
            filled=self.filled,
            parts=() if edge else self.parts,
        )
        is_from_start = not page.previous
        is_all = edge is None and not page.next and (not self._is_backwards or is_from_start)
        return _Walk(page.rows, is_all=is_all, is_from_start=is_from_start, said=self.said)

    @property
    def _is_backwards(self) -> bool:
        return self.cursor.startswith(BEFORE)

    @cached_property
    def _light(self) -> models.QuerySet[Any]:
        columns = ("id", *(name.lstrip("-").replace("pk", "id") for name in self.order), *self.said.columns)
        return self.queryset.select_related(None).defer(None).values_list(*dict.fromkeys(columns), named=True)

    def _nearest(self, rows: Sequence[Any], *, is_from_start: bool) -> list[Any]:
        """The keys of those rows that the page shows, and of one more.

        A way back that ``is_from_start`` was read from the beginning of the list, past the cursor: all is needed.
        """
        if not self._is_backwards:
            rows = rows[: self.size + 1]
        elif not is_from_start:
            rows = rows[-self.size - 1 :]
        return [row.id for row in rows]
