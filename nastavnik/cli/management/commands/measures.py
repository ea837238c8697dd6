"""`nastavnik measures value CODE --node PLACE --period P [--as-of D]`: a figure with its definition; prints JSON.

Figures of people are printed as they are shown above the organisation: small ones say "is_hidden" and no number.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nastavnik import measures
from nastavnik.measures import suppressing
from nastavnik.org.models import Fact, Node

BAD_INPUT = 2


class Command(BaseCommand):
    help = gettext_lazy(  # type: ignore[assignment]  # lazy, for the language is chosen later
        "prints a figure of a place with its numerator, its denominator and how it is counted"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["value"])
        parser.add_argument("code", help="the code of a figure, such as plan.lines_on_time")
        parser.add_argument("--node", required=True, metavar="PLACE", help="a path, a uid or an OGRN")
        parser.add_argument("--period", required=True, metavar="P", help="2026/27, 2026-Q4 or 2026-10")
        parser.add_argument("--as-of", default="", metavar="D", help="a day such as 2026-11-30; without it today")
        parser.add_argument("--json", action="store_true", help="JSON is what is printed anyway")

    def handle(self, *, code: str, node: str, period: str, as_of: str, **options: Any) -> None:
        measure, span, place = measures.named(code), measures.Period.parse(period), _place(node)
        if span.kind not in measure.periods:
            raise CommandError(
                _("%(code)s is not counted for such a period. Its periods: %(periods)s.")
                % {"code": code, "periods": ", ".join(measure.periods)},
                returncode=BAD_INPUT,
            )
        found = _shown(code, place, span, _day(as_of))
        answer = {
            "code": measure.code,
            "node": {"uid": str(place.uid), "path": place.path, "name": place.short_name},
            "period": span.code,
            "as_of": found.on.isoformat(),
            **_numbers(measure, found),
            "target": None,  # targets belong to sets of indicators
            "counted_at": found.counted_at.isoformat(),
            "definition": {
                "title": str(measure.title),
                "formula": str(measure.formula),
                "unit": measure.unit,
                "counts": measure.counts,
                "source": str(measure.source),
                "periods": list(measure.periods),
            },
        }
        self.stdout.write(json.dumps(answer, ensure_ascii=False))


def _shown(code: str, place: Node, span: measures.Period, on: dt.date | None) -> measures.Value:
    counted = {(0, code, span.code): measures.value(code, place, span, on)}
    return suppressing.shown(counted, place, [span], on)[0, code, span.code]


def _numbers(measure: measures.Measure, found: measures.Value) -> dict[str, Any]:
    if found.is_hidden:
        return {"numerator": None, "denominator": None, "value": None, "is_hidden": True}
    return {
        "numerator": found.numerator,
        "denominator": found.denominator if measure.is_share else None,
        "value": found.share if measure.is_share else found.numerator,
        "is_hidden": False,
    }


def _place(text: str) -> Node:
    """The node that ``text`` names: "/1/5/", a uid, or the OGRN that it bears today."""
    if text.startswith("/"):
        found = Node.objects.filter(path=text.rstrip("/") + "/")
    elif text.isdigit():
        found = Node.objects.filter(
            pk__in=Fact.objects.open_ended().filter(kind=Fact.Kind.OGRN, value=text).values("node")
        )
    else:
        found = Node.objects.filter(uid=uid) if (uid := _uid(text)) else Node.objects.none()
    node = found.first()
    if node is None:
        raise CommandError(
            _("--node: “%(text)s” names no place. Give its path, its uid or its OGRN.") % {"text": text},
            returncode=BAD_INPUT,
        )
    return node


def _uid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError as error:
        raise CommandError(
            _("--as-of: “%(text)s” is no day. Write it as 2026-11-30.") % {"text": text}, returncode=BAD_INPUT
        ) from error
