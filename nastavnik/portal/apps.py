from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "nastavnik.portal"
    label = "portal"
