"""The kind of work behind a line and whose line it is: proposed by the words, said by people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nastavnik.accounts.models import User
from nastavnik.accounts.roles import Role
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import Invalid
from nastavnik.base.saving import update
from nastavnik.org import reference
from nastavnik.roadmaps.kinds import EVIDENCE, SURE, propose
from nastavnik.roadmaps.models import LineRevision, RoadmapLine
from nastavnik.roadmaps.services.rules.proposing import propose_rules

# What the proposal is made from.
TELLING = frozenset({"title", "result", "responsible_text"})
SAID = ("capability", "capability_confidence", "capability_by_hand", "acting_role")


def proposed(words: Mapping[str, Any]) -> dict[str, Any]:
    """Capability, confidence and role that the words of a line speak for, as fields of `RoadmapLine`."""
    found = propose(words["title"], words.get("result") or "", words.get("responsible_text") or "")
    return {
        "capability": found.capability,
        "capability_confidence": found.confidence if found.capability else None,
        "acting_role": found.role,
    }


def tell(line: RoadmapLine) -> None:
    """Propose for a line that is not written yet."""
    words = {name: getattr(line, name) for name in TELLING}
    for name, value in proposed(words).items():
        setattr(line, name, value)


def retold(line: RoadmapLine, words: Mapping[str, Any]) -> dict[str, Any]:
    """What becomes of the kind when the words of ``line`` become ``words``; a person's own choice stays."""
    return {} if line.capability_by_hand else proposed(words)


def is_in_doubt(line: RoadmapLine) -> bool:
    """Whether a person should say what kind of work it is."""
    return not line.capability_by_hand and (line.capability_confidence or 0) < SURE


@transaction.atomic
def choose_kind(line: RoadmapLine, *, version: int, capability: str, acting_role: str, actor: User) -> RoadmapLine:
    """Say of ``line`` what kind of work it is and whose; saying what was proposed confirms it.

    What is chosen stays when the line is reworded; a rule that was only proposed is proposed anew.

    Raises:
        NotAllowed: ``actor`` may not edit this plan.
        EditConflict: somebody saved first; nothing was written.
        Invalid: there is no such kind or role.
    """
    require(actor, "roadmap.edit", line)
    if capability and capability not in EVIDENCE and capability not in reference.titles("capabilities"):
        raise Invalid(fields={"capability": [str(_("There is no such kind of work. Choose one of the list."))]})
    if acting_role and acting_role not in Role:
        raise Invalid(fields={"acting_role": [str(_("There is no such role. Choose one of the list."))]})
    former = {name: getattr(line, name) for name in SAID}
    saved = update(
        line, version=version, capability=capability, acting_role=acting_role, capability_by_hand=True,
        capability_confidence=1.0 if capability else None,
    )  # fmt: skip
    LineRevision.objects.create(line=saved, version=version, values=former, made_by=actor)
    if capability != former["capability"]:
        propose_rules([saved], anew=True)
    record("roadmap.line_kind_chosen", saved, actor=actor, node_id=saved.node_id, kind=capability, role=acting_role)
    return saved
