"""The first rows of several parts of a list, each read in the order of an index over that part.

For "kind is one of seven, newest first" a database reads either everything newer or everything of those kinds.
The first fifty of each kind are seven short walks along an index, and the first fifty of all are among them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connections, models
from django.db.models.expressions import RawSQL

# Values of the columns that make a part; every part names the same columns.
Part = Mapping[str, Any]
# The one part that is the whole: its keys are found first, then their rows, so that few rows are sorted as a whole.
EVERYTHING: Part = {}
# So few are planned by PostgreSQL each for its own values.
FEW_PARTS = 8


class _Place:
    """Stands in the values of a statement where the value of a column comes."""

    def __init__(self, name: str) -> None:
        self.name = name


def first_of_each(queryset: models.QuerySet[Any], parts: Sequence[Part], limit: int) -> RawSQL:
    """The keys of the first ``limit`` rows of each of ``parts`` of an ordered ``queryset``, for ``pk__in``."""
    names = list(parts[0])
    if connections[queryset.db].vendor == "postgresql" and len(parts) > FEW_PARTS:
        # Planned once, whatever the number of parts, and for any value: it may walk all for one that no row has.
        statement, given = _of_part(queryset, limit, {name: RawSQL(f"part.{name}", []) for name in names})  # noqa: S611 - a name of a column
        rows = ", ".join([f"({', '.join(['%s'] * len(names))})"] * len(parts))
        # Names of columns and what Django wrote; values are parameters.
        return RawSQL(  # noqa: S611 - as said
            f"SELECT one.* FROM (VALUES {rows}) AS part({', '.join(names)}) CROSS JOIN LATERAL ({statement}) AS one",  # noqa: S608
            [*(part[name] for part in parts for name in names), *given],
        )
    statement, given = _of_part(queryset, limit, {name: RawSQL("%s", [_Place(name)]) for name in names})
    values = [part[one.name] if isinstance(one, _Place) else one for part in parts for one in given]
    return RawSQL(" UNION ALL ".join([f"SELECT * FROM ({statement}) AS one"] * len(parts)), values)  # noqa: S608, S611 - as above


def _of_part(queryset: models.QuerySet[Any], limit: int, part: Part) -> tuple[str, Sequence[Any]]:
    return queryset.filter(**part).values("pk")[:limit].query.sql_with_params()
