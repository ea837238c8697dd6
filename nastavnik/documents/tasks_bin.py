"""The bin of drafts is emptied by the clock."""

from __future__ import annotations

from nastavnik import jobs
from nastavnik.documents.services import bin as bins


@jobs.every(seconds=3600)
def empty_bin() -> int:
    return bins.empty()
