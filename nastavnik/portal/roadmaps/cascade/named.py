"""Rows that an address or a form names by uid beside the row of the route."""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from django.db import models

_Row = TypeVar("_Row", bound=models.Model)


def named(rows: models.QuerySet[_Row], uid: Any) -> _Row | None:
    """The row of ``rows`` with this uid; None where there is none, whatever was typed."""
    try:
        wanted = UUID(str(uid))
    except ValueError:
        return None
    return rows.filter(uid=wanted).first()
