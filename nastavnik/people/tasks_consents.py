"""What is done later for consents: forms to print, scans to sort, birthdays and terms at night."""

from __future__ import annotations

import io
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik import jobs
from nastavnik.accounts.keyring.files import files
from nastavnik.people.models import ConsentBatch, ScanBatch
from nastavnik.people.scan_pages import Unreadable, kind_by_content, read
from nastavnik.people.services import ageing, issuing, scans

#: Forms of one step: what a killed worker draws anew.
CHUNK = 25
#: Pages of one step.
PAGES = 20


@jobs.kind(issuing.JOB, title=_("Making forms of consents"), action="consent.edit")
class PrintForms(jobs.Kind):
    """Parts are kept encrypted, named by the cursor; the last step makes one file of them.

    The first step decides the order of the sheets: whoever is renamed meanwhile is printed once all the same.
    """

    def __init__(self) -> None:
        self.printer: issuing.Printer | None = None

    def chunk(self, run: jobs.Run) -> bool:
        batch = ConsentBatch.objects.select_related("node").filter(uid=run.params["batch"]).first()
        cursor = run.cursor or {"row": 0, "parts": [], "keys": issuing.forms_of(batch) if batch else []}
        if batch is None or batch.state == ConsentBatch.State.DONE:
            # Made by somebody who died before they could put the parts away.
            scans.forget(cursor["parts"])
            return True
        printer = self.printer = self.printer or issuing.Printer(cursor["keys"])
        begin, count = int(cursor["row"]), len(printer.keys)
        if begin >= count:
            self._finish(run, batch, cursor)
            return True
        end = min(begin + CHUNK, count)
        key = files.save(batch.node_id, io.BytesIO(printer.part(begin, end)))
        with _Unless([key]), run.writing():
            run.advance(cursor={**cursor, "row": end, "parts": [*cursor["parts"], key]}, done=end, total=count)
        return False

    def _finish(self, run: jobs.Run, batch: ConsentBatch, cursor: dict[str, Any]) -> None:
        whole = issuing.finish(batch, (files.read(key) for key in cursor["parts"]))
        with _Unless([whole]), run.writing():
            is_whole = issuing.keep(batch, whole)
            run.advance(cursor=cursor)
        scans.forget(cursor["parts"] if is_whole else [*cursor["parts"], whole])

    def dropped(self, job: Any) -> None:
        issuing.not_made(job.params["batch"])
        scans.forget((job.cursor or {}).get("parts", []))
        job.cursor = None
        job.save(update_fields=["cursor"])


class _Unless:
    """Files that nobody will know of are not left behind: somebody else holds the job now, or it was stopped."""

    def __init__(self, keys: list[str]) -> None:
        self.keys = keys

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        if kind is not None:
            scans.forget(self.keys)


@jobs.kind(scans.JOB, title=_("Sorting scans of consents"), action="consent.edit")
class SortScans(jobs.Kind):
    """Each page is kept by itself, encrypted; the files go when the last one is sorted."""

    def chunk(self, run: jobs.Run) -> bool:
        # One that is sorted may still have its files to be put away.
        rows = ScanBatch.objects.select_related("node").exclude(state=ScanBatch.State.SORTED, file_keys=[])
        batch = rows.filter(uid=run.params["batch"]).first()
        if batch is None or run.owner is None:
            return True
        cursor = run.cursor or {"file": 0, "page": 0, "position": 0}
        if cursor["file"] >= len(batch.file_keys):
            with run.writing():
                scans.sorted_whole(batch)
            scans.put_away(batch)
            return True
        try:
            whole, found = self._pages(batch, cursor)
        except Unreadable:
            # The other files are sorted all the same.
            whole, found = 0, []
            batch.refusal_code = scans.ScanDamaged.code
        keys: list[str] = []
        with _Unless(keys):
            for page in found:
                keys.append(files.save(batch.node_id, io.BytesIO(page.picture)))
            with run.writing():
                batch.save(update_fields=["refusal_code"])
                scans.sort_pages(batch, cursor["position"], list(zip(found, keys, strict=True)), actor=run.owner)
                at, position = cursor["page"] + len(found), cursor["position"] + len(found)
                is_read = at >= whole or not found
                following = (
                    {"file": cursor["file"] + 1, "page": 0} if is_read else {"file": cursor["file"], "page": at}
                )
                run.advance(cursor={**following, "position": position}, done=position)
        return False

    def _pages(self, batch: ScanBatch, cursor: dict[str, int]) -> tuple[int, list[Any]]:
        content = files.read(batch.file_keys[cursor["file"]])
        return read(content, kind_by_content(content[:16]) or "pdf", cursor["page"], PAGES)

    def dropped(self, job: Any) -> None:
        """What is sorted stays; the files stay too: tried again, the work goes on."""
        scans.not_sorted(job.params["batch"], job.message or "cancelled")


@jobs.every(seconds=3 * 3600)
def look_at_the_day() -> int:
    """Terms that ran out, birthdays, gates of the whole installation. Safe to do again and again."""
    return ageing.nightly(timezone.localdate())
