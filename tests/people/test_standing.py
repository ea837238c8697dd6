"""The gates: what consents and facts make of a participation."""

from __future__ import annotations

import datetime as dt

import pytest

from nastavnik.people import standing
from nastavnik.people.cards import Birth
from nastavnik.people.models import Consent, Participation, Person, ReadinessFact, Safeguard, Settings
from nastavnik.people.readiness_kinds import asked_of
from nastavnik.people.services.persons import add_part, add_person, change_part
from tests.cast import Cast

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 22)
PUPIL = Birth(2013, 5, dt.date(2013, 5, 17))
TEEN = Birth(2011, 5, dt.date(2011, 5, 17))
CARD = {"last": "Ветрова", "first": "Алёна", "middle": "Игоревна"}


def put(cast: Cast, *, birth: Birth = PUPIL, adult: bool = False, **told: object) -> Participation:
    person = add_person(cast.school, CARD, birth=birth, adult=adult, actor=cast.curator)
    whole: dict[str, object] = {"side": "mentee", "audience": "learner", "entered_on": TODAY, **told}
    return add_part(person, model="learners", school_year=2026, actor=cast.curator, **whole)  # type: ignore[arg-type]


def give(person: Person, kind: str, **told: object) -> Consent:
    whole = {"state": "active", "signed_on": TODAY, "way": "paper", **told}
    return Consent.objects.create(node_id=person.node_id, person=person, kind=kind, **whole)


def prove(person: Person, kind: str, **told: object) -> ReadinessFact:
    return ReadinessFact.objects.create(
        node_id=person.node_id, person=person, kind=kind, **{"dated_on": TODAY, **told}
    )


def status_on(part: Participation, on: dt.date = TODAY) -> str:
    standing.settle(on)
    part.refresh_from_db()
    return part.status


class TestConsents:
    def test_nobody_leaves_candidate_without_a_consent(self, cast: Cast) -> None:
        assert status_on(put(cast)) == "candidate"

    def test_a_pupil_needs_the_consent_of_a_representative(self, cast: Cast) -> None:
        part = put(cast)
        give(part.person, "adult_pd")
        assert status_on(part) == "candidate"
        give(part.person, "minor_rep_pd")
        assert status_on(part) == "in_base"

    def test_from_14_on_the_pupil_confirms_it_too(self, cast: Cast) -> None:
        part = put(cast, birth=TEEN)
        give(part.person, "minor_rep_pd")
        assert status_on(part) == "candidate"
        give(part.person, "minor_own_ack")
        assert status_on(part) == "in_base"

    def test_the_organisation_may_do_without_the_own_confirmation(self, cast: Cast) -> None:
        Settings.objects.create(node=cast.school, asks_own_ack=False)
        part = put(cast, birth=TEEN)
        give(part.person, "minor_rep_pd")
        assert status_on(part) == "in_base"

    def test_a_pupil_whose_birth_nobody_wrote_down_is_a_minor(self, cast: Cast) -> None:
        part = put(cast, birth=Birth())
        give(part.person, "adult_pd")
        assert status_on(part) == "candidate"

    def test_who_came_of_age_signs_themselves(self, cast: Cast) -> None:
        part = put(cast, birth=Birth(2008, 10))
        give(part.person, "minor_rep_pd")
        assert status_on(part) == "candidate"
        give(part.person, "adult_pd")
        assert status_on(part) == "in_base"

    def test_a_consent_that_is_only_given_out_opens_nothing(self, cast: Cast) -> None:
        part = put(cast)
        give(part.person, "minor_rep_pd", state="issued", signed_on=None, way="")
        assert status_on(part) == "candidate"

    def test_with_consents_and_no_day_of_entry_one_waits_before_the_base(self, cast: Cast) -> None:
        part = put(cast, entered_on=None)
        give(part.person, "minor_rep_pd")
        assert status_on(part) == "consented"

    def test_a_withdrawn_consent_closes_the_gate_again(self, cast: Cast) -> None:
        part = put(cast)
        given = give(part.person, "minor_rep_pd")
        assert status_on(part) == "in_base"
        Consent.objects.filter(pk=given.pk).update(state="withdrawn")
        assert status_on(part) == "candidate"


class TestReadiness:
    def mentor(self, cast: Cast, **told: object) -> Participation:
        part = put(cast, birth=Birth(1980), side="mentor", audience="adult", **told)
        give(part.person, "adult_pd")
        return part

    def test_a_mentor_is_ready_when_everything_is_proved(self, cast: Cast) -> None:
        part = self.mentor(cast, source="teacher")
        for kind in standing.SELECTION:
            assert status_on(part) == "in_base"
            prove(part.person, kind)
        assert status_on(part) == "ready"

    @pytest.mark.parametrize("source", ["employee", ""])
    def test_an_outsider_brings_a_certificate_too(self, cast: Cast, source: str) -> None:
        # A grown-up of whom nobody said who they are comes from outside.
        part = self.mentor(cast, source=source)
        assert asked_of(part)[-1] == "no_conviction"
        for kind in standing.SELECTION:
            prove(part.person, kind)
        assert status_on(part) == "in_base"
        prove(part.person, "no_conviction", expires_on=TODAY + dt.timedelta(days=365))
        assert status_on(part) == "ready"
        assert status_on(part, TODAY + dt.timedelta(days=365)) == "in_base"

    def test_a_later_failure_undoes_what_was_passed(self, cast: Cast) -> None:
        part = self.mentor(cast, source="teacher")
        for kind in standing.SELECTION:
            prove(part.person, kind, dated_on=TODAY - dt.timedelta(days=9))
        assert status_on(part) == "ready"
        prove(part.person, "interview", outcome="failed")
        assert status_on(part) == "in_base"

    def test_a_suspended_mentor_is_not_ready(self, cast: Cast) -> None:
        part = self.mentor(cast, source="teacher")
        for kind in standing.SELECTION:
            prove(part.person, kind)
        Safeguard.objects.create(node=cast.school, person=part.person, state="suspended")
        assert status_on(part) == "in_base"


def test_the_gate_moves_nothing_beyond_it(cast: Cast) -> None:
    part = put(cast)
    Participation.objects.filter(pk=part.pk).update(status="active")
    assert status_on(part) == "active"


def test_changing_a_card_keeps_what_is_sealed(cast: Cast) -> None:
    part = put(cast, details={"main_request": "математика"})
    changed = change_part(part, version=part.version, actor=cast.curator, category="gifted")
    assert Participation.objects.get(pk=changed.pk).details == {"main_request": "математика"}
    assert Person.objects.get(pk=part.person_id).full_name == "Ветрова Алёна Игоревна"
