"""The rows of a table as they wait: pieces of some hundred, each sealed whole, their verdicts beside in the clear."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from nastavnik.accounts.keyring import ring
from nastavnik.accounts.keyring.columns import sealing
from nastavnik.accounts.keyring.fields import Sealed
from nastavnik.base import bulk
from nastavnik.base.uids import new_uid
from nastavnik.people.models import Intake, IntakePiece
from nastavnik.people.registers.rows import Row as Judged
from nastavnik.people.registers.wrong import Wrong
from nastavnik.people.services.intake_comparing import LEFT_OUT, LETTERS, WRONG, Row, letters

SIZE = 250
_COLUMNS = ("uid", "version", "intake_id", "node_id", "first", "count", "verdicts", "rows", "is_done")
#: Names of the counts, by the letters of the verdicts.
NAMES = {**{sign: verdict for verdict, sign in LETTERS.items()}, LEFT_OUT: "left_out"}


def row_of(judged: Judged, raw: Sequence[Any]) -> Row:
    """What is kept of a row. The cells themselves only where something is wrong: to be mended and given back."""
    row: Row = {"n": judged.number, "values": judged.values, "verdict": "new"}
    if judged.wrong:
        row["verdict"], row["raw"] = WRONG, list(raw)
        row["wrong"] = [_packed(each) for each in judged.wrong]
    if judged.notes:
        row["notes"] = [_packed(each) for each in judged.notes]
    return row


def wrongs_of(row: Row, name: str = "wrong") -> list[Wrong]:
    return [Wrong(code, column, params) for code, column, params in row.get(name, ())]


def _packed(each: Wrong) -> list[Any]:
    return [each.code, each.column, dict(each.params)]


class Writer:
    """Writes pieces of one table. Each call of `put` needs a transaction."""

    def __init__(self, intake: Intake, sealer: ring.Sealer) -> None:
        self._intake = intake
        self._seal = sealing(IntakePiece, "rows", sealer)
        self._first = 0

    def sealed(self, rows: list[Row]) -> tuple[Any, ...]:
        """A row of the database for the next ``rows``."""
        uid = new_uid()
        piece = (
            uid, 1, self._intake.pk, self._intake.node_id, self._first, len(rows), letters(rows),
            self._seal(uid, rows), False,
        )  # fmt: skip
        self._first += len(rows)
        return piece

    @staticmethod
    def put(pieces: Iterable[tuple[Any, ...]]) -> None:
        bulk.put(IntakePiece, _COLUMNS, pieces)


def keep(piece: IntakePiece, rows: list[Row], *, is_done: bool | None = None) -> None:
    """Write what became of the rows of ``piece``."""
    piece.rows, piece.verdicts = rows, letters(rows)
    piece.version += 1
    if is_done is not None:
        piece.is_done = is_done
    piece.save(update_fields=["rows", "verdicts", "version", "is_done"])


def close(piece: IntakePiece, rows: list[Row], seal: Callable[[uuid.UUID, Any], str | None]) -> None:
    """`keep` of one piece of many that are in the base now; ``seal`` was made once for all of them."""
    IntakePiece.objects.filter(pk=piece.pk).update(
        rows=Sealed(seal(piece.uid, rows) or ""), verdicts=letters(rows), version=piece.version + 1, is_done=True
    )


def counted(intake: Intake) -> dict[str, int]:
    """How many rows there are of each verdict, without opening any. One query."""
    found: Counter[str] = Counter()
    for verdicts in IntakePiece.objects.filter(intake=intake).values_list("verdicts", flat=True):
        found.update(verdicts)
    return {NAMES[sign]: count for sign, count in sorted(found.items())}


def holding(intake: Intake, signs: str) -> Iterator[IntakePiece]:
    """The pieces with a row of one of these verdicts, locked, a piece at a time."""
    found = IntakePiece.objects.filter(intake=intake).order_by("first").values_list("pk", "verdicts")
    for pk in [pk for pk, verdicts in found if not set(verdicts).isdisjoint(signs)]:
        yield IntakePiece.objects.select_for_update(of=("self",)).get(pk=pk)


def places(intake: Intake, signs: str, start: int, count: int) -> tuple[dict[int, list[int]], int]:
    """Piece → places in it of the ``count`` rows from ``start`` on that have one of these verdicts, and how many
    rows have. Opens none. One query."""
    found: dict[int, list[int]] = {}
    seen = 0
    rows = IntakePiece.objects.filter(intake=intake).order_by("first").values_list("pk", "verdicts")
    for pk, verdicts in rows:
        inside = sum(map(verdicts.count, signs))
        if seen + inside > start and seen < start + count:
            places = [place for place, sign in enumerate(verdicts) if sign in signs]
            found[pk] = places[max(0, start - seen) : start + count - seen]
        seen += inside
    return found, seen


def holding_read(intake: Intake, signs: str) -> Iterator[IntakePiece]:
    """`holding` for those who only read."""
    found = IntakePiece.objects.filter(intake=intake).order_by("first").values_list("pk", "verdicts")
    for pk in [pk for pk, verdicts in found if not set(verdicts).isdisjoint(signs)]:
        yield IntakePiece.objects.get(pk=pk)
