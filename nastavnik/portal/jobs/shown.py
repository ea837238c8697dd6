"""A job in words and figures, for its card wherever it stands."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nastavnik.jobs.kinds import sentence_of, title_of
from nastavnik.jobs.models import Job

# Kind → where its result stands: a route, and the parameter that holds the uid for it.
RESULTS = {
    "consent.batch": ("people:consent-batch", "batch"),
    "consent.scans": ("people:consent-scan-batch", "batch"),
    "document.batch": ("documents:batch", "batch"),
    "document.journal": ("documents:journal-print", "journal"),
    "organisation.read": ("org-import:show", "list"),
    "organisation.accept": ("org-import:show", "list"),
    "people.read": ("people:intake", "intake"),
    "people.accept": ("people:intake", "intake"),
    "people.erase": ("people:data-act", "act"),
    "people.undo": ("people:intake", "intake"),
    "roadmap.bulk": ("roadmaps:bulk-deed", "deed"),
    "roadmap.print": ("roadmaps:print", "print"),
    "roadmap.read": ("roadmaps:import", "import"),
    "roadmap.accept": ("roadmaps:import", "import"),
}


@dataclass(frozen=True)
class ShownJob:
    """What the card of ``row`` says. Addresses are "" where there is nothing to go to or to do."""

    row: Job
    title: str
    sentence: str
    left: str
    result: str
    cancel: str
    retry: str


def shown(job: Job) -> ShownJob:
    return ShownJob(
        job,
        title_of(job),
        sentence_of(job),
        in_words(job.time_left()),
        _result_of(job),
        reverse("jobs:cancel", args=[job.uid]) if job.is_open else "",
        reverse("jobs:retry", args=[job.uid]) if job.state == Job.State.FAILED else "",
    )


def job_card(request: HttpRequest, uid: uuid.UUID | None) -> dict[str, Any]:
    """The context of ``jobs/card.html``; ``job`` is None for work that somebody else asked for. One query."""
    found = Job.objects.visible_to(request.user, "job.view").filter(uid=uid) if uid else Job.objects.none()
    job = found.first()
    return {"job": shown(job) if job else None}


def in_words(left: dt.timedelta | None) -> str:
    """«около 2 минут»; "" when nobody knows."""
    if left is None:
        return ""
    minutes = round(left.total_seconds() / 60)
    if minutes < 1:
        return _("less than a minute")
    if minutes < 90:
        return ngettext("about %(n)s minute", "about %(n)s minutes", minutes) % {"n": minutes}
    hours = round(minutes / 60)
    return ngettext("about %(n)s hour", "about %(n)s hours", hours) % {"n": hours}


def _result_of(job: Job) -> str:
    if job.state != Job.State.DONE or job.kind not in RESULTS:
        return ""
    route, parameter = RESULTS[job.kind]
    return reverse(route, args=[job.params[parameter]])
