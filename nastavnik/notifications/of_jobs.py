"""Whoever asked for long work is told of its end, so that they need not wait beside it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nastavnik.accounts.models import User
from nastavnik.jobs.kinds import sentence_of, title_of, when_closed
from nastavnik.jobs.models import Job
from nastavnik.notifications.kinds import Context, Kind, Told, kind
from nastavnik.notifications.services.outbox import queue


class _OfJobs(Kind):
    def tell(self, user: User, contexts: list[Context]) -> list[Told | None]:
        uids = [context["job"] for context in contexts]
        found = {str(job.uid): job for job in Job.objects.visible_to(user, "job.view").filter(uid__in=uids)}
        return [_told(found.get(uid)) for uid in uids]


@kind("job.done", subject=_("Long work is done"), mailed=False)
class JobDone(_OfJobs):
    pass


@kind("job.failed", subject=_("Long work did not succeed"), mailed=False)
class JobFailed(_OfJobs):
    pass


def _told(job: Job | None) -> Told | None:
    return Told(" ".join(filter(None, (f"{title_of(job)}.", sentence_of(job))))) if job else None


@when_closed
def tell_owner(job: Job) -> None:
    kind_name = "job.done" if job.state == Job.State.DONE else "job.failed"
    event = f"{kind_name}:{job.uid}:{job.attempts}"
    queue(kind_name, to=[job.owner], event=event, context={"job": str(job.uid)}, node=job.node)
