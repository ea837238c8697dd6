"""The cascade of the demo: the city's plan above, the plan of each district beneath, the plans of schools below that.

Five layouts meet in it: each plan was read from a document of another family, and its lines are handed down, matched,
confirmed or left to the visitor as proposals.
"""

from __future__ import annotations

from collections.abc import Collection

from nastavnik import jobs
from nastavnik.accounts.models import Grant, User
from nastavnik.accounts.roles import Role
from nastavnik.cli.demo.region import Region
from nastavnik.org.models import Node
from nastavnik.roadmaps.cascading.offers import OPEN, offers_of
from nastavnik.roadmaps.models import HandedLine, Roadmap
from nastavnik.roadmaps.models.lines import Addressed
from nastavnik.roadmaps.services import cascade
from nastavnik.roadmaps.services.cascade.addressing import Address

# Numbers of the lines of the city's plan: a district answers for those that its administration or its methodical
# centre is named for, an organisation for what is done in each of them.
OF_DISTRICTS = ("2.2.", "1.5.", "2.7.", "2.4.", "4.1.", "2.5.", "3.1.", "3.2.")
OF_ORGANISATIONS = ("2.3.", "1.6.", "4.3.", "4.2.")
# Of the district's plan: an expertise of the district's own map is attended by whoever is asked.
OF_SCHOOLS = ("1.4.", "1.5.", "1.5.1", "2.1", "2.1.1.", "2.2.", "2.3", "3.1.", "3.2.", "3.3.")
BY_INVITATION = ("1.3.",)
NO_PARTNERS = "В этом учебном году программы с предприятиями не ведутся, наставники работают внутри организации."
NOT_OURS = "Перечень участников пилотного этапа ведёт региональный центр."


def hand_down(region: Region) -> None:
    """The city to its districts and all organisations, each district to its own organisations."""
    city = Roadmap.objects.living().get(node=region.centre)
    _hand_down(
        city,
        {**_addressed(OF_DISTRICTS, Addressed.DISTRICTS), **_addressed(OF_ORGANISATIONS, Addressed.ORGANISATIONS)},
        region.users[Role.REGIONAL_OPERATOR],
    )
    schools = _addressed(OF_SCHOOLS, Addressed.ORGANISATIONS)
    invited = _addressed(BY_INVITATION, Addressed.ORGANISATIONS, is_mandatory=False)
    coordinators = _people(Role.DISTRICT_COORDINATOR, region.districts)
    plans = {plan.node_id: plan for plan in Roadmap.objects.living().filter(node__in=region.offices)}
    for district, office in zip(region.districts, region.offices, strict=True):
        _hand_down(plans[office.pk], {**schools, **invited}, coordinators[district.pk])
    jobs.run_all()


def take_up(region: Region) -> None:
    """Two districts of three and two schools of three have confirmed what is sure; the rest is left as proposals."""
    coordinators = _people(Role.DISTRICT_COORDINATOR, region.districts)
    for place, node in enumerate(region.districts):
        if place % 3 != 2:
            _confirm_sure(node, coordinators[node.pk])
    coordinator, curator = region.users[Role.DISTRICT_COORDINATOR], region.users[Role.CURATOR]
    office = Roadmap.objects.living().get(node=region.offices[0])
    statistics = _waiting(region.districts[0], "3.1.")
    if statistics is not None:
        cascade.take_in(statistics, office, version=statistics.version, actor=coordinator)
    _decline(region.districts[0], "2.2.", NOT_OURS, coordinator)
    sure = [str(offer.handed.uid) for offer in offers_of(region.school) if offer.is_sure]
    # The rest is for the visitor to confirm at one go.
    cascade.confirm_sure(region.school, sure[: len(sure) // 2], actor=curator)
    others = region.organisations[1:]
    curators = _people(Role.CURATOR, others)
    for place, node in enumerate(others):
        if place % 3:
            _confirm_sure(node, curators[node.pk])
        if place % 7 == 0:
            _decline(node, "1.6.", NO_PARTNERS, curators[node.pk])


def _addressed(numbers: Collection[str], to: str, *, is_mandatory: bool = True) -> dict[str, Address]:
    return {number: Address(to, is_mandatory) for number in numbers}


def _hand_down(roadmap: Roadmap, wanted: dict[str, Address], actor: User) -> None:
    if roadmap.status != "in_force":
        return
    lines = roadmap.lines.filter(removed_at=None, number__in=wanted)
    cascade.address(roadmap, {line.pk: wanted[line.number] for line in lines}, actor=actor)
    cascade.hand_down(roadmap, actor=actor)


def _people(role: Role, nodes: Collection[Node]) -> dict[int, User]:
    grants = Grant.objects.in_force().filter(role=role, node__in=nodes).select_related("user")
    return {grant.node_id: grant.user for grant in grants}


def _confirm_sure(node: Node, actor: User) -> None:
    proposed = HandedLine.objects.filter(node=node, state=HandedLine.State.PROPOSED)
    cascade.confirm_sure(node, {str(uid) for uid in proposed.values_list("uid", flat=True)}, actor=actor)


def _decline(node: Node, number: str, reason: str, actor: User) -> None:
    handed = _waiting(node, number)
    if handed is not None:
        cascade.decline(handed, version=handed.version, reason=reason, actor=actor)


def _waiting(node: Node, number: str) -> HandedLine | None:
    """The line of the city's plan with ``number`` as ``node`` has it, while nothing is decided about it."""
    rows = HandedLine.objects.filter(node=node, parent_line__number=number, state__in=OPEN)
    return rows.filter(parent__node__type="mentoring_centre").first()
