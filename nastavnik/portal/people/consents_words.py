"""Purposes and states of consents in the words of the pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik.org import reference
from nastavnik.people.consent_kinds import ADULT, CONTEST, DUTIES, KINDS, MINOR, OWN_ACK, PUBLICATION, TRANSFER
from nastavnik.people.coverage import ADULTS, NO_GROUP, TEACHERS, Line
from nastavnik.people.models.consents import ConsentState

# Heads of columns and choices of filters; the full title stands in the reference list.
SHORT: dict[str, str | Promise] = {
    ADULT: pgettext_lazy("purpose of a consent", "own, 18+"),
    MINOR: pgettext_lazy("purpose of a consent", "of the representative"),
    OWN_ACK: pgettext_lazy("purpose of a consent", "own confirmation, 14–17"),
    DUTIES: pgettext_lazy("purpose of a consent", "duties of a mentor"),
    TRANSFER: pgettext_lazy("purpose of a consent", "base of the city"),
    PUBLICATION: pgettext_lazy("purpose of a consent", "publication"),
    CONTEST: pgettext_lazy("purpose of a consent", "contest"),
}
# What the signer reads before the text itself.
PLAINLY: dict[str, str | Promise] = {
    ADULT: _("so that you can take part in mentoring at this organisation"),
    MINOR: _("so that the child can take part in mentoring at this organisation"),
    OWN_ACK: _("so that it is known that you yourself agree to take part in mentoring"),
    DUTIES: _("so that the organisation can charge you with the duties of a mentor"),
    TRANSFER: _("so that other organisations of the region can find this mentor by name and ask for help"),
    PUBLICATION: _("so that the organisation can publish a name, a photograph or a story"),
    CONTEST: _("so that the work can be entered for a contest"),
}
LINES: dict[str, str | Promise] = {
    NO_GROUP: _("Without a class"),
    TEACHERS: _("Teachers"),
    ADULTS: _("Other adults"),
}


@dataclass(frozen=True)
class Look:
    """How a state is shown beside its word."""

    tone: str
    icon: str


LOOKS: dict[str, Look] = {
    ConsentState.DRAFT: Look("plain", icon="pencil"),
    ConsentState.ISSUED: Look("info", icon="send"),
    ConsentState.SIGNED: Look("info", icon="writing-sign"),
    ConsentState.ACTIVE: Look("success", icon="circle-check"),
    ConsentState.WITHDRAWN: Look("danger", icon="circle-x"),
    ConsentState.EXPIRED: Look("warning", icon="clock"),
    ConsentState.REPLACED: Look("plain", icon="replace"),
}


def full_titles() -> dict[str, str]:
    """Purpose → its title in the reference list; the short words where it is not loaded. One query."""
    told = reference.titles("consent_types")
    return {kind: told.get(kind) or str(SHORT[kind]) for kind in KINDS}


def line_title(line: Line) -> str:
    return line.group.name if line.group else str(LINES.get(line.key, ""))


def choices(kinds: Iterable[str] = KINDS) -> list[tuple[str, str | Promise]]:
    return [(kind, SHORT[kind]) for kind in kinds]
