"""What the deeds of questionnaires refuse, in sentences."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nastavnik.base.errors import DomainError


class UnknownQuestionnaire(DomainError):
    code = "survey_unknown"
    message = _("There is no such questionnaire. Choose one of the list.")


class NobodyToAsk(DomainError):
    code = "survey_nobody"
    message = _("Nobody is left to give it to: all of them have it already, or nobody is chosen.")


class NotOpen(DomainError):
    code = "survey_not_open"
    message = _("This questionnaire is completed or was called off. Open the list again.")


class NotCompleted(DomainError):
    code = "survey_not_completed"
    message = _("This questionnaire is not completed. Open the list again.")


class AnswersMissing(DomainError):
    """``questions``: numbers of those that wait for an answer."""

    code = "survey_answers_missing"
    message = _("Some questions wait for an answer. They are marked below.")


class NothingSaid(DomainError):
    code = "survey_nothing_said"
    message = _("Answer at least one question.")
