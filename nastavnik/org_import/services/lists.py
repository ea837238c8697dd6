"""A table of organisations: taken in, read, mended, accepted as a whole, taken back within a day."""

from __future__ import annotations

import datetime as dt
import io
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nastavnik import jobs, measures
from nastavnik.accounts.keyring.files import files
from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import DomainError, Invalid
from nastavnik.base.saving import update
from nastavnik.org import identifiers
from nastavnik.org.models import Node
from nastavnik.org_import import checks, headings
from nastavnik.org_import.models import OrgList, OrgRow
from nastavnik.org_import.reading import Unreadable, kind_of, read_rows
from nastavnik.org_import.services import writing

UNDO_HOURS = 24
# About a second of work: more organisations are opened by a job.
MOST_AT_ONCE = 30
ACTION = "organisation.create"
REFUSALS: dict[str, str | Promise] = {
    "too_large": _("The file is larger than 20 MB. Keep only the table in it and load it again."),
    "too_long": _("The table has more than 5,000 rows. Split it into several files."),
    "too_heavy": _("The table could not be read in reasonable time. Save it anew with values only, or as CSV."),
    "damaged": _("The file is damaged or is not what its name says. Open it, save it again and load the new file."),
    "empty": _("There is nothing in the table."),
    "macros": _("The file holds macros. Save it as XLSX without macros."),
    "unsupported": _("Load a table as XLSX, ODS or CSV."),
    "no_headings": _("The headings of the columns were not found. Name at least the organisation and its type."),
    "stopped": _("Reading was stopped. Load the table again."),
}


class TableRefused(DomainError):
    code = "organisation_table_refused"

    def __init__(self, why: str) -> None:
        super().__init__(REFUSALS[why], why=why)


class NotReady(DomainError):
    code = "organisation_list_not_ready"
    message = _("This table does not wait to be looked through any more. Open it again.")


class NothingToAccept(DomainError):
    code = "organisation_list_nothing"
    message = _("No row would open or change anything.")


class TooLateToUndo(DomainError):
    code = "organisation_list_undo_late"
    message = _("A list can be taken back for 24 hours and while nothing has been done in what it opened.")


@transaction.atomic
def take_in(node: Node, *, content: bytes, file_name: str, holds_from: dt.date, actor: User) -> OrgList:
    """Keep the table, encrypted, and start reading it.

    Raises:
        NotAllowed: ``actor`` may open nothing in ``node``.
        TableRefused: the file is no table of ours. Invalid: the day lies ahead.
    """
    require(actor, ACTION, node)
    if holds_from > timezone.localdate():
        raise Invalid(fields={"holds_from": [str(checks.FAULTS["day_ahead"])]})
    try:
        kind_of(file_name, content)
    except Unreadable as refusal:
        raise TableRefused(refusal.code) from refusal
    key = files.save(node.pk, io.BytesIO(content))
    batch = OrgList.objects.create(
        node=node, made_by=actor, file_name=file_name[-255:], file_key=key, holds_from=holds_from
    )
    params, once = {"list": str(batch.uid)}, f"organisation.read:{batch.uid}"
    job = jobs.start("organisation.read", actor=actor, node=node, params=params, key=once)
    OrgList.objects.filter(pk=batch.pk).update(job_uid=job.uid)
    batch.job_uid = job.uid
    record("organisation_list.taken_in", batch, actor=actor, node_id=node.pk)
    return batch


def read(batch: OrgList) -> list[dict[str, str]]:
    """The rows of the stored table by field. Slow, writes nothing.

    Raises: Unreadable.
    """
    kind = batch.file_name.rpartition(".")[2].lower()
    with tempfile.TemporaryDirectory(prefix="organisations-") as folder:
        path = Path(folder, f"table.{kind}")
        with path.open("wb") as file:
            for piece in files.open(batch.file_key):
                file.write(piece)
        rows = read_rows(path, kind)
    try:
        at, columns = headings.find(rows)
    except headings.NoHeadings as fault:
        raise Unreadable("no_headings") from fault
    found = [headings.record(row, columns) for row in rows[at + 1 :] if any(cell.strip() for cell in row)]
    if not found:
        raise Unreadable("empty")
    return found


@transaction.atomic
def keep_rows(batch: OrgList, found: Sequence[dict[str, str]], *, actor: User) -> None:
    """The rows read, checked, ready to be looked through. Safe to repeat."""
    if not OrgList.objects.filter(pk=batch.pk, state=OrgList.State.READING).update(
        state=OrgList.State.READY, version=F("version") + 1
    ):
        return
    rows = [OrgRow(batch=batch, position=place, data=data) for place, data in enumerate(found, start=1)]
    _check(batch, rows, actor)
    OrgRow.objects.bulk_create(rows, batch_size=500)


def refuse(batch: OrgList, code: str) -> None:
    reading = OrgList.objects.filter(pk=batch.pk, state=OrgList.State.READING)
    reading.update(state=OrgList.State.REFUSED, refusal_code=code, version=F("version") + 1)


@transaction.atomic
def mend(row: OrgRow, *, version: int, actor: User, **cells: str) -> OrgRow:
    """Correct cells of a row; all rows are compared anew, for a repeat may be settled by it.

    Raises:
        NotAllowed, NotReady, EditConflict.
    """
    batch = _to_look_through(row.batch, actor)
    data = {**row.data, **{name: " ".join(value.split()) for name, value in cells.items() if name in headings.FIELDS}}
    update(row, version=version, data=data)
    _check_all(batch, actor)
    return OrgRow.objects.get(pk=row.pk)


