from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "nastavnik.notifications"
    label = "notifications"
    verbose_name = _("Notices")

    def ready(self) -> None:
        from nastavnik.audit.actions import name_actions
        from nastavnik.notifications import mail, of_jobs  # noqa: F401  # they register chores and kinds

        name_actions({"notices.preference_chosen": _("It was chosen how to be told")})
