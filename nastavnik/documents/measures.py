"""The figure of documents: organisations that adopted the local acts that mentoring needs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import reduce
from operator import and_
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from nastavnik import measures
from nastavnik.documents.models import Paper
from nastavnik.measures.declaring import Nodes
from nastavnik.org.levels import keepers, types_of_level
from nastavnik.org.models import Node

# What an organisation needs to begin, by the model it works in; its plan is counted beside, as a plan.
NEEDED: dict[str, tuple[str, ...]] = {
    "learners": ("order_launch", "order_curator", "regulation_learners", "programme"),
    "teachers": ("order_curator", "regulation_teachers"),
}


def in_force_on(on: dt.date) -> QuerySet[Paper]:
    """Issued by ``on`` and not ended by then."""
    standing = Q(ended_on=None) | Q(ended_on__gt=on)
    begun = Q(effective_on=None) | Q(effective_on__lte=on)
    return Paper.objects.issued().filter(standing, begun, dated_on__lte=on)


def _has(codes: Iterable[str], on: dt.date) -> Q:
    return reduce(and_, (Q(Exists(in_force_on(on).filter(node=OuterRef("pk"), code=code))) for code in codes))


def _organisations(periods: Sequence[measures.Period], on: dt.date, nodes: Nodes) -> QuerySet[Node, Any]:
    found = keepers(on)
    if nodes is not None:
        found = found.filter(pk__in=nodes)
    adopted = _has(NEEDED["learners"], on) | _has(NEEDED["teachers"], on)
    flag = Case(When(adopted, then=Value(1)), default=Value(0))
    return found.values(node=F("pk"), counted=Value(1), adopted=flag)


ORGANISATIONS = measures.Units(
    "documents.organisations", _organisations, depends=lambda periods, on: types_of_level("organisation", on)
)
measures.among(
    ORGANISATIONS,
    "documents.package_adopted",
    title=_("Organisations that adopted the package of local acts"),
    short=_("Local acts"),
    unit=measures.SHARE,
    counts="things",
    formula=_(
        "Organisations whose local acts of at least one model are all in force on the day, out of those that keep"
        " plans."
    ),
    source=_("The register of documents: the order of launch, the curator, the regulation and the programme."),
    periods=(measures.YEAR,),
    numerator="adopted",
    denominator="counted",
    touched_by="documents organisation",
)


@measures.register_rows("documents.package_adopted")
def _behind(period: measures.Period, on: dt.date, nodes: Nodes, rest: bool) -> QuerySet[Node]:
    found: Any = _organisations([period], on, nodes)
    counted = found.filter(ORGANISATIONS.only("adopted", rest=rest)).values("node")
    return Node.objects.filter(pk__in=counted)
