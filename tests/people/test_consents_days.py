"""What days do to consents, who lacks which of them, and reminding."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from nastavnik.notifications import kinds
from nastavnik.notifications.models import Notice
from nastavnik.people import coverage, standing
from nastavnik.people.cards import Birth
from nastavnik.people.coverage import Cell
from nastavnik.people.models import Consent, Participation, Settings
from nastavnik.people.services import ageing, consents, reminding
from nastavnik.people.services.persons import add_part, add_person, group_named
from tests.cast import Cast
from tests.people.test_consents import GROWN, PUPIL, TEEN, TODAY, given, mother_of, pupil, signed, status, today

__all__ = ["today"]
pytestmark = pytest.mark.django_db
# Turns 18 on the 22nd, the day on which everything here happens.
BIRTHDAY = Birth(2008, 11, dt.date(2008, 11, 22))


def grown_up_pupil(cast: Cast, birth: Birth = BIRTHDAY) -> Participation:
    """In the base by the representative's consent and the own confirmation, given before the birthday."""
    part = pupil(cast, birth=birth)
    mother_of(cast, part.person)
    for kind in ("minor_rep_pd", "minor_own_ack"):
        signed(cast, part.person, kind)
    return part


class TestComingOfAge:
    def test_the_form_of_an_adult_is_given_out_on_the_birthday_and_once(self, cast: Cast) -> None:
        part = grown_up_pupil(cast)
        assert ageing.requests(TODAY - dt.timedelta(days=1)) == 0
        assert ageing.requests(TODAY) == 1
        assert ageing.requests(TODAY) == 0
        row = Consent.objects.get(person=part.person, kind="adult_pd")
        assert (row.state, row.issued_on, row.representation) == ("issued", TODAY, None)
        notice = Notice.objects.get(user=cast.curator, kind="consent.of_age")
        assert "Ветров" not in str(notice.context)

    @pytest.mark.slow
    def test_without_a_day_it_is_given_out_when_they_are_certainly_of_age(self, cast: Cast) -> None:
        grown_up_pupil(cast, Birth(2008, 11))
        assert ageing.requests(TODAY) == 0
        assert ageing.requests(dt.date(2026, 12, 1)) == 1

    def test_what_was_given_for_the_minor_counts_until_it_is_replaced(self, cast: Cast) -> None:
        part = grown_up_pupil(cast)
        for day in (TODAY, dt.date(2026, 12, 1), dt.date(2027, 3, 1)):
            standing.settle(day)
            assert status(part) == "in_base"
        ageing.requests(TODAY)
        own = Consent.objects.get(person=part.person, kind="adult_pd")
        consents.sign_on_paper(own, signed_on=TODAY, version=own.version, actor=cast.curator)
        states = set(Consent.objects.exclude(pk=own.pk).values_list("state", flat=True))
        assert states == {"replaced"}
        for day in (TODAY, dt.date(2026, 12, 1)):
            standing.settle(day)
            assert status(part) == "in_base"

    @pytest.mark.slow
    def test_but_not_without_the_confirmation_that_was_asked(self, cast: Cast) -> None:
        part = pupil(cast, birth=BIRTHDAY)
        mother_of(cast, part.person)
        signed(cast, part.person, "minor_rep_pd")
        standing.settle(dt.date(2027, 3, 1))
        assert status(part) == "candidate"

    @pytest.mark.slow
    def test_withdrawing_it_after_the_birthday_ends_the_part(self, cast: Cast) -> None:
        part = grown_up_pupil(cast)
        rep = Consent.objects.get(kind="minor_rep_pd")
        consents.withdraw(rep, by_themselves=False, actor=cast.curator)
        assert status(part) == "withdrawn"

    @pytest.mark.slow
    def test_once_replaced_by_the_own_one_withdrawal_is_of_that(self, cast: Cast) -> None:
        part = grown_up_pupil(cast)
        own = signed_today(cast, part)
        consents.withdraw(own, by_themselves=False, actor=cast.curator)
        assert status(part) == "withdrawn"

    @pytest.mark.slow
    def test_parts_at_work_are_left_alone(self, cast: Cast) -> None:
        part = grown_up_pupil(cast)
        Participation.objects.filter(pk=part.pk).update(status="active")
        Consent.objects.update(state="expired")
        ageing.nightly(TODAY)
        assert status(part) == "active"


