"""The two doors of the grammar: a deadline's words in, a schedule out."""

from functools import lru_cache

from nastavnik.roadmaps.deadlines.period import Period
from nastavnik.roadmaps.deadlines.schedule import Kind, Schedule


@lru_cache(maxsize=16384)
def read_deadline(text: str, period: Period) -> Schedule:
    """Read the words of a deadline cell. Never raises; what cannot be read is told in ``unread``."""
    words = text.split()
    return Schedule(Kind.UNKNOWN, unread=tuple(words))


def find_deadlines(text: str, period: Period) -> list[tuple[int, int, Schedule]]:
    """The deadlines inside an activity's text, each with the place of its words."""
    return []
