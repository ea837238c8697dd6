"""What the phrases of the grammar are made into before years are known: units of the calendar and statements."""

from typing import NamedTuple

from nastavnik.roadmaps.deadlines.rules import Rule


class Unit(NamedTuple):
    """A named stretch of the calendar, some of its coordinates perhaps left out (0 or empty).

    ``noun`` is one of: day, decade, week, half_month, part, numbers («20-е числа»), weekday (the n-th of a
    month), working_day, month, quarter, half, term, trimester, season, year (from ``year`` to ``to_year``),
    school_year (begun in ``year``).
    """

    noun: str
    n: int = 0
    month: int = 0
    year: int = 0
    to_year: int = 0
    weekday: int = 0
    each: str = ""
    """Of each month, quarter, … : the unit comes back."""
    of: "Unit | None" = None
    """For a part: what it is the beginning, middle or end of."""
    school: bool = False
    shift: int = 0
    """1 for «следующего года»: years after the one the plan begins in."""
    doubtful: bool = False


class Single(NamedTuple):
    """A unit by itself; ``whole`` for «в течение …»."""

    unit: Unit
    whole: bool = False


class Until(NamedTuple):
    """``how``: «до», «к», or through for «не позднее», «по … включительно»."""

    unit: Unit
    how: str


class Since(NamedTuple):
    unit: Unit
    after: bool = False
    """«после 15 мая»: from the next day on."""


class Between(NamedTuple):
    first: Unit
    last: Unit
    how: str = "through"


class Rhythm(NamedTuple):
    """Something that comes back. ``rule`` is None where only the school knows the steps."""

    rule: Rule | None
    anchor: str = ""
    qualifier: str = ""
    others: tuple[Rule, ...] = ()
    """Other readings of the same words."""
    doubtful: bool = False


class Always(NamedTuple):
    """``frame``: "year" or "calendar" where the words name one, "plan" for the plan's period, "span" where it may
    introduce dates («на период реализации 2020-2024 гг.»)."""

    frame: str = ""


class Demand(NamedTuple):
    anchor: str


class Hanging(NamedTuple):
    """Tied to something that the phrase does not date."""

    anchor: str
    offset: str = ""
    doubtful: bool = False
    likely: Unit | None = None
    """The usual dates of it, such as of the autumn holidays."""


class Further(NamedTuple):
    """«Далее»: what follows repeats what came before."""


class Undecided(NamedTuple):
    pass


class Once(NamedTuple):
    pass


class Except(NamedTuple):
    months: tuple[int, ...] = ()
    weekdays: tuple[int, ...] = ()


class Comment(NamedTuple):
    """Words that are understood and change nothing: hours, the number of a document, a stage's name."""


Dated = Single | Until | Since | Between
Piece = Dated | Rhythm | Always | Demand | Hanging | Further | Undecided | Once | Except | Comment


class Found(NamedTuple):
    """A piece and the places of its first token and of the one after its last."""

    piece: Piece
    first: int
    last: int
    bracketed: bool = False
