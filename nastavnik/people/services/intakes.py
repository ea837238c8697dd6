"""A table of mentors or mentees on its way into a base: taken in, its columns looked at, accepted, put aside.

Rows are mended by `intake_mending`, written by `intake_writing`, taken back by `intake_undoing`; the slow parts are
jobs (`people.tasks_intake`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from nastavnik import jobs
from nastavnik.accounts.keyring import ring
from nastavnik.accounts.keyring.files import files
from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.saving import save
from nastavnik.org.models import Node
from nastavnik.people.models import Intake, IntakePiece
from nastavnik.people.refusals import DateAhead
from nastavnik.people.refusals_intakes import (
    BegunAlready,
    ColumnsMissing,
    ColumnTwice,
    GroundMissing,
    NothingToAccept,
    NotReady,
    TableRefused,
)
from nastavnik.people.registers import sheets
from nastavnik.people.registers.columns import RELATED, targets
from nastavnik.people.registers.headings import SEARCHED_ROWS
from nastavnik.people.registers.sheets import Unreadable
from nastavnik.people.services import intake_headings, intake_reading, intake_writing, likenesses
from nastavnik.people.services.intake_pieces import Writer, counted
from nastavnik.people.services.intake_reading import PASTED, Head, Reading

ACTION = "person.import"
READ, ACCEPT = "people.read", "people.accept"
State = Intake.State
#: About a second of work: more is done by a job.
MOST_AT_ONCE = 300
#: Columns that several columns of a table may make up together.
_TOGETHER = frozenset({"contacts", "contacts.phone", "contacts.email", "contacts.person", *RELATED})


@transaction.atomic
def take_in(
    node: Node, *, side: str, model: str, school_year: int, content: bytes, file_name: str, actor: User,
    pasted: bool = False,
) -> Intake:  # fmt: skip
    """Keep the table, encrypted, and read it: a few pasted rows at once, a file by a job.

    Raises: NotAllowed, TableRefused, Invalid.
    """
    require(actor, ACTION, node)
    try:
        kind = PASTED if pasted else sheets.kind_of(file_name, content)
        rows = sheets.pasted(content.decode()) if pasted else []
    except Unreadable as refusal:
        raise TableRefused(refusal.code) from refusal
    intake = save(
        Intake(
            node=node, side=side, model=model, school_year=school_year, made_by=actor,
            file_digest=hashlib.sha256(content).hexdigest(), file_key=files.save(node.pk, io.BytesIO(content)),
        )
    )  # fmt: skip
    intake.file_name, intake.headings = file_name[-255:], {"kind": kind}
    _saved(intake, "file_name", "headings")
    record("person.intake_begun", intake, actor=actor, side=side, year=school_year)
    if pasted and len(rows) <= MOST_AT_ONCE:
        propose(intake, rows[:SEARCHED_ROWS])
        if intake.state == State.READING:
            judge(intake, rows)
    else:
        as_job(intake, READ, actor)
    return intake


def as_job(intake: Intake, kind: str, actor: User) -> None:
    """The table is too long for one request: the job ``kind`` does the rest, once for each version of it."""
    job = jobs.start(
        kind, actor=actor, node=intake.node, params={"intake": str(intake.uid)},
        key=f"{kind}:{intake.uid}:{intake.version}",
    )  # fmt: skip
    intake.job_uid = job.uid
    Intake.objects.filter(pk=intake.pk).update(job_uid=job.uid)


def propose(intake: Intake, first: list[list[Any]]) -> Head:
    """Find the columns. Where nobody needs to look at them the table goes on being read, else it waits for that."""
    head = intake_reading.look_at(first, intake)
    proposal = head.proposal
    known = targets(intake.side)
    found = {place: name for place, name in proposal.mapping.items() if name in known}
    intake.mapping = {str(place): found.get(place, "") for place in head.examples}
    intake.header_rows = proposal.first_row
    intake.headings = {
        **(intake.headings or {}),
        "titles": {str(place): proposal.headings.get(place, "") for place in head.examples},
        "examples": {str(place): seen for place, seen in head.examples.items()},
        "unsure": [str(place) for place, sure in proposal.confidence.items() if sure < 0.9],
    }
    if not head.is_sure:
        intake.state = State.MAPPING
    _saved(intake, "mapping", "header_rows", "headings", "state")
    return head


@transaction.atomic
def choose_columns(
    intake: Intake, mapping: Mapping[str, str], *, entry_date: dt.date | None, version: int, actor: User
) -> Intake:
    """What each column of the table is ("": left out), remembered for the next table; then it is read.

    ``entry_date`` stands in where a row has none.

    Raises: NotAllowed, NotReady, ColumnsMissing, ColumnTwice.
    """
    require(actor, ACTION, intake)
    held = hold(intake, State.MAPPING, version=version)
    known = targets(held.side)
    chosen = {place: name if (name := mapping.get(place, "")) in known else "" for place in held.mapping}
    names = [name for name in chosen.values() if name]
    if not {"full_name", "full_name.last"}.intersection(names):
        raise ColumnsMissing
    alone = [name for name in names if name not in _TOGETHER]
    if len(set(alone)) < len(alone) or {"full_name", "full_name.last"} <= set(names):
        raise ColumnTwice
    held.mapping = chosen
    held.headings = {**(held.headings or {}), "entry_date": entry_date.isoformat() if entry_date else None}
    held.state = State.READING
    intake_headings.remember(held)
    _saved(held, "mapping", "headings", "state")
    record("person.intake_columns", held, actor=actor)
    if (held.headings or {}).get("kind") == PASTED:
        rows = list(intake_reading.sheet_of(held))
        if len(rows) <= MOST_AT_ONCE:
            judge(held, rows)
            return held
    as_job(held, READ, actor)
    return held


@transaction.atomic
def change_columns(intake: Intake, *, version: int, actor: User) -> Intake:
    """Back from the rows to the columns: the table is read anew afterwards. Raises: NotAllowed, NotReady."""
    require(actor, ACTION, intake)
    held = hold(intake, State.READY, version=version)
    _refuse_begun(held)
    IntakePiece.objects.filter(intake=held).delete()
    held.state, held.counts, held.rows = State.MAPPING, {}, 0
    _saved(held, "state", "counts", "rows")
    return held


@transaction.atomic
def judge(intake: Intake, sheet: Iterable[list[Any]]) -> None:
    """Judge a small table whole. `people.tasks_intake` does the same for a large one, part by part."""
    sealer = ring.sealer(intake.node_id)
    reading, writer = Reading(intake, sealer), Writer(intake, sealer)
    writer.put([writer.sealed(rows) for rows in reading.pieces(sheet)])
    read(intake, reading)


def read(intake: Intake, reading: Reading) -> None:
    """Every row is judged and put away: the table may be looked through."""
    if not reading.count:
        refuse(intake, "empty")
        return
    intake.headings = {**(intake.headings or {}), "groups": intake_reading.group_names(reading.groups)}
    intake.state, intake.rows, intake.counts = State.READY, reading.count, counted(intake)
    _saved(intake, "headings", "state", "rows", "counts")


def refuse(intake: Intake, code: str) -> None:
    waiting = Intake.objects.filter(pk=intake.pk, state=State.READING)
    waiting.update(state=State.REFUSED, refusal_code=code)
    intake.state, intake.refusal_code = State.REFUSED, code


@transaction.atomic
def accept(
    intake: Intake, *, ground: str, consents_on: dt.date | None = None, basis: str = "", version: int, actor: User
) -> Intake:
    """Take the new and the changed rows into the base: a few at once, many by a job.

    ``ground``: consents on paper of a day that lie somewhere, or none; then the new people are candidates.

    Raises: NotAllowed, NotReady, NothingToAccept, GroundMissing, DateAhead.
    """
    require(actor, ACTION, intake)
    held = hold(intake, State.READY, version=version)
    counts = counted(held)
    waiting = counts.get("new", 0) + counts.get("changed", 0)
    if not waiting:
        raise NothingToAccept
    if ground == Intake.Ground.CONSENTS:
        require(actor, "consent.edit", held.node)
        if not (consents_on and basis.strip()):
            raise GroundMissing
        if consents_on > timezone.localdate():
            raise DateAhead
    else:
        ground, consents_on, basis = Intake.Ground.NONE, None, ""
    held.ground, held.consents_on, held.basis = ground, consents_on, " ".join(basis.split())[:300]
    held.state = State.ACCEPTING
    _saved(held, "ground", "consents_on", "basis", "state")
    if waiting <= MOST_AT_ONCE:
        writer = intake_writing.Writer(held, actor)
        for pk in intake_writing.to_write(held):
            writer.write([pk])
        accepted(held, writer.people, actor=actor)
    else:
        as_job(held, ACCEPT, actor)
    return held


def accepted(intake: Intake, people: list[int] | None, *, actor: User) -> None:
    """Every piece is written: gates and figures follow, the table is accepted. ``people`` None: all of the base."""
    intake.counts = counted(intake) | intake_writing.done(intake)
    intake.state, intake.accepted_at = State.ACCEPTED, timezone.now()
    _saved(intake, "counts", "state", "accepted_at")
    intake_writing.settle(intake, people)
    likenesses.look_at_intake(intake)
    record(
        "person.intake_accepted", intake, actor=actor, side=intake.side, year=intake.school_year,
        **{name: intake.counts.get(name, 0) for name in ("added", "joined", "altered", "consents")},
    )  # fmt: skip


def not_accepted(intake: Intake) -> None:
    """The job was stopped: what is written stays, the rest waits as before."""
    Intake.objects.filter(pk=intake.pk, state=State.ACCEPTING).update(state=State.READY)


@transaction.atomic
def discard(intake: Intake, *, actor: User) -> None:
    """Put the table aside: its rows and its file are gone at once. Raises: NotAllowed, NotReady, BegunAlready."""
    require(actor, ACTION, intake)
    held = hold(intake, State.READY, State.MAPPING, State.REFUSED)
    _refuse_begun(held)
    IntakePiece.objects.filter(intake=held).delete()
    key, held.file_key, held.headings, held.state = held.file_key, "", None, State.DISCARDED
    held.file_name = None
    _saved(held, "file_key", "file_name", "headings", "state")
    record("person.intake_discarded", held, actor=actor)
    if key:  # the night may have been first
        transaction.on_commit(lambda: files.delete(key))


def _refuse_begun(intake: Intake) -> None:
    if IntakePiece.objects.filter(intake=intake, is_done=True).exists():
        raise BegunAlready


def hold(intake: Intake, *states: str, version: int | None = None) -> Intake:
    """Locked, in one of ``states``. Raises: NotReady."""
    held: Intake = Intake.objects.select_for_update(of=("self",)).select_related("node").get(pk=intake.pk)
    if held.state not in states or (version is not None and held.version != version):
        raise NotReady
    return held


def _saved(intake: Intake, *fields: str) -> None:
    intake.version += 1
    intake.save(update_fields=[*fields, "version"])
