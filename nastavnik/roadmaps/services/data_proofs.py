"""Proof by the data themselves: lines that a confirmed rule watches are not marked by hand."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from nastavnik.base.errors import DomainError
from nastavnik.roadmaps.models import Evidence, LineRule


class DoneByData(DomainError):
    code = "done_by_data"
    message = _(
        "The data decide when this line is done: a rule stands beside it. Decline the rule to mark the line by hand."
    )


def watched(line_ids: Iterable[int]) -> set[int]:
    """Those of the lines that a confirmed rule watches. One query."""
    rules = LineRule.objects.filter(line__in=list(line_ids), state=LineRule.State.CONFIRMED)
    return set(rules.values_list("line", flat=True))


def refuse_marks(line_ids: Iterable[int]) -> None:
    """Raises: DoneByData: one of the lines is watched by a rule."""
    if watched(line_ids):
        raise DoneByData


def refuse_by_hand(evidence: Evidence) -> None:
    """Raises: DoneByData: what the data said is taken back by the data alone."""
    if evidence.kind == Evidence.Kind.DATA:
        raise DoneByData
