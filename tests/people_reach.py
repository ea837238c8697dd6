"""Who reaches a row about a person, as agreed: what the matrix compares `people.models.reach` with.

Rows grow at a node for an owner: the person in them *is* the owner (`people_rows`), a minor, and in the care of the
owner, so that a visitor who is tied to people only by such ties reaches their own rows and no other.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import models

from nastavnik.accounts.models import User
from nastavnik.accounts.roles import OFFICES, Role
from nastavnik.events.models import Attendance
from nastavnik.org.models import Node
from nastavnik.people.models import (
    Care,
    Consent,
    DataRequest,
    Likeness,
    MentorAsk,
    Merge,
    Offer,
    Participation,
    Partner,
    Person,
    PublishedCard,
    ReadinessFact,
    Representation,
    Safeguard,
)
from nastavnik.surveys.models import Filling

KEEPERS = frozenset({Role.CURATOR, Role.TEAM_MEMBER, Role.DATA_PROTECTION_OFFICER})
TIED = frozenset({Role.MENTOR, Role.MENTEE, Role.PARENT, Role.PSYCHOLOGIST})
# Rows about a person, reached as the person is.
OF_PEOPLE: frozenset[type[models.Model]] = frozenset(
    {
        Attendance,
        Filling,
        Care,
        Consent,
        DataRequest,
        Likeness,
        Merge,
        Participation,
        Person,
        ReadinessFact,
        Representation,
        Safeguard,
    }
)
Reached = Callable[[str, str, str, Node, Node, bool], bool]


def _person(role: str, action: str, where: str, home: Node, node: Node, is_owner: bool) -> bool:
    if action == "seat.view":
        return node.path.startswith(home.path)
    if node != home:
        return False
    return role in KEEPERS or (role in TIED and is_owner)


def _consent(role: str, action: str, where: str, home: Node, node: Node, is_owner: bool) -> bool:
    return role != Role.TEAM_MEMBER and _person(role, action, where, home, node, is_owner)


def _filling(role: str, action: str, where: str, home: Node, node: Node, is_owner: bool) -> bool:
    """Answers are for the person themselves, for whoever types their own paper in, for whoever asked."""
    if action in ("survey.fill", "survey.enter", "survey.answers"):
        return node == home and is_owner
    return _person(role, action, where, home, node, is_owner)


def _attendance(role: str, action: str, where: str, home: Node, node: Node, is_owner: bool) -> bool:
    """An invitation is answered by the one who is invited."""
    return node == home and (action != "event.answer" or is_owner)


def _partner(role: str, action: str, where: str, home: Node, node: Node, is_owner: bool) -> bool:
    if role == Role.PARTNER:
        return False  # rows of the examples speak of partners without a place of their own
    below = node.path.startswith(home.path)
    if where == "offices":
        return node == home or (below and node.type in OFFICES[Role(role)])
    return node == home or (where == "below" and below)


def _of_region(role: str, action: str, where: str, home: Node, node: Node, is_owner: bool) -> bool:
    return home.path.startswith(node.path)


def _asked(role: str, action: str, where: str, home: Node, node: Node, is_owner: bool) -> bool:
    return node == home


REACHED: dict[type[models.Model], Reached] = {
    **dict.fromkeys(OF_PEOPLE, _person),
    Consent: _consent,
    Filling: _filling,
    Attendance: _attendance,
    Partner: _partner,
    Offer: _partner,
    PublishedCard: _of_region,
    MentorAsk: _asked,
}


def owners(model: type[models.Model], visitor: User, other: User) -> list[User] | None:
    """For rows about people: the visitor's own and somebody else's. None: this is no such row."""
    return [visitor, other] if model in OF_PEOPLE else None
