"""Plans as wholes: made from a document or by hand, put in force, archived, removed and restored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik import measures
from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import DomainError
from nastavnik.base.merging import merge, said_at
from nastavnik.base.saving import save, update
from nastavnik.org.models import Node
from nastavnik.roadmaps.models import (
    ImportedLine,
    ResponsibleParty,
    Roadmap,
    RoadmapImport,
    RoadmapLine,
    RoadmapSection,
    SubItem,
)
from nastavnik.roadmaps.models.plans import Approval, Status
from nastavnik.roadmaps.reader.parties import split_parties
from nastavnik.roadmaps.services import cascade, kinds
from nastavnik.roadmaps.services.baselines import keep_baseline, refuse_rewording
from nastavnik.roadmaps.services.editions import let_go
from nastavnik.roadmaps.services.headings import HEADING, keep_heading
from nastavnik.roadmaps.services.lines import GAP, search_text
from nastavnik.roadmaps.services.occurrences import lay_out
from nastavnik.roadmaps.services.rules.proposing import propose_rules
from nastavnik.roadmaps.services.summaries import keep_parties, keep_summary


class WrongState(DomainError):
    code = "roadmap_wrong_state"
    message = _("The plan has moved on since this page was opened. Open it again.")


@transaction.atomic
def create_roadmap(node: Node, *, actor: User, **heading: Any) -> Roadmap:
    """An empty plan, to be filled by hand.

    Raises:
        NotAllowed, Invalid.
    """
    require(actor, "roadmap.create", node)
    roadmap = save(Roadmap(node=node, **{name: heading[name] for name in HEADING if name in heading}))
    keep_summary(roadmap.pk)
    record("roadmap.created", roadmap, actor=actor, node_id=node.pk)
    return roadmap


@transaction.atomic
def edit_heading(roadmap: Roadmap, *, version: int, actor: User, **heading: Any) -> Roadmap:
    """Change the title, the model, the stamp. The period of a plan with lines is changed by a new plan.

    What somebody else has saved in other fields since ``version`` stays: both edits stand.

    Raises:
        NotAllowed, Invalid.
        EditConflict: somebody saved the same field first; nothing was written.
        WordsAreApproved: what stands there was approved with the rest.
    """
    require(actor, "roadmap.edit", roadmap)
    # Locked, so that what is merged is what stands when it is written.
    held = Roadmap.objects.select_for_update().get(pk=roadmap.pk)
    refuse_rewording(held)
    typed = {name: heading[name] for name in HEADING if name in heading}
    changes = merge(held, former=said_at(held, version, typed, held.revisions.all()), typed=typed).changes
    if not changes:
        return held
    for name, value in changes.items():
        setattr(held, name, value)
    keep_heading(held, actor=actor)
    # Written whole: a period whose two days were changed by two people is checked as one.
    saved = update(held, version=held.version, **{name: getattr(held, name) for name in HEADING})
    measures.touch(saved.node_id, "plan")
    record("roadmap.heading_edited", saved, actor=actor, node_id=saved.node_id, fields=sorted(changes))
    return saved


@transaction.atomic
def put_in_force(roadmap: Roadmap, *, actor: User) -> Roadmap:
    """A draft becomes the plan in force without an order, as its owners say; its words are kept as the baseline.

    `services.approval` is the way with a number and a date, and the only one for a new edition.
    """
    if roadmap.amends_id is not None or roadmap.is_template:
        raise WrongState
    moved = _move(roadmap, Status.DRAFT, Status.IN_FORCE, actor, "roadmap.put_in_force")
    keep_baseline(moved)
    return moved


@transaction.atomic
def archive(roadmap: Roadmap, *, actor: User) -> Roadmap:
    """Out of use; what was being agreed of its next edition is taken back."""
    require(actor, "roadmap.edit", roadmap)
    let_go(roadmap, actor=actor)
    if roadmap.ends_on >= timezone.localdate():
        # A plan whose time is over keeps what was done of it below; one that is taken away is recalled.
        cascade.recall(roadmap, actor=actor)
    return _move(roadmap, Status.IN_FORCE, Status.ARCHIVED, actor, "roadmap.archived")


def _move(roadmap: Roadmap, start: Status, goal: Status, actor: User, deed: str) -> Roadmap:
    require(actor, "roadmap.edit", roadmap)
    if not Roadmap.objects.filter(pk=roadmap.pk, status=start).update(status=goal):
        raise WrongState
    roadmap.refresh_from_db()
    measures.touch(roadmap.node_id, "plan")
    record(deed, roadmap, actor=actor, node_id=roadmap.node_id)
    return roadmap


@transaction.atomic
def remove_roadmap(roadmap: Roadmap, *, actor: User) -> None:
    """Into the bin, for 30 days; nothing of it counts any more."""
    _bin(roadmap, timezone.now(), actor, "roadmap.removed")


@transaction.atomic
def restore_roadmap(roadmap: Roadmap, *, actor: User) -> None:
    _bin(roadmap, None, actor, "roadmap.restored")


def _bin(roadmap: Roadmap, moment: dt.datetime | None, actor: User, deed: str) -> None:
    require(actor, "roadmap.delete", roadmap)
    if moment is not None:
        let_go(roadmap, actor=actor)
        cascade.recall(roadmap, actor=actor)
    elif Roadmap.objects.filter(amends=roadmap.amends_id, amends__isnull=False, removed_at=None).exists():
        # Another edition has been begun since this one went into the bin.
        raise WrongState
    else:
        cascade.resume(roadmap)
    Roadmap.objects.filter(pk=roadmap.pk).update(removed_at=moment)
    measures.touch(roadmap.node_id, "plan")
    record(deed, roadmap, actor=actor, node_id=roadmap.node_id)


def make_roadmap(batch: RoadmapImport, lines: Sequence[ImportedLine]) -> Roadmap:
    """The plan that ``batch`` was read as, with sections, lines, parties, parts and dates; set-based."""
    roadmap = save(Roadmap(node_id=batch.node_id, **_heading(batch)))
    sections = _make_sections(roadmap, batch.heading.get("sections") or ())
    made = RoadmapLine.objects.bulk_create(
        [_line(roadmap, sections, row, place) for place, row in enumerate(lines, start=1)], batch_size=500
    )
    _make_parts(made, lines)
    lay_out(made, roadmap)
    propose_rules(made)
    if roadmap.status == Status.IN_FORCE:
        keep_baseline(roadmap)
    keep_summary(roadmap.pk)
    keep_parties(roadmap.pk)
    return roadmap


def _heading(batch: RoadmapImport) -> dict[str, Any]:
    heading = batch.heading
    stamp = heading.get("approval") or {}
    approval = stamp.get("status") or Approval.NONE
    return {
        "title": (heading.get("title") or batch.file_name)[:1000],
        "organisation_text": (heading.get("organisation") or "")[:500],
        "model": heading.get("model") or "",
        "starts_on": batch.starts_on,
        "ends_on": batch.ends_on,
        "columns": heading.get("columns") or [],
        "approval": approval,
        "order_no": (stamp.get("order_no") or "")[:100],
        "approved_on": dt.date.fromisoformat(stamp["date"]) if stamp.get("date") else None,
        "approver_position": (stamp.get("position") or "")[:300],
        "approver_name": (stamp.get("person") or "")[:200],
        "status": Status.IN_FORCE if approval == Approval.APPROVED else Status.DRAFT,
    }


def _make_sections(roadmap: Roadmap, sections: Iterable[dict[str, Any]]) -> list[RoadmapSection]:
    rows = [
        RoadmapSection(
            roadmap=roadmap,
            position=place,
            number=section["number"][:60],
            title=section["title"][:1000],
            deadline_text=(section["deadline_text"] or "")[:500],
            schedule=section["expected_deadline"] or {},
        )
        for place, section in enumerate(sections)
    ]
    return RoadmapSection.objects.bulk_create(rows)


def _line(roadmap: Roadmap, sections: list[RoadmapSection], row: ImportedLine, place: int) -> RoadmapLine:
    data = row.data
    section = sections[row.section] if row.section is not None and row.section < len(sections) else None
    return RoadmapLine(
        roadmap=roadmap,
        node_id=roadmap.node_id,
        section=section,
        position=place * GAP,
        number=data["number"][:60],
        subsection=data["subsection"][:1000],
        title=data["title"],
        deadline_text=data["deadline_text"][:1000],
        schedule=data["schedule"],
        result=data["result"],
        remark=data["remark"],
        responsible_text=data["responsible_text"][:2000],
        flags=row.flags,
        **(data.get("kind") or kinds.proposed(data)),
        search_text=search_text(data["title"], data["number"], data["responsible_text"], data["result"]),
    )


def _make_parts(made: Sequence[RoadmapLine], rows: Sequence[ImportedLine]) -> None:
    parties, parts = [], []
    for line, row in zip(made, rows, strict=True):
        named = row.data["parties"] or [{"text": text} for text in split_parties(line.responsible_text.splitlines())]
        parties += [
            ResponsibleParty(line=line, position=n, text=party["text"][:500], column=party.get("column", "")[:300])
            for n, party in enumerate(named)
        ]
        parts += [
            SubItem(
                line=line, position=n, text=part["text"][:2000], deadline_text=part["deadline_text"][:500],
                schedule=part["schedule"] or {},
            )
            for n, part in enumerate(row.data["sub_items"])
        ]  # fmt: skip
    ResponsibleParty.objects.bulk_create(parties, batch_size=1000)
    SubItem.objects.bulk_create(parts, batch_size=1000)
