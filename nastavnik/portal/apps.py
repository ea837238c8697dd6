from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "nastavnik.portal"
    label = "portal"

    def ready(self) -> None:
        from nastavnik.audit.actions import name_actions
        from nastavnik.portal.notifications import links  # noqa: F401  # tells where notices lead

        name_actions({"people.searched": _("People were searched for by name")})
