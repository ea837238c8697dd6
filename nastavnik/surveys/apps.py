from collections.abc import Iterable

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SurveysConfig(AppConfig):
    name = "nastavnik.surveys"
    label = "surveys"
    verbose_name = _("Questionnaires")

    def ready(self) -> None:
        from nastavnik.audit.actions import name_actions
        from nastavnik.people.services import erasing
        from nastavnik.surveys import notices  # noqa: F401 - registers its kind of notice

        erasing.register(_erase)
        name_actions(
            {
                "survey.given": _("A questionnaire was given out"),
                "survey.called_off": _("A questionnaire was called off"),
                "survey.called_off_many": _("Questionnaires given out together were called off"),
                "survey.paper_taken": _("Answers given on paper are being typed in"),
                "survey.completed": _("A questionnaire was completed"),
                "survey.reopened": _("A completed questionnaire was opened again"),
                "survey.answers_viewed": _("Answers to a questionnaire were looked at"),
            }
        )


def _erase(person_ids: list[int]) -> Iterable[tuple[int, str]]:
    from nastavnik.people.services.erasing import deleted
    from nastavnik.surveys.models import Filling

    return deleted(Filling.objects.filter(person__in=person_ids), "surveys.Filling")
