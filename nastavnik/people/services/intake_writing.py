"""The rows of a table into the base: new people many at a time, changed ones one by one, a piece in one transaction.

Whatever the preview said, rows are compared with the base once more while it is locked: of two tables accepted at
once the second finds the people of the first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
from nastavnik.people.services.intake_parts import Parts
from nastavnik.people.services.intake_pieces import close
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
        self._sealer = ring.sealer(intake.node_id)
        self._base = Base(intake, self._sealer, asks=False)
        self._parts = Parts(intake)
        self._card = sealing(Person, "card", self._sealer)
        self._details = sealing(Participation, "details", self._sealer)
        self._piece = sealing(IntakePiece, "rows", self._sealer)
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
        opened: list[list[Row]] = [piece.rows for piece in pieces]
        waiting = [row for rows in opened for row in rows if _waits(row)]
        self._base.look(waiting)
        fresh = self._without_twins([row for row in waiting if row["verdict"] == NEW and not row.get("person")])
        self._add_people(fresh)
        joined = [row for row in waiting if row["verdict"] == NEW and row.get("person") and not row.get("made")]
        self._add_parts([*fresh, *joined])
        if self._gives_consents:
            self._add_consents(fresh)
        altered = alter(self.intake, [row for row in waiting if row["verdict"] == CHANGED], self._parts)
        self.people += altered
        self._count_altered(len(altered))
        for piece, rows in zip(pieces, opened, strict=True):
            close(piece, [_what_undoing_needs(row) for row in rows], self._piece)
        return sum(map(len, opened))

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

    def _add_people(self, rows: list[Row]) -> None:
        ids = bulk.reserve_ids(Person, len(rows))
        seat = next_seats(self.node, len(rows)) if rows else 0
        numbered = enumerate(zip(rows, ids, strict=True), seat)
        people = (self._person(row, pk, number) for number, (row, pk) in numbered)
        bulk.put(Person, _PERSON, people, streams=True)

    def _person(self, row: Row, pk: int, seat: int) -> tuple[Any, ...]:
        values, uid = row["values"], new_uid_text()
        mark, birth = self._base.told[row["n"]]
        row["person"], row["made"] = pk, True
        part = row["columns"] = self._parts.of(values)
        card = official.card_of(values)
        return (
            pk, uid, 1, self._node_id, seat, self._card(uid, card), mark, birth.year, birth.month,
            official.adult_from(birth, part["audience"]), self._kept, self._intake_id, self._actor_id, self._now,
        )  # fmt: skip

    def _add_parts(self, rows: Iterable[Row]) -> None:
        bulk.put(Participation, _PART, map(self._part, rows), streams=True)

    def _part(self, row: Row) -> tuple[Any, ...]:
        uid = new_uid_text()
        columns = row.pop("columns", None) or self._parts.of(row["values"])
        details = self._details(uid, columns["details"])
        row["joined"] = tag_of(details)
        if not row.get("made"):
            self.people.append(row["person"])
        intake = self.intake
        return (
            uid, 1, self._node_id, row["person"], intake.side, intake.model, intake.school_year,
            self._candidate, self._today, self._intake_id, self._actor_id, self._now,
            columns["audience"], columns["form"], columns["source"], columns["category"], columns["group_id"],
            columns["capacity"], columns["entered_on"], columns["ended_on"], details,
        )  # fmt: skip

    def _add_consents(self, rows: Iterable[Row]) -> None:
        """What the age on the day of signing asked for, on paper."""
        day = self.intake.consents_on
        given = []
        for row in rows:
            _mark, birth = self._base.told[row["n"]]
            audience = official.audience_of(row["values"], self.intake.side, self.intake.model)
            person = Person(birth_year=birth.year, birth_month=birth.month)
            person.card = official.card_of(row["values"])
            person.adult_from = official.adult_from(birth, audience)
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


def _waits(row: Row) -> bool:
    return row["verdict"] in (NEW, CHANGED) and not row.get("left_out")


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
