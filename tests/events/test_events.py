"""Events from the plan to what follows from them: lines, readiness, figures, numbers above."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone, translation

from nastavnik import jobs, measures
from nastavnik.accounts.models import Grant
from nastavnik.accounts.roles import Role
from nastavnik.base.errors import EditConflict, Invalid, NotAllowed
from nastavnik.events import queries
from nastavnik.events.models import Announcement, Attendance, Event, Kind, Turnout
from nastavnik.events.refusals import LineElsewhere, NobodyToInvite, NotBegun, NotPlanned, TooLate
from nastavnik.events.services import attendance, events
from nastavnik.events.services import facts as services_facts
from nastavnik.notifications.kinds import address_of, kind_named
from nastavnik.notifications.models import Notice
from nastavnik.org.calendar import school_year_of
from nastavnik.org.services.shipped import SHIPPED, lists
from nastavnik.people.models import Consent, Person, ReadinessFact
from nastavnik.people.refusals import DateAhead
from nastavnik.people.services import erasing, merging
from nastavnik.roadmaps.models import LineRule
from nastavnik.roadmaps.services import rules
from tests.cast import Cast
from tests.people_data import DAY, YEAR, part, person

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def at(days: int = 0) -> dt.datetime:
    """So many days from now; 0 is an hour ago."""
    return timezone.now() + (dt.timedelta(days=days) if days else -dt.timedelta(hours=1))


def planned(cast: Cast, days: int = 0, **told: Any) -> Event:
    whole = {"kind": Kind.SEMINAR, "title": "Семинар наставников", "starts_at": at(days)} | told
    return events.plan(whole.pop("node", cast.school), actor=whole.pop("actor", cast.curator), **whole)


def mentor(cast: Cast, user: Any = None) -> Person:
    who = person(cast.school, user=user, birth_year=1980, adult_from=dt.date(1998, 6, 1))
    part(who, side="mentor", source="teacher", status="in_base", entered_on=DAY)
    return who


def facts() -> list[int]:
    found = ReadinessFact.objects.filter(kind="training", withdrawn_at=None)
    return sorted(found.values_list("person", flat=True))


def rows_of(event: Event) -> dict[int | None, Attendance]:
    return {row.person_id: row for row in Attendance.objects.filter(event=event)}


def test_the_kinds_of_the_reference_list_have_codes() -> None:
    (training,) = [one for one in lists(SHIPPED) if one.code == "training"]
    (types,) = [line.data for line in training.lines if line.code == "event_types"]
    with translation.override("ru"):
        assert set(types["event_types"] if isinstance(types, dict) else types) <= {str(kind.label) for kind in Kind}


def test_planned_moved_called_off_and_those_invited_are_told(cast: Cast) -> None:
    event = planned(cast, 3)
    mine, other = mentor(cast, cast.mentor), mentor(cast)
    mark, count = attendance.invite(
        event, cast.school, people=[mine.pk, other.pk], users=[cast.psychologist.pk], actor=cast.curator
    )
    assert count == 3
    with pytest.raises(NobodyToInvite):
        attendance.invite(event, cast.school, people=[mine.pk], actor=cast.curator)
    row = rows_of(event)[mine.pk]
    attendance.answer(row, comes=True, actor=cast.mentor)
    assert queries.sums_of(event, cast.school).coming == 1
    for actor in (cast.curator, cast.mentee):
        with pytest.raises(NotAllowed):
            attendance.answer(row, comes=False, actor=actor)

    moved = events.change(event, version=1, starts_at=at(5), actor=cast.curator)
    with pytest.raises(EditConflict):
        events.change(event, version=1, title="Иначе", actor=cast.curator)
    off = events.call_off(moved, reason="Заболел ведущий", version=moved.version, actor=cast.curator)
    with pytest.raises(TooLate):
        attendance.answer(row, comes=False, actor=cast.mentor)
    with pytest.raises(NotPlanned):
        events.hold(off, held_on=TODAY, version=off.version, actor=cast.curator)
    told = Notice.objects.filter(kind__startswith="event.").order_by("pk").values_list("kind", "user")
    assert [kind for kind, user in told if user == cast.mentor.pk] == [
        "event.invited", "event.moved", "event.called_off",
    ]  # fmt: skip
    assert {user for _kind, user in told} == {cast.mentor.pk, cast.psychologist.pk}

    again = events.call_again(off, actor=cast.curator)
    assert (again.state, again.reason) == ("planned", "")
    assert attendance.uninvite(event, cast.school, mark, actor=cast.curator) == 3


def test_a_training_that_was_held_makes_mentors_trained_and_is_taken_back(cast: Cast) -> None:
    event = planned(cast, is_training=True)
    came, absent = mentor(cast), mentor(cast)
    mentee = person(cast.school)
    part(mentee)
    attendance.invite(event, cast.school, people=[came.pk, absent.pk, mentee.pk], actor=cast.curator)
    rows = rows_of(event)
    everybody = [row.uid for row in rows.values()]
    attendance.mark(event, cast.school, [rows[came.pk].uid, rows[mentee.pk].uid], everybody, actor=cast.curator)
    assert facts() == []
    held = events.hold(event, held_on=TODAY, version=1, outsiders=2, staff=4, actor=cast.curator)
    assert facts() == [came.pk]
    assert queries.turnout_sum(held) == 4

    attendance.mark(event, cast.school, everybody, everybody, actor=cast.curator)
    assert facts() == [came.pk, absent.pk]
    earlier = TODAY - dt.timedelta(days=1)
    held = events.hold(event, held_on=earlier, version=held.version, actor=cast.curator)
    assert set(ReadinessFact.objects.filter(withdrawn_at=None).values_list("dated_on", flat=True)) == {earlier}
    attendance.mark(event, cast.school, [], [rows[absent.pk].uid], actor=cast.curator)
    assert facts() == [came.pk]
    events.unhold(held, actor=cast.curator)
    assert facts() == []


def test_a_day_ahead_and_a_mark_before_the_beginning_are_refused(cast: Cast) -> None:
    event = planned(cast, 3)
    with pytest.raises(DateAhead):
        events.hold(event, held_on=TODAY + dt.timedelta(days=1), version=1, actor=cast.curator)
    with pytest.raises(NotBegun):
        attendance.mark(event, cast.school, [], [], actor=cast.curator)
    with pytest.raises(Invalid):
        planned(cast, link="http://example.org/room")
    with pytest.raises(Invalid):
        planned(cast, 3, ends_at=at(2))
    for actor in (cast.psychologist, cast.sibling_curator, cast.district_coordinator):
        with pytest.raises(NotAllowed):
            planned(cast, actor=actor)


def test_an_event_of_a_line_proves_that_line_and_a_free_one_its_kind(cast: Cast, add: Any) -> None:
    webinar, other = add("до 30 сентября", title="Вебинар"), add("до 30 сентября", title="Встреча")
    for line, code in ((webinar, "webinar"), (other, "event")):
        rule = LineRule.objects.filter(line=line).first()
        rules.set_rule(
            line, kind=LineRule.Kind.EVENT, code=code, actor=cast.curator, version=rule.version if rule else 0
        )

    def done() -> list[bool]:
        return [line.occurrences.get().done_on is not None for line in (webinar, other)]

    free = planned(cast, kind=Kind.WEBINAR)
    free = events.hold(free, held_on=TODAY, version=1, actor=cast.curator)
    assert done() == [True, False]
    of_line = planned(cast, kind=Kind.WEBINAR, line=other)
    of_line = events.hold(of_line, held_on=TODAY, version=1, actor=cast.curator)
    assert done() == [True, True]
    events.unhold(free, actor=cast.curator)
    assert done() == [False, True]
    events.unhold(of_line, actor=cast.curator)
    assert done() == [False, False]
    with pytest.raises((LineElsewhere, NotAllowed)):
        planned(cast, node=cast.sibling_school, actor=cast.sibling_curator, line=other)


def test_those_below_say_who_came_and_the_organiser_sees_numbers(cast: Cast) -> None:
    event = planned(
        cast, node=cast.imc, actor=cast.district_coordinator, addressed_to="below", is_training=True,
        resolution="Решили усилить",
    )  # fmt: skip
    assert Announcement.objects.visible_to(cast.curator, "event.follow").get().pk == event.pk
    assert not Event.objects.visible_to(cast.curator, "event.view").exists()
    announced = Announcement.objects.get()
    trained, stranger = mentor(cast), person(cast.sibling_school)
    with pytest.raises(NotAllowed):
        attendance.say_who_came(announced, cast.school, people=[stranger.pk], count=0, actor=cast.curator)
    attendance.say_who_came(
        announced, cast.school, people=[trained.pk], users=[cast.curator.pk], count=3, actor=cast.curator
    )
    assert list(Turnout.objects.values_list("node", "count")) == [(cast.school.pk, 3)]
    assert facts() == []

    events.hold(event, held_on=TODAY, version=1, actor=cast.district_coordinator)
    assert facts() == [trained.pk]
    year = measures.year(school_year_of(TODAY).start_year)
    share = measures.value("events.curators_trained", cast.district, year)
    assert (share.numerator, share.denominator) == (1, 2)
    assert measures.by_node(["events.held"], cast.imc, [year])[cast.imc.pk, "events.held", year.code].numerator == 1
    attendance.say_who_came(announced, cast.school, users=[cast.curator.pk], count=None, actor=cast.curator)
    assert facts() == []
    assert Turnout.objects.get().count == 1
    for actor in (cast.district_coordinator, cast.director):
        with pytest.raises(NotAllowed):
            attendance.say_who_came(announced, cast.school, count=9, actor=actor)
    with pytest.raises(NotPlanned):
        events.change(event, version=2, title="Иначе", actor=cast.district_coordinator)


def test_curators_below_hear_of_an_event_that_is_meant_for_them(cast: Cast) -> None:
    told = {"node": cast.imc, "actor": cast.district_coordinator}
    planned(cast, 3, **told)
    planned(cast, 0, addressed_to="below", **told)
    jobs.run_all()
    assert not Notice.objects.exists()
    event = planned(cast, 3, addressed_to="below", audience=["heads"], **told)
    jobs.run_all()
    notices = Notice.objects.filter(kind="event.announced")
    heard = set(notices.values_list("user", flat=True))
    assert {cast.curator.pk, cast.sibling_curator.pk, cast.director.pk} <= heard
    assert not {cast.mentor.pk, cast.team_member.pk, cast.district_coordinator.pk, cast.ended_curator.pk} & heard
    below = cast.district.path
    assert not Grant.objects.filter(user__in=heard).exclude(node__path__startswith=below).exists()
    notice = notices.get(user=cast.curator)
    assert address_of(notice.kind, notice.context) == f"/events/above/{event.uid}/"
    (said,) = kind_named(notice.kind).tell(cast.curator, [notice.context])  # type: ignore[union-attr]  # it is there
    assert said is not None
    assert event.title in said.text

    moved = events.change(event, version=1, title="Иначе", starts_at=at(5), actor=cast.district_coordinator)
    events.call_off(moved, reason="Заболел", version=moved.version, actor=cast.district_coordinator)
    jobs.run_all()
    kinds = Notice.objects.filter(user=cast.curator).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["event.announced", "event.announced_moved", "event.announced_off"]


def test_a_training_of_many_organisations_is_followed_in_pieces(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services_facts, "AT_ONCE", 1)
    monkeypatch.setattr(services_facts, "PIECE", 1)
    event = planned(cast, node=cast.imc, actor=cast.district_coordinator, addressed_to="below", is_training=True)
    announced = Announcement.objects.get()
    ours = mentor(cast)
    theirs = person(cast.sibling_school, birth_year=1980, adult_from=dt.date(1998, 6, 1))
    part(theirs, side="mentor", source="teacher", status="in_base", entered_on=DAY)
    attendance.say_who_came(announced, cast.school, people=[ours.pk], count=1, actor=cast.curator)
    attendance.say_who_came(announced, cast.sibling_school, people=[theirs.pk], count=1, actor=cast.sibling_curator)
    held = events.hold(event, held_on=TODAY, version=1, actor=cast.district_coordinator)
    assert facts() == []
    work = jobs.Job.objects.get(kind="event.follow")

    follow_places = services_facts.follow_places

    def failing(which: Event, places: list[int], actor: Any) -> None:
        follow_places(which, places, actor)
        if places == [max(cast.school.pk, cast.sibling_school.pk)] and work.attempts == 0:
            work.attempts = 1
            raise RuntimeError

    monkeypatch.setattr(services_facts, "follow_places", failing)
    jobs.run_all()
    assert facts() == sorted([ours.pk, theirs.pk])
    events.unhold(held, actor=cast.district_coordinator)
    jobs.run_all()
    assert facts() == []


def test_the_share_of_trained_mentors_counts_those_of_the_base(cast: Cast) -> None:
    event = planned(cast, is_training=True)
    came, other = mentor(cast), mentor(cast)
    year = measures.year(YEAR)
    for who in (came, other):
        Consent.objects.create(
            node=cast.school, person=who, kind="adult_pd", state="active", signed_on=DAY, way="paper"
        )
    attendance.invite(event, cast.school, people=[came.pk], actor=cast.curator)
    everybody = [row.uid for row in rows_of(event).values()]
    attendance.mark(event, cast.school, everybody, everybody, actor=cast.curator)
    events.hold(event, held_on=TODAY, version=1, actor=cast.curator)
    found = measures.by_node(["events.mentors_trained"], cast.school, [year])
    value = found[cast.school.pk, "events.mentors_trained", year.code]
    assert (value.numerator, value.denominator) == (1, 2)


def test_erasing_and_joining_take_the_invitations_along(cast: Cast) -> None:
    event = planned(cast, 3)
    kept, gone = mentor(cast), person(cast.school)
    attendance.invite(event, cast.school, people=[gone.pk], actor=cast.curator)
    merging.merge(kept, gone, actor=cast.curator)
    assert [row.person_id for row in Attendance.objects.all()] == [kept.pk]
    erasing.erase_many(kept.node, {kept.pk: "withdrawn"}, None)
    assert not Attendance.objects.exists()


def test_a_curator_whose_role_has_ended_invites_nobody(cast: Cast) -> None:
    event = planned(cast, 3)
    Grant.objects.filter(role=Role.CURATOR, user=cast.curator).update(to_on=TODAY)
    with pytest.raises(NotAllowed):
        attendance.invite(event, cast.school, users=[cast.psychologist.pk], actor=cast.curator)
