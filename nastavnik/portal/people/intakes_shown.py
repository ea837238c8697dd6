"""Rows of a loaded table in words, a page of them at a time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from nastavnik.people import cards, official
from nastavnik.people.models import Intake, IntakePiece, Participation, Person
from nastavnik.people.registers.columns import BIRTH, column
from nastavnik.people.registers.sentences import say
from nastavnik.people.services.intake_comparing import LETTERS, LIKE, Row
from nastavnik.people.services.intake_lists import lists_of
from nastavnik.people.services.intake_pieces import places, wrongs_of
from nastavnik.people.services.intake_reading import texts_of, words_of

PAGE = 50
#: Code of a tab, its title, the letters of its verdicts, its count.
TABS = (
    ("wrong", pgettext_lazy("rows of people", "With errors"), "w"),
    ("like", pgettext_lazy("rows of people", "Look alike"), "l"),
    ("twin", pgettext_lazy("rows of people", "Repeated"), "t"),
    ("new", pgettext_lazy("rows of people", "New"), "n"),
    ("changed", pgettext_lazy("rows of people", "Changed"), "c"),
    ("same", pgettext_lazy("rows of people", "As they are"), "s"),
    ("left_out", pgettext_lazy("rows of people", "Left out"), "o"),
)
SIGNS = {code: signs for code, _title, signs in TABS}
TAKEN = ("new", "changed", "same")
assert set(LETTERS.values()) <= set("".join(SIGNS.values()))  # noqa: S101 - every verdict has its tab


def counts_of(intake: Intake) -> dict[str, int]:
    return {code: intake.counts.get(code, 0) for code in SIGNS}


def to_do(intake: Intake) -> int:
    """Rows that would be written now."""
    counts = counts_of(intake)
    return counts["new"] + counts["changed"]


def whole(intake: Intake, shown: str) -> dict[str, Any]:
    """What the page says of all rows together: it changes with every one that is mended."""
    counts = counts_of(intake)
    # What was taken back has no names any more: only rows that never came into the base can still be read.
    hidden = TAKEN if intake.state == Intake.State.UNDONE else ()
    tabs = [(code, title, counts[code]) for code, title, _signs in TABS if counts[code] or code == shown]
    return {
        "tabs": [tab for tab in tabs if tab[0] not in hidden],
        "shown": shown,
        "to_do": to_do(intake),
        "at_page": reverse("people:intake", args=[intake.uid]),
    }


@dataclass
class Fault:
    """A cell that is wrong: the column, the sentence, what stands in it."""

    name: str
    title: str
    sentence: str
    text: str


@dataclass
class Shown:
    """One row of the page. ``position`` counts from 1 within the table, ``number`` is that of the sheet."""

    position: int
    number: int
    version: int
    verdict: str
    is_left_out: bool
    name: str
    about: str
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    likes: list[Person] = field(default_factory=list)
    person: Person | None = None
    repeats: bool = False


class Page:
    """``rows`` of one tab, and ``people`` of the base whom they name."""

    def __init__(self, intake: Intake, code: str, number: int) -> None:
        self.intake, self.code = intake, code
        found, self.count = places(intake, SIGNS[code], max(0, number - 1) * PAGE, PAGE)
        self.last = max(1, -(-self.count // PAGE))
        self.number = min(max(1, number), self.last)
        if self.number != number:
            found, _count = places(intake, SIGNS[code], (self.number - 1) * PAGE, PAGE)
        pieces = IntakePiece.objects.filter(pk__in=found).order_by("first")
        chosen = [(piece.first + place + 1, piece.rows[place]) for piece in pieces for place in found[piece.pk]]
        words = Words(intake, [row for _position, row in chosen])
        self.people = list(words.people.values())
        self.rows = [words.shown(position, row) for position, row in chosen]

    @property
    def before(self) -> int:
        return self.number - 1

    @property
    def after(self) -> int:
        return self.number + 1

    @property
    def start(self) -> int:
        return (self.number - 1) * PAGE + 1

    @property
    def end(self) -> int:
        return min(self.number * PAGE, self.count)


class Words:
    """Rows in words. Two queries for the people they name, whatever their number, and those of the lists."""

    def __init__(self, intake: Intake, rows: list[Row]) -> None:
        self.intake = intake
        named = {row["person"] for row in rows if row.get("person")}
        likes = {key for row in rows if row["verdict"] == LIKE for key in row.get("likes", ())}
        self.people = Person.objects.filter(node_id=intake.node_id).in_bulk(named | likes) if named | likes else {}
        changed = [row["part"] for row in rows if row.get("changes") and row.get("part")]
        parts = Participation.objects.filter(pk__in=changed).select_related("group") if changed else ()
        self._parts = {part.pk: part for part in parts}
        self.lists = lists_of(intake.node) if rows else None

    def shown(self, position: int, row: Row) -> Shown:
        person = self.people.get(row.get("person", 0))
        values = row.get("values", {})
        shown = Shown(
            position, row["n"], row.get("v", 1), row["verdict"], bool(row.get("left_out")), self._name(row, person),
            self._about(values, person), person=person,
        )  # fmt: skip
        side = self.intake.side
        texts = self.texts(row) if row.get("wrong") else {}
        for each in wrongs_of(row):
            if each.code == "twin":
                shown.repeats = True
            title = column(side, each.column).title if each.column else ""
            text = texts.get(each.column, "")
            shown.faults.append(Fault(each.column, title, say(each._replace(column=""), side), text))
        shown.notes = [say(each, side) for each in wrongs_of(row, "notes")]
        shown.likes = [self.people[key] for key in row.get("likes", ()) if key in self.people]
        shown.changes = self._changes(row, person)
        return shown

    def texts(self, row: Row) -> dict[str, str]:
        assert self.lists is not None  # noqa: S101 - there is a row
        return texts_of(self.intake, row, self.lists)

    def _name(self, row: Row, person: Person | None) -> str:
        if name := row.get("values", {}).get("full_name"):
            return cards.full_name(name)
        if person is not None:
            return person.full_name
        return self.texts(row).get("full_name", "") if "raw" in row else ""

    def _about(self, values: dict[str, Any], person: Person | None) -> str:
        birth = values.get(BIRTH[self.intake.side])
        year = birth["year"] if birth else person.birth_year if person else None
        said = [values.get("group_or_position") or values.get("work_place"), str(year) if year else ""]
        return ", ".join(filter(None, said))

    def _changes(self, row: Row, person: Person | None) -> list[tuple[str, str, str]]:
        """Title, what stood or stands in the base, what the table says."""
        if not row.get("changes") or person is None:
            return []
        part = self._parts.get(row.get("part", 0))
        old = row.get("was")
        if old is None:
            old = official.values_of(person, part) if part else {}
        before = self._words({name: old[name] for name in row["changes"] if old.get(name) is not None})
        after = self._words({name: row["values"][name] for name in row["changes"] if name in row["values"]})
        side = self.intake.side
        return [
            (column(side, name).title, before.get(name, _("empty")), after.get(name, "")) for name in row["changes"]
        ]

    def _words(self, values: dict[str, Any]) -> dict[str, str]:
        assert self.lists is not None  # noqa: S101 - there is a row
        return words_of(self.intake.side, values, self.lists)
