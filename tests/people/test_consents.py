"""Consents: given out, signed on paper and on a screen, withdrawn, marks put right."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from nastavnik.accounts.keyring.files import files
from nastavnik.accounts.models import User
from nastavnik.audit.models import Event
from nastavnik.base.errors import EditConflict, NotAllowed
from nastavnik.notifications.models import Notice
from nastavnik.people.cards import Birth
from nastavnik.people.models import (
    Consent,
    DataRequest,
    Participation,
    Person,
    PublishedCard,
    Representation,
    Settings,
)
from nastavnik.people.refusals import DateAhead
from nastavnik.people.refusals_consents import (
    CannotPutRight,
    CannotUndoWithdrawal,
    NoRepresentative,
    NotInForce,
    NotWaiting,
    OnPaperOnly,
    SignedBeforeIssue,
    SomebodyElses,
    TextChanged,
    TooManyAttempts,
    WrongAge,
)
from nastavnik.people.services import codes, consents
from nastavnik.people.services.persons import add_part, add_person
from tests.cast import Cast

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 22)
BEFORE = dt.date(2026, 11, 2)
PUPIL, TEEN, GROWN = (
    Birth(2013, 5, dt.date(2013, 5, 17)),
    Birth(2011, 5, dt.date(2011, 5, 17)),
    Birth(1990, 3, dt.date(1990, 3, 1)),
)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day on which everything here happens."""
    monkeypatch.setattr(timezone, "now", lambda: dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC))


def person(cast: Cast, last: str = "Ветрова", birth: Birth = PUPIL, *, user: User | None = None) -> Person:
    card = {"last": last, "first": "Алёна", "middle": "Игоревна"}
    return add_person(cast.school, card, birth=birth, actor=cast.curator, user=user)


def pupil(cast: Cast, birth: Birth = PUPIL, **told: object) -> Participation:
    whole: dict[str, object] = {"side": "mentee", "audience": "learner", "entered_on": BEFORE, **told}
    return add_part(person(cast, birth=birth), model="learners", school_year=2026, actor=cast.curator, **whole)  # type: ignore[arg-type]


def mother_of(cast: Cast, child: Person) -> Representation:
    adult = person(cast, "Ветрова-Старшая", GROWN, user=cast.parent)
    return Representation.objects.create(
        node=cast.school, child=child, adult=adult, relation="mother", from_on=BEFORE
    )


def given(cast: Cast, who: Person, kind: str, on: dt.date = BEFORE) -> Consent:
    return consents.issue([who], kind, actor=cast.curator, on=on)[0]


def signed(cast: Cast, who: Person, kind: str) -> Consent:
    row = given(cast, who, kind)
    return consents.sign_on_paper(row, signed_on=BEFORE, version=row.version, actor=cast.curator)


def status(part: Participation) -> str:
    part.refresh_from_db()
    return part.status


