"""What rules may look at: figures of `measures`, and kinds of documents and events that later apps register."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from nastavnik import measures
from nastavnik.roadmaps.models import LineRule

Since = Callable[[int, dt.date], dt.date | None]


@dataclass(frozen=True)
class Source:
    """A kind of document or of event. ``since(node_id, today)``: the day since which the organisation has one that
    counts for the running school year, None while it has none."""

    kind: str
    code: str
    title: str | Promise
    since: Since


_sources: dict[tuple[str, str], Source] = {}


def when_registered(kind: str, code: str, *, title: str | Promise, since: Since) -> None:
    """Let rules of ``kind`` (`LineRule.Kind.DOCUMENT`, `EVENT`) look at ``code``; the app then calls `tell_document`
    or `tell_event` in the deeds that register one or take it back."""
    if kind not in (LineRule.Kind.DOCUMENT, LineRule.Kind.EVENT):
        raise ValueError(f"{kind!r} is no kind of rule that an app may feed.")
    if (kind, code) in _sources:
        raise ValueError(f"{code!r} is registered twice.")
    _sources[kind, code] = Source(kind, code, title, since)


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
