"""What a figure is: declared once, beside the data it counts.

::

    @measures.measure("plan.approved", title=_(…), unit=measures.SHARE, counts="things", formula=_(…), source=_(…),
                      periods=(measures.YEAR,), touched_by="plan")
    def approved(period, on, nodes):
        return Node.objects.filter(…).values("node", numerator=…, denominator=…)

Figures of the same things share one query: a `Units` gives a row for each thing with columns of 0 and 1, and
`among` says which column is the numerator and which the denominator.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from django.db.models import Case, CharField, QuerySet, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nastavnik.base.errors import DomainError
from nastavnik.measures.periods import YEAR, Period

SHARE, COUNT = "share", "count"
Text = str | Promise
# Keys of nodes, as a list or as a query that gives them; None is every node.
Nodes = Sequence[int] | QuerySet[Any, Any] | None
Rows = QuerySet[Any, Any]


class UnknownMeasure(DomainError):
    code = "unknown_measure"
    message = _("There is no figure with this code. See the list of figures.")


@dataclass(frozen=True, eq=False)
class Units:
    """The things that figures count: ``rows(periods, on, nodes)`` has a column ``node``, a column ``period`` with
    the code, and columns of 0 and 1. Unless ``several``, it is asked for one period at a time and has no ``period``.
    """

    rows: Callable[[Sequence[Period], dt.date, Nodes], Rows]
    several: bool = False


@dataclass(frozen=True, eq=False)
class Measure:
    """A figure per organisation and period as of a day. ``touched_by`` names the kinds of deeds (words) after
    which it is counted again."""

    code: str
    title: Text
    unit: str
    counts: Literal["things", "people"]
    formula: Text
    source: Text
    periods: tuple[str, ...]
    touched_by: str
    units: Units
    numerator: str = "numerator"
    denominator: str = "denominator"
    higher_is_better: bool = True
    # The head of a column, where the whole title would not fit.
    short: Text = ""

    @property
    def is_share(self) -> bool:
        return self.unit == SHARE

    def kept_periods(self, on: dt.date) -> list[Period]:
        """The periods whose values are kept on ``on``."""
        return [period for period in Period.running(on) if period.kind in self.periods]


registry: dict[str, Measure] = {}
_Count = TypeVar("_Count", bound=Callable[[Period, dt.date, Nodes], Rows])


def measure(code: str, **declared: Any) -> Callable[[_Count], _Count]:
    """Declare the figure that the decorated ``(period, on, nodes) -> .values("node", numerator=…, denominator=…)``
    counts, in one query."""

    def register(count: _Count) -> _Count:
        def rows(periods: Sequence[Period], on: dt.date, nodes: Nodes) -> Rows:
            return count(periods[0], on, nodes)

        among(Units(rows), code, **declared)
        return count

    return register


def among(
    units: Units,
    code: str,
    *,
    title: Text,
    formula: Text,
    source: Text,
    touched_by: str,
    unit: str = SHARE,
    counts: Literal["things", "people"] = "things",
    periods: tuple[str, ...] = (YEAR,),
    numerator: str = "numerator",
    denominator: str = "denominator",
    higher_is_better: bool = True,
    short: Text = "",
) -> Measure:
    """Declare a figure whose numerator and denominator are sums of columns of ``units``."""
    if code in registry:
        raise ValueError(f"The figure {code!r} is declared twice.")
    declared = Measure(
        code, title, unit, counts, formula, source, periods, touched_by, units, numerator, denominator,
        higher_is_better, short or title,
    )  # fmt: skip
    registry[code] = declared
    return declared


def named(code: str) -> Measure:
    """Raises: UnknownMeasure."""
    try:
        return registry[code]
    except KeyError:
        raise UnknownMeasure(measure=code[:60]) from None


def bucket(periods: Sequence[Period], field: str) -> Case:
    """The code of the period that the day ``field`` lies in; ``periods`` follow one another without overlap."""
    ordered = sorted(periods, key=lambda period: period.ends_on)
    whens = [When(**{f"{field}__lte": period.ends_on}, then=Value(period.code)) for period in ordered]
    return Case(*whens, output_field=CharField())
