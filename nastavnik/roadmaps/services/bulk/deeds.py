"""The doors of deeds over many lines: ticked, looked at, done at once or by a job, taken back within a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik import jobs
from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import DomainError, Invalid
from nastavnik.roadmaps.models import BulkDeed, Roadmap, RoadmapLine
from nastavnik.roadmaps.services.baselines import refuse_rewording
from nastavnik.roadmaps.services.bulk import undoing
from nastavnik.roadmaps.services.bulk.acts import act
from nastavnik.roadmaps.services.bulk.effects import (
    ACTIONS,
    CONTROL_DATE,
    DONE,
    OF_WORDS,
    RESPONSIBLE,
    SECTION,
    TAKE_UP,
    TITLES,
    Asked,
    Effect,
    effects,
)
from nastavnik.roadmaps.states import NOT_RELEVANT, POSTPONED

UNDO_HOURS = 24
# From this many lines on the deed is a job: below it takes less than a second.
MOST_AT_ONCE = 500
CHUNK = 250
# Deeds that hold from today on unless another day is typed.
FROM_TODAY = (DONE, POSTPONED, NOT_RELEVANT, TAKE_UP)


class NothingTicked(DomainError):
    code = "bulk_nothing"
    message = _("No line is ticked. Tick the lines first.")


class AlreadyDone(DomainError):
    code = "bulk_done"
    message = _("This has been done already.")


class TooLateToUndo(DomainError):
    code = "bulk_undo_late"
    message = _("This can be taken back for 24 hours and once only.")


@transaction.atomic
def tick(roadmap: Roadmap, kind: str, lines: Sequence[UUID], *, actor: User) -> BulkDeed:
    """Write down which lines a deed is meant for; nothing is done to them yet.

    Raises:
        NotAllowed: ``actor`` may not do this in the plan.
        NothingTicked.
    """
    require(actor, ACTIONS[kind], roadmap)
    if not lines:
        raise NothingTicked
    day = timezone.localdate() if kind in FROM_TODAY else None
    named = [str(uid) for uid in dict.fromkeys(lines)]
    return BulkDeed.objects.create(
        roadmap=roadmap, kind=kind, lines=named, values=Asked(kind, day).to_json(), made_by=actor
    )


@transaction.atomic
def ask(deed: BulkDeed, asked: Asked, *, actor: User) -> BulkDeed:
    """Write down what was typed for it, so that the preview shows its effect.

    Raises:
        NotAllowed, AlreadyDone.
        Invalid: a day, a text or a section that the deed needs is missing or does not fit.
    """
    require(actor, ACTIONS[deed.kind], deed.roadmap)
    _refuse_unfit(deed.roadmap, asked)
    if not _drafts(deed).update(values=asked.to_json()):
        raise AlreadyDone
    deed.values = asked.to_json()
    return deed


def preview(deed: BulkDeed, *, on: dt.date) -> list[Effect]:
    """What the deed would do to each line now, in the order of the plan. At most five queries."""
    asked = Asked.from_json(deed.kind, deed.values)
    return effects(deed.roadmap, asked, list(_lines(deed, deed.lines)), on=on)


@transaction.atomic
def do(deed: BulkDeed, *, actor: User) -> BulkDeed:
    """Do it to every line that does not refuse: at once, or, for many lines, by a job.

    Raises:
        NotAllowed, AlreadyDone, Invalid.
    """
    require(actor, ACTIONS[deed.kind], deed.roadmap)
    _refuse_unfit(deed.roadmap, Asked.from_json(deed.kind, deed.values))
    if not _drafts(deed).update(state=BulkDeed.State.WAITING):
        raise AlreadyDone
    if len(deed.lines) < MOST_AT_ONCE:
        do_part(deed, 0, MOST_AT_ONCE, actor=actor)
        return deed
    params = {"deed": str(deed.uid)}
    key = f"roadmap.bulk:{deed.uid}"
    job = jobs.start("roadmap.bulk", actor=actor, node=deed.roadmap.node, params=params, key=key)
    BulkDeed.objects.filter(pk=deed.pk).update(job_uid=job.uid)
    deed.refresh_from_db()
    return deed


@transaction.atomic
def do_part(deed: BulkDeed, begin: int, end: int, *, actor: User) -> bool:
    """The lines ``begin`` to ``end`` of the deed; True when they were the last.

    The lines are locked and looked at anew: what somebody changed since the preview counts.
    """
    roadmap = Roadmap.objects.select_for_update().get(pk=deed.roadmap_id)
    deed.refresh_from_db()
    lines = list(_lines(deed, deed.lines[begin:end]).select_for_update())
    found = effects(roadmap, Asked.from_json(deed.kind, deed.values), lines, on=timezone.localdate())
    asked = Asked.from_json(deed.kind, deed.values)
    deed.rows += act(roadmap, asked, [effect for effect in found if not effect.refusal], actor=actor)
    deed.refused += [{"line": str(effect.line.uid), "why": effect.refusal} for effect in found if effect.refusal]
    for effect in found:
        if not effect.refusal:
            record("roadmap.line_in_bulk", effect.line, actor=actor, node_id=roadmap.node_id, kind=deed.kind)
    is_last = end >= len(deed.lines)
    if is_last:
        deed.state, deed.done_at = BulkDeed.State.DONE, timezone.now()
        done = len(deed.rows)
        record("roadmap.bulk_done", roadmap, actor=actor, node_id=roadmap.node_id, kind=deed.kind, lines=done)
    deed.save(update_fields=["rows", "refused", "state", "done_at"])
    return is_last


def not_done(deed: BulkDeed) -> None:
    """The job was stopped: what its earlier parts did is kept and can be taken back."""
    waiting = BulkDeed.objects.filter(pk=deed.pk, state=BulkDeed.State.WAITING)
    waiting.update(state=BulkDeed.State.DONE, done_at=timezone.now())


def may_undo(deed: BulkDeed) -> bool:
    return deed.undone_at is None and bool(deed.rows) and undoing.is_fresh(deed.done_at, UNDO_HOURS)


@transaction.atomic
def undo(deed: BulkDeed, *, actor: User) -> BulkDeed:
    """Take the deed back from every line that nobody has touched since; ``deed.kept`` names the others.

    Raises:
        NotAllowed, TooLateToUndo.
        WordsAreApproved: the words that it changed have been sent or approved since.
    """
    require(actor, ACTIONS[deed.kind], deed.roadmap)
    roadmap = Roadmap.objects.select_for_update().get(pk=deed.roadmap_id)
    deed = BulkDeed.objects.select_for_update().get(pk=deed.pk)
    if not may_undo(deed):
        raise TooLateToUndo
    if deed.kind in OF_WORDS:
        refuse_rewording(roadmap)
    lines = {str(line.uid): line for part in _parts(deed.rows) for line in _lines(deed, [r["line"] for r in part])}
    pairs = [(lines[row["line"]], row) for row in deed.rows if row["line"] in lines]
    kept = undoing.undo(roadmap, deed.kind, pairs, actor=actor)
    for line, row in pairs:
        if row["line"] not in kept:
            record("roadmap.line_out_of_bulk", line, actor=actor, node_id=roadmap.node_id, kind=deed.kind)
    deed.kept, deed.undone_at = kept, timezone.now()
    deed.save(update_fields=["kept", "undone_at"])
    taken_back = len(deed.rows) - len(kept)
    record("roadmap.bulk_undone", roadmap, actor=actor, node_id=roadmap.node_id, kind=deed.kind, lines=taken_back)
    return deed


def _lines(deed: BulkDeed, uids: Sequence[str]) -> Any:
    return RoadmapLine.objects.filter(roadmap=deed.roadmap_id, uid__in=uids).order_by("position", "pk")


def _parts(rows: Sequence[dict[str, Any]]) -> Iterator[Sequence[dict[str, Any]]]:
    return (rows[begin : begin + CHUNK] for begin in range(0, len(rows), CHUNK))


def _drafts(deed: BulkDeed) -> Any:
    return BulkDeed.objects.filter(pk=deed.pk, state=BulkDeed.State.DRAFT)


def _refuse_unfit(roadmap: Roadmap, asked: Asked) -> None:
    wrong: dict[str, list[str]] = {}
    if asked.kind in (DONE, POSTPONED, NOT_RELEVANT) and not asked.text.strip():
        wrong["text"] = [str(_("Say in one sentence what this rests on."))]
    if asked.kind in (DONE, POSTPONED, NOT_RELEVANT, CONTROL_DATE) and asked.day is None:
        wrong["day"] = [str(_("Give a day."))]
    if asked.kind == DONE and asked.day and asked.day > timezone.localdate():
        wrong["day"] = [str(_("This day has not come yet. Give the day on which it was done."))]
    if asked.kind == RESPONSIBLE and not asked.text.strip():
        wrong["text"] = [str(_("Name who is responsible."))]
    if asked.kind == SECTION and not roadmap.sections.filter(pk=asked.section or 0).exists():
        wrong["section"] = [str(_("Choose a section of this plan."))]
    if wrong:
        raise Invalid(fields=wrong)


__all__ = [
    "CHUNK",
    "MOST_AT_ONCE",
    "TITLES",
    "ask",
    "do",
    "do_part",
    "may_undo",
    "not_done",
    "preview",
    "tick",
    "undo",
]
