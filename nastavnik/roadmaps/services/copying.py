"""The lines of one plan as lines of another: with sections, parties and parts, in a handful of statements."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from django.db.models import Model

from nastavnik.roadmaps.models import ResponsibleParty, Roadmap, RoadmapLine, RoadmapSection, SubItem
from nastavnik.roadmaps.services.rules.proposing import inherit_all

COPIED = (
    "position", "number", "subsection", "title", "deadline_text", "schedule", "manual_due_on", "control", "result",
    "remark", "responsible_text", "capability", "capability_confidence", "capability_by_hand", "acting_role",
    "relative", "addressed_to", "is_mandatory", "search_text", "typical_id",
)  # fmt: skip
Origin = Literal["copied_from", "amends"]


def copy_lines(
    source: Roadmap, target: Roadmap, *, origin: Origin, reword: Callable[[RoadmapLine], None] = lambda _line: None
) -> list[RoadmapLine]:
    """Put the present lines of ``source`` into the empty ``target``; each names its original as ``origin``.

    ``reword`` may change a copy before it is written. Dates are not laid out: that is the caller's.
    """
    sections = _copy_sections(source, target, keeps=origin == "amends")
    originals = list(
        RoadmapLine.objects.filter(roadmap=source, removed_at=None)
        .prefetch_related("parties", "sub_items")
        .order_by("position", "pk")
    )
    copies = []
    for original in originals:
        copy = RoadmapLine(
            roadmap=target,
            node_id=target.node_id,
            section=sections.get(original.section_id or 0),
            **{name: getattr(original, name) for name in COPIED},
        )
        setattr(copy, origin, original)
        if source.is_template:
            copy.typical = original
        reword(copy)
        copies.append(copy)
    made = RoadmapLine.objects.bulk_create(copies, batch_size=500)
    _copy_parts(originals, made)
    inherit_all(zip(originals, made, strict=True))
    return made


def _copy_sections(source: Roadmap, target: Roadmap, *, keeps: bool) -> dict[int, RoadmapSection]:
    originals = list(source.sections.order_by("position"))
    made = RoadmapSection.objects.bulk_create(
        RoadmapSection(
            roadmap=target,
            amends=section if keeps else None,
            **_values(section, ("position", "number", "title", "deadline_text", "schedule")),
        )
        for section in originals
    )
    return {original.pk: copy for original, copy in zip(originals, made, strict=True)}


def _copy_parts(originals: Sequence[RoadmapLine], copies: Sequence[RoadmapLine]) -> None:
    pairs = list(zip(originals, copies, strict=True))
    ResponsibleParty.objects.bulk_create(
        (
            ResponsibleParty(line=copy, **_values(party, ("position", "text", "column")))
            for original, copy in pairs
            for party in original.parties.all()
        ),
        batch_size=1000,
    )
    SubItem.objects.bulk_create(
        (
            SubItem(line=copy, **_values(part, ("position", "text", "deadline_text", "schedule")))
            for original, copy in pairs
            for part in original.sub_items.all()
        ),
        batch_size=1000,
    )


def _values(row: Model, names: Sequence[str]) -> dict[str, object]:
    return {name: getattr(row, name) for name in names}
