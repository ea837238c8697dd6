"""The road map beside a package of local acts, and its lines as rows of the programme's plan."""

from __future__ import annotations

from django.db.models import Case, Value, When

from nastavnik.documents.models import Package
from nastavnik.org.calendar import SchoolYear
from nastavnik.roadmaps.models import Roadmap
from nastavnik.roadmaps.models.plans import RoadmapQuerySet

MOST_LINES = 40


def plans_of(package: Package, among: RoadmapQuerySet) -> RoadmapQuerySet:
    """Plans of the organisation in that year: the one of the package's model first, one in force before a draft."""
    year = SchoolYear(package.school_year)
    found = among.living().filter(
        node=package.node, is_template=False, starts_on__lte=year.ends_on, ends_on__gte=year.starts_on
    )
    wanted = "learners" if package.model == Package.Model.BOTH else package.model
    suits = Case(When(model=wanted, then=Value(0)), When(model="", then=Value(1)), default=Value(2))
    in_force = Case(When(status="in_force", then=Value(0)), default=Value(1))
    return found.order_by(suits, in_force, "-pk")


def lines_of_plan(package: Package) -> list[dict[str, str]]:
    """Lines of the organisation's road map of that year as rows of the programme's plan. Two queries."""
    plan = plans_of(package, Roadmap.objects.all()).first()
    if plan is None:
        return []
    lines = plan.lines.filter(removed_at=None).exclude(deadline_text="").exclude(responsible_text="")
    return [
        {
            "activity": _one_line(line.title).rstrip(".,"),
            "terms": _one_line(line.deadline_text),
            "responsible": _one_line(line.responsible_text),
            "result": _one_line(line.result).rstrip(".,"),
        }
        for line in lines.order_by("position")[:MOST_LINES]
    ]


def _one_line(text: str) -> str:
    return " ".join(text.replace(";", ",").split())
