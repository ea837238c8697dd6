"""Lines of plans above in the plans below.

`addressing` says whose lines they are, `handing` hands them down and keeps the receivers up to date, `answering` is
what a receiver decides, `editions` what a new edition of the plan above asks, `requests` what is asked of others.
"""

from nastavnik.roadmaps.services.cascade.addressing import address
from nastavnik.roadmaps.services.cascade.answering import (
    confirm,
    confirm_sure,
    decline,
    take_back,
    take_in,
)
from nastavnik.roadmaps.services.cascade.editions import accept_change, after_edition
from nastavnik.roadmaps.services.cascade.handing import hand_down, recall, refresh, resume
from nastavnik.roadmaps.services.cascade.requests import ask, close_answered

__all__ = [
    "accept_change",
    "address",
    "after_edition",
    "ask",
    "close_answered",
    "confirm",
    "confirm_sure",
    "decline",
    "hand_down",
    "recall",
    "refresh",
    "resume",
    "take_back",
    "take_in",
]
