"""The period of the plan a deadline stands in; it gives the years that the words leave out."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from nastavnik.roadmaps.deadlines.windows import Window

_SCHOOL_START = (8, 9)
_SCHOOL_END = (5, 6, 7, 8)


@dataclass(frozen=True)
class Period:
    """From ``start`` to ``end``, both inclusive."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.start > self.end:
            raise ValueError(f"a period cannot end ({self.end}) before it starts ({self.start})")

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read ``2020`` (a calendar year) or ``2021-09-01..2022-08-31``.

        Raises:
            ValueError: the text is neither.
        """
        text = text.strip()
        if len(text) == 4 and text.isascii() and text.isdigit():
            return cls(date(int(text), 1, 1), date(int(text), 12, 31))
        start, dots, end = text.partition("..")
        if not dots:
            raise ValueError(f"not a period: {text!r}")
        return cls(date.fromisoformat(start.strip()), date.fromisoformat(end.strip()))

    @classmethod
    def school_year(cls, first_year: int) -> "Period":
        return cls(date(first_year, 9, 1), date(first_year + 1, 8, 31))

    def __str__(self) -> str:
        return f"{self.start.isoformat()}..{self.end.isoformat()}"

    @property
    def window(self) -> Window:
        return self.start, self.end

    @cached_property
    def is_school_year(self) -> bool:
        """One school year: autumn to the next spring or summer."""
        return self.follows_school and self.end.year == self.start.year + 1

    @cached_property
    def follows_school(self) -> bool:
        """Counted in school years or a part of one, so that "the year" and "the half" are the school's."""
        starts, ends = self.start.month in _SCHOOL_START, self.end.month in _SCHOOL_END
        if self.start.year == self.end.year:
            return starts or (self.start.month == 1 and self.end.month in (5, 6))
        return starts and ends

    @cached_property
    def is_calendar_year(self) -> bool:
        """1 January to 31 December of one year."""
        return self.window == (date(self.start.year, 1, 1), date(self.start.year, 12, 31))

    @cached_property
    def is_one_month(self) -> bool:
        return (self.start.year, self.start.month) == (self.end.year, self.end.month)
