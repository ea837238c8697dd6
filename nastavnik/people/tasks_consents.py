"""What is done later for consents: forms to print, scans to sort, birthdays and terms at night."""

from __future__ import annotations

import io
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik import jobs
from nastavnik.accounts.keyring.files import files
from nastavnik.people.models import ConsentBatch
from nastavnik.people.services import ageing, issuing

#: Forms of one step: what a killed worker draws anew.
CHUNK = 25


@jobs.kind(issuing.JOB, title=_("Making forms of consents"), action="consent.edit")
class PrintForms(jobs.Kind):
    """Parts are kept encrypted, named by the cursor; the last step makes one file of them."""

    def __init__(self) -> None:
        self.printer: issuing.Printer | None = None

    def chunk(self, run: jobs.Run) -> bool:
        rows = ConsentBatch.objects.select_related("node").exclude(state=ConsentBatch.State.DONE)
        batch = rows.filter(uid=run.params["batch"]).first()
        if batch is None:
            return True
        printer = self.printer = self.printer or issuing.Printer(batch)
        cursor = run.cursor or {"row": 0, "parts": []}
        begin, count = int(cursor["row"]), len(printer.keys)
        if begin >= count:
            self._finish(run, batch, cursor)
            return True
        end = min(begin + CHUNK, count)
        key = files.save(batch.node_id, io.BytesIO(printer.part(begin, end)))
        with _Unless(key), run.writing():
            run.advance(cursor={"row": end, "parts": [*cursor["parts"], key]}, done=end, total=count)
        return False

    def _finish(self, run: jobs.Run, batch: ConsentBatch, cursor: dict[str, Any]) -> None:
        whole = issuing.finish(batch, (files.read(key) for key in cursor["parts"]))
        with _Unless(whole), run.writing():
            ConsentBatch.objects.filter(pk=batch.pk).update(state=ConsentBatch.State.DONE, pdf_key=whole)
            run.advance(cursor={"row": cursor["row"], "parts": []})
        for key in cursor["parts"]:
            files.delete(key)

    def dropped(self, job: Any) -> None:
        issuing.not_made(job.params["batch"])
        for key in (job.cursor or {}).get("parts", []):
            files.delete(key)
        job.cursor = None
        job.save(update_fields=["cursor"])


class _Unless:
    """A file that nobody will know of is not left behind: somebody else holds the job now, or it was stopped."""

    def __init__(self, key: str) -> None:
        self.key = key

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        if kind is not None:
            files.delete(self.key)


@jobs.every(seconds=3600)
def look_at_the_day() -> int:
    """Terms that ran out, birthdays, gates of the whole installation. Safe to do again and again."""
    return ageing.nightly(timezone.localdate())
