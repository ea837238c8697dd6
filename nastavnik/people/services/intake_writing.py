"""The rows of a table into the base: new people many at a time, changed ones one by one, a piece in one transaction.

Whatever the preview said, rows are compared with the base once more while it is locked: of two tables accepted at
once the second finds the people of the first.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Any

from django.utils import timezone

from nastavnik import measures
from nastavnik.accounts.keyring import ring
from nastavnik.accounts.keyring.columns import sealing
from nastavnik.accounts.models import User
from nastavnik.base import bulk
from nastavnik.base.uids import new_uid_text
from nastavnik.people import coverage, official
from nastavnik.people.models import Consent, Intake, IntakePiece, Participation, Person
from nastavnik.people.models.consents import ConsentState
from nastavnik.people.services.intake_altering import alter
from nastavnik.people.services.intake_comparing import CHANGED, LIKE, NEW, OTHER, TWIN, WRONG, Base, Row
from nastavnik.people.services.intake_pieces import close
from nastavnik.people.services.intake_preparing import Opened, Preparer, Ready
from nastavnik.people.services.persons import lock_base, next_seats, settled

#: Above so many people the whole base is settled at once.
_MOST_NAMED = 1_000
_PERSON = (
    "id", "uid", "version", "node_id", "seat", "card", "name_mark", "birth_year", "birth_month", "adult_from",
    "state", "intake_id", "made_by_id", "made_at",
)  # fmt: skip
_PART = (
    "uid", "version", "node_id", "person_id", "side", "model", "school_year", "status", "status_since", "intake_id",
    "made_by_id", "made_at", "audience", "form", "source", "category", "group_id", "capacity", "entered_on",
    "ended_on", "details",
)  # fmt: skip
_CONSENT = (
    "uid", "version", "node_id", "person_id", "kind", "state", "edition", "text_digest", "way", "issued_on",
    "signed_on", "basis", "scan_key", "intake_id", "made_by_id", "made_at",
)  # fmt: skip


def to_write(intake: Intake) -> list[int]:
    """The pieces that hold something to be written. One query."""
    waiting = IntakePiece.objects.filter(intake=intake, is_done=False).order_by("first")
    return [pk for pk, verdicts in waiting.values_list("pk", "verdicts") if "n" in verdicts or "c" in verdicts]


def done(intake: Intake) -> dict[str, int]:
    """What the table brought into the base: people, known people new in this base, changed ones, consents."""
    people = Person.objects.filter(intake=intake).count()
    parts = Participation.objects.filter(intake=intake).count()
    return {
        "added": people,
        "joined": parts - people,
        "altered": int(intake.counts.get("altered", 0)),
        "consents": Consent.objects.filter(intake=intake).count(),
    }


def joins(intake: Intake) -> bool:
    """Whether people who were known before came into this base: their consents may count at once."""
    return Participation.objects.filter(intake=intake).exclude(person__intake=intake).exists()


def settle(intake: Intake, people: list[int] | None) -> None:
    """``people`` whose gates may have moved; None: nobody counted them. Without consents new people are candidates,
    which they are already."""
    if people is None or len(people) > _MOST_NAMED:
        settled(intake.node)
    elif people:
        settled(intake.node, people)
    else:
        measures.touch(intake.node_id, "people")


class Writer:
    """Made once for a transaction or a few; ``people`` are those whose gates may have moved."""

    def __init__(self, intake: Intake, actor: User) -> None:
        self.intake, self._actor = intake, actor
        self.node = intake.node
        # Asked for every row.
        self._node_id, self._intake_id, self._actor_id = self.node.pk, intake.pk, actor.pk
        self._kept, self._candidate = Person.State.KEPT.value, Participation.Status.CANDIDATE.value
        sealer = ring.sealer(intake.node_id)
        self._base = Base(intake, sealer, asks=False)
        self._preparer = Preparer(intake, sealer, self._base)
        self._piece = sealing(IntakePiece, "rows", sealer)
        self._today, self._now = timezone.localdate(), timezone.now()
        self._gives_consents = intake.ground == Intake.Ground.CONSENTS
        self._settings = coverage.settings_of(self.node) if self._gives_consents else None
        self.people: list[int] = []

    def write(self, keys: Sequence[int]) -> int:
        """The pieces ``keys``, whole or not at all; gives how many rows were looked at. In a transaction."""
        lock_base(self.node)
        pieces = list(
            IntakePiece.objects.select_for_update(of=("self",))
            .filter(pk__in=keys, intake=self.intake, is_done=False)
            .order_by("first")
        )
        return sum(self._write(opened) for opened in self._preparer.ahead(pieces))

    def _write(self, opened: Opened) -> int:
        waiting = [row for _piece, rows in opened.pieces for row in rows if row["n"] in opened.told]
        self._base.look(waiting, opened.told)
        fresh = self._without_twins([row for row in waiting if row["verdict"] == NEW and not row.get("person")])
        joined = _once([row for row in waiting if row["verdict"] == NEW and row.get("person")])
        ready = [self._ready_of(row, opened) for row in fresh]
        self._add_people(fresh, ready)
        self._add_parts([*fresh, *joined], [*ready, *(self._ready_of(row, opened) for row in joined)])
        self.people += [row["person"] for row in joined]
        if self._gives_consents:
            self._add_consents(fresh, ready)
        altered = alter(self.intake, [row for row in waiting if row["verdict"] == CHANGED], self._preparer.parts)
        self.people += altered
        self._count_altered(len(altered))
        for piece, rows in opened.pieces:
            close(piece, [_what_undoing_needs(row) for row in rows], self._piece)
        return sum(len(rows) for _piece, rows in opened.pieces)

    def _ready_of(self, row: Row, opened: Opened) -> Ready:
        """A row that became new only now, because the person whom it changed is gone, was not made ready."""
        found = opened.ready.get(row["n"])
        return found or self._preparer.ready(row["values"], self._base.told[row["n"]].birth)

    def _without_twins(self, rows: list[Row]) -> list[Row]:
        """A row that somebody mended may speak of the same person as another: only the first of them is written."""
        seen: dict[str, int] = {}
        found = []
        for row in rows:
            mark, birth = self._base.told[row["n"]]
            key = f"{mark} {birth.year}"
            earlier = seen.setdefault(key, row["n"])
            if earlier != row["n"] and row.get("choice") != OTHER:
                row["verdict"], row["wrong"] = TWIN, [["twin", "full_name", {"row": earlier}]]
            else:
                found.append(row)
        return found

    def _add_people(self, rows: list[Row], ready: list[Ready]) -> None:
        ids = bulk.reserve_ids(Person, len(rows))
        seat = next_seats(self.node, len(rows)) if rows else 0
        bulk.put(Person, _PERSON, map(self._person, rows, ready, ids, count(seat)), streams=True)

    def _person(self, row: Row, ready: Ready, pk: int, seat: int) -> tuple[Any, ...]:
        mark, birth = self._base.told[row["n"]]
        row["person"], row["made"] = pk, True
        return (
            pk, ready.uid, 1, self._node_id, seat, ready.card, mark, birth.year, birth.month, ready.adult_from,
            self._kept, self._intake_id, self._actor_id, self._now,
        )  # fmt: skip

    def _add_parts(self, rows: list[Row], ready: list[Ready]) -> None:
        bulk.put(Participation, _PART, map(self._part, rows, ready), streams=True)

    def _part(self, row: Row, ready: Ready) -> tuple[Any, ...]:
        row["joined"] = tag_of(ready.details)
        intake, columns = self.intake, ready.columns
        return (
            ready.part_uid, 1, self._node_id, row["person"], intake.side, intake.model, intake.school_year,
            self._candidate, self._today, self._intake_id, self._actor_id, self._now,
            columns["audience"], columns["form"], columns["source"], columns["category"], columns["group_id"],
            columns["capacity"], columns["entered_on"], columns["ended_on"], ready.details,
        )  # fmt: skip

    def _add_consents(self, rows: list[Row], ready: list[Ready]) -> None:
        """What the age on the day of signing asked for, on paper."""
        day = self.intake.consents_on
        given = []
        for row, made in zip(rows, ready, strict=True):
            birth = self._base.told[row["n"]].birth
            person = Person(birth_year=birth.year, birth_month=birth.month, adult_from=made.adult_from)
            person.card = official.card_of(row["values"])
            given += [(row["person"], kind) for kind in coverage.needed(person, day or self._today, self._settings)]
            self.people.append(row["person"])
        bulk.put(
            Consent,
            _CONSENT,
            (
                (
                    new_uid_text(), 1, self._node_id, pk, kind, ConsentState.ACTIVE.value, 1, "",
                    Consent.Way.PAPER.value, day, day, self.intake.basis, "", self._intake_id, self._actor_id,
                    self._now,
                )
                for pk, kind in given
            ),
        )  # fmt: skip

    def _count_altered(self, count: int) -> None:
        if count:
            counts = Intake.objects.values_list("counts", flat=True).get(pk=self.intake.pk)
            self.intake.counts = {**counts, "altered": counts.get("altered", 0) + count}
            Intake.objects.filter(pk=self.intake.pk).update(counts=self.intake.counts)


def _once(rows: list[Row]) -> list[Row]:
    """Of rows that speak of one person of the base the first is written."""
    first: dict[int, int] = {}
    for row in rows:
        earlier = first.setdefault(row["person"], row["n"])
        if earlier != row["n"]:
            row["verdict"], row["wrong"] = TWIN, [["twin", "full_name", {"row": earlier}]]
            del row["person"]
    return [row for row in rows if row["verdict"] == NEW]


def tag_of(token: str | None) -> str:
    """Tells this writing of a value from any later one: every saving seals it anew."""
    return (token or "")[-16:]


def _what_undoing_needs(row: Row) -> Row:
    """Who is in the base has their card there: what the table said of them is not kept twice."""
    if row["verdict"] in (WRONG, TWIN, LIKE) or row.get("left_out"):
        return row
    kept: Row = {
        name: row[name] for name in ("n", "verdict", "person", "part", "made", "joined", "changes") if name in row
    }
    if "was" in row:
        kept["was"], kept["values"] = row["was"], {name: row["values"][name] for name in row["was"]}
    return kept
