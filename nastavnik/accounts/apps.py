from typing import Any

from django.apps import AppConfig
from django.core.management import call_command
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "nastavnik.accounts"
    label = "accounts"
    verbose_name = _("Accounts and roles")

    def ready(self) -> None:
        from nastavnik.accounts import foreign, sessions
        from nastavnik.accounts.policy import GrantPolicy
        from nastavnik.audit.actions import name_actions
        from nastavnik.base import access

        access.install(GrantPolicy())
        post_migrate.connect(_make_cache_table, sender=self)
        foreign.classify()
        sessions.connect()
        name_actions(
            {
                "session.begun": _("Signed in"),
                "session.ended": _("Signed out"),
                "session.refused": _("A sign-in failed"),
                "user.signed_out_everywhere": _("Signed out everywhere"),
                "user.password_set": _("The password was set"),
                "user.acting": _("Another role was picked"),
                "factor.added": _("The second step was switched on"),
                "factor.removed": _("The second step was switched off"),
                "grant.given": _("A role was given"),
                "grant.ended": _("A role was ended"),
                "invitation.issued": _("An invitation was issued"),
                "invitation.used": _("An invitation was used"),
                "invitation.taken_back": _("An invitation was taken back"),
                "files.swept": _("Files that nothing named were removed"),
                "files.not_swept": _("Files that nothing names were left: there are too many of them"),
                "key.rotated": _("A new key seals the data from now on"),
                "key.rewrapped": _("The data keys were wrapped by another master key"),
                "saved_view.kept": _("A view of a list was saved"),
                "saved_view.changed": _("A view of a list was changed"),
                "saved_view.removed": _("A view of a list was removed"),
                "saved_view.restored": _("A view of a list was brought back"),
            }
        )


def _make_cache_table(using: str, **kwargs: Any) -> None:
    """The counters of attempts lie in the cache; where that is a table, it is made with the others."""
    call_command("createcachetable", database=using, verbosity=0)
