"""Text compared character by character on both engines: paths of the tree and sorting forms of names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Q

# Generic for the type checker alone; at run time the class takes no parameters.
if TYPE_CHECKING:
    Text = models.CharField[str, str]
else:
    Text = models.CharField


class PlainOrderField(Text):
    """A CharField in the order of code points. PostgreSQL needs to be told, or its index serves no range."""

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:
        parameters: dict[str, Any] = dict(super().db_parameters(connection))
        parameters["collation"] = "C" if connection.vendor == "postgresql" else None
        return parameters


def path_range(path: str, lookup: str = "path") -> Q:
    """Rows at or under ``path``: ``/1/5/`` up to ``/1/50``, because "0" follows "/". One index scan."""
    return Q(**{f"{lookup}__gte": path, f"{lookup}__lt": path[:-1] + "0"})
