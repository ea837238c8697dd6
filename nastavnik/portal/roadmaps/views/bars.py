"""Bars of a line on the scale: one for each time that it falls due. Pure.

A time shorter than `POINT` percent of the scale is drawn as a point: it would be too thin to be seen or pressed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nastavnik.portal.roadmaps.views.scale import Scale, Span
from nastavnik.roadmaps.timeline import Time, TimedLine

POINT = 1.6
Window = tuple[dt.date, dt.date]


@dataclass(frozen=True, slots=True)
class Bar:
    """One time on the scale. ``strays``: it falls, at least in part, outside the term of its section."""

    time: Time
    span: Span
    strays: bool

    @property
    def is_point(self) -> bool:
        return self.span.width < POINT


def bars_of(times: Iterable[Time], scale: Scale, allowed: Window | None = None) -> list[Bar]:
    """What of ``times`` is seen on ``scale``; a time without a due day has no bar."""
    bars = []
    for time in times:
        span = scale.span(time.starts_on, time.due_on) if time.due_on else None
        if span is not None:
            bars.append(Bar(time, span, strays(time, allowed)))
    return bars


def strays(time: Time, allowed: Window | None) -> bool:
    if allowed is None or time.due_on is None:
        return False
    # A deadline runs from the beginning of the plan: only where its section names a beginning does its end tell.
    return time.due_on > allowed[1] or time.due_on < allowed[0]


def baseline_spans(windows: Sequence[Window], scale: Scale) -> list[Span]:
    """Where the approved wording put the line."""
    return [span for start, end in windows if (span := scale.span(start, end)) is not None]


def whole_band(line: TimedLine, scale: Scale) -> Span | None:
    """One stretch for a line that falls due too often for bars of its own."""
    if line.first_on is None or line.last_on is None:
        return None
    return scale.span(line.first_on, line.last_on)


def hull(windows: Iterable[Window]) -> Window | None:
    """From the first beginning to the last end."""
    found = list(windows)
    return (min(start for start, _ in found), max(end for _, end in found)) if found else None
