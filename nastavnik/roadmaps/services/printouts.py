"""Long plans as files: asked for, set by a job (`roadmaps.tasks_prints`), kept for some days."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from nastavnik import jobs
from nastavnik.accounts.keyring.files import files
from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.documents.tree import Document
from nastavnik.documents.writers.docx import write_docx
from nastavnik.documents.writers.pdf import write_pdf
from nastavnik.roadmaps.layouts.sheet import sheet_of
from nastavnik.roadmaps.models import Printout, Roadmap, RoadmapLine
from nastavnik.roadmaps.printing import words_of

JOB = "roadmap.print"
#: More lines than this take longer than a page may.
LONG = 400
KEPT = dt.timedelta(days=30)
WRITERS: dict[str, Callable[[Document], bytes]] = {
    Printout.Format.DOCX: write_docx,
    Printout.Format.PDF: write_pdf,
}


def is_long(lines: QuerySet[RoadmapLine]) -> bool:
    """Whether ``lines`` are more than a page sets by itself. Counts no further than that; one query."""
    return lines.order_by()[: LONG + 1].count() > LONG


@transaction.atomic
def ask(roadmap: Roadmap, lines: QuerySet[RoadmapLine], *, kind: str, chosen: str, actor: User) -> Printout:
    """Begin to set ``lines`` of ``roadmap`` as a file; ``chosen`` says by what they were picked out.

    Raises:
        NotAllowed: ``actor`` may not export this plan.
    """
    require(actor, "roadmap.export", roadmap)
    keys = list(lines.order_by("position", "pk").values_list("pk", flat=True)) if chosen else []
    printout = Printout.objects.create(roadmap=roadmap, format=kind, lines=keys, chosen=chosen, made_by=actor)
    job = jobs.start(
        JOB, actor=actor, node=roadmap.node, params={"print": str(printout.uid)}, key=f"{JOB}:{printout.uid}"
    )
    printout.job_uid = job.uid
    printout.save(update_fields=["job_uid"])
    record("roadmap.exported", roadmap, actor=actor, node_id=roadmap.node_id, format=kind)
    return printout


def document_of(printout: Printout, *, actor: User) -> Document:
    """The sheet of what was asked for, as the plan stands now.

    Raises:
        NotAllowed: ``actor`` has lost the right since.
    """
    require(actor, "roadmap.export", printout.roadmap)
    roadmap = printout.roadmap
    lines = RoadmapLine.objects.filter(roadmap=roadmap, removed_at=None)
    wanted = frozenset(printout.lines)
    words = words_of(roadmap, lines, chosen=printout.chosen, only=wanted if printout.chosen else None)
    return sheet_of(words)


def keep(printout: Printout, document: Document) -> str:
    """Write the file and keep it encrypted; gives its name in the store, not yet noted."""
    data = WRITERS[printout.format](document)
    return files.save(printout.roadmap.node_id, io.BytesIO(data))


def forget_old(now: dt.datetime | None = None) -> int:
    """Files are kept as long as the jobs that made them; gives how many have gone."""
    old = list(Printout.objects.filter(made_at__lt=(now or timezone.now()) - KEPT)[:500])
    for printout in old:
        if printout.file_key:
            files.delete(printout.file_key)
        printout.delete()
    return len(old)
