from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeasuresConfig(AppConfig):
    name = "nastavnik.measures"
    label = "measures"
    verbose_name = _("Measures")

    def ready(self) -> None:
        from nastavnik.accounts.services.grants import when_changed as when_grants_changed
        from nastavnik.audit.actions import name_actions
        from nastavnik.measures import tasks  # noqa: F401 - registers the kind of job and the daily round
        from nastavnik.measures.counting import touch
        from nastavnik.org.services.nodes import when_changed as when_nodes_changed

        when_grants_changed(lambda grant: touch(grant.node_id, "grant"))
        when_nodes_changed(lambda node: touch(node.pk, "organisation"))
        name_actions({"measure.exported": _("A table of figures was exported")})
