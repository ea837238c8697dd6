"""What rules may look at: figures of `measures`, and kinds of documents and events that later apps register."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from nastavnik import measures
from nastavnik.roadmaps.models import LineRule, RoadmapLine

# (organisation, today) → the day since which it has a document that counts for the running school year.
Since = Callable[[int, dt.date], dt.date | None]
# (line, today) → the days up to today on which an event was held that counts for the line.
Days = Callable[[RoadmapLine, dt.date], Iterable[dt.date]]


@dataclass(frozen=True)
class Source:
    """A kind of document, with ``since``, or of event, with ``days``."""

    kind: str
    code: str
    title: str | Promise
    since: Since | None = None
    days: Days | None = None


_sources: dict[tuple[str, str], Source] = {}


def when_registered(code: str, *, title: str | Promise, since: Since) -> None:
    """Let rules look at documents of the kind ``code``; the app then calls `tell_document` in the deeds that register
    one or take it back."""
    _keep(Source(LineRule.Kind.DOCUMENT, code, title, since=since))


def when_held(code: str, *, title: str | Promise, days: Days) -> None:
    """Let rules look at events of the kind ``code``; the app then calls `tell_event` in the deeds by which one was
    held, or turned out not to have been."""
    _keep(Source(LineRule.Kind.EVENT, code, title, days=days))


def _keep(source: Source) -> None:
    if (source.kind, source.code) in _sources:
        raise ValueError(f"{source.code!r} is registered twice.")
    _sources[source.kind, source.code] = source


def known_sources() -> list[Source]:
    return list(_sources.values())


def source_of(kind: str, code: str) -> Source | None:
    return _sources.get((kind, code))


def usable_measures() -> list[measures.Measure]:
    """Figures that a line may wait for: of a school year, and the bigger the better."""
    found = measures.registry.values()
    return [one for one in found if one.higher_is_better and measures.YEAR in one.periods]


def works(kind: str, code: str) -> bool:
    """Whether somebody counts or registers what the rule looks at."""
    if kind == LineRule.Kind.MEASURE:
        return any(one.code == code for one in usable_measures())
    return (kind, code) in _sources
