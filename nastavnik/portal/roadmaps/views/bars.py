"""Bars of a line on the scale: one for each time that it falls due. Pure.

A time shorter than `POINT` percent of the scale is drawn as a point: it would be too thin to be seen or pressed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from nastavnik.portal.roadmaps.views.scale import Scale, Span
from nastavnik.roadmaps.timeline import Time, TimedLine

POINT = 1.6
# A point is drawn as wide as this to either side, where a year is seen whole.
POINT_REACH = 1.2
# A run of so many bars that touch reads as one bar; fewer are told apart.
RUN = 3
# Bars as near as this touch.
TOUCH = 0.2
NEAR = dt.timedelta(days=8)
Window = tuple[dt.date, dt.date]


@dataclass(frozen=True, slots=True)
class Bar:
    """One time on the scale. ``strays``: it falls, at least in part, outside the term of its section."""

    time: Time
    span: Span
    strays: bool
    # Of a run of times that touch one another: how many, and the day by which the last is due.
    times: int = 1
    until: dt.date | None = None

    @property
    def is_point(self) -> bool:
        return self.span.width < POINT

    @property
    def ends(self) -> tuple[float, float]:
        """From where to where it is seen: a point takes more room than its days."""
        middle = self.span.at + self.span.width / 2
        return (middle - POINT_REACH, middle + POINT_REACH) if self.is_point else (self.span.at, self.span.right)


def bars_of(times: Iterable[Time], scale: Scale, allowed: Window | None = None) -> list[Bar]:
    """What of ``times`` is seen on ``scale``; a time without a due day has no bar."""
    bars = []
    for time in times:
        span = scale.span(time.starts_on, time.due_on) if time.due_on else None
        if span is not None:
            bars.append(Bar(time, span, strays(time, allowed)))
    return bars


def joined(bars: Sequence[Bar], state_of: Callable[[Bar], str]) -> list[Bar]:
    """``bars`` with each run of them that touch and say the same as one: каждую среду is no chain of rings."""
    runs: list[list[Bar]] = []
    for bar in bars:
        last = runs[-1][-1] if runs else None
        if (
            last
            and (state_of(last), last.strays) == (state_of(bar), bar.strays)
            and bar.ends[0] <= last.ends[1] + TOUCH
        ):
            runs[-1].append(bar)
        else:
            runs.append([bar])
    return [one for run in runs for one in ([_run(run)] if len(run) >= RUN else run)]


def _run(bars: Sequence[Bar]) -> Bar:
    first, last = bars[0], bars[-1]
    right = max(bar.span.right for bar in bars)
    span = Span(first.span.at, right - first.span.at, first.span.before, last.span.after)
    return replace(first, span=span, times=len(bars), until=last.time.due_on)


def strays(time: Time, allowed: Window | None) -> bool:
    if allowed is None or time.due_on is None:
        return False
    # A deadline runs from the beginning of the plan: only where its section names a beginning does its end tell.
    return time.due_on > allowed[1] or time.due_on < allowed[0]


def baseline_spans(windows: Sequence[Window], scale: Scale) -> list[Span]:
    """Where the approved wording put the line."""
    return [span for start, end in windows if (span := scale.span(start, end)) is not None]


def together(windows: Iterable[Window]) -> list[Window]:
    """``windows`` in their order, those at most `NEAR` apart as one: a weekly rhythm is one stretch."""
    found: list[Window] = []
    for start, end in sorted(windows):
        if found and start - found[-1][1] <= NEAR:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def whole_band(line: TimedLine, scale: Scale) -> Span | None:
    """One stretch for a line that falls due too often for bars of its own."""
    if line.first_on is None or line.last_on is None:
        return None
    return scale.span(line.first_on, line.last_on)


def hull(windows: Iterable[Window]) -> Window | None:
    """From the first beginning to the last end."""
    found = list(windows)
    return (min(start for start, _ in found), max(end for _, end in found)) if found else None
