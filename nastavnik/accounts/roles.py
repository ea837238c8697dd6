"""Roles, duties and who appoints whom: the words that grants are made of."""

from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """Every role of the platform, in the order in which a menu shows them. A visitor has none."""

    REGIONAL_OPERATOR = "regional_operator", _("Regional operator")
    METHODOLOGIST = "methodologist", _("Methodologist")
    DISTRICT_COORDINATOR = "district_coordinator", _("District coordinator")
    DIRECTOR = "director", _("Head of the organisation")
    CURATOR = "curator", _("Curator")
    TEAM_MEMBER = "team_member", _("Member of the working group")
    REGISTRAR = "registrar", _("Registrar")
    PSYCHOLOGIST = "psychologist", _("Psychologist")
    MENTOR = "mentor", _("Mentor")
    MENTEE = "mentee", _("Mentee")
    PARENT = "parent", _("Parent")
    PARTNER = "partner", _("Partner")
    EXPERT = "expert", _("Contest expert")
    DATA_PROTECTION_OFFICER = "data_protection_officer", _("Data protection officer")
    TECHNICAL_ADMIN = "technical_admin", _("Technical administrator")


class Duty(StrEnum):
    """What a grant lets its holder do with a document on its way (decision 9)."""

    DRAFT = "draft"
    AGREE = "agree"
    APPROVE = "approve"


DUTY_TITLES = {Duty.DRAFT: _("prepares drafts"), Duty.AGREE: _("agrees"), Duty.APPROVE: _("approves")}

# Their work name is P1; the others' names are personal data of `people` and stand nowhere here.
STAFF = frozenset(Role) - {Role.MENTOR, Role.MENTEE, Role.PARENT}

# Roles above the organisation: counts and P1 only, whatever lies below.
ABOVE = frozenset({Role.REGIONAL_OPERATOR, Role.METHODOLOGIST, Role.DISTRICT_COORDINATOR, Role.TECHNICAL_ADMIN})

# Decision 7. Offered to everybody.
SECOND_FACTOR = frozenset(
    {
        Role.REGIONAL_OPERATOR,
        Role.METHODOLOGIST,
        Role.DISTRICT_COORDINATOR,
        Role.DIRECTOR,
        Role.CURATOR,
        Role.REGISTRAR,
        Role.DATA_PROTECTION_OFFICER,
        Role.TECHNICAL_ADMIN,
    }
)

# Role → the roles that its holder may grant, within reach of "grant.edit" (security rules, section 3).
APPOINTS: dict[Role, frozenset[Role]] = {
    Role.TECHNICAL_ADMIN: frozenset(
        {Role.REGIONAL_OPERATOR, Role.DATA_PROTECTION_OFFICER, Role.DISTRICT_COORDINATOR, Role.DIRECTOR}
    ),
    Role.REGIONAL_OPERATOR: frozenset({Role.DISTRICT_COORDINATOR, Role.METHODOLOGIST, Role.EXPERT}),
    Role.DISTRICT_COORDINATOR: frozenset({Role.DIRECTOR, Role.CURATOR, Role.PARTNER, Role.METHODOLOGIST}),
    Role.DIRECTOR: frozenset({Role.CURATOR, Role.TEAM_MEMBER, Role.REGISTRAR, Role.PSYCHOLOGIST}),
    Role.CURATOR: frozenset({Role.TEAM_MEMBER, Role.MENTOR, Role.MENTEE, Role.PARENT}),
}

# Types of bodies (reference set "org_types") that do the office work of a territory, by the role that heads it:
# a coordinator edits the plan of the district's methodical centre, and only views the plans of its schools.
OFFICES: dict[Role, tuple[str, ...]] = {
    Role.REGIONAL_OPERATOR: ("education_authority", "mentoring_centre"),
    Role.DISTRICT_COORDINATOR: ("district_administration", "municipal_education", "imc"),
}
