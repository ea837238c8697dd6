"""Days and windows: pairs of first and last day, both inclusive."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta

Window = tuple[date, date]
Windows = tuple[Window, ...]

DAY = timedelta(days=1)


def month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def months(year: int, first: int, last: int) -> Window:
    """From the first day of month ``first`` to the end of ``last``, which is in the next year when it is smaller."""
    return date(year, first, 1), month_end(year + (last < first), last)


def merged(windows: Iterable[Window]) -> Windows:
    """The windows in order, those that overlap or follow each other without a gap made one."""
    result: list[Window] = []
    for start, end in sorted(windows):
        if result and (start - result[-1][1]).days <= 1:
            result[-1] = (result[-1][0], max(result[-1][1], end))
        else:
            result.append((start, end))
    return tuple(result)


def overlap(window: Window, other: Window) -> Window | None:
    start, end = max(window[0], other[0]), min(window[1], other[1])
    return (start, end) if start <= end else None


def clipped(windows: Iterable[Window], frame: Window) -> Windows:
    """What is left of ``windows`` inside ``frame``."""
    return tuple(part for window in windows if (part := overlap(window, frame)))
