"""Long work of lists of organisations: reading a table, opening what it names."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from nastavnik import jobs
from nastavnik.org_import.models import OrgList
from nastavnik.org_import.reading import Unreadable
from nastavnik.org_import.services import lists


@jobs.kind("organisation.read", title=_("Reading a list of organisations"), action=lists.ACTION)
class ReadList(jobs.Kind):
    def chunk(self, run: jobs.Run) -> bool:
        batch = OrgList.objects.select_related("node").get(uid=run.params["list"])
        if batch.state != OrgList.State.READING or run.owner is None:
            return True
        try:
            rows = lists.read(batch)
        except Unreadable as refusal:
            with run.writing():
                lists.refuse(batch, refusal.code)
                run.advance(done=0, total=0)
            return True
        with run.writing():
            lists.keep_rows(batch, rows, actor=run.owner)
            run.advance(done=len(rows), total=len(rows))
        return True

    def dropped(self, job: Any) -> None:
        if batch := OrgList.objects.filter(uid=job.params["list"]).first():
            lists.refuse(batch, "stopped")


@jobs.kind("organisation.accept", title=_("Opening the organisations of a list"), action=lists.ACTION)
class AcceptList(jobs.Kind):
    """The whole list or nothing: one transaction, in one chunk."""

    def chunk(self, run: jobs.Run) -> bool:
        batch = OrgList.objects.select_related("node").get(uid=run.params["list"])
        if batch.state != OrgList.State.ACCEPTING or run.owner is None:
            return True
        with run.writing():
            count = lists.accept(batch, actor=run.owner, state=OrgList.State.ACCEPTING)
            run.advance(done=count, total=count)
        return True

    def dropped(self, job: Any) -> None:
        if batch := OrgList.objects.filter(uid=job.params["list"]).first():
            lists.not_accepted(batch)
