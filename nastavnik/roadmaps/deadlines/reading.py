"""The doors of the grammar: the words of a deadline in, a schedule out."""

from dataclasses import replace
from functools import lru_cache

from nastavnik.roadmaps.deadlines.normal import normal, normal_with_places
from nastavnik.roadmaps.deadlines.period import Period
from nastavnik.roadmaps.deadlines.phrases import phrases
from nastavnik.roadmaps.deadlines.pieces import Undecided
from nastavnik.roadmaps.deadlines.resolving import resolve
from nastavnik.roadmaps.deadlines.schedule import Kind, Schedule
from nastavnik.roadmaps.deadlines.tags import Tag
from nastavnik.roadmaps.deadlines.tokens import Token, tokenized

LONGEST = 2000
"""Characters of a cell that are read; nobody writes a longer deadline, and a hostile file may."""


def read_deadline(text: str, period: Period) -> Schedule:
    """Read the words of a deadline cell in a plan of ``period``.

    Never raises: what cannot be read is told in ``unread``, and what leaves a choice is ``ambiguous`` with its
    ``alternatives``.
    """
    if len(text) <= LONGEST:
        return _read(text, period)
    schedule = _read(text[:LONGEST], period)
    return replace(schedule, unread=(*schedule.unread, "…"), confidence="ambiguous")


# Cells repeat: a plan of a hundred lines has a dozen different deadlines.
@lru_cache(maxsize=16384)
def _read(text: str, period: Period) -> Schedule:
    tokens = tokenized(normal(text))
    found, unread = phrases(tokens)
    schedule = resolve(found, period)
    if schedule.kind is Kind.UNKNOWN:
        undecided = any(isinstance(item.piece, Undecided) for item in found)
        unread = [] if undecided else [i for i, token in enumerate(tokens) if any(map(str.isalnum, token.text))]
    if not unread:
        return schedule
    doubtful = schedule.kind is Kind.UNKNOWN or any(tokens[i].tag in (Tag.NUMBER, Tag.BLANK) for i in unread)
    confidence = "ambiguous" if doubtful else schedule.confidence
    return replace(schedule, unread=_as_written(text, [tokens[i] for i in unread]), confidence=confidence)


def _as_written(text: str, tokens: list[Token]) -> tuple[str, ...]:
    _, places = normal_with_places(text)
    return tuple(text[places[token.start] : places[token.end]].strip() for token in tokens)
