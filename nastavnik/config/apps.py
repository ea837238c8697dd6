from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "nastavnik.config"
    label = "config"

    def ready(self) -> None:
        from nastavnik.config import checks  # noqa: F401 - registers the checks of the installation
