"""Long work of road maps: reading a document, line by line, in pieces that survive a kill."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from nastavnik import jobs
from nastavnik.accounts.keyring.files import files
from nastavnik.roadmaps.deadlines import Period
from nastavnik.roadmaps.models import BulkDeed, RoadmapImport
from nastavnik.roadmaps.reader import Unreadable, read_in_child
from nastavnik.roadmaps.services import imports, summaries
from nastavnik.roadmaps.services.bulk import deeds as bulk
from nastavnik.roadmaps.services.drafts import Draft

CHUNK = 250
KEPT = 8
_kept: dict[tuple[str, str, Period | None], str] = {}


@jobs.kind("roadmap.read", title=_("Reading a road map"), action="roadmap.import")
class ReadRoadmap(jobs.Kind):
    """Reads the document in a limited child process, then keeps its lines piece by piece.

    A repeated attempt reads again (reading is pure) and goes on from the cursor; a line is kept once.
    """

    def __init__(self) -> None:
        self.draft: Draft | None = None

    def chunk(self, run: jobs.Run) -> bool:
        batch = RoadmapImport.objects.select_related("node").get(uid=run.params["import"])
        if batch.state != RoadmapImport.State.READING:
            return True
        try:
            draft = self.draft = self.draft or Draft(_read(batch))
        except Unreadable as refusal:
            with run.writing():
                imports.refuse(batch, code=refusal.code, sentence=refusal.sentence)
                run.advance(done=0, total=0)
            return True
        begin = int(run.cursor or 0)
        with run.writing():
            if begin == 0:
                imports.keep_heading(batch, draft)
            imports.keep_lines(batch, draft, begin, begin + CHUNK)
            end = min(begin + CHUNK, len(draft.items))
            if end == len(draft.items):
                imports.finish_reading(batch)
            run.advance(cursor=end, done=end, total=len(draft.items))
        return end == len(draft.items)

    def dropped(self, job: Any) -> None:
        batch = RoadmapImport.objects.filter(uid=job.params["import"]).first()
        if batch is None:
            return
        sentence = _("Reading was stopped. Load the document again; if it stops again, quote the number to support.")
        imports.refuse(batch, code="stopped", sentence=str(sentence))


def _read(batch: RoadmapImport) -> dict[str, Any]:
    """The reader's JSON of the stored document. Reading is pure, and hundreds of schools load one typical plan:
    the last few readings are kept."""
    period = batch.period
    ending = Path(batch.file_name).suffix.lower()[:6]
    key = (batch.sha256, ending, period)
    if key not in _kept:
        plan = _read_stored(batch.file_key, ending, period)
        while len(_kept) >= KEPT:
            _kept.pop(next(iter(_kept)), None)
        _kept[key] = plan
    return json.loads(_kept[key])  # type: ignore[no-any-return]  # the JSON of a plan is an object


def _read_stored(file_key: str, ending: str, period: Period | None) -> str:
    with tempfile.TemporaryDirectory(prefix="roadmap-") as folder:
        # The reader tells a format by content and ending; the words of the name stay out of the file system.
        path = Path(folder, f"document{ending}")
        with path.open("wb") as file:
            for piece in files.open(file_key):
                file.write(piece)
        return json.dumps(read_in_child(path, period=period).to_json(), ensure_ascii=False)


@jobs.kind("roadmap.accept", title=_("Making a plan of a document"), action="roadmap.import")
class AcceptRoadmap(jobs.Kind):
    """A long document becomes a plan whole or not at all: one transaction, in one chunk."""

    def chunk(self, run: jobs.Run) -> bool:
        batch = RoadmapImport.objects.select_related("node").get(uid=run.params["import"])
        if batch.state != RoadmapImport.State.ACCEPTING or run.owner is None:
            return True
        with run.writing():
            imports.accept(batch, actor=run.owner, state=RoadmapImport.State.ACCEPTING)
            run.advance(done=batch.line_count, total=batch.line_count)
        return True

    def dropped(self, job: Any) -> None:
        if batch := RoadmapImport.objects.filter(uid=job.params["import"]).first():
            imports.not_accepted(batch)


@jobs.kind("roadmap.summaries", title=_("Counting plans for the new day"), action="roadmap.view")
class KeepSummaries(jobs.Kind):
    """Once a day: every plan in force is counted as of today, so that no page has to."""

    def chunk(self, run: jobs.Run) -> bool:
        after = int(run.cursor or 0)
        keys = list(summaries.plans_to_count(after)[:50])
        for key in keys:
            summaries.count_states(key)
        run.advance(cursor=keys[-1] if keys else after, done=run.job.done + len(keys))
        return not keys


@jobs.kind("roadmap.bulk", title=_("A deed over many lines"), action="roadmap.tick")
class BulkOfLines(jobs.Kind):
    """Lines part by part; each part is written with the cursor, so that none is done twice."""

    def chunk(self, run: jobs.Run) -> bool:
        deed = BulkDeed.objects.select_related("roadmap").get(uid=run.params["deed"])
        if deed.state != BulkDeed.State.WAITING or run.owner is None:
            return True
        begin = int(run.cursor or 0)
        end = min(begin + bulk.CHUNK, len(deed.lines))
        with run.writing():
            is_last = bulk.do_part(deed, begin, end, actor=run.owner)
            run.advance(cursor=end, done=end, total=len(deed.lines), errors=len(deed.refused))
        return is_last

    def dropped(self, job: Any) -> None:
        if deed := BulkDeed.objects.filter(uid=job.params["deed"]).first():
            bulk.not_done(deed)