class TestGivenOut:
    def test_a_representative_signs_for_a_minor_and_the_text_is_frozen(self, cast: Cast) -> None:
        part = pupil(cast)
        mother = mother_of(cast, part.person)
        row = given(cast, part.person, "minor_rep_pd")
        row.refresh_from_db()
        assert (row.representation, row.state, row.issued_on) == (mother, "issued", BEFORE)
        assert len(row.text_digest) == 64
        assert len(row.code or "") == 11

    def test_without_a_representative_nothing_is_given_out_but_by_hand(self, cast: Cast) -> None:
        one, other = pupil(cast).person, person(cast, "Зорина")
        mother_of(cast, one)
        with pytest.raises(NoRepresentative) as refusal:
            consents.issue([one, other], "minor_rep_pd", actor=cast.curator)
        assert refusal.value.details == {"person_ids": [other.pk]}
        assert not Consent.objects.exists()
        rows = consents.issue([one, other], "minor_rep_pd", actor=cast.curator, by_hand=True)
        assert [row.representation is None for row in rows] == [False, True]

    def test_whoever_has_one_is_passed_over(self, cast: Cast) -> None:
        who = person(cast, birth=GROWN)
        given(cast, who, "adult_pd")
        assert consents.issue([who], "adult_pd", actor=cast.curator) == []

    def test_it_must_suit_the_age(self, cast: Cast) -> None:
        with pytest.raises(WrongAge):
            given(cast, person(cast), "adult_pd")
        with pytest.raises(WrongAge):
            given(cast, person(cast, birth=GROWN), "minor_rep_pd")

    def test_only_the_curator_gives_out(self, cast: Cast) -> None:
        who = person(cast, birth=GROWN)
        for actor in (cast.psychologist, cast.director, cast.sibling_curator):
            with pytest.raises(NotAllowed):
                consents.issue([who], "adult_pd", actor=actor)

    def test_many_cost_as_many_queries_as_few(self, cast: Cast, django_assert_max_num_queries: object) -> None:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        people = [person(cast, f"Ветров{'а' * place}", GROWN) for place in range(1, 9)]
        consents.issue(people[:1], "transfer_named", actor=cast.curator)
        counts = []
        for few in (people[1:2], people[2:]):
            with CaptureQueriesContext(
                connection,
            ) as seen:
                consents.issue(few, "adult_pd", actor=cast.curator)
            counts.append(len(seen))
        assert counts[0] == counts[1]


