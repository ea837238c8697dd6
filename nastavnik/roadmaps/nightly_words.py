"""What the clock does for the search: new words are gathered some minutes after they are written."""

from __future__ import annotations

from nastavnik import jobs
from nastavnik.roadmaps.services import words


@jobs.every(seconds=300)
def gather_words() -> int:
    return words.gather()
