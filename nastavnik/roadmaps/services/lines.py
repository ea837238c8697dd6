"""Lines of a plan: added, edited, undone, set aside, removed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import DomainError
from nastavnik.base.merging import merge, said_at
from nastavnik.base.saving import save, update
from nastavnik.roadmaps.deadlines import read_deadline
from nastavnik.roadmaps.models import (
    LineDecision,
    LineRevision,
    ResponsibleParty,
    Roadmap,
    RoadmapLine,
    RoadmapSection,
)
from nastavnik.roadmaps.reader.parties import split_parties
from nastavnik.roadmaps.services import kinds
from nastavnik.roadmaps.services.baselines import refuse_rewording
from nastavnik.roadmaps.services.occurrences import lay_anew, lay_out
from nastavnik.roadmaps.services.rules.proposing import propose_rules
from nastavnik.roadmaps.services.summaries import keep_parties, keep_summary
from nastavnik.roadmaps.wording import normal

WORDS = ("number", "title", "deadline_text", "responsible_text", "result", "remark")
SETTINGS = ("manual_due_on", "control")
# Numbers may be given out between two lines this many times before a plan is numbered anew.
GAP = 16


class NothingToUndo(DomainError):
    code = "nothing_to_undo"
    message = _("There is no earlier wording of this line.")


def search_text(title: str, number: str, responsible: str, result: str) -> str:
    return normal(" ".join((number, title, responsible, result)))


@transaction.atomic
def add_line(
    roadmap: Roadmap,
    *,
    actor: User,
    section: RoadmapSection | None = None,
    title: str,
    after: RoadmapLine | None = None,
    **words: Any,
) -> RoadmapLine:
    """Put a line after ``after``, else at the end of its section (of the plan, if it has none).

    Raises:
        NotAllowed: ``actor`` may not edit this plan.
        WordsAreApproved: the plan is on its way or approved.
        Invalid: a field refuses.
    """
    require(actor, "roadmap.edit", roadmap)
    refuse_rewording(Roadmap.objects.select_for_update().get(pk=roadmap.pk))
    line = RoadmapLine(roadmap=roadmap, node_id=roadmap.node_id, section=section, title=title, **words)
    line.position = _place_behind(roadmap, after) if after else _place_after(roadmap, section)
    _read(line, roadmap)
    kinds.tell(line)
    save(line)
    _keep_parties(line)
    lay_out([line], roadmap)
    propose_rules([line])
    keep_summary(roadmap.pk)
    record("roadmap.line_added", line, actor=actor, node_id=roadmap.node_id)
    return line


@transaction.atomic
def edit_line(line: RoadmapLine, *, version: int, actor: User, **changes: Any) -> RoadmapLine:
    """Change words or control of ``line`` as it stood in ``version``; the former words become a revision.

    What somebody else has saved in other fields since ``version`` stays: both edits stand.

    Raises:
        NotAllowed: ``actor`` may not edit this plan.
        EditConflict: somebody saved the same field first; nothing was written.
        WordsAreApproved: the plan is on its way or approved; its control dates may still be changed.
        Invalid: a field refuses.
    """
    require(actor, "roadmap.edit", line)
    # The plan first: nobody sends it for agreement while its words are being changed.
    Roadmap.objects.select_for_update().get(pk=line.roadmap_id)
    # Locked, so that what is merged is what stands when it is written.
    before = RoadmapLine.objects.select_for_update(of=("self",)).select_related("roadmap").get(pk=line.pk)
    typed = {name: value for name, value in changes.items() if name in (*WORDS, *SETTINGS)}
    merged = merge(before, former=wording_at(before, version, typed), typed=typed)
    if not merged.changes:
        return before
    return _write(before, before.version, merged.changes, actor, "roadmap.line_edited")


def wording_at(line: RoadmapLine, version: int, typed: dict[str, Any]) -> dict[str, Any]:
    """What the fields that have changed since ``version`` said then. One query, none for the present version.

    Raises:
        EditConflict: the history from ``version`` on is not known whole, so all that differs clashes.
    """
    return said_at(line, version, typed, line.revisions.all())


def also_edited_by(row: RoadmapLine | Roadmap, *, since: int, but: User) -> list[User]:
    """Who else has saved the line or the heading of the plan since version ``since``, first ones first. One query."""
    later = row.revisions.filter(version__gte=since).exclude(made_by=but).select_related("made_by")
    return list({one.made_by_id: one.made_by for one in later.order_by("version") if one.made_by}.values())


@transaction.atomic
def undo_edit(line: RoadmapLine, *, actor: User) -> RoadmapLine:
    """Bring back the words before the last edit; the undone words become a revision in their turn."""
    require(actor, "roadmap.edit", line)
    Roadmap.objects.select_for_update().get(pk=line.roadmap_id)
    current = RoadmapLine.objects.select_related("roadmap").get(pk=line.pk)
    last = current.revisions.order_by("-version").first()
    if last is None:
        raise NothingToUndo
    values = dict(last.values)
    if values.get("manual_due_on"):
        values["manual_due_on"] = dt.date.fromisoformat(values["manual_due_on"])
    return _write(current, current.version, values, actor, "roadmap.line_edit_undone")


def _write(before: RoadmapLine, version: int, changes: dict[str, Any], actor: User, deed: str) -> RoadmapLine:
    roadmap = before.roadmap
    if set(WORDS) & set(changes):
        refuse_rewording(roadmap)
    former = {name: _plain(getattr(before, name)) for name in changes}
    words = {name: changes.get(name, getattr(before, name)) for name in WORDS}
    changes["search_text"] = search_text(words["title"], words["number"], words["responsible_text"], words["result"])
    if "deadline_text" in changes:
        # Only a reworded term is read again: an untouched one keeps the reading that a person chose.
        changes["schedule"] = read_deadline(words["deadline_text"], roadmap.period).to_json()
        changes["relative"] = {}
    former_kind = before.capability
    if kinds.TELLING & set(changes):
        changes |= kinds.retold(before, words)
    saved = update(before, version=version, **changes)
    if saved.capability != former_kind:
        propose_rules([saved], anew=True)
    LineRevision.objects.create(line=saved, version=version, values=former, made_by=actor)
    if "responsible_text" in changes:
        _keep_parties(saved)
    if {"deadline_text", *SETTINGS} & set(changes):
        lay_anew(saved, roadmap)
        keep_summary(roadmap.pk)
    record(deed, saved, actor=actor, node_id=saved.node_id, fields=sorted(former))
    return saved


@transaction.atomic
def remove_line(line: RoadmapLine, *, actor: User) -> RoadmapLine:
    """Put the line into the bin; its evidence stays with it and comes back with it."""
    return _bin(line, timezone.now(), actor, "roadmap.line_removed")


@transaction.atomic
def restore_line(line: RoadmapLine, *, actor: User) -> RoadmapLine:
    return _bin(line, None, actor, "roadmap.line_restored")


def _bin(line: RoadmapLine, moment: dt.datetime | None, actor: User, deed: str) -> RoadmapLine:
    require(actor, "roadmap.edit", line)
    refuse_rewording(Roadmap.objects.select_for_update().get(pk=line.roadmap_id))
    RoadmapLine.objects.filter(pk=line.pk).update(removed_at=moment)
    line.removed_at = moment
    keep_summary(line.roadmap_id)
    keep_parties(line.roadmap_id)
    record(deed, line, actor=actor, node_id=line.node_id)
    return line


@transaction.atomic
def decide(line: RoadmapLine, *, kind: str, basis: str, from_on: dt.date, actor: User) -> LineDecision:
    """Set the line aside as postponed or not relevant, with a basis; an open decision ends the day before.

    Raises:
        NotAllowed, Invalid (no basis, a day before the decision in force).
    """
    require(actor, "roadmap.edit", line)
    RoadmapLine.objects.select_for_update().get(pk=line.pk)
    for open_decision in LineDecision.objects.filter(line=line, to_on=None):
        _end(open_decision, max(from_on, open_decision.from_on))
    decision = save(LineDecision(line=line, kind=kind, basis=basis, from_on=from_on, made_by=actor))
    keep_summary(line.roadmap_id)
    record(f"roadmap.line_{kind}", line, actor=actor, node_id=line.node_id)
    return decision


@transaction.atomic
def take_up_again(line: RoadmapLine, *, on: dt.date, actor: User) -> None:
    """End the decision in force: the line is controlled again from ``on``."""
    require(actor, "roadmap.edit", line)
    for decision in LineDecision.objects.select_for_update().filter(line=line, to_on=None):
        _end(decision, max(on, decision.from_on))
    keep_summary(line.roadmap_id)
    record("roadmap.line_taken_up", line, actor=actor, node_id=line.node_id)


def _end(decision: LineDecision, on: dt.date) -> None:
    decision.to_on = on
    save(decision)


def _read(line: RoadmapLine, roadmap: Roadmap) -> None:
    line.schedule = read_deadline(line.deadline_text, roadmap.period).to_json()
    line.search_text = search_text(line.title, line.number, line.responsible_text, line.result)


def _keep_parties(line: RoadmapLine) -> None:
    line.parties.all().delete()
    parties = split_parties(line.responsible_text.splitlines())
    ResponsibleParty.objects.bulk_create(
        ResponsibleParty(line=line, position=place, text=text[:500]) for place, text in enumerate(parties)
    )
    keep_parties(line.roadmap_id)


def _place_after(roadmap: Roadmap, section: RoadmapSection | None) -> int:
    lines = RoadmapLine.objects.filter(roadmap=roadmap)
    last = lines.filter(section=section).order_by("-position").first() if section else None
    last = last or lines.order_by("-position").first()
    if last is None:
        return GAP
    return _place_behind(roadmap, last)


def _place_behind(roadmap: Roadmap, last: RoadmapLine) -> int:
    following = RoadmapLine.objects.filter(roadmap=roadmap, position__gt=last.position).order_by("position").first()
    if following is None:
        return last.position + GAP
    if following.position - last.position > 1:
        return (last.position + following.position) // 2
    _renumber(roadmap)
    last.refresh_from_db(fields=["position"])
    return _place_behind(roadmap, last)


def _renumber(roadmap: Roadmap) -> None:
    rows = list(RoadmapLine.objects.filter(roadmap=roadmap).order_by("position", "pk").only("pk"))
    for place, row in enumerate(rows, start=1):
        row.position = place * GAP
    RoadmapLine.objects.bulk_update(rows, ["position"], batch_size=500)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value
