"""Columns for ``values_list`` as the texts that lie in the database: no object of Python is made of each on the way.

For readers of very many rows, who turn them into texts anyway.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Func, TextField
from django.db.models.functions import Cast


def as_texts(*paths: str) -> tuple[Cast, ...]:
    """Uids (SQLite keeps them without dashes) and sealed values: see `accounts.keyring.columns.opened`."""
    return tuple(Cast(path, TextField()) for path in paths)


class DayText(Func):
    """A day as 2026-09-01."""

    output_field = TextField()
    template = "CAST(%(expressions)s AS text)"

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, template="TO_CHAR(%(expressions)s, 'YYYY-MM-DD')", **extra)
