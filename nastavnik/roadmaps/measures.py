"""The figures of plans. What a line's state is, `states` alone says; here its lines are summed.

A figure of lines counts lines, not dates: a line that was due four times in the year is one line, overdue if one
of the dates is. Counted are lines that had something to prove by the day, so that on time, late and overdue
together are all of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import (
    Case,
    DateField,
    Exists,
    F,
    FilteredRelation,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik import measures
from nastavnik.accounts.models import Grant
from nastavnik.accounts.roles import Role
from nastavnik.approvals.models import Chain, Step
from nastavnik.measures.declaring import Nodes
from nastavnik.org import reference
from nastavnik.org.levels import keepers, types_of_level
from nastavnik.org.models import Node
from nastavnik.roadmaps.deadlines import Period as Span
from nastavnik.roadmaps.deadlines import read_deadline
from nastavnik.roadmaps.models import Occurrence, Roadmap, RoadmapLine
from nastavnik.roadmaps.models.plans import Status
from nastavnik.roadmaps.states import WORST_IN_TIME, WORST_LATE, WORST_OVERDUE, settled_lines

# The line of the reference list "default_calendar" that says until when plans are agreed.
AGREED_BY = "season_02"
OF_LINES = _("Dates and evidence of the lines of plans in force; drafts, templates and removed plans do not count.")
OF_PLANS = _("Plans of organisations that keep plans (by the reference list of types), open on the day.")


def counted_plans(via: str = "") -> Q:
    """Plans whose lines are controlled: in force, and those that went to the archive after their time."""
    archived = Q(**{f"{via}status": Status.ARCHIVED, f"{via}ends_on__lt": timezone.localdate()})
    in_force = Q(**{f"{via}status": Status.IN_FORCE}) | archived
    return in_force & Q(**{f"{via}removed_at": None, f"{via}amends": None, f"{via}is_template": False})


def _lines(periods: Sequence[measures.Period], on: dt.date, nodes: Nodes) -> QuerySet[Occurrence, Any]:
    within = (min(one.starts_on for one in periods), max(one.ends_on for one in periods))
    due = Occurrence.objects.filter(counted_plans("line__roadmap__"), line__removed_at=None, due_on__range=within)
    if nodes is not None:
        due = due.filter(node__in=nodes)
    in_force = Q(evidence__withdrawn_at=None, evidence__done_on__lte=on)
    due = due.alias(shown=FilteredRelation("evidence", condition=in_force))
    grouped: Any = due.values("node", "line", period=measures.bucket(periods, "due_on"))
    # Evidence repeats an occurrence, which a maximum does not mind.
    proof = Max(Case(When(shown__isnull=False, then=Value(1)), default=Value(0), output_field=IntegerField()))
    return settled_lines(grouped, on).annotate(evidenced=proof)


LINES = measures.Units(
    "plan.lines",
    _lines,
    several=True,
    depends=lambda periods, on: (),
    ranges={
        "on_time": ("worst", WORST_IN_TIME, WORST_IN_TIME),
        "late": ("worst", WORST_LATE, WORST_LATE),
        "overdue": ("worst", WORST_OVERDUE, WORST_OVERDUE),
        "done": ("worst", WORST_IN_TIME, WORST_LATE),
    },
)
_of_lines: dict[str, Any] = {
    "unit": measures.SHARE,
    "counts": "things",
    "source": OF_LINES,
    "touched_by": "plan",
    "units": LINES,
    "denominator": "settled",
}

measures.among(
    code="plan.lines_on_time",
    title=_("Lines done on time"),
    short=_("In time"),
    formula=_("Lines all of whose dates so far were proved in time, out of the lines with something to prove."),
    periods=(measures.YEAR,),
    numerator="on_time",
    **_of_lines,
)
measures.among(
    code="plan.lines_late",
    title=_("Lines done late"),
    short=pgettext_lazy("lines", "Late"),
    formula=_("Lines proved on every date so far, some of them late, out of the lines with something to prove."),
    periods=(measures.YEAR,),
    numerator="late",
    higher_is_better=False,
    **_of_lines,
)
measures.among(
    code="plan.lines_overdue",
    title=_("Lines overdue"),
    short=_("Overdue"),
    formula=_("Lines with a date that has passed unproved, out of the lines with something to prove."),
    periods=(measures.YEAR, measures.MONTH),
    numerator="overdue",
    higher_is_better=False,
    **_of_lines,
)
measures.among(
    code="plan.lines_done",
    title=_("Lines done of what was due"),
    short=pgettext_lazy("lines", "Done"),
    formula=_("Lines proved on every date so far, in time or late, out of the lines with something to prove."),
    periods=(measures.YEAR, measures.MONTH),
    numerator="done",
    **_of_lines,
)
measures.among(
    code="plan.lines_with_evidence",
    title=_("Lines with evidence"),
    short=_("With evidence"),
    formula=_("Lines that a file, a note, a link or the data show, out of the lines with something to prove."),
    periods=(measures.YEAR,),
    numerator="evidenced",
    **_of_lines,
)


def agreed_by(period: measures.Period) -> dt.date:
    """The last day for agreeing the plans of a school year, as the reference calendar words it; else its end."""
    return _day_of_agreement(period) or period.ends_on


def day_to_agree(period: measures.Period, on: dt.date) -> dt.date | None:
    """The same day where the calendar names one that is still to come on ``on``: what terms are proposed by."""
    day = _day_of_agreement(period)
    return day if day is not None and day >= on else None


def _day_of_agreement(period: measures.Period) -> dt.date | None:
    words = [
        entry.data["when"] for entry in _entries("default_calendar", period.starts_on) if entry.code == AGREED_BY
    ]
    reading = read_deadline(words[0], Span(period.starts_on, period.ends_on)) if words else None
    return reading.windows[-1][1] if reading and reading.windows else None


def _entries(set_code: str, on: dt.date) -> list[reference.Entry]:
    try:
        return reference.entries(set_code, on=on)
    except reference.ReferenceMissing:
        # A site being set up counts nothing yet; its deeds must not fail.
        return []


def plans_of(period: measures.Period) -> QuerySet[Roadmap]:
    """Standing plans for ``period`` or a part of it, of any status."""
    plans = Roadmap.objects.filter(removed_at=None, amends=None, is_template=False)
    return plans.filter(starts_on__lte=period.ends_on, ends_on__gte=period.starts_on)


def plans_made(period: measures.Period, on: dt.date) -> QuerySet[Roadmap]:
    """Plans that there were on ``on``, by their paper or here."""
    return plans_of(period).filter(Q(created_at__lt=_end_of(on)) | Q(approved_on__lte=on))


def plans_approved(period: measures.Period, on: dt.date) -> QuerySet[Roadmap]:
    """Approved or in force on ``on``; what was put in force without a date counts from the day it was made."""
    over = Q(status=Status.ARCHIVED, ends_on__lt=timezone.localdate())
    gone_through = plans_of(period).filter(Q(status__in=(Status.APPROVED, Status.IN_FORCE)) | over)
    dated = gone_through.alias(since=Coalesce("approved_on", "effective_on", output_field=DateField(null=True)))
    return dated.filter(Q(since__lte=on) | Q(since=None, created_at__lt=_end_of(on)))


def plans_agreed(period: measures.Period, on: dt.date) -> QuerySet[Roadmap]:
    """Plans that everybody asked had agreed by the day of the reference calendar; approved is agreed."""
    last = min(on, agreed_by(period))
    in_time = Q(decided_on__lte=last) | Q(decided_on=None, decided_at__lt=_end_of(last))
    asked = Step.objects.filter(chain=OuterRef("pk"), kind__in=(Step.Kind.AGREE, Step.Kind.MINUTES))
    agreed = Q(state=Step.State.AGREED) & in_time
    chains = Chain.objects.filter(
        Exists(asked.filter(agreed)),
        ~Exists(asked.exclude(agreed).exclude(state=Step.State.SKIPPED)),
        subject_kind="roadmap",
        subject_uid=OuterRef("uid"),
        state__in=(Chain.State.RUNNING, Chain.State.APPROVED),
    )
    return plans_of(period).filter(Q(approved_on__lte=last) | Exists(chains))


def _end_of(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time()))


def _organisations(periods: Sequence[measures.Period], on: dt.date, nodes: Nodes) -> QuerySet[Node, Any]:
    period = periods[0]
    found = keepers(on)
    if nodes is not None:
        found = found.filter(pk__in=nodes)
    curators = Grant.objects.in_force(on).filter(role=Role.CURATOR)
    having: dict[str, QuerySet[Any]] = {
        "has_plan": plans_made(period, on),
        "approved": plans_approved(period, on),
        "agreed": plans_agreed(period, on),
        "with_curator": curators,
    }
    flags = {
        name: Case(When(Exists(rows.filter(node=OuterRef("pk"))), then=Value(1)), default=Value(0))
        for name, rows in having.items()
    }
    return found.values(node=F("pk"), counted=Value(1), **flags)


ORGANISATIONS = measures.Units(
    "plan.organisations",
    _organisations,
    depends=lambda periods, on: (types_of_level("organisation", on), agreed_by(periods[0])),
)
_of_organisations: dict[str, Any] = {
    "unit": measures.SHARE,
    "counts": "things",
    "periods": (measures.YEAR,),
    "units": ORGANISATIONS,
    "denominator": "counted",
}

measures.among(
    code="plan.has_plan",
    title=_("Organisations with a plan"),
    short=_("Have a plan"),
    formula=_("Organisations with a plan for the school year, whatever its status, out of those that keep plans."),
    source=OF_PLANS,
    numerator="has_plan",
    touched_by="plan organisation",
    **_of_organisations,
)
measures.among(
    code="plan.approved",
    title=_("Organisations with an approved plan"),
    short=pgettext_lazy("plans", "Approved"),
    formula=_("Organisations whose plan for the school year is approved or in force, out of those that keep plans."),
    source=OF_PLANS,
    numerator="approved",
    touched_by="plan organisation",
    **_of_organisations,
)
measures.among(
    code="plan.agreed_by_date",
    title=_("Organisations whose plan was agreed in time"),
    short=_("Agreed in time"),
    formula=_(
        "Organisations whose plan was agreed by the day that the calendar of the year names, or"
        " approved by then, out of those that keep plans."
    ),
    source=OF_PLANS,
    numerator="agreed",
    touched_by="plan organisation",
    **_of_organisations,
)
measures.among(
    code="org.with_curator",
    title=_("Organisations with a curator"),
    short=_("Have a curator"),
    formula=_("Organisations where somebody holds the role of curator on the day, out of those that keep plans."),
    source=_("Roles given on the platform, and the reference list of types of organisations."),
    numerator="with_curator",
    touched_by="grant organisation",
    **_of_organisations,
)


def _lines_behind(column: str) -> Any:
    def rows(period: measures.Period, on: dt.date, nodes: Nodes, rest: bool) -> QuerySet[RoadmapLine]:
        counted = _lines([period], on, nodes).filter(LINES.only(column, rest=rest)).values("line")
        return RoadmapLine.objects.filter(pk__in=counted)

    return rows


def _organisations_behind(column: str) -> Any:
    def rows(period: measures.Period, on: dt.date, nodes: Nodes, rest: bool) -> QuerySet[Node]:
        found: Any = _organisations([period], on, nodes)
        counted = found.filter(ORGANISATIONS.only(column, rest=rest)).values("node")
        return Node.objects.filter(pk__in=counted)

    return rows


for _one in list(measures.registry.values()):
    if _one.units is LINES:
        measures.register_rows(_one.code)(_lines_behind(_one.numerator))
    elif _one.units is ORGANISATIONS:
        measures.register_rows(_one.code)(_organisations_behind(_one.numerator))
