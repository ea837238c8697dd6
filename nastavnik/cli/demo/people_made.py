"""Who is in the bases of an organisation: people with their parts, consents and facts, as plain values."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from random import Random
from typing import Any

from nastavnik.cli.demo import people_words as words
from nastavnik.cli.demo.people_names import Human, Names
from nastavnik.people import official
from nastavnik.people.cards import Birth

CLASSES = tuple(f"{year}{letter}" for year in range(5, 12) for letter in "АБ")
STUDY_GROUPS = ("ИС-11", "ИС-21", "ТМ-11", "ТМ-21", "ПД-31")
CLUBS = ("Студия робототехники", "Театр «Маяк»", "Изостудия", "Клуб юных краеведов")
# Of a hundred people of an organisation; the rest are learners who look for a mentor.
SHARES = (("pupil_mentor", 17), ("teacher_mentor", 12), ("young_teacher", 8), ("graduate", 5), ("employee", 6))
LEAST_AGE = 10
MENTORS_FROM = 8
Facts = list[tuple[str, dt.date, dt.date | None]]


@dataclass
class Part:
    """The columns of a participation; ``group`` is a name."""

    side: str
    model: str
    year: int
    audience: str
    form: str = ""
    source: str = ""
    category: str = ""
    group: str = ""
    capacity: int | None = None
    entered_on: dt.date | None = None
    ended_on: dt.date | None = None
    status: str = "candidate"
    is_of_partner: bool = False
    details: dict[str, Any] = field(default_factory=dict)


@dataclass
class One:
    """A person. ``parent`` stands for them before the law; ``consented``: all that the base needs is signed."""

    human: Human
    birth: Birth
    card: dict[str, Any]
    parts: list[Part]
    adult_from: dt.date | None
    consented: bool = True
    facts: Facts = field(default_factory=list)
    safeguard: str = ""
    user_id: int | None = None
    parent: One | None = None
    pk: int = 0

    @property
    def group(self) -> str:
        return self.parts[0].group if self.parts else ""


class Maker:
    """Invents the people of one organisation in one school year, as of ``today``."""

    def __init__(
        self, rng: Random, *, year: int, today: dt.date, type_code: str, place: str, has_partner: bool
    ) -> None:
        self.rng, self.year, self.today, self.place = rng, year, today, place
        self.type_code, self.has_partner = type_code, has_partner
        self.names = Names(rng)
        self.groups = STUDY_GROUPS if type_code == "college" else CLUBS if type_code == "additional" else CLASSES
        self._learner = 0

    def people(self, count: int) -> list[One]:
        """``count`` people who take part."""
        found: list[One] = []
        for kind, share in SHARES:
            make = getattr(self, kind)
            found += [make() for _place in range(max(1, count * share // 100))]
        found += [self.mentee() for _place in range(max(1, count - len(found)))]
        return found

    def mentee(self, group: str = "") -> One:
        """A learner of ten or more who looks for a mentor; some had one last year."""
        group = group or self._next_group()
        human, rng = self.names.child(), self.rng
        is_student = self.type_code == "college"
        form = (
            rng.choice(("student_student", "pedagogue_student", "employer_student")) if is_student else "pupil_pupil"
        )
        if not is_student and _number(group) >= 9 and rng.random() < 0.3:
            form = "employer_pupil"
        part = Part(
            "mentee", "learners", self.year, "student" if is_student else "learner", form=form,
            category=rng.choice(("", "", "learner_other", "gifted")), group=group, entered_on=self.entered(),
            details={"main_request": rng.choice(words.REQUESTS)},
        )  # fmt: skip
        one = self.one(human, self.born(group), part)
        one.consented = rng.random() < 0.82
        if self.type_code == "school" and _number(group) > 5 and rng.random() < 0.15:
            one.parts.append(self._last_year(part, group))
        return one

    def pupil_mentor(self) -> One:
        """Of the upper classes: from fourteen on."""
        is_student = self.type_code == "college"
        older = [group for group in self.groups if _number(group) >= (21 if is_student else MENTORS_FROM)]
        group = self.rng.choice(older or self.groups)
        part = Part(
            "mentor", "learners", self.year, "student" if is_student else "learner",
            form="student_student" if is_student else "pupil_pupil", source="student" if is_student else "pupil",
            group=group, capacity=self.rng.choice((1, 1, 2)), entered_on=self.entered(),
            details=self._offers(words.COMPETENCES, f"{self.place}, {group}"),
        )  # fmt: skip
        one = self.one(self.names.child(), self.born(group, least=14), part)
        return self._selected(one, share=0.7)

    def teacher_mentor(self) -> One:
        """Mentors of teachers; every third one works with learners too."""
        details = self._offers(words.TEACHERS_COMPETENCES, self.place)
        form = "head_ped" if self.rng.random() < 0.2 else "ped_ped"
        part = Part(
            "mentor", "teachers", self.year, "teacher", form=form, source="head" if form == "head_ped" else "teacher",
            capacity=2, entered_on=self.entered(), details=details,
        )  # fmt: skip
        one = self.one(self.names.adult(), self.born_between(30, 62), part)
        if self.rng.random() < 0.35:
            again = Part(**{**vars(part), "model": "learners", "source": "teacher", "form": ""})
            one.parts.append(again)
        return self._selected(one, share=0.75)

    def young_teacher(self) -> One:
        rng = self.rng
        subject = rng.choice(words.SUBJECTS)
        details = {
            "main_request": rng.choice(words.TEACHERS_REQUESTS),
            "group_or_position": f"учитель {subject}",
            "work_experience_years": rng.choice((0, 1, 2, 3)),
        }
        part = Part(
            "mentee", "teachers", self.year, "teacher", form="ped_ped",
            category=rng.choice(("young_specialist", "young_specialist", "new_place", "digital_skills")),
            entered_on=self.entered(), details=details,
        )  # fmt: skip
        return self.one(self.names.adult(), self.born_between(22, 29), part)

    def graduate(self) -> One:
        details = self._offers(words.COMPETENCES, "Университет Белогорска-на-Озере, студент")
        part = Part(
            "mentor", "learners", self.year, "adult", form="student_pupil", source="graduate", capacity=2,
            entered_on=self.entered(), details=details,
        )  # fmt: skip
        one = self.one(self.names.adult(), self.born_between(19, 24), part)
        return self._selected(one, share=0.6, is_outsider=True)

    def employee(self) -> One:
        """Of a partner where the organisation has one."""
        place = "АО «Озёрные приборы»" if self.has_partner else "предприятие района"
        details = self._offers(words.COMPETENCES, f"{place}, {self.rng.choice(words.JOBS)}")
        form = "employer_student" if self.type_code == "college" else "employer_pupil"
        part = Part(
            "mentor", "learners", self.year, "adult", form=form, source="employee", capacity=3,
            entered_on=self.entered(), is_of_partner=self.has_partner, details=details,
        )  # fmt: skip
        one = self.one(self.names.adult(), self.born_between(28, 58), part)
        return self._selected(one, share=0.7, is_outsider=True)

    def parent(self, child: One) -> One:
        human = self.names.parent_of(child.human)
        phone = self.names.phone()
        relation = "отец" if human.is_man else "мать"
        child.card["phones"] = [phone]
        child.card["contact"] = f"{human.full} ({relation}), {phone}"
        card = human.card(phones=[phone], contact=phone, birth=None)
        return One(human, Birth(), card, [], official.LONG_AGO)

    def one(self, human: Human, birth: Birth, *parts: Part) -> One:
        day = birth.day.isoformat() if birth.day else None
        phone = self.names.phone()
        card = human.card(birth=day, phones=[phone], contact=phone)
        return One(human, birth, card, list(parts), official.adult_from(birth, parts[0].audience))

    def born(self, group: str, *, least: int = LEAST_AGE) -> Birth:
        """As people of this class are: seven by the September in which they began to learn."""
        number = _number(group)
        if self.type_code == "college":
            return self.born_between(max(least, 15 + number // 10), 16 + number // 10)
        if self.type_code == "additional":
            return self.born_between(max(least, 11), 17)
        first = dt.date(self.year - number - 7, 9, 1)
        youngest = self.today.replace(year=self.today.year - least, day=1)
        last = min(first + dt.timedelta(days=363), youngest)
        return _birth(first + dt.timedelta(days=self.rng.randrange(max((last - first).days, 1))))

    def born_between(self, youngest: int, oldest: int) -> Birth:
        days = self.rng.randrange(youngest * 366, oldest * 365 + 360)
        return _birth(self.today - dt.timedelta(days=days))

    def entered(self) -> dt.date:
        """In the first weeks of the school year."""
        first = dt.date(self.year, 9, 10)
        return min(first + dt.timedelta(days=self.rng.randrange(30)), self.today)

    def _next_group(self) -> str:
        """Everywhere a few."""
        self._learner += 1
        return self.groups[self._learner % len(self.groups)]

    def _last_year(self, part: Part, group: str) -> Part:
        former = f"{_number(group) - 1}{group[-1]}"
        begun, ended = dt.date(self.year - 1, 9, 20), dt.date(self.year, 5, 25)
        details = {**part.details, "results": self.rng.choice(words.RESULTS), "passed_mark": True}
        told = {"year": self.year - 1, "group": former, "entered_on": begun, "ended_on": ended, "details": details}
        return Part(**{**vars(part), **told, "status": "completed"})

    def _offers(self, competences: tuple[tuple[str, ...], ...], place: str) -> dict[str, Any]:
        text, per_week = self.rng.choice(words.HOURS)
        found = {
            "work_place": place,
            "competences": list(self.rng.choice(competences)),
            "interests": self.rng.sample(words.INTERESTS, 2),
            "achievements": self.rng.choice(words.ACHIEVEMENTS),
            "wanted_age": self.rng.choice(([10, 13], [12, 15], [14, 17])),
            "time_resource": {"text": text, "per_week": per_week},
        }
        return {name: value for name, value in found.items() if value}

    def _selected(self, one: One, *, share: float, is_outsider: bool = False) -> One:
        """What the candidate went through: all of it, or the first steps."""
        rng = self.rng
        one.consented = rng.random() < 0.9
        begun = self.entered()
        steps = ["questionnaire", "interview", "training"]
        luck = rng.random()
        kept = 3 if luck < share else rng.randrange(3)
        for place, kind in enumerate(steps[:kept]):
            one.facts.append((kind, min(begun + dt.timedelta(days=7 * place), self.today), None))
        if is_outsider or one.parts[0].audience == "teacher":
            one.facts.append(("references", begun, None))
        if is_outsider and luck < share + 0.1:
            since = begun - dt.timedelta(days=rng.choice((20, 60, 300)))
            ends = since.replace(year=since.year + 1, day=1)
            one.facts.append(("no_conviction", since, ends))
            one.safeguard = "checking" if luck >= share else "cleared" if ends > self.today else "paused"
        elif is_outsider:
            one.safeguard = "checking"
        return one


def _number(group: str) -> int:
    """«11Б» → 11; a study of creativity has none."""
    digits = "".join(sign for sign in group if sign.isdigit())
    return int(digits or 0)


def _birth(day: dt.date) -> Birth:
    return Birth(day.year, day.month, day)