class TestSignedOnPaper:
    def test_it_is_in_force_and_the_gate_opens(self, cast: Cast) -> None:
        part = pupil(cast)
        mother_of(cast, part.person)
        signed(cast, part.person, "minor_rep_pd")
        assert status(part) == "in_base"

    @pytest.mark.parametrize(
        ("day", "refusal"),
        [(dt.date(2026, 11, 23), DateAhead), (dt.date(2026, 11, 1), SignedBeforeIssue)],
    )
    def test_the_day_must_be_possible(self, cast: Cast, day: dt.date, refusal: type[Exception]) -> None:
        row = given(cast, person(cast, birth=GROWN), "adult_pd")
        with pytest.raises(refusal):
            consents.sign_on_paper(row, signed_on=day, version=row.version, actor=cast.curator)

    def test_an_adult_signs_from_the_very_birthday_on(self, cast: Cast) -> None:
        who = person(cast, birth=Birth(2008, 11, dt.date(2008, 11, 10)))
        row = given(cast, who, "adult_pd", on=dt.date(2026, 11, 10))
        part = add_part(
            who, side="mentee", model="learners", school_year=2026, audience="learner", entered_on=BEFORE,
            actor=cast.curator,
        )  # fmt: skip
        consents.sign_on_paper(row, signed_on=dt.date(2026, 11, 10), version=row.version, actor=cast.curator)
        assert status(part) == "in_base"
        with pytest.raises(WrongAge):
            given(cast, person(cast, birth=Birth(2008, 11, dt.date(2008, 11, 23))), "adult_pd", on=TODAY)

    def test_an_older_page_does_not_win(self, cast: Cast) -> None:
        row = given(cast, person(cast, birth=GROWN), "adult_pd")
        consents.sign_on_paper(row, signed_on=TODAY, version=row.version, actor=cast.curator)
        with pytest.raises(EditConflict):
            consents.sign_on_paper(row, signed_on=TODAY, version=row.version, actor=cast.curator)

    def test_the_own_consent_takes_the_place_of_the_representatives(self, cast: Cast) -> None:
        who = person(cast, birth=Birth(2008, 10, dt.date(2008, 10, 5)))
        old = Consent.objects.create(
            node=cast.school,
            person=who,
            kind="minor_rep_pd",
            state="active",
            signed_on=dt.date(2026, 9, 1),
            way="paper",
        )
        row = signed(cast, who, "adult_pd")
        old.refresh_from_db()
        assert (old.state, old.ended_on) == ("replaced", TODAY)
        assert row.replaces == old

    def test_a_mistaken_mark_is_taken_back_by_whoever_made_it(self, cast: Cast) -> None:
        part = pupil(cast)
        mother_of(cast, part.person)
        row = signed(cast, part.person, "minor_rep_pd")
        back = consents.put_right(row, version=row.version, actor=cast.curator)
        assert (back.state, back.way, back.signed_on) == ("issued", "", None)
        assert status(part) == "candidate"

    def test_but_not_after_a_day_and_not_by_another(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        row = signed(cast, person(cast, birth=GROWN), "adult_pd")
        monkeypatch.setattr(timezone, "now", lambda: dt.datetime(2026, 11, 23, 9, 1, tzinfo=dt.UTC))
        with pytest.raises(CannotPutRight):
            consents.put_right(row, version=row.version, actor=cast.curator)


class TestSignedOnAScreen:
    def test_by_the_account_of_the_parent(self, cast: Cast) -> None:
        part = pupil(cast)
        mother_of(cast, part.person)
        row = given(cast, part.person, "minor_rep_pd")
        row = consents.sign_simply(row, proof={"field": "name"}, actor=cast.parent)
        assert (row.state, row.way, row.signed_on) == ("active", "simple_signature", TODAY)
        assert row.proof["account"] == cast.parent.pk
        assert files.read(row.scan_key).startswith(b"%PDF-")
        assert status(part) == "in_base"

    def test_by_a_code_of_the_school(self, cast: Cast) -> None:
        part = pupil(cast)
        mother = mother_of(cast, part.person)
        row = given(cast, part.person, "minor_rep_pd")
        plain = codes.hand_out(part.person, actor=cast.curator, representation=mother)
        code = codes.open(plain.lower().replace("-", " ").replace("0", "O"), address="192.0.2.1")
        assert code is not None
        assert list(codes.waiting(code)) == [row]
        assert consents.sign_simply(row, proof={}, actor=None, code=code).state == "active"

    def test_nobody_signs_for_another(self, cast: Cast) -> None:
        part = pupil(cast, birth=TEEN)
        mother = mother_of(cast, part.person)
        row, own = given(cast, part.person, "minor_rep_pd"), given(cast, part.person, "minor_own_ack")
        with pytest.raises(NotAllowed):
            consents.sign_simply(row, proof={}, actor=cast.curator)
        with pytest.raises(SomebodyElses):
            consents.sign_simply(own, proof={}, actor=cast.parent)
        with pytest.raises(NotAllowed):
            consents.sign_simply(row, proof={}, actor=None)
        code = codes.open(codes.hand_out(part.person, actor=cast.curator))
        with pytest.raises(SomebodyElses):
            consents.sign_simply(row, proof={}, actor=None, code=code)
        assert codes.open(codes.hand_out(part.person, actor=cast.curator, representation=mother)) is not None

    def test_what_the_law_wants_in_writing_is_not_signed_here(self, cast: Cast) -> None:
        who = person(cast, birth=GROWN, user=cast.mentor)
        row = given(cast, who, "mentor_duties")
        with pytest.raises(OnPaperOnly):
            consents.sign_simply(row, proof={}, actor=cast.mentor)

    def test_a_text_that_was_changed_meanwhile_is_not_signed(self, cast: Cast) -> None:
        who = person(cast, birth=GROWN, user=cast.mentor)
        row = given(cast, who, "adult_pd")
        Consent.objects.filter(pk=row.pk).update(text_digest="0" * 64)
        with pytest.raises(TextChanged):
            consents.sign_simply(row, proof={}, actor=cast.mentor)

    def test_a_new_code_ends_the_old_one_and_an_ended_one_opens_nothing(self, cast: Cast) -> None:
        who = person(cast, birth=GROWN)
        first, second = (codes.hand_out(who, actor=cast.curator) for _time in range(2))
        assert codes.open(first) is None
        found = codes.open(second)
        assert found is not None
        codes.end(found)
        assert codes.open(second) is None

    def test_guessing_has_to_wait(self, cast: Cast) -> None:
        for _time in range(10):
            assert codes.open("K3TX-P8MA-24HC", address="192.0.2.7") is None
        with pytest.raises(TooManyAttempts):
            codes.open("K3TX-P8MA-24HC", address="192.0.2.7")


class TestWithdrawn:
    def test_by_the_parent_everything_ends_today(self, cast: Cast) -> None:
        part = pupil(cast)
        Participation.objects.filter(pk=part.pk).update(status="active")
        mother_of(cast, part.person)
        row = given(cast, part.person, "minor_rep_pd")
        row = consents.sign_simply(row, proof={}, actor=cast.parent)
        asked = consents.withdraw(row, by_themselves=True, words="передумали", actor=cast.parent)
        row.refresh_from_db()
        assert (row.state, row.ended_on, status(part)) == ("withdrawn", TODAY, "withdrawn")
        assert (asked.kind, asked.due_on, asked.words) == ("withdrawal", dt.date(2026, 12, 22), "передумали")
        notice = Notice.objects.get(user=cast.curator, kind="consent.withdrawn")
        assert "Ветров" not in str(notice.context)

    @pytest.mark.slow
    def test_of_a_purpose_that_nobody_must_serve_the_part_goes_on(self, cast: Cast) -> None:
        part = pupil(cast, birth=GROWN, side="mentor", audience="adult")
        signed(cast, part.person, "adult_pd")
        transfer = signed(cast, part.person, "transfer_named")
        before = status(part)
        PublishedCard.objects.create(
            node=cast.region, organisation=cast.school, participation=part, consent=transfer, card={"name": {}}
        )
        consents.withdraw(transfer, by_themselves=False, actor=cast.curator)
        assert status(part) == before != "withdrawn"
        assert not PublishedCard.objects.exists()
        assert DataRequest.objects.get().by_themselves is False

    def test_marked_by_mistake_it_is_taken_back_within_a_day(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        part = pupil(cast)
        Participation.objects.filter(pk=part.pk).update(status="active", status_since=BEFORE, ended_on=None)
        mother_of(cast, part.person)
        row = given(cast, part.person, "minor_rep_pd")
        row = consents.sign_on_paper(row, signed_on=TODAY, version=row.version, actor=cast.curator)
        before = {"state": "active", "signed_on": TODAY, "expires_on": row.expires_on, "ended_on": None}
        proof = row.proof
        for _twice in range(2):
            consents.withdraw(row, by_themselves=False, words="не тот ученик", actor=cast.curator)
            assert status(part) == "withdrawn"
            with pytest.raises(NotAllowed):
                consents.undo_withdrawal(row, actor=cast.parent)
            row = consents.undo_withdrawal(row, actor=cast.curator)
            row.refresh_from_db()
            assert {name: getattr(row, name) for name in before} == before
            assert row.proof == proof
            assert list(Participation.objects.values_list("status", "status_since", "ended_on")) == [
                ("active", BEFORE, None)
            ]
            assert not DataRequest.objects.exists()
        assert Event.objects.filter(action="consent.withdrawal_undone", object_id=row.pk).count() == 2

        # Another consent that is needed was taken back meanwhile: what ended stays ended.
        consents.withdraw(row, by_themselves=False, actor=cast.curator)
        Consent.objects.filter(pk=row.pk).update(kind="contest_pd")
        consents.undo_withdrawal(row, actor=cast.curator)
        assert status(part) == "withdrawn"

    def test_what_was_carried_out_or_is_a_day_old_or_their_own_stays_withdrawn(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        part = pupil(cast)
        mother_of(cast, part.person)
        row = signed(cast, part.person, "minor_rep_pd")
        own = given(cast, part.person, "contest_pd")
        own = consents.sign_simply(own, proof={}, actor=cast.parent)
        consents.withdraw(own, by_themselves=True, actor=cast.parent)
        with pytest.raises(CannotUndoWithdrawal):
            consents.undo_withdrawal(own, actor=cast.curator)

        asked = consents.withdraw(row, by_themselves=False, actor=cast.curator)
        DataRequest.objects.filter(pk=asked.pk).update(state="done")
        with pytest.raises(CannotUndoWithdrawal):
            consents.undo_withdrawal(row, actor=cast.curator)
        DataRequest.objects.filter(pk=asked.pk).update(state="open")
        monkeypatch.setattr(timezone, "now", lambda: dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC))
        with pytest.raises(CannotUndoWithdrawal):
            consents.undo_withdrawal(row, actor=cast.curator)
        monkeypatch.setattr(timezone, "now", lambda: dt.datetime(2026, 11, 23, 8, 59, tzinfo=dt.UTC))
        assert consents.undo_withdrawal(row, actor=cast.curator).state == "active"

    @pytest.mark.slow
    def test_with_the_base_the_card_of_the_city_goes_too(self, cast: Cast) -> None:
        part = pupil(cast, birth=GROWN, side="mentor", audience="adult")
        own, transfer = signed(cast, part.person, "adult_pd"), signed(cast, part.person, "transfer_named")
        PublishedCard.objects.create(
            node=cast.region, organisation=cast.school, participation=part, consent=transfer, card={"name": {}}
        )
        consents.withdraw(own, by_themselves=False, actor=cast.curator)
        assert not PublishedCard.objects.exists()

    @pytest.mark.slow
    def test_the_own_confirmation_carries_only_where_it_is_asked(self, cast: Cast) -> None:
        Settings.objects.create(node=cast.school, asks_own_ack=False)
        part = pupil(cast, birth=TEEN)
        mother_of(cast, part.person)
        signed(cast, part.person, "minor_rep_pd")
        ack = signed(cast, part.person, "minor_own_ack")
        consents.withdraw(ack, by_themselves=False, actor=cast.curator)
        assert status(part) == "in_base"

    @pytest.mark.slow
    def test_a_representative_ends_what_another_gave_on_paper(self, cast: Cast) -> None:
        part = pupil(cast)
        row = consents.issue([part.person], "minor_rep_pd", actor=cast.curator, on=BEFORE, by_hand=True)[0]
        row = consents.sign_on_paper(row, signed_on=BEFORE, version=row.version, actor=cast.curator)
        mother = mother_of(cast, part.person)
        child = codes.open(codes.hand_out(part.person, actor=cast.curator))
        with pytest.raises(SomebodyElses):
            consents.withdraw(row, by_themselves=True, actor=None, code=child)
        code = codes.open(codes.hand_out(part.person, actor=cast.curator, representation=mother))
        consents.withdraw(row, by_themselves=True, actor=None, code=code)
        assert status(part) == "withdrawn"

    @pytest.mark.slow
    def test_once_of_age_the_person_decides_and_no_longer_the_parent(self, cast: Cast) -> None:
        who = person(cast, birth=Birth(2008, 11, dt.date(2008, 11, 20)), user=cast.mentee)
        mother_of(cast, who)
        row = Consent.objects.create(
            node=cast.school, person=who, kind="minor_rep_pd", state="active", signed_on=BEFORE, way="paper"
        )
        with pytest.raises(SomebodyElses):
            consents.withdraw(row, by_themselves=True, actor=cast.parent)
        assert consents.withdraw(row, by_themselves=True, actor=cast.mentee).by_themselves

    def test_twice_is_refused(self, cast: Cast) -> None:
        row = signed(cast, person(cast, birth=GROWN), "adult_pd")
        consents.withdraw(row, by_themselves=False, actor=cast.curator)
        with pytest.raises(NotInForce):
            consents.withdraw(row, by_themselves=False, actor=cast.curator)
        with pytest.raises(NotWaiting):
            consents.sign_on_paper(row, signed_on=TODAY, version=3, actor=cast.curator)
