"""New people of a table made ready while the database writes those before them.

Opening the pieces and sealing cards and details is done in a thread of its own, some pieces ahead. It asks the
database nothing: the thread has no transaction.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

from nastavnik.accounts.keyring import ring
from nastavnik.accounts.keyring.columns import sealing
from nastavnik.base.uids import new_uid_text
from nastavnik.people import official
from nastavnik.people.cards import Birth
from nastavnik.people.marks import NAME
from nastavnik.people.models import Intake, IntakePiece, Participation, Person
from nastavnik.people.services.intake_comparing import CHANGED, NEW, Base, Row, Told
from nastavnik.people.services.intake_parts import Parts

#: Pieces that are made ready together: some two thousand rows.
AHEAD = 8


class Ready(NamedTuple):
    """What a row becomes if it is new in the base: sealed, under the uids that its rows will have."""

    uid: str
    card: str | None
    adult_from: dt.date | None
    part_uid: str
    columns: dict[str, Any]
    details: str | None


class Opened(NamedTuple):
    """Some pieces with their rows; of those that wait, by number: who they tell of, and what they become."""

    pieces: list[tuple[IntakePiece, list[Row]]]
    told: dict[int, Told]
    ready: dict[int, Ready]


class Preparer:
    def __init__(self, intake: Intake, sealer: ring.Sealer, base: Base) -> None:
        self.parts = Parts(intake)
        self._base, self._sealer = base, sealer
        self._card = sealing(Person, "card", sealer)
        self._details = sealing(Participation, "details", sealer)

    def ahead(self, pieces: Sequence[IntakePiece]) -> Iterator[Opened]:
        """``pieces`` in order, some at a time; the next are made ready while the caller has the last."""
        ring.know(piece.__dict__["rows"].token for piece in pieces)
        self._sealer.digest("", NAME)  # tables that wait since rows kept no marks ask for this key
        groups = [pieces[start : start + AHEAD] for start in range(0, len(pieces), AHEAD)]
        with ThreadPoolExecutor(max_workers=1) as thread:
            waiting = [thread.submit(self._opened, group) for group in groups[:1]]
            for following in [*groups[1:], None]:
                found = waiting.pop().result() if waiting else None
                if following is not None:
                    waiting.append(thread.submit(self._opened, following))
                if found is not None:
                    yield found

    def _opened(self, pieces: Sequence[IntakePiece]) -> Opened:
        opened = [(piece, piece.rows) for piece in pieces]
        told: dict[int, Told] = {}
        ready: dict[int, Ready] = {}
        for _piece, rows in opened:
            for row in rows:
                if waits(row):
                    told[row["n"]] = self._base.told_of(row)
                    if row["verdict"] == NEW:
                        ready[row["n"]] = self.ready(row["values"], told[row["n"]].birth)
        return Opened(opened, told, ready)

    def ready(self, values: dict[str, Any], birth: Birth) -> Ready:
        uid, part_uid, columns = new_uid_text(), new_uid_text(), self.parts.of(values)
        return Ready(
            uid,
            self._card(uid, official.card_of(values)),
            official.adult_from(birth, columns["audience"]),
            part_uid,
            columns,
            self._details(part_uid, columns["details"]),
        )


def waits(row: Row) -> bool:
    return row["verdict"] in (NEW, CHANGED) and not row.get("left_out")
