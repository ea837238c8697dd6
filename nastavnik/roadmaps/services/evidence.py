"""What proves that an occurrence was done. `Occurrence.done_on` is written here and nowhere else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import IO, Any

from django.db import transaction
from django.db.models import Count, Max, Min, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik.accounts.keyring.files import files
from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import DomainError, Invalid, NotAllowed
from nastavnik.base.saving import save, update
from nastavnik.base.uploads import admitted
from nastavnik.documents.models import Paper, State
from nastavnik.roadmaps.models import Evidence, Occurrence, Roadmap, RoadmapLine, SubItem
from nastavnik.roadmaps.services.data_proofs import refuse_by_hand, refuse_marks, watched
from nastavnik.roadmaps.services.summaries import keep_summary


class NothingShown(DomainError):
    code = "evidence_empty"
    message = _("Add a file, a link, a note or a document of the register: what shows that this was done?")


class PaperNotInForce(DomainError):
    code = "evidence_paper_not_in_force"
    message = _("This document is not in force. Choose one of the register that is.")


@transaction.atomic
def prove(
    occurrence: Occurrence,
    *,
    done_on: dt.date,
    actor: User,
    note: str = "",
    link: str = "",
    file: IO[bytes] | None = None,
    file_name: str = "",
    paper: Paper | None = None,
) -> Evidence:
    """Show that ``occurrence`` was done on a day, by a file, a link, a note or a document of the register.

    Raises:
        NotAllowed: ``actor`` may not mark lines of this plan.
        NothingShown: neither file nor link nor note nor document.
        PaperNotInForce.
        DoneByData: a confirmed rule watches the line.
        UploadRefused: the file is not one that may be kept.
        Invalid: a field refuses; the day lies ahead.
    """
    require(actor, "roadmap.tick", occurrence)
    refuse_marks([occurrence.line_id])
    if not (note.strip() or link or file or paper):
        raise NothingShown
    if paper is not None:
        _refuse_paper(paper, occurrence, actor)
    if done_on > timezone.localdate():
        raise Invalid(fields={"done_on": [str(_("This day has not come yet. Give the day on which it was done."))]})
    kind = _kind_of(file, paper, link)
    evidence = Evidence(
        occurrence=occurrence, kind=kind, done_on=done_on, note=note.strip(), link=link, made_by=actor,
        file_name=file_name[:255], paper=paper,
    )  # fmt: skip
    if file:
        evidence.file_key = files.save(occurrence.node_id, admitted(file, file_name))
    save(evidence)
    recount(occurrence.pk)
    keep_summary(occurrence.line.roadmap_id)
    record("roadmap.evidence_added", occurrence.line, actor=actor, node_id=occurrence.node_id, kind=str(kind))
    return evidence


def _kind_of(file: IO[bytes] | None, paper: Paper | None, link: str) -> Evidence.Kind:
    if file:
        return Evidence.Kind.FILE
    return Evidence.Kind.PAPER if paper else Evidence.Kind.LINK if link else Evidence.Kind.NOTE


def _refuse_paper(paper: Paper, occurrence: Occurrence, actor: User) -> None:
    """A document in force that ``actor`` sees, of the organisation itself or of one above it."""
    require(actor, "document.view", paper)
    if paper.node_id not in (occurrence.node_id, *occurrence.node.ancestor_ids):
        raise NotAllowed(action="document.view")
    if paper.state != State.REGISTERED or paper.removed_at is not None:
        raise PaperNotInForce


@transaction.atomic
def withdraw(evidence: Evidence, *, actor: User) -> None:
    """Take a proof back; the row stays for the history and can be brought back."""
    _stand(evidence, timezone.now(), actor, "roadmap.evidence_withdrawn")


@transaction.atomic
def bring_back(evidence: Evidence, *, actor: User) -> None:
    _stand(evidence, None, actor, "roadmap.evidence_brought_back")


def _stand(evidence: Evidence, moment: dt.datetime | None, actor: User, deed: str) -> None:
    require(actor, "roadmap.tick", evidence)
    refuse_by_hand(evidence)
    Evidence.objects.filter(pk=evidence.pk).update(withdrawn_at=moment)
    occurrence = evidence.occurrence
    recount(occurrence.pk)
    keep_summary(occurrence.line.roadmap_id)
    record(deed, occurrence.line, actor=actor, node_id=occurrence.node_id)


@transaction.atomic
def tick(sub_item: SubItem, *, version: int, done_on: dt.date | None, actor: User) -> SubItem:
    """Set or clear the check mark of a part; the last mark of a line with one date proves the line.

    Raises:
        NotAllowed, EditConflict, Invalid.
    """
    require(actor, "roadmap.tick", sub_item)
    if done_on and done_on > timezone.localdate():
        raise Invalid(fields={"done_on": [str(_("This day has not come yet. Give the day on which it was done."))]})
    saved = update(sub_item, version=version, done_on=done_on)
    line = saved.line
    for occurrence in line.occurrences.all():
        recount(occurrence.pk)
    keep_summary(line.roadmap_id)
    record("roadmap.part_ticked", line, actor=actor, node_id=line.node_id, ticked=int(done_on is not None))
    return saved


def recount(occurrence_id: int) -> None:
    """The day on which it counts as done: the first standing proof, else the last mark of all parts."""
    occurrence = Occurrence.objects.select_for_update().select_related("line").get(pk=occurrence_id)
    days = occurrence.evidence.standing().order_by("done_on").values_list("done_on", flat=True)
    done_on = days.first() or _all_parts_done(occurrence.line)
    if done_on != occurrence.done_on:
        Occurrence.objects.filter(pk=occurrence_id).update(done_on=done_on)


def _all_parts_done(line: RoadmapLine) -> dt.date | None:
    """For a line with one date: a line that recurs is proved each time anew, its marks cannot tell when."""
    parts = line.sub_items.all()
    if watched([line.pk]):
        return None
    if line.occurrences.count() != 1 or not parts.exists() or parts.filter(done_on=None).exists():
        return None
    last: dt.date | None = parts.aggregate(last=Max("done_on"))["last"]
    return last


def show_by_data(
    occurrences: Sequence[Occurrence], facts: dict[str, Any], *, day_of: Callable[[Occurrence], dt.date]
) -> int:
    """The data say that ``occurrences`` are done; gives how many were open till now. For `services.rules` alone."""
    Evidence.objects.bulk_create(
        Evidence(occurrence=row, kind=Evidence.Kind.DATA, done_on=day_of(row), facts=facts) for row in occurrences
    )
    for row in occurrences:
        recount(row.pk)
    return len(occurrences)


def unsay_by_data(occurrences: Sequence[Occurrence]) -> int:
    """The data say it no more; gives how many of their proofs were withdrawn. For `services.rules` alone."""
    said = Evidence.objects.standing().filter(occurrence__in=occurrences, kind=Evidence.Kind.DATA)
    count = said.update(withdrawn_at=timezone.now())
    if count:
        for row in occurrences:
            recount(row.pk)
    return count


@dataclass(frozen=True)
class Proof:
    """A note that an occurrence was done on a day."""

    occurrence_id: int
    done_on: dt.date
    note: str


@transaction.atomic
def prove_many(roadmap: Roadmap, proofs: Iterable[Proof], *, actor: User) -> int:
    """Show by notes that many occurrences of one plan were done; all or nothing. Gives how many.

    Raises:
        NotAllowed: ``actor`` may not mark lines of this plan.
        DoneByData: a confirmed rule watches one of the lines.
        Invalid: an occurrence is not of this plan; a day lies ahead; a note is empty.
    """
    require(actor, "roadmap.tick", roadmap)
    wanted = list(proofs)
    occurrences = Occurrence.objects.select_for_update().filter(line__roadmap=roadmap)
    found = {row.pk: row for row in occurrences.filter(pk__in=[proof.occurrence_id for proof in wanted])}
    today = timezone.localdate()
    if any(p.occurrence_id not in found or p.done_on > today or not p.note.strip() for p in wanted):
        raise Invalid(_("One of these marks names a foreign line, a day ahead or nothing. None was set."))
    refuse_marks({row.line_id for row in found.values()})
    Evidence.objects.bulk_create(
        [
            Evidence(
                occurrence_id=proof.occurrence_id,
                kind=Evidence.Kind.NOTE,
                done_on=proof.done_on,
                note=proof.note.strip(),
                made_by=actor,
            )
            for proof in wanted
        ],
        batch_size=500,
    )
    for proof in wanted:
        row = found[proof.occurrence_id]
        row.done_on = min(proof.done_on, row.done_on or proof.done_on)
    Occurrence.objects.bulk_update(found.values(), ["done_on"], batch_size=500)
    keep_summary(roadmap.pk)
    record("roadmap.evidence_added_many", roadmap, actor=actor, node_id=roadmap.node_id, marks=len(wanted))
    return len(wanted)


@transaction.atomic
def withdraw_many(roadmap: Roadmap, keys: Sequence[int], *, actor: User) -> set[int]:
    """Take many proofs of one plan back; gives the keys of those that stood. At most seven statements.

    Raises:
        NotAllowed: ``actor`` may not mark lines of this plan.
    """
    require(actor, "roadmap.tick", roadmap)
    of_plan = Evidence.objects.filter(pk__in=keys, occurrence__line__roadmap=roadmap, withdrawn_at=None)
    of_plan = of_plan.exclude(kind=Evidence.Kind.DATA)
    standing = dict(of_plan.values_list("pk", "occurrence"))
    touched = Occurrence.objects.select_for_update().filter(pk__in=set(standing.values()))
    rows = list(touched.order_by("pk"))
    Evidence.objects.filter(pk__in=standing).update(withdrawn_at=timezone.now())
    left = Evidence.objects.standing().filter(occurrence__in=rows).order_by()
    first = dict(left.values_list("occurrence").annotate(first=Min("done_on")))
    marked = _days_of_parts({row.line_id for row in rows if row.pk not in first})
    for row in rows:
        row.done_on = first.get(row.pk) or marked.get(row.line_id)
    Occurrence.objects.bulk_update(rows, ["done_on"], batch_size=500)
    keep_summary(roadmap.pk)
    return set(standing)


def _days_of_parts(lines: set[int]) -> dict[int, dt.date]:
    """Of those lines with one date whose parts are all marked: the last mark (`_all_parts_done` for many)."""
    counted = RoadmapLine.objects.filter(pk__in=lines, sub_items__isnull=False).order_by()
    whole = counted.annotate(
        times=Count("occurrences", distinct=True),
        open_parts=Count("sub_items", filter=Q(sub_items__done_on=None)),
        last=Max("sub_items__done_on"),
    ).filter(times=1, open_parts=0)
    return dict(whole.values_list("pk", "last"))
