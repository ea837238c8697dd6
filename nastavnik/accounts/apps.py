from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "nastavnik.accounts"
    label = "accounts"
    verbose_name = _("Accounts and roles")

    def ready(self) -> None:
        from nastavnik.accounts.policy import GrantPolicy
        from nastavnik.base import access

        access.install(GrantPolicy())
