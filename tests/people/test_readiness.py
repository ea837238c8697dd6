"""What mentors proved, and who may work with minors."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from nastavnik.audit.models import Event
from nastavnik.base.errors import Invalid, NotAllowed
from nastavnik.notifications.models import Notice
from nastavnik.people.models import (
    Care,
    Consent,
    Participation,
    Person,
    PublishedCard,
    ReadinessFact,
    Safeguard,
)
from nastavnik.people.refusals import DateAhead, NotAFact
from nastavnik.people.refusals_readiness import (
    AlreadyTakenBack,
    ChecksMissing,
    GroundMissing,
    NotTakenBack,
    TermMissing,
    WrongStep,
)
from nastavnik.people.services import expiring, readiness, safeguarding
from tests.cast import Cast
from tests.people_data import part, person

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


def mentor(cast: Cast, source: str = "employee") -> Participation:
    """An adult whose consent is there and who entered the programme."""
    who = person(cast.school, birth_year=1980, adult_from=dt.date(1998, 6, 1))
    today = timezone.localdate()
    Consent.objects.create(
        node=cast.school, person=who, kind="adult_pd", state="active", signed_on=today, way="paper"
    )
    return part(who, side="mentor", audience="adult", source=source, entered_on=today)


def prove(cast: Cast, who: Person, *kinds: str, on: dt.date | None = None, **told: object) -> ReadinessFact:
    day = on or timezone.localdate()
    for kind in kinds:
        until = day + 365 * DAY if kind == "no_conviction" else None
        whole = {"dated_on": day, "expires_on": until, **told}
        fact = readiness.prove(who, kind, actor=cast.curator, **whole)  # type: ignore[arg-type]
    return fact


def status(row: Participation) -> str:
    row.refresh_from_db()
    return row.status


def stands(who: Person) -> str:
    now = safeguarding.current(who)
    return now.state if now else ""


def move(cast: Cast, who: Person, to: str, reason: str = "решение куратора") -> Safeguard:
    return safeguarding.move(who, to, reason=reason, since=safeguarding.current(who), actor=cast.curator)


class TestFacts:
    def test_the_last_fact_opens_the_gate_and_taking_it_back_closes_it(self, cast: Cast) -> None:
        row = mentor(cast)
        prove(cast, row.person, "questionnaire", "interview", "training")
        assert status(row) == "in_base"
        fact = prove(cast, row.person, "no_conviction")
        assert status(row) == "ready"

        readiness.take_back(fact, actor=cast.curator)
        assert status(row) == "in_base"
        with pytest.raises(AlreadyTakenBack):
            readiness.take_back(fact, actor=cast.curator)
        readiness.bring_back(fact, actor=cast.curator)
        assert status(row) == "ready"
        with pytest.raises(NotTakenBack):
            readiness.bring_back(fact, actor=cast.curator)

    def test_the_ground_is_sealed_and_stays_out_of_the_journal(self, cast: Cast) -> None:
        fact = prove(cast, mentor(cast).person, "interview", basis="протокол № 7")
        kept = ReadinessFact.objects.filter(pk=fact.pk)
        assert "протокол" not in str(kept.values_list("basis", flat=True).query)
        assert kept.get().basis == "протокол № 7"
        event = Event.objects.get(action="readiness.proved")
        assert event.facts == {"kind": "interview", "outcome": "passed"}

    @pytest.mark.parametrize(
        ("kind", "told", "refusal"),
        [
            ("diploma", {}, NotAFact),
            ("interview", {"dated_on": timezone.localdate() + DAY}, DateAhead),
            ("no_conviction", {"expires_on": None}, TermMissing),
            ("no_conviction", {"expires_on": dt.date(2020, 1, 1)}, Invalid),
        ],
    )
    def test_what_does_not_fit_is_refused(
        self, cast: Cast, kind: str, told: dict[str, object], refusal: type[Exception]
    ) -> None:
        who = mentor(cast).person
        with pytest.raises(refusal):
            prove(cast, who, kind, **told)
        assert not ReadinessFact.objects.exists()

    def test_a_psychologist_writes_down_interviews_of_their_own_people_alone(self, cast: Cast) -> None:
        who, other = mentor(cast).person, mentor(cast).person
        Care.objects.create(node=cast.school, person=who, user=cast.psychologist, from_on=dt.date(2026, 9, 1))
        today = timezone.localdate()
        readiness.prove(who, "interview", dated_on=today, actor=cast.psychologist)
        for whom, kind in ((who, "training"), (other, "interview")):
            with pytest.raises(NotAllowed):
                readiness.prove(whom, kind, dated_on=today, actor=cast.psychologist)
        with pytest.raises(NotAllowed):
            readiness.prove(who, "interview", dated_on=today, actor=cast.sibling_curator)

    def test_many_at_once_are_one_event_and_one_undo(self, cast: Cast) -> None:
        rows = [mentor(cast, "teacher") for _ in range(3)]
        for row in rows:
            prove(cast, row.person, "questionnaire", "interview")
        people = [row.person for row in rows]
        today = timezone.localdate()

        mark = readiness.prove_many(people, "training", dated_on=today, basis="Школа наставника", actor=cast.curator)

        assert [status(row) for row in rows] == ["ready"] * 3
        event = Event.objects.get(action="readiness.proved_many")
        assert event.facts == {"kind": "training", "people": sorted(one.pk for one in people)}
        assert readiness.take_back_many(cast.school, mark, actor=cast.director) == 0
        assert readiness.take_back_many(cast.school, mark, actor=cast.curator) == 3
        assert [status(row) for row in rows] == ["in_base"] * 3
        stranger = person(cast.sibling_school)
        with pytest.raises(NotAllowed):
            readiness.prove_many([*people, stranger], "training", dated_on=today, actor=cast.curator)


class TestClearance:
    def test_cleared_only_with_every_check(self, cast: Cast) -> None:
        who = mentor(cast).person
        move(cast, who, "checking")
        with pytest.raises(ChecksMissing) as refusal:
            move(cast, who, "cleared")
        assert refusal.value.details == {"kinds": ["references", "training", "no_conviction"]}
        prove(cast, who, "references", "training")
        with pytest.raises(ChecksMissing):
            move(cast, who, "cleared")
        prove(cast, who, "no_conviction")
        move(cast, who, "cleared")
        assert stands(who) == "cleared"

    def test_a_teacher_of_the_school_brings_no_certificate(self, cast: Cast) -> None:
        who = mentor(cast, "teacher").person
        move(cast, who, "checking")
        prove(cast, who, "references", "training")
        move(cast, who, "cleared")
        assert stands(who) == "cleared"

    @pytest.mark.parametrize("begin", ["", *Safeguard.State.values])
    def test_only_steps_of_the_table_are_taken(self, cast: Cast, begin: str) -> None:
        who = mentor(cast).person
        prove(cast, who, "references", "training", "no_conviction")
        for to in Safeguard.State.values:
            Safeguard.objects.filter(person=who).delete()
            if begin:
                Safeguard.objects.create(node=cast.school, person=who, state=begin)
            if to in safeguarding.STEPS[begin]:
                assert move(cast, who, to).state == to
            else:
                with pytest.raises(WrongStep):
                    move(cast, who, to)
                assert stands(who) == begin
        assert all("paused" not in steps for steps in safeguarding.STEPS.values())

    def test_a_check_that_runs_out_pauses_and_the_gate_closes(self, cast: Cast) -> None:
        row = mentor(cast)
        long_ago = timezone.localdate() - 364 * DAY
        prove(cast, row.person, "questionnaire", "interview", "training", "references", "no_conviction", on=long_ago)
        move(cast, row.person, "checking")
        move(cast, row.person, "cleared")
        assert status(row) == "ready"

        assert safeguarding.pause(timezone.localdate()) == 0
        assert safeguarding.pause(timezone.localdate() + DAY) == 1
        assert (stands(row.person), status(row)) == ("paused", "in_base")
        assert Event.objects.get(action="safeguard.paused").actor_id is None
        history = Safeguard.objects.filter(person=row.person).order_by("pk").values_list("state", "is_current")
        assert list(history) == [("checking", False), ("cleared", False), ("paused", True)]

    def test_taking_a_check_back_pauses_at_once_and_people_clear_again(self, cast: Cast) -> None:
        who = mentor(cast).person
        prove(cast, who, "references", "training")
        fact = prove(cast, who, "no_conviction")
        move(cast, who, "checking")
        move(cast, who, "cleared")
        readiness.take_back(fact, actor=cast.curator)
        assert stands(who) == "paused"
        prove(cast, who, "no_conviction")
        assert stands(who) == "paused"
        move(cast, who, "cleared")
        assert stands(who) == "cleared"

    def test_a_suspended_mentor_is_not_ready_and_leaves_the_base_of_the_city(self, cast: Cast) -> None:
        row = mentor(cast, "teacher")
        prove(cast, row.person, "questionnaire", "interview", "training")
        given = Consent.objects.create(
            node=cast.school, person=row.person, kind="transfer_named", state="active",
            signed_on=timezone.localdate(), way="paper",
        )  # fmt: skip
        PublishedCard.objects.create(
            node=cast.region, organisation=cast.school, participation=row, consent=given, card={}
        )
        assert status(row) == "ready"

        move(cast, row.person, "suspended", "жалоба от 3 ноября, разбирается")

        assert status(row) == "in_base"
        assert not PublishedCard.objects.exists()
        assert "жалоба" not in str(Event.objects.get(action="safeguard.moved").facts)

    def test_a_step_needs_a_ground_and_the_row_it_was_decided_upon(self, cast: Cast) -> None:
        who = mentor(cast).person
        with pytest.raises(GroundMissing):
            move(cast, who, "checking", " ")
        seen = move(cast, who, "checking")
        move(cast, who, "barred")
        with pytest.raises(WrongStep):
            safeguarding.move(who, "suspended", reason="позже", since=seen, actor=cast.curator)
        with pytest.raises(NotAllowed):
            safeguarding.move(who, "checking", reason="чужой", since=None, actor=cast.sibling_curator)


def test_curators_are_told_a_month_and_a_week_ahead_once(cast: Cast) -> None:
    who = mentor(cast).person
    fact = prove(cast, who, "no_conviction")
    assert fact.expires_on is not None
    month = fact.expires_on - 30 * DAY
    for day in (month - DAY, month, month, month + DAY, fact.expires_on - 7 * DAY):
        expiring.warn(day)
    told = Notice.objects.filter(kind="readiness.expiring")
    assert {notice.user_id for notice in told} == {cast.curator.pk}
    assert sorted(notice.event for notice in told) == [f"readiness:{fact.uid}:30", f"readiness:{fact.uid}:7"]


def test_a_check_that_is_followed_by_another_warns_nobody(cast: Cast) -> None:
    who = mentor(cast).person
    fact = prove(cast, who, "no_conviction")
    prove(cast, who, "no_conviction", expires_on=timezone.localdate() + 700 * DAY)
    assert fact.expires_on is not None
    assert expiring.warn(fact.expires_on - 30 * DAY) == 0
