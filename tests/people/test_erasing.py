"""Destroying: nothing that names anybody is left, sums stay, an act is drawn up."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from nastavnik import jobs
from nastavnik.accounts.keyring.files import files
from nastavnik.accounts.models import Grant
from nastavnik.audit.models import Event
from nastavnik.documents.contents import asked_of
from nastavnik.documents.models import Wording
from nastavnik.documents.services import drafts
from nastavnik.jobs.models import Job
from nastavnik.people import retention
from nastavnik.people.models import (
    Consent,
    ConsentBatch,
    DataRequest,
    Erasure,
    Intake,
    IntakePiece,
    MentorAsk,
    Merge,
    Participation,
    Person,
    ReadinessFact,
    Representation,
    ScanBatch,
    ScanPage,
    Taking,
)
from nastavnik.people.refusals import NotLiving
from nastavnik.people.refusals_data import NothingToErase
from nastavnik.people.services import destruction, erasing, tidying
from nastavnik.people.services.forgetting import INTERVIEW_SHEET
from nastavnik.people.services.merging import merge, relations
from tests.cast import Cast
from tests.people_data import DAY, part, person

pytestmark = pytest.mark.django_db


def agreed(one: Person, state: str = "active", **told: Any) -> Consent:
    whole = {"signed_on": DAY, "way": "paper", "basis": "папка 3", **told}
    return Consent.objects.create(node=one.node, person=one, kind="minor_rep_pd", state=state, **whole)


def grown(cast: Cast) -> Person:
    """Somebody with everything that the app keeps."""
    one, adult = person(cast.school), person(cast.school, "Ветров", "Игорь", birth_year=1980)
    one.user = cast.mentee
    one.save()
    part(one, details={"main_request": "Ветрова хочет учиться"}, category="ovz", entered_on=DAY)
    stands = Representation.objects.create(node=cast.school, child=one, adult=adult, relation="father", from_on=DAY)
    page = files.save(cast.school.pk, io.BytesIO(b"scan"))
    given = agreed(one, representation=stands, proof={"by": "code"}, scan_key=page, code="ABC")
    batch = ScanBatch.objects.create(node=cast.school, signed_on=DAY)
    ScanPage.objects.create(batch=batch, position=1, file_key=page, state="taken", consent=given)
    ReadinessFact.objects.create(node=cast.school, person=one, kind="interview", dated_on=DAY, basis="протокол")
    DataRequest.objects.create(
        node=cast.school, person=one, kind="delete", asked_on=DAY, due_on=DAY, words="Ветрова просит"
    )
    intake = Intake.objects.create(node=cast.school, side="mentee", model="learners", school_year=2026)
    rows = [
        {"raw": ["Ветрова"], "values": {"full_name": "Ветрова"}, "person": one.pk},
        {"raw": ["Чижов"], "person": 0},
    ]
    IntakePiece.objects.create(intake=intake, node=cast.school, first=1, count=2, verdicts="nn", rows=rows)
    return one


def test_nothing_that_names_them_is_left_and_the_seat_stays(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    one = grown(cast)
    scan = Consent.objects.get(person=one).scan_key
    with django_capture_on_commit_callbacks(execute=True):
        destruction.destroy_one(one, cast.data_protection_officer)

    held = Person.objects.get(pk=one.pk)
    assert (held.state, held.card, held.name_mark, held.birth_year, held.user_id) == ("erased", None, "", None, None)
    assert held.seat == one.seat
    entry = Participation.objects.get(person=one)
    assert (entry.details, entry.category, entry.entered_on, entry.status) == (None, "", None, "archived")
    given = Consent.objects.get(person=one)
    assert (given.proof, given.scan_key, given.code, given.basis, given.state) == (None, "", None, "", "expired")
    assert not (files.root / scan[:2] / scan).exists()
    assert DataRequest.objects.get(person=one).words is None
    assert [row["raw"] for row in IntakePiece.objects.get().rows] == [[], ["Чижов"]]
    left = {model for model, column in relations() if model._base_manager.filter(**{column: one.pk}).exists()}
    assert left == {Participation, Consent, DataRequest}
    assert not Grant.objects.in_force().filter(user=cast.mentee).exists()


def test_a_parent_goes_with_the_last_child(cast: Cast) -> None:
    one = grown(cast)
    other, father = person(cast.school), Representation.objects.get(child=one).adult
    Representation.objects.create(node=cast.school, child=other, adult=father, relation="father", from_on=DAY)
    destruction.destroy_one(one, cast.data_protection_officer)
    assert Person.objects.living().filter(pk=father.pk).exists()
    destruction.destroy_one(other, cast.data_protection_officer)
    assert not Person.objects.living().filter(pk=father.pk).exists()


def test_cards_joined_with_it_and_what_the_joining_kept_go_too(cast: Cast) -> None:
    one, other = person(cast.school), person(cast.school)
    merge(one, other, actor=cast.curator)
    destruction.destroy_one(one, cast.data_protection_officer)
    assert set(Person.objects.filter(pk__in=[one.pk, other.pk]).values_list("state", flat=True)) == {"erased"}
    assert not Merge.objects.exists()


def test_files_drafts_and_taught_words_go_too(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    one = grown(cast)
    printed, table = (files.save(cast.school.pk, io.BytesIO(b"names")) for _ in range(2))
    batch = ConsentBatch.objects.create(node=cast.school, kind="minor_rep_pd", state="done", pdf_key=printed)
    Consent.objects.filter(person=one).update(batch=batch)
    Intake.objects.update(state="accepted", file_key=table)
    Wording.objects.create(node=cast.school, kind="person", case="gent", text=one.full_name, form="Ветровой Алёны")
    fact = ReadinessFact.objects.get(person=one)
    sheet = drafts.draw_up(
        cast.school, "interview_sheet", {"candidate": {"name": one.full_name}}, actor=cast.curator,
        source=(INTERVIEW_SHEET, fact.uid),
    )  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        act = destruction.destroy_one(one, cast.data_protection_officer)

    assert not [key for key in (printed, table) if (files.root / key[:2] / key).exists()]
    assert not Wording.objects.exists()
    sheet.refresh_from_db()
    assert sheet.removed_at is not None
    assert one.card["last"] not in sheet.payload
    assert act.paper is not None
    assert "файлы с бланками согласий" in asked_of(act.paper)["categories"]
    with pytest.raises(NotLiving):
        destruction.destroy_one(one, cast.data_protection_officer)


def test_an_upper_app_destroys_its_own(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[int]] = []
    monkeypatch.setattr(erasing, "_erasers", [])

    @erasing.register
    def of_mine(keys: list[int]) -> list[tuple[int, str]]:
        asked.append(keys)
        return [(key, "filling") for key in keys]

    one = person(cast.school)
    act = destruction.destroy_one(one, cast.data_protection_officer)
    assert "filling" in act.lines.get().what
    assert asked == [[one.pk]]


class TestTerms:
    def aged(self, one: Person, days: int) -> Person:
        Person.objects.filter(pk=one.pk).update(made_at=timezone.now() - dt.timedelta(days=days))
        return one

    def codes(self, cast: Cast) -> dict[int, str]:
        return {each.person_id: each.code for each in retention.due(cast.school, timezone.localdate())}

    def test_candidates_without_a_consent(self, cast: Cast) -> None:
        young, old = self.aged(person(cast.school), 29), self.aged(person(cast.school), 31)
        agreed(self.aged(person(cast.school), 31))
        part(old)
        Participation.objects.update(made_at=timezone.now() - dt.timedelta(days=31))
        assert young.pk not in self.codes(cast)
        assert self.codes(cast) == {old.pk: "candidate_without_consent"}

    def test_a_parent_is_kept_for_the_child(self, cast: Cast) -> None:
        child, mother = person(cast.school), self.aged(person(cast.school, birth_year=1980), 40)
        Representation.objects.create(node=cast.school, child=child, adult=mother, relation="mother", from_on=DAY)
        assert self.codes(cast) == {}

    def test_a_consent_taken_back_unless_another_was_given(self, cast: Cast) -> None:
        today = timezone.localdate()
        one, other, late = (person(cast.school) for _ in range(3))
        agreed(one, "withdrawn", ended_on=today - dt.timedelta(days=30))
        agreed(other, "withdrawn", ended_on=today - dt.timedelta(days=30))
        agreed(other)
        agreed(late, "withdrawn", ended_on=today - dt.timedelta(days=29))
        assert self.codes(cast) == {one.pk: "consent_withdrawn"}

    def test_the_purpose_is_achieved_a_month_after_the_school_year(self, cast: Cast) -> None:
        one, other = person(cast.school), person(cast.school)
        for who, status in ((one, "completed"), (other, "active")):
            agreed(who)
            part(who, school_year=2024, status=status)
        on = dt.date(2025, 9, 29)
        assert retention.due(cast.school, on) == []
        due = retention.due(cast.school, dt.date(2025, 9, 30))
        assert [(each.person_id, each.code) for each in due] == [(one.pk, "purpose_achieved")]

    def test_the_run_writes_an_act_with_a_draft_for_the_officer(self, cast: Cast) -> None:
        old = self.aged(person(cast.school), 31)
        destruction.run(cast.school, None)
        act = Erasure.objects.get()
        assert (act.count, [line.seat for line in act.lines.all()]) == (1, [old.seat])
        assert act.paper is not None
        said = asked_of(act.paper)
        assert said["subject"] == f"участник с условным номером {old.seat}"
        assert [event.action for event in destruction.extract(act)] == ["person.erased", "erasure.made"]
        with pytest.raises(NothingToErase):
            destruction.run(cast.school, cast.data_protection_officer)


def test_files_on_their_way_end(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    long_ago = timezone.now() - dt.timedelta(days=40)
    key = files.save(cast.school.pk, io.BytesIO(b"table"))
    intake = Intake.objects.create(
        node=cast.school, side="mentee", model="learners", school_year=2026, state="ready", file_key=key,
        file_name="8А Ветрова.xlsx",
    )  # fmt: skip
    IntakePiece.objects.create(intake=intake, node=cast.school, first=1, count=1, rows=[{"raw": ["Ветрова"]}])
    Intake.objects.update(made_at=long_ago)
    batch = ConsentBatch.objects.create(
        node=cast.school, kind="adult_pd", state="done", pdf_key=files.save(cast.school.pk, io.BytesIO(b"forms"))
    )
    ConsentBatch.objects.update(made_at=long_ago)
    taking = Taking.objects.create(node=cast.school, kind="base", file_key=files.save(None, io.BytesIO(b"x")))
    Taking.objects.update(made_at=long_ago)
    with django_capture_on_commit_callbacks(execute=True):
        assert tidying.tidy() == 3
    intake.refresh_from_db()
    batch.refresh_from_db()
    assert batch.pdf_key == ""
    taking.refresh_from_db()
    assert (intake.state, intake.file_key, intake.file_name, taking.file_key) == ("discarded", "", None, "")
    assert not IntakePiece.objects.exists()
    assert not (files.root / key[:2] / key).exists()
    assert tidying.tidy() == 0


def test_what_was_written_in_requests_for_mentors_goes_three_years_after_their_end(cast: Cast) -> None:
    for days, state in ((1096, "accepted"), (1094, "declined"), (None, "sent")):
        MentorAsk.objects.create(
            node=cast.region, from_node=cast.sibling_school, to_node=cast.school, state=state,
            participation=part(person(cast.school), side="mentor"), message="Кружок по средам", answer=None,
            answered_at=None if days is None else timezone.now() - dt.timedelta(days=days),
        )  # fmt: skip
    assert (tidying.tidy(), tidying.tidy()) == (1, 0)
    kept = {ask.state: ask.message for ask in MentorAsk.objects.all()}
    assert kept == {"accepted": None, "declined": "Кружок по средам", "sent": "Кружок по средам"}


class TestPieces:
    """A whole base goes in pieces; whatever interrupts it, the act names everybody in the end."""

    def base(self, cast: Cast, count: int) -> list[Person]:
        people = [person(cast.school) for _ in range(count)]
        for one in people:
            part(one, details={"main_request": "Ветрова хочет учиться"})
        Person.objects.update(made_at=timezone.now() - dt.timedelta(days=40))
        Participation.objects.update(made_at=timezone.now() - dt.timedelta(days=40))
        return people

    def test_a_fault_in_between_costs_nothing(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(destruction, "AT_ONCE", 1)
        monkeypatch.setattr(destruction, "PIECE", 2)
        people = self.base(cast, 5)
        officer = cast.data_protection_officer
        act = destruction.run(cast.school, officer)
        assert (act.count, Person.objects.living().filter(pk__in=[one.pk for one in people]).count()) == (0, 5)
        # Asked for again it is the same act and the same work.
        assert (destruction.run(cast.school, None), Job.objects.filter(kind="people.erase").count()) == (act, 1)

        left: list[int] = []
        going_on = destruction.go_on

        def failing_once(*args: Any) -> int:
            left.append(going_on(*args))
            if len(left) == 2:
                raise RuntimeError
            return left[-1]

        monkeypatch.setattr(destruction, "go_on", failing_once)
        jobs.run_all()
        assert left == [3, 1, 1, 0]
        act.refresh_from_db()
        seats = [one.seat for one in people]
        assert (act.count, [line.seat for line in act.lines.order_by("seat")]) == (5, seats)
        assert all("participation" in line.what for line in act.lines.all())
        assert act.paper is not None
        assert "участники программы с условными номерами" in asked_of(act.paper)["subject"]
        assert Event.objects.filter(action="erasure.made").count() == 1
        assert Event.objects.filter(action="person.erased").count() == 5

    def test_whoever_agreed_meanwhile_stays(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(destruction, "AT_ONCE", 0)
        one, other = self.base(cast, 2)
        act = destruction.run(cast.school, None)
        agreed(other)
        jobs.run_all()
        assert [line.seat for line in act.lines.all()] == [one.seat]
        assert Person.objects.living().filter(pk=other.pk).exists()

    def test_many_cost_one_event_each_and_nothing_else(self, cast: Cast) -> None:
        def queries(count: int) -> int:
            people = self.base(cast, count)
            with CaptureQueriesContext(connection) as seen:
                erasing.erase_many(cast.school, dict.fromkeys([one.pk for one in people], "on_request"), None)
            return len(seen)

        queries(1)
        assert queries(12) - queries(4) <= 8
