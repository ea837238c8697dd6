"""The rows behind a figure: which things were counted, and the page that lists them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import QuerySet

from nastavnik.measures.declaring import Nodes, named
from nastavnik.measures.periods import Period
from nastavnik.org.models import Node

Behind = Callable[[Period, dt.date, Nodes, bool], QuerySet[Any, Any]]
_Rows = TypeVar("_Rows", bound=Behind)


@dataclass(frozen=True)
class List:
    """A page that shows the things: ``query(node, period, on)`` is what stands in its address after "?"."""

    route: str
    query: Callable[[Node, Period, dt.date], dict[str, str]]


_rows: dict[str, Behind] = {}
_lists: dict[str, List] = {}


def register_rows(*codes: str) -> Callable[[_Rows], _Rows]:
    """``(period, on, nodes, rest)`` gives the rows of the numerator as a queryset that knows ``visible_to``;
    with ``rest`` those that the denominator has beside them."""

    def register(rows: _Rows) -> _Rows:
        for code in codes:
            _rows[code] = rows
        return rows

    return register


def rows_of(code: str, period: Period, on: dt.date, nodes: Nodes, *, rest: bool = False) -> QuerySet[Any, Any] | None:
    """The rows that the numerator of ``code`` counts, or the ``rest`` of the denominator; None where nobody told.

    Raises: UnknownMeasure.
    """
    rows = _rows.get(named(code).code)
    return rows(period, on, nodes, rest) if rows else None


def register_list(code: str, route: str, query: Callable[[Node, Period, dt.date], dict[str, str]]) -> None:
    """The portal tells where the things that ``code`` counts are listed."""
    _lists[code] = List(route, query)


def list_of(code: str) -> List | None:
    return _lists.get(code)
