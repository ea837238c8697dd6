"""Where the notices lead. Registered by the portal, since only the portal knows addresses."""

from __future__ import annotations

from django.urls import reverse

from nastavnik import notifications


@notifications.link("job.done")
@notifications.link("job.failed")
def to_the_job(context: dict[str, str]) -> str:
    return reverse("jobs:show", args=[context["job"]])
