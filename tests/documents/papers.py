"""Documents to test with: an order on the curator of the cast's school, drawn up, sent, signed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from nastavnik.approvals.models import Step
from nastavnik.documents.models import Paper
from nastavnik.documents.services import approval, drafts
from nastavnik.org.models import Fact
from tests.cast import Cast

CURATOR: dict[str, Any] = {
    "curator": {"name": "Белова Анна Сергеевна", "post": "заместитель директора"},
    "duties": ["вести базы наставников и наставляемых", "готовить отчёты"],
    "term": {"start": "2026-09-01", "end": "2027-05-31"},
    "control": "оставляю за собой",
}


def with_head(cast: Cast) -> None:
    """The school's letters name its head."""
    for kind, value in ((Fact.Kind.HEAD_NAME, "Громова Елена Павловна"), (Fact.Kind.HEAD_POST, "директор")):
        Fact.objects.create(node=cast.school, kind=kind, value=value, from_on=cast.school.opened_on)


def order(cast: Cast, **answers: Any) -> Paper:
    return drafts.draw_up(cast.school, "order_curator", {**CURATOR, **answers}, actor=cast.curator)


def sent(cast: Cast, **answers: Any) -> tuple[Paper, Step]:
    paper = order(cast, **answers)
    chain = approval.send(paper, actor=cast.curator)
    return paper, chain.steps.get(state=Step.State.CURRENT)


def signed(cast: Cast, on: dt.date | None = None, **answers: Any) -> Paper:
    paper, step = sent(cast, **answers)
    return approval.sign(paper, step, on=on or timezone.localdate(), actor=cast.director)
