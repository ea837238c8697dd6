from django.apps import AppConfig
from django.core import checks


class BaseConfig(AppConfig):
    name = "nastavnik.base"

    def ready(self) -> None:
        from nastavnik.base.routes_middleware import check_addresses

        checks.register(check_addresses, checks.Tags.urls)
