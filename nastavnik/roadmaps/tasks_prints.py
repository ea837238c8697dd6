"""A long plan becomes a file: first its rows, then the pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nastavnik import jobs
from nastavnik.accounts.keyring.files import files
from nastavnik.documents.tree import Document
from nastavnik.roadmaps.models import Printout
from nastavnik.roadmaps.services import printouts

READ, WRITTEN = "read", "written"
# What of the work is done once the rows are read, in percent: setting the pages takes the most.
READ_PERCENT = 20


@jobs.kind(printouts.JOB, title=_("Setting a long plan for printing"), action="roadmap.export")
class PrintRoadmap(jobs.Kind):
    """Two steps. A repeated attempt reads again: it writes nothing but the one file."""

    def __init__(self) -> None:
        self.document: Document | None = None

    def chunk(self, run: jobs.Run) -> bool:
        rows = Printout.objects.select_related("roadmap__node")
        printout = rows.filter(uid=run.params["print"], file_key="").first()
        if printout is None or run.owner is None:
            return True
        if self.document is None:
            self.document = printouts.document_of(printout, actor=run.owner)
            if run.cursor != READ:
                with run.writing():
                    run.advance(cursor=READ, done=READ_PERCENT, total=100)
                return False
        key = printouts.keep(printout, self.document)
        try:
            with run.writing():
                Printout.objects.filter(pk=printout.pk).update(file_key=key)
                run.advance(cursor=WRITTEN, done=100, total=100)
        except BaseException:
            # Somebody else holds the job now, or it was stopped: a file that nobody knows of is not left behind.
            files.delete(key)
            raise
        return True


@jobs.every(seconds=3600)
def forget_old_printouts() -> int:
    return printouts.forget_old()
