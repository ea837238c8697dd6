from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrgImportConfig(AppConfig):
    name = "nastavnik.org_import"
    label = "org_import"
    verbose_name = _("Lists of organisations")

    def ready(self) -> None:
        from nastavnik.audit.actions import name_actions
        from nastavnik.measures.models import KeptValue
        from nastavnik.org.services.nodes import when_forgotten
        from nastavnik.org_import import tasks  # noqa: F401 - registers the kinds of job

        # Figures counted for an organisation that never was; the sums above lose them with its place.
        when_forgotten(lambda node: KeptValue.objects.filter(node=node).delete())

        name_actions(
            {
                "organisation_list.taken_in": _("A list of organisations was loaded"),
                "organisation_list.accepted": _("A list of organisations was accepted"),
                "organisation_list.undone": _("A list of organisations was taken back"),
                "organisation_list.discarded": _("A list of organisations was put aside"),
            }
        )
