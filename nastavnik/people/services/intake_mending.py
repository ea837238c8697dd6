"""Single rows of a table: mended, left out, taken in, said to be somebody or nobody of the base; classes added."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db import transaction

from nastavnik.accounts.keyring import ring
from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import EditConflict
from nastavnik.people.models import Intake, IntakePiece
from nastavnik.people.refusals_intakes import NoSuchRow
from nastavnik.people.registers.columns import REGISTERS
from nastavnik.people.services import intakes
from nastavnik.people.services.intake_comparing import OTHER, Row
from nastavnik.people.services.intake_lists import lists_of
from nastavnik.people.services.intake_pieces import counted, holding, keep
from nastavnik.people.services.intake_reading import Rejudge, is_twin_of, texts_of
from nastavnik.people.services.persons import group_named

LONGEST_TEXT = 12_000
State = Intake.State


@transaction.atomic
def mend(intake: Intake, place: int, *, version: int, cells: Mapping[str, str], actor: User) -> Row:
    """Put other words into cells of the row at ``place``, column → text; the row is judged anew.

    Raises: NotAllowed, NotReady, NoSuchRow, EditConflict.
    """
    known = {each.name for each in REGISTERS[intake.side] if each.goes != "platform"}

    def put(row: Row) -> None:
        if "raw" not in row:
            # It was clean: from now on the row is what its cells say.
            row["mended"] = texts_of(intake, row, lists_of(intake.node))
            row["raw"] = []
        typed = {name: text.strip()[:LONGEST_TEXT] for name, text in cells.items() if name in known}
        row["mended"] = {**row.get("mended", {}), **typed}

    return _change(intake, place, version, actor, put)


@transaction.atomic
def leave_out(intake: Intake, place: int, *, version: int, left_out: bool, actor: User) -> Row:
    """Keep the row at ``place`` out of the base, or take it in after all.

    Raises: NotAllowed, NotReady, NoSuchRow, EditConflict.
    """

    def put(row: Row) -> None:
        row["left_out"] = left_out

    return _change(intake, place, version, actor, put)


@transaction.atomic
def choose(intake: Intake, place: int, *, version: int, person: int | None, actor: User) -> Row:
    """The row at ``place`` speaks of ``person`` of the base (one of those that were proposed), or (None) of somebody
    else than all of them, or than the other row with the same name.

    Raises: NotAllowed, NotReady, NoSuchRow, EditConflict.
    """

    def put(row: Row) -> None:
        if person is not None and person not in row.get("likes", ()):
            raise NoSuchRow
        row["choice"] = person if person is not None else OTHER

    return _change(intake, place, version, actor, put)


def _change(intake: Intake, place: int, version: int, actor: User, put: Callable[[Row], None]) -> Row:
    require(actor, intakes.ACTION, intake)
    held = intakes.hold(intake, State.READY)
    piece = _piece_of(held, place)
    rows: list[Row] = piece.rows
    row = rows[place - piece.first]
    if row.get("v", 1) != version:
        raise EditConflict(theirs=row, mine={})
    was = (row.get("left_out", False), row["values"])
    put(row)
    row["v"] = version + 1
    again = Rejudge(held, ring.sealer(held.node_id))
    again([row])
    keep(piece, rows)
    if was != (row.get("left_out", False), row["values"]):
        _free_twins(held, row["n"], again)
        if piece.pk in [found.pk for found in holding(held, "t")]:
            piece.refresh_from_db()
            row = piece.rows[place - piece.first]
    _count(held)
    return row


def _piece_of(intake: Intake, place: int) -> IntakePiece:
    found = IntakePiece.objects.select_for_update(of=("self",)).filter(intake=intake, first__lte=place)
    piece: IntakePiece | None = found.order_by("-first").first()
    if piece is None or piece.is_done or not 0 <= place < piece.first + piece.count:
        raise NoSuchRow
    return piece


def _free_twins(intake: Intake, number: int, again: Rejudge) -> None:
    """Rows that repeated row ``number``, which is out or says something else now, are judged without it."""
    for piece in holding(intake, "t"):
        rows: list[Row] = piece.rows
        if freed := [row for row in rows if is_twin_of(row) == number]:
            again(freed, twins=[number])
            keep(piece, rows)


def _count(intake: Intake) -> None:
    intake.counts = counted(intake)
    intake.version += 1
    intake.save(update_fields=["counts", "version"])


@transaction.atomic
def add_groups(intake: Intake, names: Iterable[str], *, actor: User) -> int:
    """Make the classes ``names`` that rows name and the organisation has not; their rows are judged anew.

    Raises: NotAllowed, NotReady, Invalid.
    """
    require(actor, intakes.ACTION, intake)
    require(actor, "person.edit", intake.node)
    held = intakes.hold(intake, State.READY)
    waiting: dict[str, Any] = (held.headings or {}).get("groups", {})
    chosen = [name for name in names if name in waiting]
    for name in chosen:
        group_named(held.node, name)
    again = Rejudge(held, ring.sealer(held.node_id))
    for piece in holding(held, "w"):
        rows: list[Row] = piece.rows
        named = [row for row in rows if any(each[0] == "group_unknown" for each in row.get("wrong", ()))]
        if named:
            again(named)
            keep(piece, rows)
    held.headings = {
        **(held.headings or {}), "groups": {name: count for name, count in waiting.items() if name not in chosen}
    }  # fmt: skip
    held.save(update_fields=["headings"])
    _count(held)
    record("person.intake_groups", held, actor=actor, groups=len(chosen))
    return len(chosen)
