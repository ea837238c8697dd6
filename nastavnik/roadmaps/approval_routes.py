"""By whom a plan is agreed and approved where nobody says otherwise: by the level of whose plan it is.

A route is a proposal: the page that sends a plan shows it, and its steps can be changed, left out or added to.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nastavnik.accounts.roles import OFFICES, Role
from nastavnik.approvals.models import Step
from nastavnik.org.models import Node


class Level(StrEnum):
    """Whose plan it is."""

    ORGANISATION = "organisation"
    DISTRICT = "district"
    REGION = "region"


class At(StrEnum):
    """The place that acts: the plan's own, the nearest territory above it, the top of the tree."""

    OWN = "own"
    TERRITORY = "territory"
    TOP = "top"


@dataclass(frozen=True)
class Stop:
    """One step of a default route; an optional one is offered and not ticked."""

    kind: Step.Kind
    at: At
    title: str | Promise
    days: int
    is_optional: bool = False


ROUTES: dict[Level, tuple[Stop, ...]] = {
    Level.ORGANISATION: (
        Stop(Step.Kind.AGREE, At.TERRITORY, _("Methodical centre of the district"), 10),
        Stop(Step.Kind.MINUTES, At.OWN, _("Council of teachers"), 12, is_optional=True),
        Stop(Step.Kind.APPROVE, At.OWN, _("Head of the organisation"), 14),
    ),
    Level.DISTRICT: (
        Stop(Step.Kind.AGREE, At.TOP, _("Regional mentoring centre"), 10),
        Stop(Step.Kind.APPROVE, At.TERRITORY, _("Administration of the district"), 14),
    ),
    Level.REGION: (Stop(Step.Kind.APPROVE, At.TOP, _("Education authority of the region"), 14),),
}
# An organisation that stands directly under the region has no district to agree with.
UNDER_THE_REGION = Stop(Step.Kind.AGREE, At.TOP, _("Regional mentoring centre"), 10)


def level_of(node: Node) -> Level:
    if node.is_territory:
        return Level.DISTRICT if node.ancestor_ids else Level.REGION
    if node.type in OFFICES[Role.REGIONAL_OPERATOR]:
        return Level.REGION
    return Level.DISTRICT if node.type in OFFICES[Role.DISTRICT_COORDINATOR] else Level.ORGANISATION


def stops_for(node: Node, territory: Node) -> tuple[Stop, ...]:
    """The default route of a plan of ``node``; ``territory`` is the nearest one above it."""
    stops = ROUTES[level_of(node)]
    if level_of(node) is Level.ORGANISATION and not territory.ancestor_ids:
        return (UNDER_THE_REGION, *stops[1:])
    return stops
