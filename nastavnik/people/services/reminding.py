"""Reminding whoever has not signed yet."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from nastavnik import notifications
from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.notifications import Matter
from nastavnik.org.calendar import school_year_of
from nastavnik.org.models import Node
from nastavnik.people import coverage
from nastavnik.people.models import Consent
from nastavnik.people.models.consents import ConsentState

#: The same signer is not asked about the same consent more often.
PAUSE = dt.timedelta(days=3)


@transaction.atomic
def remind(
    node: Node, kind: str, *, actor: User, school_year: int | None = None, place: str = "", model: str = ""
) -> int:
    """Tell every signer with an account that a consent to ``kind`` waits; gives how many are told now.

    Raises: NotAllowed.
    """
    require(actor, "consent.edit", node)
    today = timezone.localdate()
    year = school_year if school_year is not None else school_year_of(today).start_year
    lacking = coverage.missing(node, kind, school_year=year, on=today, place=place, model=model)
    waiting = Consent.objects.filter(kind=kind, state=ConsentState.ISSUED, person__in=lacking.values("pk"))
    # A day of the pause, by its number: the same event is told once.
    turn = today.toordinal() // PAUSE.days
    matters = [
        Matter([user], f"consent:{row.uid}:reminded:{turn}", {"consent": str(row.uid)}, node)
        for row in waiting.select_related("person__user", "representation__adult__user").order_by("pk")
        if (user := (row.representation.adult if row.representation else row.person).user) is not None
    ]
    told = notifications.queue_many("consent.waiting", matters) if matters else 0
    record("consent.reminded", None, actor=actor, node_id=node.pk, kind=kind, told=told)
    return told
