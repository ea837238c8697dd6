from collections.abc import Iterable

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EventsConfig(AppConfig):
    name = "nastavnik.events"
    label = "events"
    verbose_name = pgettext_lazy("events", "Events")

    def ready(self) -> None:
        from nastavnik.audit.actions import name_actions
        from nastavnik.events import (
            measures,  # noqa: F401 - declares the figures of events
            notices,  # noqa: F401 - registers its kinds of notice
            proving,  # noqa: F401 - lets lines of plans wait for events
            tasks,  # noqa: F401 - registers what follows from an event far and wide
        )
        from nastavnik.people.services import erasing

        erasing.register(_erase)
        name_actions(
            {
                "event.planned": _("An event was planned"),
                "event.changed": _("What is said of an event was changed"),
                "event.called_off": _("An event was called off"),
                "event.called_again": _("An event that was called off is planned again"),
                "event.held": _("An event was marked as held"),
                "event.held_undone": _("It was taken back that an event was held"),
                "event.invited": _("People were invited to an event"),
                "event.invitations_undone": _("Invitations to an event were taken back"),
                "event.answered": _("An invitation to an event was answered"),
                "event.marked": _("It was marked who took part in an event"),
                "event.turnout_said": _("An organisation said how many took part in an event"),
            }
        )


def _erase(person_ids: list[int]) -> Iterable[tuple[int, str]]:
    from nastavnik.events.models import Attendance
    from nastavnik.people.services.erasing import deleted

    return deleted(Attendance.objects.filter(person__in=person_ids), "events.Attendance")
