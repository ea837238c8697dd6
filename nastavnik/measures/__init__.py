"""Figures: declared once beside the data, kept for each organisation, summed up the dated tree.

An app declares `measure` (numerator and denominator per organisation and period as of a day, one set-based
query) and calls `touch` in the deeds that change what it counts. `value`, `by_child` and `by_node` sum up the
tree as it stood on the day: from kept values for today, from the rows themselves for any other day.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nastavnik.measures.counting import once, recount, touch, when_changed
    from nastavnik.measures.declaring import (
        COUNT,
        SHARE,
        Measure,
        Units,
        UnknownMeasure,
        among,
        bucket,
        measure,
        named,
        registry,
    )  # fmt: skip
    from nastavnik.measures.lists import List, list_of, register_list, register_rows, rows_of
    from nastavnik.measures.periods import MONTH, QUARTER, YEAR, Period, UnknownPeriod, month, quarter, year
    from nastavnik.measures.queries import (
        ChildValue,
        Value,
        by_child,
        by_node,
        by_part,
        inside,
        parts_of,
        value,
        values,
    )

_HOMES = {
    "counting": "once recount touch when_changed",
    "lists": "List list_of register_list register_rows rows_of",
    "periods": "MONTH QUARTER YEAR Period UnknownPeriod month quarter year",
    "queries": "ChildValue Value by_child by_node by_part inside parts_of value values",
    "declaring": "COUNT SHARE Measure Units UnknownMeasure among bucket measure named registry",
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}

__all__ = [
    "COUNT", "MONTH", "QUARTER", "SHARE", "YEAR", "ChildValue", "List", "Measure", "Period", "Units",
    "UnknownMeasure", "UnknownPeriod", "Value", "among", "bucket", "by_child", "by_node", "by_part", "inside",
    "list_of", "measure", "month", "named", "once", "parts_of", "quarter", "recount", "register_list",
    "register_rows", "registry", "rows_of", "touch", "value", "values", "when_changed",
    "year",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    # Django imports this package before there may be any models.
    if name not in _HOME_OF:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
