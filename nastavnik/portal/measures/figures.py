"""A figure as pages show it: `<c-figure :of="figure" />`. Every number leads to its list and to its definition.

A page gets its figures here and nowhere else, so that two pages cannot show different numbers for the same thing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from nastavnik import measures
from nastavnik.accounts.requests import SignedIn
from nastavnik.accounts.roles import ABOVE
from nastavnik.measures import suppressing
from nastavnik.org.models import Node
from nastavnik.portal.ui import wording

DASH = "—"


@dataclass(frozen=True)
class Figure:
    """The value of a measure at a place; ``leads`` is False where the reader sees counts but no rows."""

    measure: measures.Measure
    node: Node
    period: measures.Period
    value: measures.Value
    leads: bool = True

    @property
    def title(self) -> str:
        return str(self.measure.title)

    @property
    def pair(self) -> str:
        """“23 of 700”; a dash where there was nothing to count."""
        if self.value.is_hidden:
            return hidden_words()
        if not self.measure.is_share:
            return wording.number(self.value.numerator)
        if not self.value.denominator:
            return DASH
        return _("%(n)s of %(all)s") % {
            "n": wording.number(self.value.numerator),
            "all": wording.number(self.value.denominator),
        }

    @property
    def count(self) -> str:
        if self.value.is_hidden:
            return hidden_words()
        return wording.number(self.value.numerator)

    @property
    def share(self) -> str:
        """“87,5 %”; a dash where there is nothing to divide by."""
        return share_words(self.value)

    @property
    def exact(self) -> str:
        if self.value.is_hidden:
            return ""
        return f"{self.value.numerator}/{self.value.denominator}"

    @property
    def query(self) -> str:
        return query_of(self.node, self.period, self.value.on)

    @property
    def definition(self) -> str:
        return f"{reverse('measures:definition', args=[self.measure.code])}?{self.query}"

    @property
    def list(self) -> str:
        """The address of the rows behind the number; "" where there are none to show."""
        if not self.leads or not self.value.numerator:
            return ""
        if own := measures.list_of(self.measure.code):
            query = urlencode(own.query(self.node, self.period, self.value.on))
            return f"{reverse(own.route)}?{query}"
        return f"{reverse('measures:rows', args=[self.measure.code])}?{self.query}"


def hidden_words() -> str:
    """Instead of a number of people that is too small to be shown here."""
    return _("hidden")


def own_path(request: SignedIn) -> str:
    """The organisation whose people the reader works with; "" above the organisations."""
    acting = request.user.acting
    if not acting or acting.role in ABOVE:
        return ""
    return acting.holdings[0].path if acting.holdings else ""


def share_words(value: measures.Value) -> str:
    """Never 100 % while something is missing, never 0 % while something is there."""
    if value.is_hidden:
        return hidden_words()
    if value.share is None:
        return DASH
    percent = value.share * 100
    rounded = round(percent, 1)
    if value.numerator and not rounded:
        return f"<{wording.NBSP}{wording.percent(0.1, 1)}"
    if rounded == 100 and value.numerator != value.denominator:
        return f">{wording.NBSP}{wording.percent(99.9, 1)}"
    return wording.percent(rounded, 0 if rounded == int(rounded) else 1)


def query_of(node: Node, period: measures.Period, on: dt.date) -> str:
    return urlencode({"node": str(node.uid), "period": period.code, "on": on.isoformat()})


def figures(
    codes: Iterable[str],
    node: Node,
    periods: Sequence[measures.Period],
    on: dt.date | None = None,
    *,
    own: str = "",
) -> dict[tuple[str, str], Figure]:
    """(code, code of the period) → figure of ``node`` with all in it. ``own``: see `own_path`."""
    counted = {(0, *key): value for key, value in measures.values(codes, node, periods, on).items()}
    found = {key[1:]: value for key, value in suppressing.shown(counted, node, periods, on, own=own).items()}
    by_code = {period.code: period for period in periods}
    return {
        (code, period): Figure(measures.named(code), node, by_code[period], value)
        for (code, period), value in found.items()
    }


def figure(
    code: str, node: Node, period: measures.Period, on: dt.date | None = None, *, own: str = ""
) -> Figure:  # fmt: skip
    return figures([code], node, [period], on, own=own)[code, period.code]
