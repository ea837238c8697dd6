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
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from django.db.models import Case, CharField, Q, QuerySet, Value, When
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
    the code, and columns of 0 and 1 or of numbers typed in. Unless ``several``, it is asked for one period at a time
    and has no ``period``.

    ``ranges`` names what is read off another column: ``{"late": ("worst", 1, 1)}`` is 1 where worst is 1 to 1.
    The sums of all columns that figures use are kept in one row, so that a roll-up reads few.

    With ``depends(periods, on)`` the statement is built once for the same question: it gives whatever else than the
    arguments, the day of today and the time zone has a say in it, such as a list of reference data.
    """

    name: str
    rows: Callable[[Sequence[Period], dt.date, Nodes], Rows]
    several: bool = False
    ranges: Mapping[str, tuple[str, int, int]] = field(default_factory=dict)
    depends: Callable[[Sequence[Period], dt.date], Hashable] | None = None
    # The figures are no parts of one another, nor of one whole: small numbers of each are hidden for themselves.
    apart: bool = False
    measures: list[Measure] = field(default_factory=list, init=False)
    # What figures use, in the order in which it is kept.
    columns: list[str] = field(default_factory=list, init=False)

    @property
    def kinds(self) -> list[str]:
        return list(dict.fromkeys(kind for one in self.measures for kind in one.periods))

    def kept_periods(self, on: dt.date) -> list[Period]:
        """The periods whose sums are kept on ``on``."""
        return [period for period in Period.running(on) if period.kind in self.kinds]

    def only(self, column: str, *, rest: bool = False) -> Q:
        """The rows that ``column`` counts, or the ``rest`` of them."""
        of, first, last = self.ranges.get(column, (column, 1, 1))
        counted = Q(**{f"{of}__range": (first, last)})
        return ~counted if rest else counted


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
    # None: neither, it only says how many there are.
    higher_is_better: bool | None = True
    # The head of a column, where the whole title would not fit.
    short: Text = ""

    @property
    def is_share(self) -> bool:
        return self.unit == SHARE


registry: dict[str, Measure] = {}
# Columns that a kept row has room for.
MOST_COLUMNS = 12
_Count = TypeVar("_Count", bound=Callable[[Period, dt.date, Nodes], Rows])


def measure(code: str, **declared: Any) -> Callable[[_Count], _Count]:
    """Declare the figure that the decorated ``(period, on, nodes) -> .values("node", numerator=…, denominator=…)``
    counts, in one query."""

    def register(count: _Count) -> _Count:
        def rows(periods: Sequence[Period], on: dt.date, nodes: Nodes) -> Rows:
            return count(periods[0], on, nodes)

        among(Units(code, rows), code, **declared)
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
    higher_is_better: bool | None = True,
    short: Text = "",
) -> Measure:
    """Declare a figure whose numerator and denominator are sums of columns of ``units``."""
    if code in registry:
        raise ValueError(f"The figure {code!r} is declared twice.")
    declared = Measure(
        code, title, unit, counts, formula, source, periods, touched_by, units, numerator, denominator,
        higher_is_better, short or title,
    )  # fmt: skip
    units.measures.append(declared)
    units.columns.extend(column for column in dict.fromkeys((numerator, denominator)) if column not in units.columns)
    if len(units.columns) > MOST_COLUMNS:
        raise ValueError(f"{units.name!r} has more than {MOST_COLUMNS} columns: divide it.")
    registry[code] = declared
    return declared


def all_units() -> list[Units]:
    return list(dict.fromkeys(one.units for one in registry.values()))


def named(code: str) -> Measure:
    """Raises: UnknownMeasure."""
    try:
        return registry[code]
    except KeyError:
        raise UnknownMeasure(measure=code[:60]) from None


def bucket(periods: Sequence[Period], day: str) -> Case | Value:
    """The code of the period that the field ``day`` lies in; ``periods`` follow one another without overlap."""
    if len(periods) == 1:
        return Value(periods[0].code, output_field=CharField())
    ordered = sorted(periods, key=lambda period: period.ends_on)
    whens = [When(**{f"{day}__lte": period.ends_on}, then=Value(period.code)) for period in ordered]
    return Case(*whens, output_field=CharField())