@transaction.atomic
def leave_out(row: OrgRow, *, version: int, left_out: bool, actor: User) -> OrgRow:
    """Keep the row out, or take it in after all."""
    batch = _to_look_through(row.batch, actor)
    update(row, version=version, is_left_out=left_out)
    _check_all(batch, actor)
    return OrgRow.objects.get(pk=row.pk)


@transaction.atomic
def accept_or_queue(batch: OrgList, *, actor: User) -> bool:
    """Accept at once (True), or, where that would take longer than a second, by a job (False).

    Raises:
        NotAllowed, NotReady, NothingToAccept, and whatever a deed to the tree refuses.
    """
    batch = _to_look_through(batch, actor)
    count = len(acceptable(batch))
    if not count:
        raise NothingToAccept
    if count <= MOST_AT_ONCE:
        accept(batch, actor=actor)
        return True
    params, once = {"list": str(batch.uid)}, f"organisation.accept:{batch.uid}:{batch.version}"
    job = jobs.start("organisation.accept", actor=actor, node=batch.node, params=params, key=once)
    _pass_on(batch, OrgList.State.ACCEPTING, job_uid=job.uid)
    return False


@transaction.atomic
def accept(batch: OrgList, *, actor: User, state: str = OrgList.State.READY) -> int:
    """Write every row that is new or changed, or none of them; gives how many.

    Raises:
        NotAllowed, NotReady, NothingToAccept, and whatever a deed to the tree refuses.
    """
    batch = _to_look_through(batch, actor, state)
    # The tree may have changed since the look: what is accepted is what holds now.
    known = _check_all(batch, actor)
    rows = acceptable(batch)
    if not rows:
        raise NothingToAccept
    with measures.once():
        writing.write(rows, known, holds_from=batch.holds_from, actor=actor)
    OrgRow.objects.bulk_update(rows, ["node", "done"], batch_size=500)
    _pass_on(batch, OrgList.State.ACCEPTED, accepted_at=timezone.now())
    record("organisation_list.accepted", batch, actor=actor, node_id=batch.node_id, rows=len(rows))
    return len(rows)


def not_accepted(batch: OrgList) -> None:
    """The job was stopped or refused: nothing was written, the table waits as before."""
    accepting = OrgList.objects.filter(pk=batch.pk, state=OrgList.State.ACCEPTING)
    accepting.update(state=OrgList.State.READY, version=F("version") + 1)


def acceptable(batch: OrgList) -> list[OrgRow]:
    verdicts = (OrgRow.Verdict.NEW, OrgRow.Verdict.CHANGED)
    return list(batch.rows.select_related("node").filter(is_left_out=False, verdict__in=verdicts))


def may_undo(batch: OrgList) -> bool:
    is_accepted = batch.state == OrgList.State.ACCEPTED and batch.accepted_at is not None
    return is_accepted and timezone.now() - batch.accepted_at <= dt.timedelta(hours=UNDO_HOURS)  # type: ignore[operator]  # not None: asked in the line above


@transaction.atomic
def undo(batch: OrgList, *, actor: User) -> None:
    """Take the whole list back, or nothing of it.

    Raises:
        NotAllowed.
        TooLateToUndo: a day has passed, or something has been done in what the list opened.
    """
    require(actor, ACTION, batch)
    batch = OrgList.objects.select_for_update().get(pk=batch.pk)
    if not may_undo(batch):
        raise TooLateToUndo
    rows = [row for row in batch.rows.select_related("node") if row.done]
    try:
        with transaction.atomic(), measures.once():
            writing.take_back(rows, holds_from=batch.holds_from, actor=actor)
    except DomainError as refusal:
        raise TooLateToUndo from refusal
    OrgRow.objects.bulk_update(rows, ["node", "done"], batch_size=500)
    _pass_on(batch, OrgList.State.UNDONE)
    record("organisation_list.undone", batch, actor=actor, node_id=batch.node_id, rows=len(rows))


@transaction.atomic
def discard(batch: OrgList, *, actor: User) -> None:
    require(actor, ACTION, batch)
    waiting = OrgList.objects.filter(pk=batch.pk, state__in=(OrgList.State.READY, OrgList.State.REFUSED))
    waiting.update(state=OrgList.State.DISCARDED, version=F("version") + 1)
    record("organisation_list.discarded", batch, actor=actor, node_id=batch.node_id)


def _check_all(batch: OrgList, actor: User) -> checks.Known:
    rows = list(batch.rows.all())
    known = _check(batch, rows, actor)
    OrgRow.objects.bulk_update(rows, ["verdict", "node", "changes", "faults"], batch_size=500)
    return known


def _check(batch: OrgList, rows: Sequence[OrgRow], actor: User) -> checks.Known:
    ogrns = {identifiers.digits(row.data["ogrn"]) for row in rows if row.data["ogrn"]}
    known = checks.Known.read(batch.node, actor, ogrns)
    checks.check(rows, known, holds_from=batch.holds_from)
    return known


def _to_look_through(batch: OrgList, actor: User, state: str = OrgList.State.READY) -> OrgList:
    require(actor, ACTION, batch)
    fresh = OrgList.objects.select_for_update(of=("self",)).select_related("node").get(pk=batch.pk)
    if fresh.state != state:
        raise NotReady
    return fresh


def _pass_on(batch: OrgList, state: str, **changes: Any) -> None:
    OrgList.objects.filter(pk=batch.pk).update(state=state, version=F("version") + 1, **changes)
