"""What a deed over many lines would do to each of them. At most four queries, however many lines."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik.roadmaps.models import LineDecision, Occurrence, Roadmap, RoadmapLine
from nastavnik.roadmaps.services.baselines import WordsAreApproved, may_reword
from nastavnik.roadmaps.services.data_proofs import watched
from nastavnik.roadmaps.states import NOT_RELEVANT, POSTPONED, with_states

DONE, TAKE_UP, CONTROL_DATE, RESPONSIBLE = "done", "take_up", "control_date", "responsible"
SECTION, REMOVE, RESTORE = "section", "remove", "restore"
# Code → how the deed is called; in the order of a menu.
TITLES: dict[str, str | Promise] = {
    DONE: pgettext_lazy("bulk deed", "Mark as done"),
    POSTPONED: pgettext_lazy("bulk deed", "Postpone"),
    NOT_RELEVANT: pgettext_lazy("bulk deed", "Mark as not relevant"),
    TAKE_UP: pgettext_lazy("bulk deed", "Take up again"),
    CONTROL_DATE: pgettext_lazy("bulk deed", "Set the control date"),
    RESPONSIBLE: pgettext_lazy("bulk deed", "Change who is responsible"),
    SECTION: pgettext_lazy("bulk deed", "Move into a section"),
    REMOVE: pgettext_lazy("bulk deed", "Remove"),
    RESTORE: pgettext_lazy("bulk deed", "Bring back"),
}
ACTIONS = dict.fromkeys(TITLES, "roadmap.edit") | {DONE: "roadmap.tick"}
# These change what was approved; the others only say how the work goes.
OF_WORDS = frozenset({RESPONSIBLE, SECTION, REMOVE, RESTORE})
REFUSALS: dict[str, str | Promise] = {
    "same": _("It is so already."),
    "set_aside": _("The line is set aside. Take it up again first."),
    "not_set_aside": _("The line is not set aside."),
    "decided_later": _("A later decision about this line is in force."),
    "by_data": _("The data decide when this line is done."),
    "removed": _("The line has been removed meanwhile."),
    "words_approved": WordsAreApproved.message,
}


@dataclass(frozen=True)
class Asked:
    """Which deed, and what was typed for it; a field that the deed does not need is empty."""

    kind: str
    day: dt.date | None = None
    text: str = ""
    section: int | None = None

    def to_json(self) -> dict[str, Any]:
        return {"day": self.day.isoformat() if self.day else None, "text": self.text, "section": self.section}

    @classmethod
    def from_json(cls, kind: str, values: dict[str, Any]) -> Asked:
        day = values.get("day")
        return cls(kind, dt.date.fromisoformat(day) if day else None, values.get("text", ""), values.get("section"))


@dataclass(frozen=True)
class Effect:
    """What becomes of ``line``: a ``refusal`` (a code of `REFUSALS`), or the change.

    ``marks`` are the occurrences that get a proof, ``decision`` the open one that ends.
    """

    line: RoadmapLine
    state: str
    refusal: str = ""
    marks: tuple[int, ...] = ()
    decision: LineDecision | None = None

    @property
    def sentence(self) -> str:
        return str(REFUSALS[self.refusal]) if self.refusal else ""


@dataclass
class _Known:
    """What is known of the lines beside their own rows."""

    asked: Asked
    states: dict[int, str]
    decisions: dict[int, LineDecision]
    waiting: dict[int, list[Occurrence]] = field(default_factory=dict)
    watched: set[int] = field(default_factory=set)


def effects(roadmap: Roadmap, asked: Asked, lines: Sequence[RoadmapLine], *, on: dt.date) -> list[Effect]:
    """The effect of ``asked`` on each of ``lines``, in their order; ``on`` is the day of the states shown."""
    keys = [line.pk for line in lines]
    stated: Any = with_states(RoadmapLine.objects.filter(pk__in=keys), on).order_by()
    open_decisions = LineDecision.objects.filter(line__in=keys, to_on=None)
    known = _Known(asked, dict(stated.values_list("pk", "state")), {row.line_id: row for row in open_decisions})
    if asked.kind == DONE:
        known.waiting = _waiting(keys)
        known.watched = watched(keys)
    if asked.kind in OF_WORDS and not may_reword(roadmap):
        return [Effect(line, known.states[line.pk], "words_approved") for line in lines]
    look = _LOOKS[asked.kind]
    return [_gone(line, known) or look(line, known) for line in lines]


def _waiting(keys: list[int]) -> dict[int, list[Occurrence]]:
    found: dict[int, list[Occurrence]] = defaultdict(list)
    rows = Occurrence.objects.filter(line__in=keys, done_on=None).order_by("starts_on", "pk")
    for row in rows.only("pk", "line", "starts_on"):
        found[row.line_id].append(row)
    return found


def _gone(line: RoadmapLine, known: _Known) -> Effect | None:
    if line.removed_at and known.asked.kind != RESTORE:
        return Effect(line, known.states[line.pk], "removed")
    return None


def _done(line: RoadmapLine, known: _Known) -> Effect:
    """Of a line that falls due many times, the times that have come by the day; else the next one."""
    state, waiting = known.states[line.pk], known.waiting.get(line.pk, [])
    if line.pk in known.decisions:
        return Effect(line, state, "set_aside")
    if not waiting:
        return Effect(line, state, "same")
    if line.pk in known.watched:
        return Effect(line, state, "by_data")
    come = [row.pk for row in waiting if known.asked.day is None or row.starts_on <= known.asked.day]
    return Effect(line, state, marks=tuple(come or [waiting[0].pk]))


def _set_aside(line: RoadmapLine, known: _Known) -> Effect:
    state, decision = known.states[line.pk], known.decisions.get(line.pk)
    if decision and decision.kind == known.asked.kind:
        return Effect(line, state, "same")
    if decision and known.asked.day and decision.from_on > known.asked.day:
        return Effect(line, state, "decided_later")
    return Effect(line, state, decision=decision)


def _taken_up(line: RoadmapLine, known: _Known) -> Effect:
    state, decision = known.states[line.pk], known.decisions.get(line.pk)
    if decision is None:
        return Effect(line, state, "not_set_aside")
    if known.asked.day and decision.from_on > known.asked.day:
        return Effect(line, state, "decided_later")
    return Effect(line, state, decision=decision)


def _differs(now: Callable[[RoadmapLine, Asked], bool]) -> Callable[[RoadmapLine, _Known], Effect]:
    """A deed that is refused only where it would change nothing."""
    return lambda line, known: Effect(line, known.states[line.pk], "same" if now(line, known.asked) else "")


_LOOKS: dict[str, Callable[[RoadmapLine, _Known], Effect]] = {
    DONE: _done,
    POSTPONED: _set_aside,
    NOT_RELEVANT: _set_aside,
    TAKE_UP: _taken_up,
    CONTROL_DATE: _differs(lambda line, asked: asked.day is not None and line.manual_due_on == asked.day),
    RESPONSIBLE: _differs(lambda line, asked: bool(asked.text) and line.responsible_text == asked.text),
    SECTION: _differs(lambda line, asked: asked.section is not None and line.section_id == asked.section),
    REMOVE: _differs(lambda line, asked: False),
    RESTORE: _differs(lambda line, asked: line.removed_at is None),
}
