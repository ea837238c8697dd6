"""How the states of a plan line look: a word, a shape and a tone, so that colour is never alone."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class State:
    name: str
    word: str | Promise
    icon: str


STATES = {
    state.name: state
    for state in (
        State("not_started", _("not started"), "circle"),
        State("in_progress", _("in progress"), "circle-half-2"),
        State("due_soon", _("due soon"), "clock"),
        State("done", _("done"), "circle-check-filled"),
        State("done_late", _("done late"), "clock-check"),
        State("overdue", _("overdue"), "alert-triangle-filled"),
        State("postponed", _("postponed"), "player-pause"),
        State("not_relevant", _("not relevant"), "circle-minus"),
    )
}
