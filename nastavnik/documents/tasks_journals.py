"""A long journal of the register becomes a file."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nastavnik import jobs
from nastavnik.accounts.keyring.files import files
from nastavnik.documents.models import Journal
from nastavnik.documents.services import journals


@jobs.kind(journals.JOB, title=_("Setting the journal of the register for printing"), action="document.export")
class PrintJournal(jobs.Kind):
    """One step. A repeated attempt writes nothing but the one file."""

    def chunk(self, run: jobs.Run) -> bool:
        journal = Journal.objects.select_related("node").filter(uid=run.params["journal"], file_key="").first()
        if journal is None or run.owner is None:
            return True
        key = journals.keep(journal, journals.document_of(journal, actor=run.owner))
        try:
            with run.writing():
                Journal.objects.filter(pk=journal.pk).update(file_key=key)
                run.advance(cursor="written", done=100, total=100)
        except BaseException:
            # Somebody else holds the job now, or it was stopped: a file that nobody knows of is not left behind.
            files.delete(key)
            raise
        return True


@jobs.every(seconds=3600)
def forget_old_journals() -> int:
    return journals.forget_old()
