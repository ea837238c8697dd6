from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "nastavnik.jobs"
    label = "jobs"
    verbose_name = _("Long work")

    def ready(self) -> None:
        from nastavnik.accounts.keyring import orphans
        from nastavnik.audit.actions import name_actions
        from nastavnik.jobs import housekeeping, threads  # noqa: F401  # housekeeping registers its chores
        from nastavnik.jobs.models import Job

        # Parts of a file that is being made are known by the place that the work has reached.
        orphans.further(Job, "params", "cursor", "result")

        name_actions({"job.cancelled": _("Long work was cancelled"), "job.retried": _("Long work was tried again")})
        if settings.NASTAVNIK_JOBS == "thread":
            threads.wait_for_first_request()