def signed_today(cast: Cast, part: Participation) -> Consent:
    row = given(cast, part.person, "adult_pd", on=TODAY)
    return consents.sign_on_paper(row, signed_on=TODAY, version=row.version, actor=cast.curator)


class TestTerms:
    @pytest.mark.slow
    def test_what_ran_out_opens_nothing(self, cast: Cast) -> None:
        part = pupil(cast, birth=GROWN)
        row = signed(cast, part.person, "adult_pd")
        row.expires_on = TODAY
        row.save()
        assert ageing.expire(TODAY - dt.timedelta(days=1)) == 0
        assert ageing.expire(TODAY) == 1
        row.refresh_from_db()
        assert (row.state, row.ended_on, status(part)) == ("expired", TODAY, "candidate")

    @pytest.mark.slow
    def test_gates_that_the_day_moved_are_settled_everywhere(self, cast: Cast) -> None:
        part = pupil(cast, birth=GROWN)
        signed(cast, part.person, "adult_pd")
        Participation.objects.filter(pk=part.pk).update(status="candidate")
        assert ageing.settle_all(TODAY) == 1
        assert status(part) == "in_base"
        assert ageing.settle_all(TODAY) == 0


class TestCoverage:
    def test_by_class_and_purpose(self, cast: Cast) -> None:
        group = group_named(cast.school, "8А")
        first, second = pupil(cast, group=group), pupil(cast, TEEN, group=group)
        for part in (first, second):
            mother_of(cast, part.person)
        signed(cast, first.person, "minor_rep_pd")
        given(cast, second.person, "minor_rep_pd")
        pupil(cast)
        of_age = pupil(cast, GROWN, group=group)  # the mother signed for the child of then
        Consent.objects.create(
            node=cast.school, person=of_age.person, kind="minor_rep_pd", state="active", way="paper", signed_on=TODAY
        )
        teacher = pupil(cast, GROWN, side="mentor", audience="teacher")
        Participation.objects.filter(pk=teacher.pk).update(model="teachers")

        found = coverage.table(cast.school, 2026, TODAY)
        cells = {line.key: dict(zip(found.kinds, line.cells, strict=True)) for line in (*found.lines, found.total)}
        assert list(cells) == [str(group.uid), "none", "teachers", ""]
        assert cells[str(group.uid)]["minor_rep_pd"] == Cell(active=1, pending=1, missing=0, needed=2)
        assert cells[str(group.uid)]["minor_own_ack"] == Cell(missing=1, needed=1)
        assert cells["none"]["minor_rep_pd"] == Cell(missing=1, needed=1)
        assert cells["teachers"]["adult_pd"] == cells["teachers"]["mentor_duties"] == Cell(missing=1, needed=1)
        assert cells[""]["minor_rep_pd"] == Cell(active=1, pending=1, missing=1, needed=3)
        for line in found.lines:
            for kind, cell in zip(found.kinds, line.cells, strict=True):
                if cell.needed:
                    lack = coverage.missing(cast.school, kind, school_year=2026, on=TODAY, place=line.key)
                    assert len(lack) == cell.needed - cell.active

    @pytest.mark.slow
    def test_many_people_cost_no_more_queries(self, cast: Cast) -> None:
        counts = []
        for _time in range(2):
            for _one in range(3):
                pupil(cast, group=group_named(cast.school, "8А"))
            with CaptureQueriesContext(connection) as seen:
                coverage.table(cast.school, 2026, TODAY)
            counts.append(len(seen))
        assert counts[0] == counts[1] <= 4

    @pytest.mark.parametrize(
        ("birth", "on", "kinds"),
        [
            (PUPIL, TODAY, ("minor_rep_pd",)),
            (TEEN, TODAY, ("minor_rep_pd", "minor_own_ack")),
            (Birth(2012, 11, dt.date(2012, 11, 22)), TODAY, ("minor_rep_pd", "minor_own_ack")),
            (Birth(2012, 11, dt.date(2012, 11, 23)), TODAY, ("minor_rep_pd",)),
            (BIRTHDAY, TODAY, ("adult_pd",)),
            (BIRTHDAY, TODAY - dt.timedelta(days=1), ("minor_rep_pd", "minor_own_ack")),
            (Birth(2008, 11), TODAY, ("minor_rep_pd", "minor_own_ack")),
            (Birth(2008), TODAY, ("minor_rep_pd", "minor_own_ack")),
            (Birth(), TODAY, ("minor_rep_pd",)),
        ],
    )
    def test_what_the_base_needs_by_age(self, cast: Cast, birth: Birth, on: dt.date, kinds: tuple[str, ...]) -> None:
        card = {"last": "Ветров", "first": "Глеб"}
        who = add_person(cast.school, card, birth=birth, actor=cast.curator)
        assert coverage.needed(who, on, None) == kinds
        without = tuple(kind for kind in kinds if kind != "minor_own_ack")
        assert coverage.needed(who, on, Settings(node=cast.school, asks_own_ack=False)) == without

    def test_mentors_of_teachers_are_asked_for_their_duties_too(self, cast: Cast) -> None:
        card = {"last": "Ветров", "first": "Глеб"}
        who = add_person(cast.school, card, birth=Birth(), adult=True, actor=cast.curator)
        add_part(who, side="mentor", model="teachers", school_year=2026, audience="teacher", actor=cast.curator)
        assert coverage.needed(who, TODAY) == ("adult_pd",)
        assert coverage.wanted(who, TODAY) == ("adult_pd", "mentor_duties")


