"""The figures of people: bases, consents, selection, partners, sets sent to the centre.

They count people of the bases of a school year as they stand today: a candidate is counted where it is asked how many
have given their consents, and nowhere else. Above the organisation small numbers are hidden by `nastavnik.measures`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import Case, Exists, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik import measures
from nastavnik.measures.declaring import Nodes
from nastavnik.org.models import Node
from nastavnik.people import standing
from nastavnik.people.models import Participation, Partner, Taking

Side, Status = Participation.Side, Participation.Status
# Stood in the base at some time: whoever left it is looked at by the days.
_BEFORE = (Status.CANDIDATE, Status.CONSENTED)
_GONE = (Status.WITHDRAWN, Status.ARCHIVED)
_BASES = _("Cards of the bases of the school year; erased and joined ones do not count.")


def _flag(condition: Q) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())


def parts_on(period: measures.Period, on: dt.date) -> QuerySet[Participation]:
    """Taking part on ``on`` in the school year of ``period``, candidates too."""
    over = Q(status__in=_GONE) & (Q(ended_on=None) | Q(ended_on__lte=on))
    rows = Participation.objects.living().filter(school_year=period.starts_on.year)
    # Whoever was put in later was not there yet; a base that was loaded late counts from the day of entry.
    return rows.filter(Q(made_at__lt=_end_of(on)) | Q(entered_on__lte=on)).exclude(over)


def in_base(on: dt.date) -> Q:
    return Q(entered_on__lte=on) & ~Q(status__in=_BEFORE)


def _parts(periods: Sequence[measures.Period], on: dt.date, nodes: Nodes) -> QuerySet[Participation, Any]:
    rows: Any = parts_on(periods[0], on)
    if nodes is not None:
        rows = rows.filter(node__in=nodes)
    known = standing.with_standing(rows, on)
    mentor, here = Q(side=Side.MENTOR), in_base(on)
    stands = Q(proved=True, stopped=False)
    return known.values(
        "node",
        everybody=Value(1),
        consented=_flag(Q(complete=True)),
        mentees=_flag(Q(side=Side.MENTEE) & here),
        mentors=_flag(mentor & here),
        interviewed=_flag(mentor & here & Q(Exists(standing.facts_in_force("interview", on)))),
        ready=_flag(mentor & here & stands),
        trained=_flag(mentor & here & Q(Exists(standing.facts_in_force("training", on)))),
    )


PARTS = measures.Units("people.parts", _parts, depends=lambda periods, on: ())
_of_parts: dict[str, Any] = {
    "units": PARTS,
    "counts": "people",
    "source": _BASES,
    "touched_by": "people",
    "periods": (measures.YEAR,),
}

measures.among(
    code="people.mentees",
    title=_("Mentees in the base"),
    short=pgettext_lazy("figure", "Mentees"),
    unit=measures.COUNT,
    formula=_("Parts in the base of mentees on the day, with the consents that the law asks for."),
    numerator="mentees",
    denominator="everybody",
    **_of_parts,
)
measures.among(
    code="people.mentors",
    title=_("Mentors in the base"),
    short=pgettext_lazy("figure", "Mentors"),
    unit=measures.COUNT,
    formula=_("Parts in the base of mentors on the day, with the consents that the law asks for."),
    numerator="mentors",
    denominator="everybody",
    **_of_parts,
)
measures.among(
    code="people.consents_in_force",
    title=_("People whose consents are in force"),
    short=_("Consents"),
    unit=measures.SHARE,
    formula=_("Parts whose consents to the processing of data are all in force, out of all of the school year."),
    numerator="consented",
    denominator="everybody",
    **_of_parts,
)
measures.among(
    code="people.mentors_interviewed",
    title=_("Mentors who passed the interview"),
    short=pgettext_lazy("figure", "Interviewed"),
    unit=measures.SHARE,
    formula=_("Mentors of the base with an interview that is passed and in force, out of all mentors of the base."),
    numerator="interviewed",
    denominator="mentors",
    **_of_parts,
)
measures.among(
    code="people.mentors_ready",
    title=_("Mentors who are ready"),
    short=pgettext_lazy("figure", "Ready"),
    unit=measures.SHARE,
    formula=_("Mentors of the base who went through the whole selection and are not stopped, out of all of them."),
    numerator="ready",
    denominator="mentors",
    **_of_parts,
)


@measures.measure(
    "people.partners",
    title=_("Partners"),
    short=pgettext_lazy("figure", "Partners"),
    unit=measures.COUNT,
    counts="things",
    formula=_("Partners of the register on the day."),
    source=_("The register of partners."),
    periods=(measures.YEAR,),
    touched_by="people partner",
)
def _partners(period: measures.Period, on: dt.date, nodes: Nodes) -> QuerySet[Partner, Any]:
    known = Coalesce("since_on", "made_at__date")
    rows = Partner.objects.alias(known=known).filter(Q(ended_on=None) | Q(ended_on__gt=on), known__lte=on)
    if nodes is not None:
        rows = rows.filter(node__in=nodes)
    return rows.values("node", numerator=Value(1), denominator=Value(1))


@measures.measure(
    "people.counts_sent",
    title=_("Sets without names sent to the centre"),
    short=_("Sets sent"),
    unit=measures.COUNT,
    counts="things",
    formula=_("Sets of data without names that were made for the centre in the school year by the day."),
    source=_("The register of files taken out."),
    periods=(measures.YEAR,),
    touched_by="people",
)
def _sent(period: measures.Period, on: dt.date, nodes: Nodes) -> QuerySet[Taking, Any]:
    within = (period.starts_on, min(on, period.ends_on))
    rows = Taking.objects.filter(kind=Taking.Kind.CODED, made_at__date__range=within)
    if nodes is not None:
        rows = rows.filter(node__in=nodes)
    return rows.values("node", numerator=Value(1), denominator=Value(1))


def _end_of(on: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(on + dt.timedelta(days=1), dt.time()))


@measures.register_rows(
    "people.mentees", "people.mentors", "people.consents_in_force", "people.mentors_interviewed",
    "people.mentors_ready",
)  # fmt: skip
def _bases_behind(period: measures.Period, on: dt.date, nodes: Nodes, rest: bool) -> QuerySet[Node]:
    """Organisations whose people are counted at all: which of them lack something would tell of single people."""
    return _where(parts_on(period, on), nodes, rest)


@measures.register_rows("people.partners")
def _partners_behind(period: measures.Period, on: dt.date, nodes: Nodes, rest: bool) -> QuerySet[Node]:
    return _where(_partners(period, on, nodes), nodes, rest)


@measures.register_rows("people.counts_sent")
def _sent_behind(period: measures.Period, on: dt.date, nodes: Nodes, rest: bool) -> QuerySet[Node]:
    return _where(_sent(period, on, nodes), nodes, rest)


def _where(rows: QuerySet[Any, Any], nodes: Nodes, rest: bool) -> QuerySet[Node]:
    found = Node.objects.none() if rest else Node.objects.filter(pk__in=rows.values("node"))
    return found if nodes is None else found.filter(pk__in=nodes)
