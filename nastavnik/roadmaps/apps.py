from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RoadmapsConfig(AppConfig):
    name = "nastavnik.roadmaps"
    label = "roadmaps"
    verbose_name = _("Road maps")

    def ready(self) -> None:
        from nastavnik.roadmaps import tasks  # noqa: F401 - registers the kinds of job