class TestReminding:
    def test_signers_with_an_account_are_told_once_in_a_while(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        part, other = pupil(cast), pupil(cast)
        mother_of(cast, part.person)
        given(cast, part.person, "minor_rep_pd")
        consents.issue([other.person], "minor_rep_pd", actor=cast.curator, by_hand=True)
        assert consents.remind(cast.school, "minor_rep_pd", actor=cast.curator) == 1
        assert consents.remind(cast.school, "minor_rep_pd", actor=cast.curator) == 0
        assert Notice.objects.get(kind="consent.waiting").user == cast.parent
        monkeypatch.setattr(timezone, "now", lambda: dt.datetime(2026, 11, 26, 9, tzinfo=dt.UTC))
        assert consents.remind(cast.school, "minor_rep_pd", actor=cast.curator) == 1
        signed_row = Consent.objects.get(person=part.person)
        consents.sign_on_paper(signed_row, signed_on=TODAY, version=signed_row.version, actor=cast.curator)
        assert consents.remind(cast.school, "minor_rep_pd", actor=cast.curator) == 0

    def test_nobody_is_reminded_twice_in_a_day_or_of_the_same_within_three(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        part = pupil(cast)
        mother_of(cast, part.person)
        row = given(cast, part.person, "minor_rep_pd")

        def told_at(day: int, *kinds: str) -> int:
            monkeypatch.setattr(timezone, "now", lambda: dt.datetime(2026, 11, day, 9, tzinfo=dt.UTC))
            return consents.remind(cast.school, kinds or ["minor_rep_pd"], actor=cast.curator)

        # Whatever the day of the calendar, the third day after it is the first when it may be done again.
        for first in (17, 18, 19):
            Notice.objects.all().delete()
            assert [told_at(first + later) for later in range(4)] == [1, 0, 0, 1]
            assert reminding.reminded([row]) == {str(row.uid): dt.date(2026, 11, first + 3)}
        given(cast, part.person, "publication")
        # Another consent of the same signer: not on the same day.
        assert told_at(22, "publication") == 0
        assert told_at(23, "publication", "minor_rep_pd") == 1


def test_notices_of_consents_lead_to_them(cast: Cast) -> None:
    part = pupil(cast)
    mother_of(cast, part.person)
    row = given(cast, part.person, "minor_rep_pd")
    consents.remind(cast.school, "minor_rep_pd", actor=cast.curator)
    row = consents.sign_on_paper(row, signed_on=TODAY, version=row.version, actor=cast.curator)
    consents.withdraw(row, by_themselves=False, actor=cast.curator)
    for user, kind, page in (
        (cast.curator, "consent.withdrawn", f"/people/consents/{row.uid}"),
        (cast.parent, "consent.waiting", f"/people/own/{row.uid}/sign"),
    ):
        notice = Notice.objects.get(user=user, kind=kind)
        told = kinds.kind_named(kind)
        assert told is not None
        (said,) = told.tell(user, [notice.context])
        assert said is not None
        assert said.text
        assert "Ветров" not in said.text
        assert kinds.address_of(kind, notice.context) == page
