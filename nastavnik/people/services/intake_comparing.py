"""Rows of a table beside the people whom the organisation has already: who is new, changed, the same, alike.

People are looked for some hundred at a time by the marks of their names; only cards with such a mark are opened.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q

from nastavnik.accounts.keyring import ring
from nastavnik.accounts.keyring.columns import opened
from nastavnik.people import official
from nastavnik.people.cards import Birth
from nastavnik.people.marks import NAME, normal_name
from nastavnik.people.models import Intake, Participation, Person
from nastavnik.people.registers.likeness import alike
from nastavnik.people.registers.names import Name

#: Larger bases are compared by equal names alone; pairs that are alike are looked for by a job of their own.
MOST_OPENED = 5_000
#: Marks of names of a base that are held in memory while a table is read.
MOST_MARKS, FEW_MARKS = 20_000, 20
#: From here on a person is asked whether two names are of one person.
ALIKE = 0.5
MOST_LIKES = 4
NEW, CHANGED, SAME, WRONG, TWIN, LIKE = "new", "changed", "same", "wrong", "twin", "like"
OTHER = "other"
#: Verdict → its letter in `IntakePiece.verdicts`; "o" is a row that is left out.
LETTERS = {NEW: "n", CHANGED: "c", SAME: "s", WRONG: "w", TWIN: "t", LIKE: "l"}
LEFT_OUT = "o"
Row = dict[str, Any]
_ANY = "any"
_FOUND = frozenset({"person", "part", "changes", "likes"})


class Told(NamedTuple):
    """Who a row is about, as far as the base may compare."""

    mark: str
    birth: Birth


_TAKES_PART = Exists(Participation.objects.filter(person=OuterRef("pk")))


class _Known(NamedTuple):
    pk: int
    birth: Birth
    takes_part: bool

    def is_surely(self, birth: Birth) -> bool:
        """Whether one of the same name with a birth that fits needs no asking. A mother who stands for her child may
        have its name, and nobody wrote down when she was born."""
        return self.takes_part or not (self.birth.year is None or birth.year is None)


def letter(row: Row) -> str:
    return LEFT_OUT if row.get("left_out") else LETTERS[row["verdict"]]


def letters(rows: Iterable[Row]) -> str:
    return "".join(map(letter, rows))


class Base:
    """The people of one organisation, as a table of one base sees them."""

    def __init__(self, intake: Intake, sealer: ring.Sealer, *, asks: bool = True) -> None:
        self.intake, self._sealer, self._asks = intake, sealer, asks
        self._alike: _Alike | None = None
        self._marks: tuple[bool, frozenset[str]] | None = None
        #: Of the rows looked at last, by their numbers: the mark of the name, and the birth.
        self.told: Mapping[int, Told] = {}

    def look(self, rows: Iterable[Row], told: Mapping[int, Told] | None = None) -> None:
        """Put ``verdict``, ``person``, ``part``, ``changes`` and ``likes`` into rows that are not wrong. Four
        queries, whatever their number. ``told``: `told_of` of each row, by its number, where that is known already.

        A row that a person has decided about keeps the decision: ``choice`` is the key of a person, or "other".
        """
        wanted = [row for row in rows if row["verdict"] not in (WRONG, TWIN) and not row.get("left_out")]
        self.told = {row["n"]: self.told_of(row) for row in wanted} if told is None else told
        by_mark = self._named(self.told.values())
        for row in wanted:
            self._decide(row, by_mark)
        if found := [row for row in wanted if "person" in row]:
            self._compare(found)

    def told_of(self, row: Row) -> Told:
        """The mark of the name in ``row``, kept with it, and the birth."""
        values = row["values"]
        # Whoever gives the row another name takes the mark out of it.
        mark = row.get("mark") or self._sealer.digest(normal_name(values["full_name"]), NAME)
        row["mark"] = mark
        return Told(mark, official.birth_of(values))

    def _decide(self, row: Row, by_mark: Mapping[str, list[_Known]]) -> None:
        for name in _FOUND.intersection(row):
            del row[name]
        choice = row.get("choice")
        row["verdict"] = NEW
        if choice == OTHER:
            return
        if choice:
            row["person"] = choice
            return
        mark, birth = self.told[row["n"]]
        known = by_mark.get(mark, [])
        fitting = [one for one in known if _fit(birth, one.birth)]
        if len(fitting) == 1 and fitting[0].is_surely(birth):
            row["person"] = fitting[0].pk
        elif fitting:
            row["verdict"], row["likes"] = LIKE, [one.pk for one in fitting[:MOST_LIKES]]
        elif self._asks and (likes := self._likes(row["values"], birth, known)):
            row["verdict"], row["likes"] = LIKE, likes

    def _named(self, told: Iterable[Told]) -> Mapping[str, list[_Known]]:
        """Mark → who has it. One query; none where nobody of a base that was looked through has such a name."""
        found: dict[str, list[_Known]] = defaultdict(list)
        marks = {mark for mark, _birth in told}
        if self._asks and len(marks) > FEW_MARKS:
            marks = self._perhaps_known(marks)
        if not marks:
            return found
        people = Person.objects.annotate(takes_part=_TAKES_PART).filter(
            node_id=self.intake.node_id, state=Person.State.KEPT, name_mark__in=marks
        )
        names = ("pk", "uid", "name_mark", "card", "birth_year", "birth_month", "takes_part")
        rows = list(people.order_by("pk").values_list(*names))
        cards = opened(Person, "card", [(row[1], row[3]) for row in rows])
        for (pk, _uid, mark, _card, year, month, takes_part), card in zip(rows, cards, strict=True):
            found[mark].append(_Known(pk, Birth.of(card or {}, year, month), takes_part))
        return found

    def _perhaps_known(self, marks: set[str]) -> set[str]:
        """Of a base that is small enough its marks are fetched once. Who comes meanwhile is found when the rows are
        written: there ``asks`` is false and nothing is remembered."""
        if self._marks is None:
            people = Person.objects.filter(node_id=self.intake.node_id, state=Person.State.KEPT)
            known = list(people.order_by().values_list("name_mark", flat=True)[: MOST_MARKS + 1])
            self._marks = (len(known) <= MOST_MARKS, frozenset(known))
        is_whole, known_marks = self._marks
        return marks & known_marks if is_whole else marks

    def _likes(self, values: Mapping[str, Any], birth: Birth, known: list[_Known]) -> list[int]:
        """Namesakes born so near that one of the two may be a slip, and names that differ by a slip."""
        near = [one.pk for one in known if _near(birth, one.birth)]
        if self._alike is None:
            self._alike = _Alike.read(self.intake.node_id)
        others = self._alike.of(Name(**values["full_name"]), birth) if self._alike else ()
        return list(dict.fromkeys([*near, *others]))[:MOST_LIKES] if near or others else near

    def _compare(self, rows: list[Row]) -> None:
        """New in this base, changed or the same: by what the card and the part say now. Three queries."""
        keys = {row["person"] for row in rows}
        people = {
            person.pk: person
            for person in Person.objects.filter(pk__in=keys, node_id=self.intake.node_id, state=Person.State.KEPT)
        }
        parts = Participation.objects.filter(
            person__in=keys, side=self.intake.side, model=self.intake.model, school_year=self.intake.school_year
        )
        in_base = {part.person_id: part for part in parts.select_related("group")}
        for row in rows:
            person = people.get(row["person"])
            if person is None:  # joined with another card or erased since
                row.pop("person")
                row.pop("choice", None)
                continue
            part = in_base.get(person.pk)
            old = official.values_of_card(person.card or {}, person.birth_year, person.birth_month, self.intake.side)
            if part is not None:
                row["part"] = part.pk
                old |= official.values_of_part(part, part.group.name if part.group else None)
            changes = official.changed(row["values"], old, self.intake.side)
            if part is None:
                continue  # known to the organisation, new in this base
            row["verdict"] = CHANGED if changes else SAME
            if changes:
                row["changes"] = changes


def _fit(a: Birth, b: Birth) -> bool:
    """Whether both may be one birth; what is not known contradicts nothing."""
    if a.year is None or b.year is None:
        return True
    if a.year != b.year:
        return False
    if a.day and b.day:
        return a.day == b.day
    return a.month is None or b.month is None or a.month == b.month


def _near(a: Birth, b: Birth) -> bool:
    """A slip apart: the year beside, or the same day of another month or year."""
    if a.year is None or b.year is None:
        return True
    if a.day and b.day:
        shared = (a.day.year == b.day.year) + (a.day.month == b.day.month) + (a.day.day == b.day.day)
        return shared >= 2
    return abs(a.year - b.year) <= 1


class _Alike:
    """Names of a base in memory, found by the year of birth and a half of the name: a slip spoils one of the two."""

    def __init__(self, people: Iterable[tuple[int, Name, Birth]]) -> None:
        self._people: dict[tuple[int | str | None, str], list[tuple[int, Name, Birth]]] = defaultdict(list)
        for one in people:
            for half in _halves(one[1]):
                self._people[one[2].year, half].append(one)
                self._people[_ANY, half].append(one)

    def __bool__(self) -> bool:
        return bool(self._people)

    @classmethod
    def read(cls, node_id: int) -> _Alike:
        """Two queries; nothing of a base too large to be opened. Whoever only stands for somebody, born nobody
        knows when, is like too many."""
        people = Person.objects.filter(node_id=node_id, state=Person.State.KEPT)
        people = people.filter(Q(_TAKES_PART) | Q(birth_year__isnull=False))
        if people.order_by()[MOST_OPENED : MOST_OPENED + 1].exists():
            return cls(())
        rows = list(people.values_list("pk", "uid", "card", "birth_year", "birth_month"))
        cards = opened(Person, "card", [(uid, card) for _pk, uid, card, _year, _month in rows])
        return cls(
            (pk, Name(card["last"], card.get("first", ""), card.get("middle", "")), Birth.of(card, year, month))
            for (pk, _uid, _card, year, month), card in zip(rows, cards, strict=True)
            if card and card.get("last")
        )

    def of(self, name: Name, birth: Birth) -> list[int]:
        """The likest first."""
        years = (_ANY,) if birth.year is None else (birth.year, None)
        scores: dict[int, float] = {}
        for half in _halves(name):
            for pk, other, born in (one for year in years for one in self._people.get((year, half), ())):
                if pk not in scores and other != name and _fit(birth, born):
                    scores[pk] = alike(name, other)
        likely = [pk for pk, score in scores.items() if score >= ALIKE]
        return sorted(likely, key=lambda pk: -scores[pk])


def _halves(name: Name) -> tuple[str, ...]:
    first, last, middle = (part.casefold().replace("ё", "е") for part in (name.first, name.last, name.middle))
    # Either word may stand in the place of the other.
    return f"l {last}", f"l {first}", f"f {first} {last[:2]}", f"m {first} {middle}"
