"""What the deeds of events refuse, in sentences."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nastavnik.base.errors import DomainError


class NotPlanned(DomainError):
    code = "event_not_planned"
    message = _("The event was held or called off meanwhile. Open its page again.")


class NotHeld(DomainError):
    code = "event_not_held"
    message = _("The event is not marked as held. Open its page again.")


class NotCalledOff(DomainError):
    code = "event_not_called_off"
    message = _("The event is not called off. Open its page again.")


class NotBegun(DomainError):
    code = "event_not_begun"
    message = _("The event has not begun yet. Mark who came when it has.")


class NobodyToInvite(DomainError):
    code = "event_nobody"
    message = _("Nobody is left to invite: all of them are invited already, or nobody is chosen.")


class TooLate(DomainError):
    code = "event_too_late"
    message = _("The event is over or called off: there is nothing to answer any more.")


class LineElsewhere(DomainError):
    code = "event_line_elsewhere"
    message = _("This line belongs to a plan of another organisation.")
