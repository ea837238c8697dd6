"""What the data must say for a line to be done, and what follows when they say so or stop saying so.

`proposing` puts a rule beside a new line; `deciding` is what people do: confirm, decline, set; `checking` turns
the state of lines both ways with figures, documents and events; `sources` is where later apps register theirs.
"""

from __future__ import annotations

from nastavnik.roadmaps.services.rules.checking import check_rules, check_waiting, tell_document, tell_event
from nastavnik.roadmaps.services.rules.deciding import confirm, confirm_many, decline, set_rule
from nastavnik.roadmaps.services.rules.proposing import inherit, inherit_all, propose_rules
from nastavnik.roadmaps.services.rules.sources import Source, known_sources, when_held, when_registered

__all__ = [
    "Source",
    "check_rules",
    "check_waiting",
    "confirm",
    "confirm_many",
    "decline",
    "inherit",
    "inherit_all",
    "known_sources",
    "propose_rules",
    "set_rule",
    "tell_document",
    "tell_event",
    "when_held",
    "when_registered",
]
