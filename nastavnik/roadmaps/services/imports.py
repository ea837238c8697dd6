"""A document comes in: stored, read, looked through and mended, accepted or discarded, undone for a day."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik import jobs
from nastavnik.accounts.keyring.files import files
from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import DomainError, Invalid
from nastavnik.base.saving import update
from nastavnik.org.models import Node
from nastavnik.roadmaps.deadlines import Period, Schedule, read_deadline
from nastavnik.roadmaps.models import ImportedLine, Roadmap, RoadmapImport
from nastavnik.roadmaps.services import kinds
from nastavnik.roadmaps.services.drafts import Draft, read_anew
from nastavnik.roadmaps.services.plans import make_roadmap

MOST_BYTES = 20 * 1024 * 1024
UNDO_HOURS = 24
# About a second of work on two cores.
MOST_AT_ONCE = 500
MENDABLE = ("number", "title", "deadline_text", "responsible_text", "result", "remark")


class TooLarge(DomainError):
    code = "file_too_large"
    message = _("The file is larger than 20 MB. Save it without pictures or split it, and load it again.")


class NotReady(DomainError):
    code = "import_not_ready"
    message = _("This document is not waiting to be looked through any more. Open the list of plans to see it.")


class TooLateToUndo(DomainError):
    code = "import_undo_late"
    message = _("A plan can be taken back for 24 hours and while nothing in it is marked or edited.")


class NothingToAccept(DomainError):
    code = "import_empty"
    message = _("Every line is left out. Keep at least one line, or discard the document.")


@transaction.atomic
def take_in(
    node: Node, *, content: bytes, file_name: str, actor: User, period: Period | None = None
) -> RoadmapImport:
    """Keep the document, encrypted, and start reading it.

    Raises:
        NotAllowed: ``actor`` may not load plans into ``node``.
        TooLarge.
    """
    require(actor, "roadmap.import", node)
    if len(content) > MOST_BYTES:
        raise TooLarge
    batch = RoadmapImport.objects.create(
        node=node,
        made_by=actor,
        file_name=file_name[-255:],
        file_key=files.save(node.pk, io.BytesIO(content)),
        sha256=hashlib.sha256(content).hexdigest(),
        starts_on=period.start if period else None,
        ends_on=period.end if period else None,
    )
    job = jobs.start(
        "roadmap.read", actor=actor, node=node, params={"import": str(batch.uid)}, key=f"roadmap.read:{batch.uid}"
    )
    RoadmapImport.objects.filter(pk=batch.pk).update(job_uid=job.uid)
    batch.job_uid = job.uid
    record("roadmap.document_taken_in", batch, actor=actor, node_id=node.pk)
    return batch


def keep_heading(batch: RoadmapImport, draft: Draft) -> None:
    """The first step of reading: what stands above and around the lines. Safe to repeat."""
    period = draft.plan["period"]
    RoadmapImport.objects.filter(pk=batch.pk, state=RoadmapImport.State.READING).update(
        heading=draft.heading,
        ignored=draft.plan["ignored"],
        starts_on=period["start"],
        ends_on=period["end"],
        line_count=len(draft.items),
        flagged_count=sum(1 for item in draft.items if item["flags"]),
    )


def keep_lines(batch: RoadmapImport, draft: Draft, begin: int, end: int) -> int:
    """Lines ``begin`` up to ``end`` of the plan as rows; a repeat adds nothing. Gives how many were kept."""
    rows = [draft.line(batch, place) for place in range(begin, min(end, len(draft.items)))]
    ImportedLine.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def finish_reading(batch: RoadmapImport) -> None:
    reading = RoadmapImport.objects.filter(pk=batch.pk, state=RoadmapImport.State.READING)
    reading.update(state=RoadmapImport.State.READY, version=F("version") + 1)


def refuse(batch: RoadmapImport, *, code: str, sentence: str) -> None:
    """The document cannot be read: the sentence says what is wrong and what to do."""
    reading = RoadmapImport.objects.filter(pk=batch.pk, state=RoadmapImport.State.READING)
    reading.update(state=RoadmapImport.State.REFUSED, refusal_code=code, refusal=sentence, version=F("version") + 1)


@transaction.atomic
def mend(line: ImportedLine, *, version: int, actor: User, **changes: Any) -> ImportedLine:
    """Correct what was read. A changed term is read again; looking at the line settles its flags.

    Raises:
        NotAllowed, NotReady, EditConflict, Invalid.
    """
    batch = _to_look_through(line.batch, actor)
    data = {**line.data, **{name: str(value).strip() for name, value in changes.items() if name in MENDABLE}}
    if not data["title"]:
        raise Invalid(fields={"title": [str(_("Write what is to be done, or leave the line out."))]})
    if data["deadline_text"] != line.data["deadline_text"]:
        data["schedule"] = read_deadline(data["deadline_text"], period_of(batch)).to_json()
    if data["responsible_text"] != line.data["responsible_text"]:
        data["parties"] = []
    if kinds.TELLING & {name for name in data if data[name] != line.data.get(name)}:
        data["kind"] = kinds.proposed(data)
    return _mended(line, version, data=data)


@transaction.atomic
def choose_term(line: ImportedLine, *, version: int, choice: int, actor: User) -> ImportedLine:
    """Settle an ambiguous term: ``choice`` 0 is the reading shown, 1 and up its alternatives.

    Raises:
        NotAllowed, NotReady, EditConflict, Invalid.
    """
    _to_look_through(line.batch, actor)
    read = Schedule.from_json(line.data["schedule"])
    readings = (read, *read.alternatives)
    if not 0 <= choice < len(readings):
        raise Invalid(_("There is no such reading of the term. Open the line again."))
    return _mended(line, version, data={**line.data, "schedule": readings[choice].plainly().to_json()})


@transaction.atomic
def leave_out(line: ImportedLine, *, version: int, left_out: bool, actor: User) -> ImportedLine:
    """Keep the line out of the plan, or take it in after all."""
    _to_look_through(line.batch, actor)
    return update(line, version=version, is_left_out=left_out)


@transaction.atomic
def undo_mend(line: ImportedLine, *, version: int, actor: User) -> ImportedLine:
    """What was read or typed before the last mend."""
    batch = _to_look_through(line.batch, actor)
    if not line.earlier:
        raise Invalid(_("There is nothing to undo on this line."))
    *earlier, former = line.earlier
    saved = update(
        line, version=version, data=former["data"], flags=former["flags"], is_flagged=bool(former["flags"]),
        earlier=earlier,
    )  # fmt: skip
    _count_flags(batch)
    return saved


def _mended(line: ImportedLine, version: int, *, data: dict[str, Any]) -> ImportedLine:
    earlier = [*line.earlier, {"data": line.data, "flags": line.flags}][-20:]
    saved = update(line, version=version, data=data, flags=[], is_flagged=False, earlier=earlier)
    _count_flags(line.batch)
    return saved


def _count_flags(batch: RoadmapImport) -> None:
    flagged = batch.lines.filter(is_flagged=True).count()
    RoadmapImport.objects.filter(pk=batch.pk).update(flagged_count=flagged)


@transaction.atomic
def mend_heading(
    batch: RoadmapImport, *, version: int, actor: User, starts_on: dt.date, ends_on: dt.date, **heading: Any
) -> RoadmapImport:
    """Correct the title, the organisation, the stamp, the model or the period.

    Another period gives other years: the terms of lines that nobody mended are read again.

    Raises:
        NotAllowed, NotReady, EditConflict, Invalid.
    """
    _to_look_through(batch, actor)
    if ends_on < starts_on:
        raise Invalid(fields={"ends_on": [str(_("The plan ends before it begins. Correct one of the two dates."))]})
    moved = (starts_on, ends_on) != (batch.starts_on, batch.ends_on)
    saved = update(batch, version=version, starts_on=starts_on, ends_on=ends_on, heading={**batch.heading, **heading})
    if moved:
        read_anew(saved, Period(starts_on, ends_on))
        _count_flags(saved)
    return saved


@transaction.atomic
def accept_or_queue(batch: RoadmapImport, *, actor: User) -> Roadmap | None:
    """Make the plan at once, or, where that would take longer than a second, by a job; then gives None.

    Raises:
        NotAllowed, NotReady, NothingToAccept, Invalid.
    """
    if batch.line_count <= MOST_AT_ONCE:
        return accept(batch, actor=actor)
    batch = _to_look_through(batch, actor)
    _check_acceptable(batch)
    job = jobs.start(
        "roadmap.accept",
        actor=actor,
        node=batch.node,
        params={"import": str(batch.uid)},
        key=f"roadmap.accept:{batch.uid}:{batch.version}",
    )
    _pass_on(batch, RoadmapImport.State.ACCEPTING, job_uid=job.uid)
    return None


def not_accepted(batch: RoadmapImport) -> None:
    """The job was stopped: the document waits to be looked through as before."""
    accepting = RoadmapImport.objects.filter(pk=batch.pk, state=RoadmapImport.State.ACCEPTING)
    accepting.update(state=RoadmapImport.State.READY, version=F("version") + 1)


@transaction.atomic
def accept(batch: RoadmapImport, *, actor: User, state: str = RoadmapImport.State.READY) -> Roadmap:
    """Make the plan: all lines that are not left out, or nothing.

    A stamped plan comes in as in force, approved on paper, with its baseline; another as a draft.

    Raises:
        NotAllowed, NotReady, NothingToAccept, Invalid.
    """
    batch = _to_look_through(batch, actor, state)
    _check_acceptable(batch)
    lines = list(batch.lines.filter(is_left_out=False))
    roadmap = make_roadmap(batch, lines)
    _pass_on(batch, RoadmapImport.State.ACCEPTED, accepted_at=timezone.now(), roadmap=roadmap)
    record("roadmap.accepted", roadmap, actor=actor, node_id=roadmap.node_id, lines=len(lines))
    return roadmap


@transaction.atomic
def undo_accept(batch: RoadmapImport, *, actor: User) -> RoadmapImport:
    """Take the plan back for another look, within a day and while nobody worked in it.

    Raises:
        NotAllowed, TooLateToUndo.
    """
    require(actor, "roadmap.import", batch)
    batch = RoadmapImport.objects.select_for_update().get(pk=batch.pk)
    roadmap = batch.roadmap
    if roadmap is None or not may_undo(batch):
        raise TooLateToUndo
    record("roadmap.acceptance_undone", roadmap, actor=actor, node_id=batch.node_id)
    roadmap.delete()
    RoadmapImport.objects.filter(pk=batch.pk).update(
        state=RoadmapImport.State.READY, accepted_at=None, version=F("version") + 1
    )
    batch.refresh_from_db()
    return batch


def is_fresh(batch: RoadmapImport) -> bool:
    """Whether the plan was made within the last day. Whether somebody has worked in it is asked by the deed."""
    if batch.state != RoadmapImport.State.ACCEPTED or batch.accepted_at is None:
        return False
    return timezone.now() - batch.accepted_at <= dt.timedelta(hours=UNDO_HOURS)


def may_undo(batch: RoadmapImport) -> bool:
    """Whether the plan made from ``batch`` can still be taken back."""
    if batch.roadmap is None or not is_fresh(batch):
        return False
    lines = batch.roadmap.lines
    worked = lines.filter(version__gt=1).exists() or lines.exclude(occurrences__evidence=None).exists()
    marked = lines.exclude(decisions=None).exists() or lines.filter(sub_items__done_on__isnull=False).exists()
    return not (worked or marked)


@transaction.atomic
def discard(batch: RoadmapImport, *, actor: User) -> None:
    """Put the document aside; nothing becomes a plan. It can be taken up again from the list."""
    require(actor, "roadmap.import", batch)
    waiting = (RoadmapImport.State.READY, RoadmapImport.State.REFUSED, RoadmapImport.State.READING)
    RoadmapImport.objects.filter(pk=batch.pk, state__in=waiting).update(
        state=RoadmapImport.State.DISCARDED, version=F("version") + 1
    )
    record("roadmap.document_discarded", batch, actor=actor, node_id=batch.node_id)


@transaction.atomic
def take_up_again(batch: RoadmapImport, *, actor: User) -> None:
    """Undo a discard of a document that had been read."""
    require(actor, "roadmap.import", batch)
    discarded = RoadmapImport.objects.filter(pk=batch.pk, state=RoadmapImport.State.DISCARDED, line_count__gt=0)
    discarded.update(state=RoadmapImport.State.READY, version=F("version") + 1)
    record("roadmap.document_taken_up", batch, actor=actor, node_id=batch.node_id)


def period_of(batch: RoadmapImport) -> Period:
    if batch.period is None:
        raise Invalid(_("The period of the plan is not known. Fill in its first and last day."))
    return batch.period


def same_document(batch: RoadmapImport) -> Iterable[RoadmapImport]:
    """Earlier imports of the very same file at the same place that became plans."""
    same = RoadmapImport.objects.filter(node=batch.node_id, sha256=batch.sha256, roadmap__removed_at=None)
    return same.exclude(pk=batch.pk).exclude(roadmap=None).select_related("roadmap")


def _to_look_through(batch: RoadmapImport, actor: User, state: str = RoadmapImport.State.READY) -> RoadmapImport:
    require(actor, "roadmap.import", batch)
    fresh = RoadmapImport.objects.select_for_update().get(pk=batch.pk)
    if fresh.state != state:
        raise NotReady
    return fresh


def _check_acceptable(batch: RoadmapImport) -> None:
    if not batch.lines.filter(is_left_out=False).exists():
        raise NothingToAccept
    period_of(batch)


def _pass_on(batch: RoadmapImport, state: str, **changes: Any) -> None:
    RoadmapImport.objects.filter(pk=batch.pk).update(state=state, version=F("version") + 1, **changes)
