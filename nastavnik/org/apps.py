from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrgConfig(AppConfig):
    name = "nastavnik.org"
    label = "org"
    verbose_name = _("Organisations")

    def ready(self) -> None:
        from nastavnik.audit.actions import name_actions

        name_actions(
            {
                "organisation.opened": _("The organisation was opened"),
                "organisation.renamed": _("The name was changed"),
                "organisation.moved": _("The place was changed"),
                "organisation.merged": _("The organisation joined another"),
                "organisation.never_opened": _("The opening of an organisation was taken back"),
                "organisation.closed": _("The organisation was closed"),
                "organisation.fact_set": _("A fact was recorded"),
                "organisation.type_corrected": _("The type was corrected"),
                "reference.loaded": _("A reference list was loaded"),
                "reference.entry_edited": _("A reference entry was edited"),
                "reference.entry_added": _("A reference entry was added"),
                "reference.entry_ended": _("A reference entry was ended"),
                "reference.offer_taken": _("The shipped reference entry was taken"),
                "reference.offer_declined": _("The shipped reference entry was declined"),
            }
        )
