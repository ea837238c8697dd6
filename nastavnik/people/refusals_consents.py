"""What the deeds of consents refuse, in sentences."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nastavnik.base.errors import DomainError


class UnknownPurpose(DomainError):
    code = "consent_kind_unknown"
    message = _("There is no such purpose of a consent. Choose one of the list.")


class NoRepresentative(DomainError):
    """``person_ids`` says of whom."""

    code = "consent_no_representative"
    message = _("A minor has no legal representative in the base. Add the representative on the card first.")


class WrongAge(DomainError):
    """``person_ids`` says whose."""

    code = "consent_wrong_age"
    message = _(
        "This consent does not suit the age of the person: a representative signs for a minor, an adult signs"
        " themselves. Look at the date of birth on the card."
    )


class NotWaiting(DomainError):
    code = "consent_not_waiting"
    message = _("This consent is not waiting for a signature any more. Open it again.")


class NotInForce(DomainError):
    code = "consent_not_in_force"
    message = _("This consent is not in force any more. Open it again.")


class SignedBeforeIssue(DomainError):
    code = "consent_signed_before_issue"
    message = _("The consent was given out later than this day. Write the day on which it was signed.")


class OnPaperOnly(DomainError):
    code = "consent_on_paper_only"
    message = _("This consent is given in writing: print the form and have it signed by hand.")


class SomebodyElses(DomainError):
    code = "consent_somebody_elses"
    message = _("Somebody else signs this consent.")


class TextChanged(DomainError):
    code = "consent_text_changed"
    message = _("The text has been changed since the consent was given out. Ask the school to give it out again.")


class CannotPutRight(DomainError):
    code = "consent_cannot_put_right"
    message = _("A mark can be taken back within a day by whoever made it.")


class CodeNotWorking(DomainError):
    code = "signing_code_not_working"
    message = _("This code does not work any more. Ask the school for a new one.")


class CannotUndoWithdrawal(DomainError):
    code = "consent_withdrawal_stays"
    message = _(
        "A withdrawal received on paper is taken back within a day of being marked, until it is carried out or a"
        " newer consent is signed. Otherwise give out a new consent."
    )


class TooManyAttempts(DomainError):
    code = "signing_code_wait"
    message = _("Too many attempts. Wait a few minutes and try again.")
