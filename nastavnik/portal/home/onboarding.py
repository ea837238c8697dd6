"""First steps of each role, told from what is really there: a step is done when the data say so.

The list hides itself when everything is done. One query whatever the role.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nastavnik.accounts.models import Grant, User
from nastavnik.accounts.reach import Holding
from nastavnik.accounts.roles import OFFICES, Role
from nastavnik.approvals.models import Deputy, Step
from nastavnik.notifications.models import Preference
from nastavnik.org.models import Node, path_range
from nastavnik.portal.ui.navigation import address_of
from nastavnik.roadmaps.models import Evidence, Feed, HandedLine, LineRule, Roadmap, RoadmapLine
from nastavnik.roadmaps.models.plans import WRITABLE, Status

Asked = Callable[["Place"], Exists]
# Bodies that do the office work of a territory: their plan is the plan of its level.
OFFICE_TYPES = sorted({type for types in OFFICES.values() for type in types})


@dataclass(frozen=True)
class Place:
    """Who asks and where they act: by ``node`` its own rows are meant, by ``path`` all below it too."""

    user: User
    node: int
    path: str

    def here(self, lookup: str = "node") -> Q:
        return Q(**{lookup: self.node})

    def below(self, lookup: str = "node") -> Q:
        return path_range(self.path, f"{lookup}__path")


@dataclass(frozen=True)
class FirstStep:
    """``route`` is the page where it is done."""

    title: str | Promise
    why: str | Promise
    route: str
    asked: Asked


@dataclass(frozen=True)
class Shown:
    title: str | Promise
    why: str | Promise
    address: str
    is_done: bool


def _plans(where: Q) -> Exists:
    return Exists(Roadmap.objects.living().filter(where))


def _holders(role: Role, where: Q) -> Exists:
    return Exists(Grant.objects.in_force().filter(where, role=role))


PLAN = FirstStep(
    _("Load your road map"),
    _("The document as it is: Word, PDF, Excel or a pasted table."),
    "roadmaps:new",
    lambda place: _plans(place.here()),
)
RULES = FirstStep(
    _("Say which lines the data prove"),
    _("Then they are marked as done by themselves."),
    "roadmaps:list",
    lambda place: Exists(LineRule.objects.filter(place.here("line__node"), state=LineRule.State.CONFIRMED)),
)
SENT = FirstStep(
    _("Send the plan for agreement"),
    _("Or write down that it is approved on paper."),
    "roadmaps:list",
    lambda place: Exists(Roadmap.objects.living().filter(place.here()).exclude(status__in=WRITABLE)),
)
FIRST_EVIDENCE = FirstStep(
    _("Show that a first line is done"),
    _("A file, a link or one sentence is enough."),
    "home:month",
    lambda place: Exists(Evidence.objects.standing().filter(place.here("occurrence__node"))),
)
TEAM = FirstStep(
    _("Invite the working group"),
    _("They mark lines and add papers; they see no personal data."),
    "accounts:grants",
    lambda place: _holders(Role.TEAM_MEMBER, place.here()),
)
CALENDAR = FirstStep(
    _("Put the terms into the calendar of your phone"),
    _("A private address that you can revoke at any time."),
    "feeds:list",
    lambda place: Exists(Feed.objects.filter(user=place.user, revoked_at=None)),
)
NOTICES = FirstStep(
    _("Choose what you are told about"),
    _("At most one letter a day, and quiet hours as you like."),
    "notifications:settings",
    lambda place: Exists(Preference.objects.filter(user=place.user)),
)
CURATOR = FirstStep(
    _("Appoint a curator"),
    _("The curator keeps the plan and the bases."),
    "accounts:grants",
    lambda place: _holders(Role.CURATOR, place.here()),
)
APPROVED = FirstStep(
    _("Approve the plan"),
    _("With the number and the date of the order."),
    "approvals:queue",
    lambda place: Exists(
        Roadmap.objects.living().filter(place.here(), status__in=(Status.APPROVED, Status.IN_FORCE))
    ),
)
DEPUTY = FirstStep(
    _("Name who stands in for you"),
    _("So that nothing waits while you are away."),
    "approvals:deputies",
    lambda place: Exists(Deputy.objects.filter(user=place.user)),
)
CURATORS_BELOW = FirstStep(
    _("See to it that organisations have curators"),
    _("The list of organisations shows who has none."),
    "org:list",
    lambda place: _holders(Role.CURATOR, place.below()),
)
COORDINATORS = FirstStep(
    _("Give every district a coordinator"),
    _("Coordinators agree the plans of their schools."),
    "accounts:grants",
    lambda place: _holders(Role.DISTRICT_COORDINATOR, place.below()),
)
OWN_PLAN = FirstStep(
    _("Load the plan of your level"),
    _("Its lines can be handed down to the organisations."),
    "roadmaps:new",
    lambda place: _plans(place.below() & Q(node__type__in=OFFICE_TYPES)),
)
TYPICAL = FirstStep(
    _("Publish a typical plan"),
    _("Organisations make theirs of it in a minute."),
    "roadmaps:templates",
    lambda place: Exists(
        Roadmap.objects.filter(place.below(), is_template=True, status=Status.IN_FORCE, removed_at=None)
    ),
)
ADDRESSED = FirstStep(
    _("Say which lines are for everybody"),
    _("Every organisation below gets them into its plan."),
    "roadmaps:list",
    lambda place: Exists(
        RoadmapLine.objects.filter(place.below(), removed_at=None, node__type__in=OFFICE_TYPES)
        .exclude(addressed_to="")
    ),
)  # fmt: skip
HANDED = FirstStep(
    _("Hand the lines down"),
    _("You see who has taken them up and who is late."),
    "roadmaps:list",
    lambda place: Exists(HandedLine.objects.filter(place.below("parent__node"))),
)
AGREED = FirstStep(
    _("Agree a first plan"),
    _("Or return it with remarks to its lines."),
    "approvals:queue",
    lambda place: Exists(Step.objects.filter(decided_by=place.user)),
)
IN_FORCE_BELOW = FirstStep(
    _("Get a first plan into force"),
    _("From then on its figures are counted."),
    "roadmaps:list",
    lambda place: Exists(Roadmap.objects.living().filter(place.below(), status=Status.IN_FORCE)),
)
STEPS: dict[Role, Sequence[FirstStep]] = {
    Role.CURATOR: (PLAN, RULES, SENT, FIRST_EVIDENCE, TEAM, CALENDAR, NOTICES),
    Role.TEAM_MEMBER: (PLAN, FIRST_EVIDENCE, CALENDAR, NOTICES),
    Role.DIRECTOR: (CURATOR, PLAN, APPROVED, TEAM, FIRST_EVIDENCE, DEPUTY, NOTICES),
    Role.DISTRICT_COORDINATOR: (OWN_PLAN, ADDRESSED, HANDED, CURATORS_BELOW, AGREED, DEPUTY, NOTICES),
    Role.METHODOLOGIST: (AGREED, DEPUTY, NOTICES),
    Role.REGIONAL_OPERATOR: (OWN_PLAN, TYPICAL, ADDRESSED, HANDED, COORDINATORS, IN_FORCE_BELOW, NOTICES),
}


def first_steps(user: User, holding: Holding | None) -> list[Shown]:
    """The steps of the role that ``user`` acts in; nothing when all are done or the role has none."""
    steps = STEPS.get(holding.role, ()) if holding else ()
    if not holding or not steps:
        return []
    place = Place(user, holding.node_id, holding.path)
    asked = {f"step_{number}": step.asked(place) for number, step in enumerate(steps)}
    found = Node.objects.filter(pk=holding.node_id).values_list(*asked.values()).first() or ()
    if all(found):
        return []
    return [
        Shown(step.title, step.why, address_of(step.route), bool(done))
        for step, done in zip(steps, found, strict=True)
    ]
