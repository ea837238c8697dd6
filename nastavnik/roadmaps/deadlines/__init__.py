"""The grammar of Russian deadlines. Pure: text in, schedule out."""

from nastavnik.roadmaps.deadlines.period import Period
from nastavnik.roadmaps.deadlines.reading import find_deadlines, read_deadline
from nastavnik.roadmaps.deadlines.schedule import Kind, Schedule
from nastavnik.roadmaps.deadlines.writing import write_deadline

__all__ = ["Kind", "Period", "Schedule", "find_deadlines", "read_deadline", "write_deadline"]
