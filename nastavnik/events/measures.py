"""The figures of events: how many were held, whether mentors and curators were trained."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik import measures
from nastavnik.accounts.models import Grant
from nastavnik.accounts.roles import Role
from nastavnik.events.models import Attendance, Event
from nastavnik.measures.declaring import Nodes
from nastavnik.org.models import Node
from nastavnik.people.measures import PARTS, parts_on

OF_EVENTS = _("Events kept on the platform.")


def held(period: measures.Period, on: dt.date, nodes: Nodes) -> QuerySet[Event]:
    """Held in ``period`` by ``on``."""
    rows = Event.objects.filter(state=Event.State.HELD, held_on__range=(period.starts_on, min(on, period.ends_on)))
    return rows if nodes is None else rows.filter(node__in=nodes)


@measures.measure(
    "events.held",
    title=_("Events held"),
    short=pgettext_lazy("figure", "Events"),
    unit=measures.COUNT,
    counts="things",
    formula=_("Events marked as held in the school year by the day, each counted for its organiser."),
    source=OF_EVENTS,
    periods=(measures.YEAR,),
    touched_by="event",
)
def _held(period: measures.Period, on: dt.date, nodes: Nodes) -> QuerySet[Event, Any]:
    return held(period, on, nodes).values("node", numerator=Value(1), denominator=Value(1))


measures.among(
    PARTS,
    "events.mentors_trained",
    title=_("Mentors who were trained"),
    short=pgettext_lazy("figure", "Mentors trained"),
    unit=measures.SHARE,
    counts="people",
    formula=_(
        "Mentors of the base who took part in a training, or brought a paper about one, out of all mentors of the"
        " base."
    ),
    source=_("Cards of the bases of the school year, marks of attendance at trainings."),
    periods=(measures.YEAR,),
    touched_by="people",
    numerator="trained",
    denominator="mentors",
)


def _curators(on: dt.date) -> QuerySet[Grant]:
    return Grant.objects.in_force(on).filter(role=Role.CURATOR, node=OuterRef("pk"))


def _organisations(periods: Sequence[measures.Period], on: dt.date, nodes: Nodes) -> QuerySet[Node, Any]:
    came = Attendance.objects.filter(
        user=OuterRef("user"), state=Attendance.State.ATTENDED, event__is_training=True,
        event__state=Event.State.HELD, event__held_on__lte=on,
    )  # fmt: skip
    rows = Node.objects.filter(Exists(_curators(on)))
    if nodes is not None:
        rows = rows.filter(pk__in=nodes)
    trained = Case(When(Exists(_curators(on).filter(Exists(came))), then=Value(1)), default=Value(0))
    return rows.values(node=F("pk"), counted=Value(1), trained=trained)


CURATORS = measures.Units("events.organisations", _organisations)
measures.among(
    CURATORS,
    "events.curators_trained",
    title=_("Organisations whose curator was trained"),
    short=_("Curators trained"),
    unit=measures.SHARE,
    counts="things",
    formula=_(
        "Organisations whose curator took part in a training held by the day, in any year, out of those that have a"
        " curator."
    ),
    source=OF_EVENTS,
    periods=(measures.YEAR,),
    touched_by="event grant",
    numerator="trained",
    denominator="counted",
)


@measures.register_rows("events.held")
def _held_behind(period: measures.Period, on: dt.date, nodes: Nodes, rest: bool) -> QuerySet[Node]:
    return Node.objects.none() if rest else Node.objects.filter(pk__in=held(period, on, nodes).values("node"))


@measures.register_rows("events.mentors_trained")
def _mentors_behind(period: measures.Period, on: dt.date, nodes: Nodes, rest: bool) -> QuerySet[Node]:
    """Organisations whose people are counted at all: which of them lack something would tell of single people."""
    found = Node.objects.none() if rest else Node.objects.filter(pk__in=parts_on(period, on).values("node"))
    return found if nodes is None else found.filter(pk__in=nodes)


@measures.register_rows("events.curators_trained")
def _curators_behind(period: measures.Period, on: dt.date, nodes: Nodes, rest: bool) -> QuerySet[Node]:
    rows: Any = _organisations([period], on, nodes)
    return Node.objects.filter(pk__in=rows.filter(CURATORS.only("trained", rest=rest)).values("node"))
