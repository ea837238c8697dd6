"""A base taken out as a file: who, how much, what for; and how much a day is too much."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik import notifications
from nastavnik.accounts.models import Grant, User
from nastavnik.accounts.roles import Role
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import DomainError
from nastavnik.org.models import Node
from nastavnik.people.models import Participation, Taking


class TooManyTaken(DomainError):
    code = "too_many_taken"
    message = _(
        "Today more people would be taken out than one account may. Nothing was taken; whoever is responsible for"
        " data protection has been told. Take a part of the base or go on tomorrow."
    )


class NobodyToTake(DomainError):
    code = "nobody_to_take"
    message = _("There is nobody in this base.")


def may_take(parts: QuerySet[Participation], user: User) -> QuerySet[Participation]:
    """Of ``parts`` those whom ``user`` may take out: a head adults only."""
    reached = Participation.objects.visible_to(user, "person.export")
    return parts.filter(pk__in=reached.values("pk"))


def taken_today(user: User) -> int:
    """People whom ``user`` took out since midnight, in every organisation."""
    now = timezone.localtime()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    taken = Taking.objects.filter(made_by=user, kind=Taking.Kind.BASE, made_at__gte=midnight)
    return taken.aggregate(n=Sum("rows"))["n"] or 0


@transaction.atomic
def take(node: Node, *, side: str, school_year: int, rows: int, reason: str, form: str, actor: User) -> Taking:
    """Write down that ``rows`` people leave as a file, before the file is made.

    Raises: NotAllowed, NobodyToTake, TooManyTaken: see `refused`.
    """
    require(actor, "person.export", node)
    if not rows:
        raise NobodyToTake
    # Two files at once are two questions in turn.
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    if taken_today(actor) + rows > settings.NASTAVNIK_EXPORT_ROWS_A_DAY:
        raise TooManyTaken
    taking = Taking.objects.create(
        node=node, kind=Taking.Kind.BASE, side=side, school_year=school_year, rows=rows, reason=reason, made_by=actor
    )
    record("base.exported", taking, actor=actor, side=side, year=school_year, rows=rows, format=form)
    return taking


@transaction.atomic
def refused(node: Node, *, rows: int, actor: User, on: dt.date | None = None) -> None:
    """Write a refusal down and tell who is responsible for data protection. In a transaction of its own: the one of
    the deed was rolled back.
    """
    record("base.export_refused", None, actor=actor, node_id=node.pk, rows=rows)
    held = Grant.objects.in_force().filter(node=node, role=Role.DATA_PROTECTION_OFFICER)
    officers = list(User.objects.filter(pk__in=held.values("user"), is_active=True))
    day = on or timezone.localdate()
    notifications.queue(
        "base.export_refused", to=officers, event=f"export:{node.pk}:{actor.pk}:{day:%Y%m%d}",
        context={"node": str(node.uid), "user": str(actor.uid), "rows": rows}, node=node,
    )  # fmt: skip
