"""What the deeds of selection and safeguarding refuse, in sentences."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nastavnik.base.errors import DomainError


class TermMissing(DomainError):
    code = "readiness_term_missing"
    message = _("Write down until which day the certificate counts.")


class AlreadyTakenBack(DomainError):
    code = "readiness_taken_back"
    message = _("This entry was taken back already. Open the card again.")


class NotTakenBack(DomainError):
    code = "readiness_not_taken_back"
    message = _("This entry stands as it is. Open the card again.")


class WrongStep(DomainError):
    code = "safeguard_wrong_step"
    message = _("This step does not follow from where the person stands now. Open the page again.")


class ChecksMissing(DomainError):
    """``kinds`` says which."""

    code = "safeguard_checks_missing"
    message = _("Not every check is there. Write down what is missing first.")


class GroundMissing(DomainError):
    code = "safeguard_ground_missing"
    message = _("Write the ground: why this is decided and what it rests upon.")
