"""The whole permission matrix as data (security rules, section 3; decisions 9 and 19).

An `Action` says which roles may do it and how far below the node of their grant. `policy` reads it, the matrix
test reads it, nothing else decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nastavnik.accounts.roles import Duty, Role
from nastavnik.base.privacy import Class

RO, ME, DC = Role.REGIONAL_OPERATOR, Role.METHODOLOGIST, Role.DISTRICT_COORDINATOR
DI, CU, TM = Role.DIRECTOR, Role.CURATOR, Role.TEAM_MEMBER
RG, PS, PT = Role.REGISTRAR, Role.PSYCHOLOGIST, Role.PARTNER
MR, MZ, PA = Role.MENTOR, Role.MENTEE, Role.PARENT
DPO, TA = Role.DATA_PROTECTION_OFFICER, Role.TECHNICAL_ADMIN
EVERYONE = tuple(Role)


class Where(StrEnum):
    """How far a right goes from the node of the grant."""

    OWN = "own"  # the node itself
    OFFICES = "offices"  # the node and the bodies that do its office work (`roles.OFFICES`)
    BELOW = "below"  # the node and everything under it: P0 and P1 only
    ABOVE = "above"  # the node, those that it stands in, and their offices: published data only


@dataclass(frozen=True)
class Action:
    """One right. ``sensitive`` asks for a fresh proof of identity; ``duty`` must stand in the grant."""

    name: str
    title: str | Promise
    data_class: Class
    roles: Mapping[Role, Where]
    duty: Duty | None = None
    sensitive: bool = False
    # The row must also belong to the user (a job, a notice): the model's `relation_q` says how.
    own_rows: bool = False

    def __post_init__(self) -> None:
        flows_down = Where.BELOW in self.roles.values()
        if Where.ABOVE in self.roles.values() and self.data_class is not Class.P0:
            raise ValueError(f"{self.name}: only published data are seen from below.")
        if flows_down and self.data_class not in (Class.P0, Class.P1) and not self.own_rows:
            raise ValueError(f"{self.name}: personal data ({self.data_class}) does not flow along the tree.")


def _rows(
    *,
    own: tuple[Role, ...] = (),
    offices: tuple[Role, ...] = (),
    below: tuple[Role, ...] = (),
    above: tuple[Role, ...] = (),
) -> Mapping[Role, Where]:
    rows = dict.fromkeys(own, Where.OWN) | dict.fromkeys(offices, Where.OFFICES)
    return MappingProxyType(rows | dict.fromkeys(below, Where.BELOW) | dict.fromkeys(above, Where.ABOVE))


# An organisation's own right flows to its branches: a curator of a school sees the plan of its branch.
_PLAN_EDITORS = _rows(own=(CU, TM), offices=(RO, DC))
# Whoever draws a document up; who signs and who gives it a number are rights of their own.
_PAPER_EDITORS = _rows(own=(ME, DI, CU, TM, RG), offices=(RO, DC))
_TEMPLATE_EDITORS = _rows(own=(ME, DI, RG), offices=(RO, DC))
_STAFF_BELOW = (RO, ME, DC, DI, CU, TM, RG)
# Which of the people at the node each of them reaches is told by `people.models.reach`.
_THEMSELVES = (MR, MZ, PA)

_ALL = (
    Action(
        "organisation.view",
        _("See organisations"),
        Class.P1,
        _rows(own=(PS, PT), below=(*_STAFF_BELOW, DPO, TA)),
    ),
    Action("organisation.edit", _("Change organisations"), Class.P1, _rows(below=(RO, DC, TA))),
    Action(
        "organisation.requisites",
        _("Keep the requisites of the organisation"),
        Class.P1,
        _rows(own=(DI, CU, RG), below=(RO, DC, TA)),
    ),
    Action("organisation.create", _("Open organisations"), Class.P1, _rows(below=(RO, DC, TA))),
    Action("reference.view", _("See reference data"), Class.P0, _rows(own=(*_STAFF_BELOW, PS, PT, DPO, TA))),
    Action("reference.edit", _("Change reference data"), Class.P0, _rows(own=(RO, TA))),
    Action("grant.view", _("See who holds which role"), Class.P1, _rows(own=(CU,), below=(RO, DC, DI, DPO, TA))),
    Action(
        "grant.edit",
        _("Give and end roles"),
        Class.P1,
        _rows(own=(DI, CU), below=(RO, DC, TA)),
        sensitive=True,
    ),
    Action("user.invite", _("Invite people"), Class.P1, _rows(own=(DI, CU), below=(RO, DC, TA)), sensitive=True),
    Action("roadmap.view", _("See plans"), Class.P1, _rows(own=(PS,), below=_STAFF_BELOW)),
    Action("measure.view", _("See figures"), Class.P1, _rows(below=_STAFF_BELOW)),
    Action("roadmap.create", _("Make plans"), Class.P1, _PLAN_EDITORS),
    Action("roadmap.edit", _("Change plans"), Class.P1, _PLAN_EDITORS),
    Action("roadmap.import", _("Load plans from files"), Class.P1, _PLAN_EDITORS),
    Action("roadmap.delete", _("Delete plans"), Class.P1, _rows(own=(CU,), offices=(RO, DC)), sensitive=True),
    Action("roadmap.tick", _("Add evidence and marks to plans"), Class.P1, _PLAN_EDITORS),
    Action("roadmap.export", _("Export plans"), Class.P1, _rows(own=(DI, CU, TM), below=(RO, ME, DC))),
    Action("roadmap.cascade", _("Hand lines of plans down"), Class.P1, _rows(offices=(RO, DC))),
    Action("roadmap.remind", _("Ask those below for plans"), Class.P1, _rows(below=(RO, ME, DC))),
    Action("roadmap.oversee", _("Be told of what is late below"), Class.P1, _rows(below=(RO, DC))),
    Action("roadmap.comment", _("Comment on lines of plans"), Class.P1, _rows(own=(PS,), below=_STAFF_BELOW)),
    Action(
        "comment.withdraw", _("Withdraw own comments"), Class.P1, _rows(own=(PS,), below=_STAFF_BELOW), own_rows=True
    ),
    Action(
        "feed.use", _("Keep own calendar addresses"), Class.P1, _rows(own=(PS,), below=_STAFF_BELOW), own_rows=True
    ),
    Action("template.use", _("Make plans of typical plans"), Class.P0, _rows(above=(RO, ME, DC, DI, CU, TM))),
    Action("approval.view", _("See how plans and papers are agreed"), Class.P1, _rows(below=_STAFF_BELOW)),
    Action("approval.start", _("Send for agreement"), Class.P1, _PAPER_EDITORS),
    Action("approval.agree", _("Agree"), Class.P1, _rows(below=(RO, ME, DC)), duty=Duty.AGREE),
    Action("approval.approve", _("Approve"), Class.P1, _rows(own=(DI,), offices=(RO, DC)), duty=Duty.APPROVE),
    Action("approval.deputy", _("Name a deputy"), Class.P1, _rows(own=(RO, ME, DC, DI))),
    Action("document.view", _("See documents"), Class.P1, _rows(own=(PS, DPO), below=_STAFF_BELOW)),
    Action("document.edit", _("Prepare documents"), Class.P1, _PAPER_EDITORS),
    Action("document.register", _("Register and repeal documents"), Class.P1, _rows(own=(DI, RG), offices=(RO, DC))),
    Action(
        "document.export", _("Export the register of documents"), Class.P1, _rows(own=(DI, CU, RG), offices=(RO, DC))
    ),
    Action(
        "document.print",
        _("Take own journals of the register"),
        Class.P1,
        _rows(own=(DI, CU, RG), offices=(RO, DC)),
        own_rows=True,
    ),
    Action(
        "document.words",
        _("Keep the words that were taught"),
        Class.P2,
        _rows(own=(RO, ME, DC, DI, CU, TM, RG)),
    ),
    Action("document_template.use", _("Use templates of documents"), Class.P0, _rows(above=_STAFF_BELOW)),
    Action("document_template.edit", _("Change templates of documents"), Class.P1, _TEMPLATE_EDITORS),
    Action(
        "document_template.oversee", _("See which templates are in use below"), Class.P1, _rows(below=(RO, ME, DC))
    ),
    # People. Nothing of a card flows along the tree; above the organisation there are seats and counts.
    Action("seat.view", _("See seats of the bases, without names"), Class.P1, _rows(below=(RO, ME, DC))),
    Action("person.view", _("See people of the bases"), Class.P3, _rows(own=(DI, CU, TM, PS, PT, DPO, *_THEMSELVES))),
    Action("person.edit", _("Keep the bases of mentors and mentees"), Class.P3, _rows(own=(CU, TM))),
    Action("person.import", _("Load the bases from tables"), Class.P3, _rows(own=(CU, TM))),
    Action("person.export", _("Take the bases out as files"), Class.P3, _rows(own=(DI, CU)), sensitive=True),
    Action("person.merge", _("Join two cards of one person"), Class.P3, _rows(own=(CU,))),
    Action("person.history", _("See who looked at a card"), Class.P3, _rows(own=(DI, CU, DPO, PA))),
    Action("consent.view", _("See consents"), Class.P3, _rows(own=(CU, DPO, *_THEMSELVES))),
    Action("consent.edit", _("Keep consents"), Class.P3, _rows(own=(CU,))),
    Action("consent.sign", _("Sign and withdraw own consents"), Class.P3, _rows(own=_THEMSELVES)),
    Action("readiness.view", _("See what mentors proved"), Class.P3, _rows(own=(DI, CU, TM, PS, PT, MR))),
    Action("readiness.edit", _("Write down what mentors proved"), Class.P3, _rows(own=(CU,))),
    Action("readiness.interview", _("Write down interviews with mentors"), Class.P3, _rows(own=(CU, PS))),
    Action("safeguard.view", _("See who is cleared to work with minors"), Class.P3, _rows(own=(DI, CU, DPO))),
    Action("safeguard.edit", _("Clear and suspend adults"), Class.P4, _rows(own=(DI, CU)), sensitive=True),
    Action("survey.view", _("See who has completed questionnaires"), Class.P3, _rows(own=(CU, PS))),
    Action("survey.edit", _("Give questionnaires out"), Class.P3, _rows(own=(CU, PS))),
    Action("survey.enter", _("Type in questionnaires answered on paper"), Class.P4, _rows(own=(CU, PS))),
    Action("survey.answers", _("Read answers to own questionnaires"), Class.P4, _rows(own=(PS,)), sensitive=True),
    Action("survey.fill", _("Answer questionnaires"), Class.P4, _rows(own=(MR, MZ))),
    Action("event.view", _("See events"), Class.P1, _rows(own=(PS,), below=_STAFF_BELOW)),
    Action("event.follow", _("See events of the levels above"), Class.P0, _rows(above=(RO, ME, DC, DI, CU, TM, PS))),
    Action("event.edit", _("Plan and hold events"), Class.P1, _rows(own=(ME, DI, CU, TM), offices=(RO, DC))),
    Action("event.attend", _("Keep who is invited and who took part"), Class.P3, _rows(own=(CU, TM))),
    Action(
        "event.answer",
        _("Answer own invitations"),
        Class.P3,
        _rows(own=(ME, DI, CU, TM, RG, PS, *_THEMSELVES)),
    ),
    Action("staff_card.view", _("See who answers for mentoring"), Class.P1, _rows(own=(PS,), below=_STAFF_BELOW)),
    Action("staff_card.edit", _("Keep who answers for mentoring"), Class.P1, _rows(own=(DI, CU), below=(RO, DC))),
    Action("category.view", _("See counts of categories"), Class.P1, _rows(own=(DI, CU, TM, PS))),
    Action("category.edit", _("Type in counts of categories"), Class.P1, _rows(own=(CU, TM))),
    Action("partner.view", _("See partners"), Class.P1, _rows(own=(PT,), below=_STAFF_BELOW)),
    Action("partner.edit", _("Keep partners"), Class.P1, _rows(own=(CU, TM), offices=(RO, DC))),
    Action("partner.contact", _("See contacts of partners"), Class.P2, _rows(own=(RO, ME, DC, DI, CU, TM, PT))),
    Action("partner.offer", _("Offer help to schools"), Class.P1, _rows(own=(PT,))),
    Action("city_base.view", _("See the base of the city"), Class.P2, _rows(own=(RO, ME, DC, DI, CU))),
    Action("city_base.ask", _("Ask for mentors and answer requests"), Class.P2, _rows(own=(CU,))),
    Action("data_request.view", _("See requests about one's data"), Class.P3, _rows(own=(CU, DPO, *_THEMSELVES))),
    Action(
        "data_request.copy",
        _("Take a copy of everything that is kept of a person"),
        Class.P3,
        _rows(own=(CU, DPO, *_THEMSELVES)),
        sensitive=True,
    ),
    Action("data_request.edit", _("Carry out requests about one's data"), Class.P3, _rows(own=(CU, DPO))),
    Action("data_request.ask", _("Ask about own data"), Class.P3, _rows(own=_THEMSELVES)),
    Action("erasure.view", _("See acts of destruction"), Class.P1, _rows(own=(DI, CU, DPO))),
    Action("erasure.run", _("Destroy data whose time is over"), Class.P3, _rows(own=(DPO,)), sensitive=True),
    Action("leak.report", _("See who opened or took people's data"), Class.P3, _rows(own=(DI, DPO)), sensitive=True),
    Action("job.view", _("See long work"), Class.P1, _rows(below=EVERYONE), own_rows=True),
    Action("job.cancel", _("Cancel long work"), Class.P1, _rows(below=EVERYONE), own_rows=True),
    Action("audit.view", _("See the journal"), Class.P1, _rows(own=(DI,), below=(DPO, TA))),
    Action("audit.verify", _("Check the journal"), Class.P1, _rows(own=(DPO, TA))),
    Action("notification.view", _("See own notices"), Class.P1, _rows(below=EVERYONE), own_rows=True),
    Action("saved_view.use", _("Save and open views of lists"), Class.P1, _rows(own=EVERYONE)),
    Action("saved_view.edit", _("Change own views of lists"), Class.P1, _rows(own=EVERYONE), own_rows=True),
    Action("gallery.view", _("See the gallery of the interface"), Class.P0, _rows(own=(TA,))),
    Action("outbox.view", _("See the letters sent"), Class.P1, _rows(own=(TA,))),
)

ACTIONS: dict[str, Action] = {action.name: action for action in _ALL}
