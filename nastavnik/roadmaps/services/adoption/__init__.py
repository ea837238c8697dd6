"""A typical plan goes on after plans were made of it: what it changed, and what each plan answers to that.

`carrying` puts words of the typical plan into a plan's own years, `offers` finds what a plan has not looked at,
`deeds` answers.
"""

from nastavnik.roadmaps.services.adoption.deeds import (
    ChangedSince,
    DealtWith,
    LineGone,
    NothingChosen,
    add,
    leave,
    reopen,
    set_aside,
    take,
    take_all,
)
from nastavnik.roadmaps.services.adoption.offers import Field, Kind, Offer, Reason, answered, is_behind, waiting

__all__ = [
    "ChangedSince",
    "DealtWith",
    "Field",
    "Kind",
    "LineGone",
    "NothingChosen",
    "Offer",
    "Reason",
    "add",
    "answered",
    "is_behind",
    "leave",
    "reopen",
    "set_aside",
    "take",
    "take_all",
    "waiting",
]
