"""Typical plans and next year's plans: terms are taken out of one year and put into another.

What a machine cannot know is not guessed: it becomes a flag of the new line (`decisions`), and a person settles it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import DomainError
from nastavnik.base.saving import save
from nastavnik.org import terms
from nastavnik.org.calendar import SchoolYear, school_year_of
from nastavnik.org.models import Node
from nastavnik.roadmaps.deadlines import Period, Schedule
from nastavnik.roadmaps.models import ResponsibleParty, Roadmap, RoadmapLine, Template
from nastavnik.roadmaps.models.plans import WRITABLE, Status
from nastavnik.roadmaps.reader.parties import split_parties
from nastavnik.roadmaps.reader.wording import NAME
from nastavnik.roadmaps.relative import (
    Calendar,
    Circular,
    Dangling,
    Unknown,
    anchor_of,
    carried,
    hangs_on_spans,
    loosened,
    shifted_years,
    without_years,
)
from nastavnik.roadmaps.services import decisions
from nastavnik.roadmaps.services.baselines import keep_baseline
from nastavnik.roadmaps.services.copying import copy_lines
from nastavnik.roadmaps.services.lines import search_text
from nastavnik.roadmaps.services.occurrences import lay_out
from nastavnik.roadmaps.services.plans import WrongState
from nastavnik.roadmaps.services.summaries import keep_parties, keep_summary

MOST_YEARS = 20
_COMMAS = re.compile(r"[ \t]*(?:[,;][ \t]*)+")


class NotATemplate(DomainError):
    code = "not_a_template"
    message = _("This plan is not a typical plan. Open the list of typical plans and choose one.")


class TermsInACircle(DomainError):
    code = "terms_in_a_circle"
    message = _("The terms of these lines wait for each other: %(lines)s. Give one of them a day.")


class TermHangsInTheAir(DomainError):
    code = "term_hangs_in_the_air"
    message = _("The term of line “%(line)s” is counted from something that has no date. Give it a day.")


class YearTooFar(DomainError):
    code = "year_too_far"
    message = _("Choose a school year between 20 years back and 20 years ahead.")


@dataclass(frozen=True)
class Move:
    """From the period of one plan to that of another, a whole number of years apart."""

    old: Period
    years: int

    @property
    def new(self) -> Period:
        return Period(_years_later(self.old.start, self.years), _years_later(self.old.end, self.years))

    @property
    def first(self) -> SchoolYear:
        """The school year that the new plan begins in; one that begins in August belongs to the year ahead."""
        return first_year(self.new)

    def words(self, text: str) -> str:
        return shifted_years(text, self.years, range(self.old.start.year, self.old.end.year + 1))


def first_year(period: Period) -> SchoolYear:
    """The school year that a plan of ``period`` begins with: most of its days, not its first, tell."""
    year = school_year_of(period.start)
    return year.next if period.start.month in (6, 7, 8) and period.end > year.ends_on else year


@transaction.atomic
def make_template(roadmap: Roadmap, *, actor: User, title: str = "") -> Roadmap:
    """A typical plan with the lines of ``roadmap``, its terms free of the year, its people of their names: everybody
    below will read it. A draft until it is published.

    Raises:
        NotAllowed: ``actor`` may not make plans at this node.
    """
    require(actor, "roadmap.view", roadmap)
    require(actor, "roadmap.create", roadmap.node)
    template = save(
        Roadmap(
            node=roadmap.node, title=(title or roadmap.title)[:1000], model=roadmap.model, columns=roadmap.columns,
            starts_on=roadmap.starts_on, ends_on=roadmap.ends_on, is_template=True,
        )
    )  # fmt: skip

    def free(line: RoadmapLine) -> None:
        line.copied_from = line.typical = None
        line.deadline_text = without_years(line.deadline_text, line.reading, roadmap.period)
        line.responsible_text, line.remark = _nameless(line.responsible_text), _nameless(line.remark)
        line.search_text = search_text(line.title, line.number, line.responsible_text, line.result)

    _name_nobody(copy_lines(roadmap, template, origin="copied_from", reword=free))
    keep_parties(template.pk)
    keep_summary(template.pk)
    record("roadmap.template_made", template, actor=actor, node_id=roadmap.node_id)
    return template


def _nameless(text: str) -> str:
    """``text`` without surnames, and without the commas that stood between them."""
    return _COMMAS.sub(", ", NAME.sub("", text)).strip(" ,;") if NAME.search(text) else text


def _name_nobody(lines: Sequence[RoadmapLine]) -> None:
    """Whoever answers for ``lines`` is told by post alone, as their words say it now."""
    parties = ResponsibleParty.objects.filter(line__in=[line.pk for line in lines])
    keys = {line for line, text in parties.values_list("line", "text") if NAME.search(text)}
    parties.filter(line__in=keys).delete()
    named = [line for line in lines if line.pk in keys]
    ResponsibleParty.objects.bulk_create(
        ResponsibleParty(line=line, position=place, text=text[:500])
        for line in named
        for place, text in enumerate(split_parties(line.responsible_text.splitlines()))
    )


@transaction.atomic
def publish(template: Roadmap, *, actor: User) -> Roadmap:
    """Offer the typical plan, or its next edition, to everybody below.

    Raises:
        NotAllowed, NotATemplate, TermsInACircle, TermHangsInTheAir.
        WrongState: it is being agreed, lies in the archive or in the bin, or is the draft of an edition.
    """
    require(actor, "roadmap.edit", template)
    template = Roadmap.objects.select_for_update().get(pk=template.pk)
    if not template.is_template:
        raise NotATemplate
    is_writable = template.status in WRITABLE or template.status == Status.IN_FORCE
    if not is_writable or template.removed_at is not None or template.amends_id is not None:
        raise WrongState
    resolved(template, first_year(template.period))
    again = template.status == Status.IN_FORCE
    Roadmap.objects.filter(pk=template.pk).update(
        status=Status.IN_FORCE, edition=F("edition") + 1 if again else F("edition")
    )
    template.refresh_from_db()
    # The words of each edition are kept: plans made of an earlier one are shown what has changed since.
    keep_baseline(template)
    record("roadmap.template_published", template, actor=actor, node_id=template.node_id, edition=template.edition)
    return template


@transaction.atomic
def plan_from_template(template: Roadmap, *, node: Node, year: int, actor: User, title: str = "") -> Roadmap:
    """A draft for ``node`` that begins in the school year ``year``, to be edited as one's own.

    Raises:
        NotAllowed, NotATemplate, YearTooFar, TermsInACircle, TermHangsInTheAir.
    """
    if not template.is_template:
        raise NotATemplate
    require(actor, "template.use", Template(pk=template.pk))
    require(actor, "roadmap.create", node)
    origin = {"template_id": template.pk, "template_edition": template.edition}
    roadmap = _moved(template, node=node, year=year, title=title, origin=origin)
    record("roadmap.made_of_template", roadmap, actor=actor, node_id=node.pk)
    return roadmap


@transaction.atomic
def next_plan(roadmap: Roadmap, *, actor: User, year: int | None = None) -> Roadmap:
    """A draft for the years after ``roadmap``, with a list of what needs a decision.

    Raises:
        NotAllowed, YearTooFar.
    """
    require(actor, "roadmap.view", roadmap)
    require(actor, "roadmap.create", roadmap.node)
    goal = year if year is not None else year_after(roadmap)
    origin = {name: getattr(roadmap, name) for name in ("template_id", "template_edition")}
    made = _moved(roadmap, node=roadmap.node, year=goal, title="", origin={**origin, "previous_id": roadmap.pk})
    record("roadmap.next_made", made, actor=actor, node_id=roadmap.node_id)
    return made


def year_after(roadmap: Roadmap) -> int:
    """The school year that the plan after ``roadmap`` begins in."""
    first, last = first_year(roadmap.period), school_year_of(roadmap.ends_on)
    return max(last.start_year, first.start_year) + 1


@transaction.atomic
def hang(line: RoadmapLine, *, relative: dict[str, Any], actor: User) -> None:
    """Count the term of a line of a typical plan from something else, or (empty) from its own wording again.

    Raises:
        NotAllowed, NotATemplate, TermsInACircle, TermHangsInTheAir.
    """
    require(actor, "roadmap.edit", line)
    template = Roadmap.objects.select_for_update().get(pk=line.roadmap_id)
    if not template.is_template:
        raise NotATemplate
    RoadmapLine.objects.filter(pk=line.pk).update(relative=relative)
    resolved(template, first_year(template.period))
    record("roadmap.line_hung", line, actor=actor, node_id=line.node_id)


def _moved(source: Roadmap, *, node: Node, year: int, title: str, origin: Mapping[str, int | None]) -> Roadmap:
    years = year - first_year(source.period).start_year
    if abs(years) > MOST_YEARS:
        raise YearTooFar
    move = Move(source.period, years)
    schedules = resolved(source, move.first)
    roadmap = save(
        Roadmap(
            node=node, title=(title or move.words(source.title))[:1000], model=source.model, columns=source.columns,
            starts_on=move.new.start, ends_on=move.new.end, **origin,
        )
    )  # fmt: skip
    asked = decisions.Questions(source, move.new)

    def reword(line: RoadmapLine) -> None:
        original = line.copied_from
        assert original is not None  # noqa: S101 - `copy_lines` sets it, said for the type checker
        _carry(line, original, move, schedules[str(original.uid)], asked)

    lay_out(copy_lines(source, roadmap, origin="copied_from", reword=reword), roadmap)
    for section in roadmap.sections.all():
        section.title, section.deadline_text = move.words(section.title), move.words(section.deadline_text)
        section.save(update_fields=["title", "deadline_text"])
    keep_parties(roadmap.pk)
    keep_summary(roadmap.pk)
    roadmap.refresh_from_db()
    return roadmap


def _carry(
    line: RoadmapLine, original: RoadmapLine, move: Move, schedule: dict[str, Any], asked: decisions.Questions
) -> None:
    meant = Schedule.from_json(schedule)
    term = carried(original.deadline_text, meant, move.old, move.new, move.years)
    line.deadline_text = term.text[:1000]
    line.schedule = meant.to_json()
    line.relative = {}
    control = schedule.get("control_on")
    line.manual_due_on = dt.date.fromisoformat(control) if control else None
    line.flags = asked.about(original, meant, is_sure=term.sure)
    for name in ("title", "result", "remark"):
        setattr(line, name, move.words(getattr(line, name)))
    line.search_text = search_text(line.title, line.number, line.responsible_text, line.result)


def resolved(source: Roadmap, first: SchoolYear) -> dict[str, dict[str, Any]]:
    """uid of each present line → JSON of its reading in the years from ``first``. Two queries and the calendar.

    Raises:
        TermsInACircle, TermHangsInTheAir.
    """
    lines = list(
        source.lines.filter(removed_at=None).only("uid", "number", "title", "schedule", "relative", "manual_due_on")
    )
    start = first_year(source.period)
    wanted = {str(line.uid): line.relative or loosened(line.schedule or {"kind": "unknown"}, start) for line in lines}
    names = {str(line.uid): line.number or line.title[:60] for line in lines}
    try:
        return Calendar(first, spans_of(first) if hangs_on_spans(wanted.values()) else {}).fixed(wanted)
    except Circular as circle:
        raise TermsInACircle(TermsInACircle.message % {"lines": _named(circle.keys, names)}) from circle
    except (Dangling, Unknown) as loose:
        line = names.get(loose.key, loose.key)
        raise TermHangsInTheAir(TermHangsInTheAir.message % {"line": line}) from loose


def _loosened(line: RoadmapLine, first: SchoolYear) -> dict[str, Any]:
    schedule = loosened(line.schedule or {"kind": "unknown"}, first)
    if line.manual_due_on is None:
        return schedule
    return {**schedule, "control_on": str(anchor_of(line.manual_due_on, first))}


def spans_of(year: SchoolYear) -> dict[str, tuple[dt.date, dt.date]]:
    """What terms of a template may be counted from: the parts of ``year`` by the reference lists."""
    found = (*terms.quarters(year), *terms.trimesters(year), *terms.holidays(year))
    return {term.code: (term.starts_on, term.ends_on) for term in found}


def _named(keys: Iterable[str], names: Mapping[str, str]) -> str:
    return " → ".join(names.get(key, key) for key in keys)


def _years_later(date: dt.date, years: int) -> dt.date:
    return SchoolYear(school_year_of(date).start_year + years).date_of(date.month, date.day)
