from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "nastavnik.portal"
    label = "portal"

    def ready(self) -> None:
        from nastavnik.portal.notifications import links  # noqa: F401  # tells where notices lead
