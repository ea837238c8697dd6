"""What the deeds of people refuse, in sentences."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nastavnik.base.errors import DomainError


class NotLiving(DomainError):
    code = "person_ended"
    message = _("This card is no longer kept. Look for the person in the base.")


class NameMissing(DomainError):
    code = "person_name_missing"
    message = _("Write the last name and the first name.")


class WrongStatus(DomainError):
    code = "participation_wrong_status"
    message = _("The participation is in another state already. Open the card again.")


class ConsentsMissing(DomainError):
    code = "consents_missing"
    message = _("The consents that are needed are not all there. Give them out and put in what was signed.")


class ConsentWithdrawn(DomainError):
    code = "consent_withdrawn_before"
    message = _("The consent was withdrawn. Give out a new one first: without it the person is not in the base.")


class NotAFact(DomainError):
    code = "readiness_unknown"
    message = _("This is not one of the things that a mentor proves.")


class DateAhead(DomainError):
    code = "date_ahead"
    message = _("The date lies ahead. Write the day on which it happened.")
