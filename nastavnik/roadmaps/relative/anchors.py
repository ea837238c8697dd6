"""One end of a term without a year, as text: ``y0-10-15``, ``winter.end+3``, ``line:018f….end-7``.

``y1-02-20`` is 20 February of the second school year of the plan; a span is a part of the school year that the
calendar knows by name (a quarter, holidays, the year itself); a line is another line of the same plan.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, Self

Side = Literal["start", "end"]
MOST_DAYS = 366
_DAY = re.compile(r"y(?P<year>\d{1,2})-(?P<month>\d{2})-(?P<day>\d{2})")
_HUNG = re.compile(r"(?P<line>line:)?(?P<name>[\w-]+)\.(?P<side>start|end)(?P<days>[+-]\d{1,3})?")


class NotAnAnchor(ValueError):
    """The text does not say where in a school year a day lies."""


@dataclass(frozen=True)
class Anchor:
    """A day of a school year (``month`` is set), or so many days from a span or from another line."""

    name: str = ""
    side: Side = "start"
    days: int = 0
    is_line: bool = False
    year: int = 0
    month: int = 0
    day: int = 0

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises: NotAnAnchor."""
        if found := _DAY.fullmatch(text):
            year, month, day = (int(found[part]) for part in ("year", "month", "day"))
            if not (1 <= month <= 12 and 1 <= day <= _LONGEST[month - 1]):
                raise NotAnAnchor(text)
            return cls(year=year, month=month, day=day)
        found = _HUNG.fullmatch(text)
        if found is None or abs(days := int(found["days"] or 0)) > MOST_DAYS:
            raise NotAnAnchor(text)
        return cls(
            name=found["name"], side="end" if found["side"] == "end" else "start", days=days,
            is_line=bool(found["line"]),
        )  # fmt: skip

    def __str__(self) -> str:
        if self.month:
            return f"y{self.year}-{self.month:02d}-{self.day:02d}"
        days = f"{self.days:+d}" if self.days else ""
        return f"{'line:' if self.is_line else ''}{self.name}.{self.side}{days}"


_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
