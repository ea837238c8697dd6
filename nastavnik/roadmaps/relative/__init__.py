"""Terms that belong to no year: how a template keeps them, and how they become dates again. Pure.

A template says «до 15 октября», «10 дней после начала каникул», «через неделю после пункта 3», and means it of
any school year. `loosened` turns a reading with dates into anchors, `Calendar.fixed` turns the anchors of all
lines of a plan into dates of a given year, `carried` takes the words of a term into another period and says
whether they still mean the same there.
"""

from nastavnik.roadmaps.relative.anchors import Anchor, NotAnAnchor
from nastavnik.roadmaps.relative.fixing import (
    Calendar,
    Circular,
    Dangling,
    Unknown,
    anchor_of,
    hangs_on_spans,
    loosened,
)
from nastavnik.roadmaps.relative.words import Carried, carried, shifted_years, without_years, years_in

__all__ = [
    "Anchor",
    "Calendar",
    "Carried",
    "Circular",
    "Dangling",
    "NotAnAnchor",
    "Unknown",
    "anchor_of",
    "carried",
    "hangs_on_spans",
    "loosened",
    "shifted_years",
    "without_years",
    "years_in",
]
