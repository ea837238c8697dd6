from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApprovalsConfig(AppConfig):
    name = "nastavnik.approvals"
    label = "approvals"
    verbose_name = _("Approvals")

    def ready(self) -> None:
        from nastavnik.audit.actions import name_actions

        name_actions(
            {
                "approval.sent": _("Sent for agreement"),
                "approval.agreed": _("A step was agreed"),
                "approval.minutes_recorded": _("The minutes of the council were recorded"),
                "approval.returned": _("Returned with remarks"),
                "approval.approved": _("A step was approved"),
                "approval.withdrawn": _("Taken back from agreement"),
                "approval.recorded": _("An approval on paper was recorded"),
                "approval.remark_made": _("Remarks were written"),
                "approval.remark_resolved": _("A remark was answered"),
                "approval.remark_reopened": _("A remark was put back"),
                "approval.deputy_named": _("A deputy was named"),
                "approval.deputy_ended": _("The deputy's powers ended"),
            }
        )
