"""Documents for every row of a list, part by part; then the archive and the file to print."""

from __future__ import annotations

import io
from typing import Any

from django.utils.translation import gettext_lazy as _

from nastavnik import jobs
from nastavnik.accounts.keyring.files import files
from nastavnik.documents.models import Batch
from nastavnik.documents.services import batches

# Rows of one step: what a killed worker does anew. Registered ones hold the register while they are made.
CHUNK, REGISTERED_CHUNK = 25, 10


@jobs.kind(batches.JOB, title=_("Making documents for a list"), action="document.edit")
class MakeBatch(jobs.Kind):
    """Registered rows are kept with the cursor; the others as encrypted parts that the cursor names."""

    def __init__(self) -> None:
        self.maker: batches.Maker | None = None

    def chunk(self, run: jobs.Run) -> bool:
        rows = Batch.objects.select_related("node", "template").exclude(state=Batch.State.DONE)
        batch = rows.filter(uid=run.params["batch"]).first()
        if batch is None or run.owner is None:
            return True
        maker = self.maker = self.maker or batches.Maker(batch)
        cursor = run.cursor or {"row": 0, "parts": []}
        begin, count = int(cursor["row"]), len(maker.rows)
        if begin >= count:
            self._finish(run, maker, cursor["parts"])
            return True
        if batch.is_registered:
            end = min(begin + REGISTERED_CHUNK, count)
            with run.writing():
                maker.register(begin, end, actor=run.owner)
                run.advance(cursor={"row": end, "parts": []}, done=end, total=count)
            return False
        end = min(begin + CHUNK, count)
        key = files.save(batch.node_id, io.BytesIO(maker.part(begin, end)))
        with _Unless(key), run.writing():
            run.advance(cursor={"row": end, "parts": [*cursor["parts"], key]}, done=end, total=count)
        return False

    def _finish(self, run: jobs.Run, maker: batches.Maker, parts: list[str]) -> None:
        batch = maker.batch
        registered = batch.is_registered
        whole = maker.registered_archive() if registered else maker.whole(files.read(key) for key in parts)
        run.beat()
        archive = files.save(batch.node_id, io.BytesIO(whole))
        with _Unless(archive):
            printed = files.save(batch.node_id, io.BytesIO(maker.to_print()))
            with _Unless(printed), run.writing():
                batches.finish(batch, archive, printed)
                count = len(maker.rows)
                run.advance(cursor={"row": count, "parts": []}, done=count, total=count)
        for key in parts:
            files.delete(key)

    def dropped(self, job: Any) -> None:
        """What stands in the register stays there: tried again, the work goes on after it."""
        batches.not_made(job.params["batch"])
        cursor = job.cursor or {}
        for key in cursor.get("parts", []):
            files.delete(key)
        if cursor.get("parts"):
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
def forget_old_batches() -> int:
    return batches.forget_old()
