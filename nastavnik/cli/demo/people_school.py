"""The first school, in which the accounts of the demo work: consents in every state, whose accounts are whose cards,
what waits for each role.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from random import Random

from nastavnik.accounts.models import User
from nastavnik.accounts.roles import Role
from nastavnik.accounts.services.grants import give_role
from nastavnik.cli.demo.people_made import Maker, One
from nastavnik.cli.demo.people_names import Human
from nastavnik.cli.demo.people_rows import Writer, person_of
from nastavnik.cli.demo.region import OPENED_ON, Region
from nastavnik.org.models import Node
from nastavnik.people import coverage
from nastavnik.people.cards import Birth
from nastavnik.people.consent_kinds import ADULT, DUTIES, MINOR, OWN_ACK, TRANSFER
from nastavnik.people.models import Consent, DataRequest, Participation, Person, Safeguard
from nastavnik.people.models.consents import ConsentState
from nastavnik.people.services import cares, consents, likenesses, requests, safeguarding

#: Hardly anybody of this class has signed yet: its line of the coverage asks to be reminded.
NEW_CLASS = "5Б"
GIVEN_DAYS, SIGNED_DAYS = 40, 33
IN_CARE, INTERVIEWED = 6, 3
PARENTS_WITH_ACCOUNTS = 3
PLACES = ("папка 03-12, листы 1–60", "папка 03-12, листы 61–140", "папка 03-13, листы 1–80")


def people_of(maker: Maker, count: int, region: Region) -> list[One]:
    """The people of the school, two of whom are in its base twice by a slip of the pen."""
    found = maker.people(count - 2)
    mentee, sibling, parent = _family(maker, region)
    found += [mentee, sibling]
    mentor = next(one for one in found if one.parts[0].source == "teacher" and one.consented and len(one.facts) > 3)
    mentor.user_id = region.users[Role.MENTOR].pk
    given_on = maker.today - dt.timedelta(days=GIVEN_DAYS)
    for one in found:
        if one.group == NEW_CLASS and one is not sibling:
            one.consented = maker.rng.random() < 0.2
        # A minor on the day when the forms were given out.
        was_minor = one.adult_from is None or one.adult_from > given_on
        if was_minor and one.parent is None:
            one.parent = maker.parent(one)
    mentee.parent = sibling.parent = parent
    return found + [_twin(maker, one) for one in _some_minors(found)[:2]]


def _family(maker: Maker, region: Region) -> tuple[One, One, One]:
    """A mentee with an account, a younger sister, and their mother, whose account may sign and withdraw."""
    human = Human("Ветлугин", "Тимофей", "Андреевич", True, "Андрей")
    mentee, sister = maker.mentee("9А"), maker.mentee("5Б")
    _rename(mentee, human)
    _rename(sister, maker.names.sibling_of(human, "Полина", is_man=False))
    for one, years in ((mentee, 15), (sister, 11)):
        day = dt.date(maker.today.year - years, 3, 14)
        one.birth, one.card["birth"] = Birth(day.year, day.month, day), day.isoformat()
        one.adult_from = one.birth.full_age_from
    mentee.consented, sister.consented = True, False
    mentee.user_id = region.users[Role.MENTEE].pk
    parent = maker.parent(mentee)
    maker.parent(sister)
    _rename(parent, Human("Ветлугина", "Ирина", "Олеговна", False, "Олег"))
    phone = parent.card["phones"][0]
    for child in (mentee, sister):
        child.card |= {"phones": [phone], "contact": f"{parent.human.full} (мать), {phone}"}
    parent.user_id = region.users[Role.PARENT].pk
    return mentee, sister, parent


def _rename(one: One, human: Human) -> None:
    one.human = human
    one.card |= {"last": human.last, "first": human.first, "middle": human.middle}


def _some_minors(found: Sequence[One]) -> list[One]:
    """Mentees whom a parent stands for and who have no account of their own."""
    known = [one for one in found if one.parent and one.user_id is None and one.human.middle and one.consented]
    return [one for one in known if one.parts[0].side == "mentee"]


def _twin(maker: Maker, one: One) -> One:
    """The same child written down once more, with a slip in the patronymic."""
    twin = maker.mentee(one.group)
    human = one.human
    slip = human.middle[:-3] + human.middle[-2:]
    _rename(twin, Human(human.last, human.first, slip, human.is_man, human.father))
    twin.birth, twin.adult_from, twin.consented, twin.parent = one.birth, one.adult_from, False, one.parent
    twin.card |= {name: one.card[name] for name in ("birth", "phones", "contact") if name in one.card}
    twin.parts = twin.parts[:1]
    return twin


def accounts(rng: Random, school: Node, found: Sequence[One]) -> None:
    """A few more parents have accounts: reminders reach them."""
    for one in rng.sample(_some_minors(found), PARENTS_WITH_ACCOUNTS):
        assert one.parent is not None  # noqa: S101 - chosen by it
        user = User(work_name="")
        user.set_unusable_password()
        user.save()
        give_role(user, Role.PARENT, school, actor=None, from_on=OPENED_ON)
        one.parent.user_id = user.pk


def consents_of(writer: Writer, found: Sequence[One], curator: User) -> None:
    """Given out to all by their wording, signed by most, the rest on its way or ended in every other way."""
    given_on = writer.today - dt.timedelta(days=GIVEN_DAYS)
    settings = coverage.settings_of(writer.node)
    waiting = [one for one in found if not one.consented][::2]
    for kind in (ADULT, MINOR, OWN_ACK):
        needing = [one for one in found if one.parts and kind in coverage.needed(person_of(one), given_on, settings)]
        signing = [one for one in needing if one.consented]
        _issue(writer, [*signing, *(one for one in needing if one in waiting)], kind, given_on, curator)
        _sign(signing, kind, given_on + dt.timedelta(days=GIVEN_DAYS - SIGNED_DAYS))
    teachers = [one for one in found if one.consented and any(part.model == "teachers" for part in one.parts)]
    duties = [one for one in teachers if one.parts[0].side == "mentor"]
    _issue(writer, duties, DUTIES, given_on, curator)
    _sign(duties[1:], DUTIES, given_on + dt.timedelta(days=3))
    named = [one for one in found if one.consented and one.parts and one.parts[0].side == "mentor" and not one.parent]
    _issue(writer, named, TRANSFER, given_on, curator)
    _sign(named[: -len(named) // 4], TRANSFER, given_on + dt.timedelta(days=5))


def _issue(writer: Writer, found: Sequence[One], kind: str, on: dt.date, curator: User) -> None:
    people = Person.objects.select_related("node").filter(pk__in=[one.pk for one in found]).order_by("pk")
    consents.issue(people, kind, actor=curator, on=on)


def _sign(found: Sequence[One], kind: str, on: dt.date) -> None:
    """Brought back on paper, a folder at a time."""
    for place, words in enumerate(PLACES):
        keys = [one.pk for one in found[place :: len(PLACES)]]
        Consent.objects.filter(person__in=keys, kind=kind).update(
            state=ConsentState.ACTIVE, way=Consent.Way.PAPER, signed_on=on, basis=words
        )


def afterwards(writer: Writer, found: Sequence[One], region: Region) -> None:
    """Once everybody stands where consents and facts put them: what is left to people."""
    curator = region.users[Role.CURATOR]
    minors = _some_minors(found)
    _end_some(minors[5:], curator)
    psychologist = region.users[Role.PSYCHOLOGIST]
    _care(minors[10 : 10 + IN_CARE], psychologist, curator, "по просьбе родителей")
    _care(_some_mentors(found), psychologist, curator, "собеседование перед началом работы")
    _ask(minors[20:], curator, writer.today)
    _safeguard(writer.node, curator)
    likenesses.look(writer.node, [one.pk for one in found[-2:]])


def _end_some(minors: Sequence[One], curator: User) -> None:
    """One consent is withdrawn by a paper of the parent; one was replaced by a newer text; one has expired."""
    withdrawn = Consent.objects.in_force().get(person=minors[0].pk, kind=MINOR)
    consents.withdraw(withdrawn, by_themselves=False, words="заявление матери, вх. № 48", actor=curator)
    for one, state in ((minors[1], ConsentState.REPLACED), (minors[2], ConsentState.EXPIRED)):
        now = Consent.objects.in_force().get(person=one.pk, kind=MINOR)
        assert now.signed_on is not None  # noqa: S101 - what is in force is signed
        begun = now.signed_on - dt.timedelta(days=365)
        former = Consent(
            node_id=now.node_id, person_id=one.pk, kind=MINOR, state=state, way=Consent.Way.PAPER, issued_on=begun,
            signed_on=begun, ended_on=now.signed_on, basis="папка 03-11", made_by=curator,
            representation=now.representation,
        )  # fmt: skip
        former.save()
        if state == ConsentState.REPLACED:
            Consent.objects.filter(pk=now.pk).update(replaces=former)


def _some_mentors(found: Sequence[One]) -> list[One]:
    """Grown-up mentors whom the psychologist will talk to."""
    mentors = [one for one in found if one.parts and one.parts[0].side == "mentor" and not one.parent]
    return mentors[-INTERVIEWED:]


def _care(people: Sequence[One], psychologist: User, curator: User, basis: str) -> None:
    for one in people:
        person = Person.objects.select_related("node").get(pk=one.pk)
        cares.put(person, psychologist, actor=curator, basis=basis)


def _ask(minors: Sequence[One], curator: User, today: dt.date) -> None:
    """A copy is asked for and open, a correction was made in its time."""
    first, second = (Person.objects.select_related("node").get(pk=one.pk) for one in minors[:2])
    since = today - dt.timedelta(days=4)
    requests.ask(first, DataRequest.Kind.COPY, "Пришлите копию всех сведений", False, curator, asked_on=since)
    asked = requests.ask(
        second, DataRequest.Kind.CORRECT, "В отчестве ошибка", False, curator, asked_on=since - dt.timedelta(days=10)
    )
    asked.state, asked.done_on, asked.answer = DataRequest.State.DONE, since, "Исправлено, представитель уведомлён."
    asked.save()


def _safeguard(school: Node, curator: User) -> None:
    """A mentor is suspended until a report is looked into."""
    mentors = Participation.objects.filter(node=school, side="mentor", source="graduate").order_by("pk")
    part = mentors.select_related("person__node").first()
    if part is None:
        return
    now = safeguarding.current(part.person)
    safeguarding.move(
        part.person, Safeguard.State.SUSPENDED, reason="сообщение родителя рассматривает заместитель директора",
        since=now, actor=curator,
    )  # fmt: skip
