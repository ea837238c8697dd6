"""The kind of work behind a line of a plan, whose line it is, and what would prove it. Pure: text in, proposal out.

`lexicon.txt` is what people wrote down of the field's language, `rows.tsv` are rows of five public road maps;
`proposing` weighs both together and says how sure it is. Figures: docs/domain/kinds.md.

    >>> propose("Издание приказа о закреплении наставнических пар", responsible="директор").capability
    'pair-assignment'
"""

from __future__ import annotations

from dataclasses import dataclass

from nastavnik.roadmaps.kinds.evidence import EVIDENCE, Sketch, rule_for
from nastavnik.roadmaps.kinds.proposing import guess
from nastavnik.roadmaps.kinds.roles import acting_role

# Below this the page asks: there about every third proposal is wrong.
SURE = 0.6
# Below this a guess is no better than none.
LEAST = 0.2

__all__ = ["EVIDENCE", "SURE", "Proposal", "Sketch", "propose", "rule_for"]


@dataclass(frozen=True)
class Proposal:
    """``rule`` is what would prove a line of this kind; None where the kind itself is in doubt."""

    capability: str
    confidence: float
    runner_up: str
    role: str
    rule: Sketch | None

    @property
    def is_sure(self) -> bool:
        return self.confidence >= SURE


def propose(title: str, result: str = "", responsible: str = "") -> Proposal:
    found = guess(title, result, responsible)
    if found.confidence < LEAST:
        return Proposal("", 0.0, found.capability, acting_role(responsible, ""), None)
    sure = found.confidence >= SURE
    return Proposal(
        capability=found.capability,
        confidence=round(found.confidence, 3),
        runner_up=found.runner_up,
        role=acting_role(responsible, found.capability),
        rule=rule_for(found.capability, title, result) if sure else None,
    )
