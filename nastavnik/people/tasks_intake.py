"""Long work of loaded tables: reading, accepting, taking back."""

from __future__ import annotations

from itertools import islice
from typing import Any

from django.utils.translation import gettext_lazy as _

from nastavnik import jobs
from nastavnik.accounts.keyring import ring
from nastavnik.accounts.models import User
from nastavnik.base.collecting import rarely
from nastavnik.people.models import Intake, IntakePiece
from nastavnik.people.registers.sheets import Unreadable
from nastavnik.people.services import intake_reading, intake_undoing, intake_writing, intakes
from nastavnik.people.services.intake_pieces import SIZE, Writer
from nastavnik.people.services.intake_reading import Reading

State = Intake.State
#: Pieces of one transaction: what a killed worker does anew, and how long others wait to write (a second or so).
#: Each transaction touches most pages of the index of names, so that fewer of them write less.
TOGETHER = 40
#: A table that ends the worker each time is not tried for ever.
MOST_ATTEMPTS = 5


def _intake(run: jobs.Run, state: str) -> Intake | None:
    found = Intake.objects.select_related("node").filter(uid=run.params["intake"], state=state).first()
    return found if run.owner is not None else None


@jobs.kind(intakes.READ, title=_("Reading a table of people"), action=intakes.ACTION)
class ReadTable(jobs.Kind):
    """One pass over the file. Its pieces are written as it goes and seen by nobody before the last; a killed
    worker's are thrown away and the file is read anew."""

    def chunk(self, run: jobs.Run) -> bool:
        intake = _intake(run, State.READING)
        if intake is None:
            return True
        try:
            if run.job.attempts > MOST_ATTEMPTS:
                raise Unreadable("too_heavy")
            with rarely():
                self._read(run, intake)
        except Unreadable as refusal:
            with run.writing():
                IntakePiece.objects.filter(intake=intake).delete()
                intakes.refuse(intake, refusal.code)
                run.advance(done=0, total=0)
        return True

    def _read(self, run: jobs.Run, intake: Intake) -> None:
        first, sheet = intake_reading.first_rows(intake_reading.sheet_of(intake))
        if not intake.mapping:
            with run.writing():
                intakes.propose(intake, first)
                run.beat()
            if intake.state != State.READING:
                return
        with run.writing():
            IntakePiece.objects.filter(intake=intake).delete()
            sealer = ring.sealer(intake.node_id)
            run.beat()
        reading, writer = Reading(intake, sealer), Writer(intake, sealer)
        pieces = (writer.sealed(rows) for rows in reading.pieces(sheet))
        while some := list(islice(pieces, TOGETHER)):
            with run.writing():
                writer.put(some)
                run.advance(done=reading.count)
        with run.writing():
            intakes.read(intake, reading)
            run.advance(done=reading.count, total=reading.count, errors=intake.counts.get("wrong", 0))

    def dropped(self, job: Any) -> None:
        if intake := Intake.objects.filter(uid=job.params["intake"]).first():
            IntakePiece.objects.filter(intake=intake).delete()
            intakes.refuse(intake, "stopped")


class _Pieces(jobs.Kind):
    """Some pieces a transaction, until none waits: what is written says itself how far the work has come."""

    def chunk(self, run: jobs.Run) -> bool:
        intake = _intake(run, State.ACCEPTING)
        if intake is None or run.owner is None:
            return True
        waiting = self.waiting(intake)
        with run.writing(), rarely():
            if waiting:
                self.write(intake, waiting[:TOGETHER], run.owner)
            else:
                self.end(intake, run.owner)
            left = max(0, len(waiting) - TOGETHER) * SIZE
            total = max(run.job.total or 0, min(len(waiting) * SIZE, intake.rows))
            run.advance(cursor=len(waiting), done=max(0, total - left), total=total)
        return not waiting

    def waiting(self, intake: Intake) -> list[int]:
        raise NotImplementedError

    def write(self, intake: Intake, keys: list[int], owner: User) -> None:
        raise NotImplementedError

    def end(self, intake: Intake, owner: User) -> None:
        raise NotImplementedError


@jobs.kind(intakes.ACCEPT, title=_("Taking a table into the base"), action=intakes.ACTION)
class AcceptTable(_Pieces):
    def waiting(self, intake: Intake) -> list[int]:
        return intake_writing.to_write(intake)

    def write(self, intake: Intake, keys: list[int], owner: User) -> None:
        intake_writing.Writer(intake, owner).write(keys)

    def end(self, intake: Intake, owner: User) -> None:
        has_moved = (
            intake.ground == Intake.Ground.CONSENTS or intake.counts.get("altered") or intake_writing.joins(intake)
        )
        intakes.accepted(intake, None if has_moved else [], actor=owner)

    def dropped(self, job: Any) -> None:
        if intake := Intake.objects.filter(uid=job.params["intake"]).first():
            intakes.not_accepted(intake)


@jobs.kind(intake_undoing.UNDO, title=_("Taking a table back out of the base"), action=intakes.ACTION)
class UndoTable(_Pieces):
    def waiting(self, intake: Intake) -> list[int]:
        return intake_undoing.written(intake)

    def write(self, intake: Intake, keys: list[int], owner: User) -> None:
        intake_undoing.take_back(intake, keys)

    def end(self, intake: Intake, owner: User) -> None:
        intake_undoing.undone(intake, actor=owner)

    def dropped(self, job: Any) -> None:
        waiting = Intake.objects.filter(uid=job.params["intake"], state=State.ACCEPTING)
        waiting.update(state=State.ACCEPTED)
