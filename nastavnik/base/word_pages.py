"""Pages of rows that say some words, in any order and at any size of the table.

What many rows say stands in the next few hundred of them, and those are read; what few say is asked of the index,
by the rarest of the words, and the few are read. So neither a frequent word nor a rare one is looked for in all.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models

from nastavnik.base.keyset import BEFORE, Page, keyset_page
from nastavnik.base.merged import Part
from nastavnik.base.word_index import Wanted, WordIndex, meets

_Row = TypeVar("_Row", bound=models.Model)

NEXT, FURTHER = 400, 4_000
# Of the next rows so many percent say a word: then the page is likely full before FURTHER are read.
DENSE = 2
# The index is not asked for a word that more percent of the next rows say: its list of rows would be long.
FREQUENT = 10
MOST = 2_000


@dataclass(frozen=True)
class Words:
    """How rows say their words: the index over them, and the same read from ``columns`` of a row by ``told``."""

    index: WordIndex
    columns: tuple[str, ...]
    told: Callable[..., str]

    def are_met(self, row: Any, wanted: Wanted) -> bool:
        return meets(self.told(*(getattr(row, name) for name in self.columns)), wanted)


def page_of_words(
    queryset: models.QuerySet[_Row],
    said: Words,
    wanted: Wanted,
    *,
    order: tuple[str, ...],
    cursor: str = "",
    size: int = 50,
    filled: Collection[str] = (),
    parts: Sequence[Part] = (),
) -> Page[_Row]:
    """The page at ``cursor`` of those rows of ``queryset`` that say ``wanted``, as `keyset_page`; keys are called
    ``id``. Two to four queries."""

    def among(keys: Any) -> Page[_Row]:
        return keyset_page(queryset.filter(pk__in=keys), order=order, cursor=cursor, size=size, filled=filled)

    names = dict.fromkeys(("id", *(name.lstrip("-").replace("pk", "id") for name in order), *said.columns))
    light = queryset.select_related(None).defer(None).values_list(*names, named=True)
    backwards = cursor.startswith(BEFORE)
    for reads in (NEXT, FURTHER):
        walk = keyset_page(light, order=order, cursor=cursor, size=reads, filled=filled, parts=parts)
        met = [row for row in walk.rows if said.are_met(row, wanted)]
        if len(met) > size:
            return among(_nearest(met, size, backwards=backwards, is_whole=not walk.previous))
        if not walk.next and (not backwards or not walk.previous):
            return among([row.id for row in met])
        if len(met) * 100 < len(walk.rows) * DENSE:
            break
    sample = walk.rows[:NEXT]
    rare = [
        some for some in wanted if sum(said.are_met(row, [some]) for row in sample) * 100 < len(sample) * FREQUENT
    ]
    if 0 < len(rare) < len(wanted):
        found = list(light.order_by().filter(pk__in=said.index.meeting(rare))[: MOST + 1])
        if len(found) <= MOST:
            return among([row.id for row in found if said.are_met(row, wanted)])
    return among(said.index.meeting(wanted))


def _nearest(rows: Sequence[Any], size: int, *, backwards: bool, is_whole: bool) -> list[Any]:
    """The keys of those rows that the page shows, and of one more.

    A way back that ``is_whole`` was read from the beginning of the list, past the cursor: all of it is needed.
    """
    if not backwards:
        rows = rows[: size + 1]
    elif not is_whole:
        rows = rows[-size - 1 :]
    return [row.id for row in rows]
