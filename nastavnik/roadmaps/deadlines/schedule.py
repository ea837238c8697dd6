"""What a deadline means: when, how often, on what it hangs, and how sure the reading is."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any, Literal

from nastavnik.roadmaps.deadlines.occurrences import due_windows
from nastavnik.roadmaps.deadlines.period import Period
from nastavnik.roadmaps.deadlines.windows import Windows

Confidence = Literal["certain", "ambiguous"]


class Kind(StrEnum):
    DATE = "date"
    DEADLINE = "deadline"
    RANGE = "range"
    RANGES = "ranges"
    RECURRING = "recurring"
    CONTINUOUS = "continuous"
    ON_DEMAND = "on_demand"
    RELATIVE = "relative"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Schedule:
    """The reading of one deadline.

    Two schedules are equal when they ask for the same thing. How it was read (``confidence``,
    ``alternatives``, ``unread``) is told beside it and not compared: a phrase that leaves room and the
    clear phrase written from it mean the same.
    """

    kind: Kind
    windows: Windows = ()
    rrule: str | None = None
    """An RFC 5545 rule without DTSTART, UNTIL and COUNT."""
    anchor: str | None = None
    """What an undated deadline hangs on, such as ``as_needed`` or ``event``."""
    confidence: Confidence = field(default="certain", compare=False)
    qualifier: str | None = None
    """``at_least`` for «не реже», «не менее»."""
    offset: str | None = None
    """ISO 8601 duration from the anchor, negative before it: ``P5D``, ``-P14D``, ``P3M``."""
    alternatives: tuple["Schedule", ...] = field(default=(), compare=False)
    """Other honest readings of the same words, the likelier first."""
    unread: tuple[str, ...] = field(default=(), compare=False)
    """Words that the grammar does not know, as they stand in the text."""

    def to_json(self) -> dict[str, Any]:
        """The label of the road map data, plus ``alternatives`` and ``unread`` where there are any."""
        label: dict[str, Any] = {
            "kind": self.kind.value,
            "windows": [[start.isoformat(), end.isoformat()] for start, end in self.windows],
            "rrule": self.rrule,
            "anchor": self.anchor,
            "confidence": self.confidence,
        }
        if self.qualifier:
            label["qualifier"] = self.qualifier
        if self.offset:
            label["offset"] = self.offset
        if self.alternatives:
            label["alternatives"] = [other.to_json() for other in self.alternatives]
        if self.unread:
            label["unread"] = list(self.unread)
        return label

    @classmethod
    def from_json(cls, label: Mapping[str, Any]) -> "Schedule":
        """The schedule that `to_json` wrote.

        Raises:
            ValueError, KeyError: the label is not one.
        """
        return cls(
            kind=Kind(label["kind"]),
            windows=tuple((date.fromisoformat(a), date.fromisoformat(b)) for a, b in label.get("windows", ())),
            rrule=label.get("rrule"),
            anchor=label.get("anchor"),
            confidence="ambiguous" if label.get("confidence") == "ambiguous" else "certain",
            qualifier=label.get("qualifier"),
            offset=label.get("offset"),
            alternatives=tuple(cls.from_json(other) for other in label.get("alternatives", ())),
            unread=tuple(label.get("unread", ())),
        )

    def occurrences(self, period: Period) -> Windows:
        """The windows in which this falls due within ``period``; the last day of each is the due day.

        A rhythm gives each of its steps, a range each window, something continuous each calendar quarter
        clipped to the period (the usual control). What hangs on events or requests never falls due.
        """
        return due_windows(self.kind, self.windows, self.rrule, self.anchor, period)

    def plainly(self) -> "Schedule":
        """The same without the account of the reading."""
        return replace(self, confidence="certain", alternatives=(), unread=())
