"""Cards of mentors in the base of the city, and what schools ask of each other."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from nastavnik.audit.models import Event
from nastavnik.base.errors import EditConflict, Invalid, NotAllowed
from nastavnik.notifications.models import Notice
from nastavnik.org.models import Node
from nastavnik.people import city
from nastavnik.people.cards import Birth
from nastavnik.people.city import Wish
from nastavnik.people.models import (
    Consent,
    MentorAsk,
    Participation,
    Person,
    PublishedCard,
    PublishedWord,
    ReadinessFact,
)
from nastavnik.people.refusals_partners import AskMoved, NotShown, OtherSideAnswers, OwnMentor
from nastavnik.people.services import asks, consents, merging, parting, persons, showcase
from tests.cast import Cast

pytestmark = pytest.mark.django_db

SINCE = dt.date(2026, 9, 1)
DETAILS = {
    "competences": ["Робототехника", "подготовка к ЕГЭ по физике"],
    "interests": ["шахматы"],
    "achievements": "призёр конкурса",
    "wanted_age": [12, 15],
    "time_resource": {"text": "2 часа в неделю", "per_week": 2},
    "work_place": "Завод «Маяк»",
}


def mentor(cast: Cast, last: str = "Ветрова", **told: Any) -> Participation:
    """A mentor of the school whose selection is behind them; what they agreed to comes by `agree`."""
    card = {"last": last, "first": "Анна", "middle": "Игоревна", "phones": ["+79001234567"]}
    person = persons.add_person(cast.school, card, birth=Birth(1980), adult=True, actor=cast.curator)
    whole: dict[str, Any] = {
        "side": "mentor", "model": "learners", "school_year": 2026, "audience": "adult", "source": "teacher",
        "form": "employer_pupil", "capacity": 2, "entered_on": SINCE, "details": DETAILS, **told,
    }  # fmt: skip
    part = persons.add_part(person, actor=cast.curator, **whole)
    ReadinessFact.objects.bulk_create(
        ReadinessFact(node=cast.school, person=person, kind=kind, dated_on=SINCE, outcome="passed")
        for kind in ("questionnaire", "interview", "training")
    )
    return part


def agree(part: Participation, *kinds: str) -> None:
    for kind in kinds or ("adult_pd", "transfer_named"):
        Consent.objects.create(
            node_id=part.node_id, person_id=part.person_id, kind=kind, state="active", signed_on=SINCE, way="paper"
        )
    persons.settled(part.node, [part.person_id])


def shown(cast: Cast, last: str = "Ветрова", **told: Any) -> PublishedCard:
    part = mentor(cast, last, **told)
    agree(part)
    return PublishedCard.objects.get(participation=part)


def found(region: Node, **wish: Any) -> list[str]:
    return [row.card["name"]["last"] for row in city.page_of(region, Wish(**wish)).rows]


class TestCards:
    def test_a_card_is_there_while_the_mentor_is_ready_and_agrees(self, cast: Cast) -> None:
        part = mentor(cast)
        agree(part, "adult_pd")
        assert not PublishedCard.objects.exists()
        agree(part, "transfer_named")
        card = PublishedCard.objects.get()
        assert (card.node, card.district, card.organisation) == (cast.region, cast.district, cast.school)
        assert (card.form, card.free, card.age_from, card.age_to) == ("employer_pupil", 2, 12, 15)
        assert card.card == {
            "name": {"last": "Ветрова", "first": "Анна", "middle": "Игоревна"}, "hours": "2 часа в неделю",
            "competences": DETAILS["competences"], "interests": ["шахматы"], "achievements": "призёр конкурса",
        }  # fmt: skip
        assert Event.objects.get(action="city.shown").facts["people"] == [part.person_id]

        ReadinessFact.objects.filter(kind="interview").update(withdrawn_at=timezone.now())
        persons.settled(cast.school, [part.person_id])
        assert not PublishedCard.objects.exists()
        assert not PublishedWord.objects.exists()
        assert Event.objects.filter(action="city.removed").count() == 1

    def test_it_follows_the_base_and_keeps_its_name(self, cast: Cast) -> None:
        card = shown(cast)
        part = Participation.objects.get(pk=card.participation_id)
        part = persons.change_part(
            part, version=part.version, actor=cast.curator, form="student_pupil", capacity=3,
            details={**DETAILS, "competences": ["Вокал"], "mentees": ["Орлов Пётр"]},
        )  # fmt: skip
        person = Person.objects.get(pk=part.person_id)
        named = {**person.card, "last": "Орлова"}
        persons.change_person(person, named, birth=person.birth, version=person.version, actor=cast.curator)
        again = PublishedCard.objects.get()
        assert (again.pk, again.uid, again.made_at) == (card.pk, card.uid, card.made_at)
        assert (again.form, again.capacity, again.free) == ("student_pupil", 3, 2)
        assert again.card["name"]["last"] == "Орлова"
        assert "Орлов Пётр" not in str(again.card)
        assert found(cast.region, text="вокалом") == ["Орлова"]
        assert found(cast.region, text="робототехника") == []

    def test_nothing_is_written_where_nothing_changed(self, cast: Cast) -> None:
        shown(cast)
        before = PublishedWord.objects.values_list("pk", flat=True)
        kept = sorted(before)
        with CaptureQueriesContext(connection) as asked:
            showcase.refresh(cast.school)
        assert sorted(before.all()) == kept
        assert not [one["sql"] for one in asked if one["sql"].startswith(("INSERT", "UPDATE", "DELETE", "COPY"))]

    def test_many_people_cost_as_many_queries_as_one(self, cast: Cast) -> None:
        def cost(count: int) -> int:
            parts = [mentor(cast, f"Ветрова{number}") for number in range(count)]
            for part in parts:
                Consent.objects.bulk_create(
                    Consent(node=cast.school, person_id=part.person_id, kind=kind, state="active", signed_on=SINCE,
                            way="paper")
                    for kind in ("adult_pd", "transfer_named")
                )  # fmt: skip
            showcase.refresh(cast.school)
            with CaptureQueriesContext(connection) as asked:
                persons.settled(cast.school, [part.person_id for part in parts])
            return len(asked)

        shown(cast, "Белова")
        one = cost(1)
        assert cost(5) == one
        assert PublishedCard.objects.count() == 7

    def test_whoever_goes_on_next_year_is_shown_once_and_rows_past_the_deeds_are_caught_up(self, cast: Cast) -> None:
        card = shown(cast)
        person = Person.objects.get(pk=card.participation.person_id)
        persons.add_part(
            person, side="mentor", model="learners", school_year=2027, audience="adult", source="teacher",
            entered_on=SINCE, details=DETAILS, actor=cast.curator,
        )  # fmt: skip
        assert PublishedCard.objects.get().participation.school_year == 2027
        PublishedCard.objects.all().delete()
        assert showcase.mend() == 1
        PublishedCard.objects.update(district=cast.sibling_district)
        assert (showcase.mend(), showcase.mend()) == (1, 0)
        assert PublishedCard.objects.get().district == cast.district

    def test_a_merge_and_its_undoing_publish_anew(self, cast: Cast) -> None:
        card = shown(cast)
        kept = persons.add_person(
            cast.school, {"last": "Зимина", "first": "Анна"}, birth=Birth(1980), adult=True, actor=cast.curator
        )
        gone = Person.objects.get(pk=card.participation.person_id)
        done = merging.merge(kept, gone, actor=cast.curator)
        assert found(cast.region) == ["Зимина"]
        parting.take_apart(done, actor=cast.curator)
        assert found(cast.region) == ["Ветрова"]


class TestSearch:
    def test_by_form_place_age_and_free_places(self, cast: Cast) -> None:
        shown(cast)
        shown(cast, "Белова", form="student_pupil", details={**DETAILS, "wanted_age": None}, capacity=1)
        full = shown(cast, "Жданова", details={**DETAILS, "mentees": ["Орлов Пётр", "Орлов Лев"]})
        assert full.free == 0
        assert found(cast.region) == ["Жданова", "Белова", "Ветрова"]
        assert found(cast.region, is_free=True) == ["Белова", "Ветрова"]
        assert found(cast.region, form="student_pupil") == ["Белова"]
        assert found(cast.region, age=17) == ["Белова"]
        assert found(cast.region, district=cast.sibling_district) == []
        assert len(found(cast.region, district=cast.district, age=12)) == 3
        assert found(cast.other_region) == []

    def test_by_words_in_any_form_and_from_the_wrong_keyboard(self, cast: Cast) -> None:
        shown(cast)
        shown(cast, "Белова", details={"competences": ["физика"]})
        assert found(cast.region, text="робототехнику") == ["Ветрова"]
        assert found(cast.region, text="физики") == ["Белова", "Ветрова"]
        assert found(cast.region, text="физика и ЕГЭ") == ["Ветрова"]
        assert found(cast.region, text="ifv[fns") == []
        assert found(cast.region, text="if[vfns") == ["Ветрова"]
        assert found(cast.region, text="физика", form="no_such") == []
        assert found(cast.region, text="вышивание") == found(cast.region, text="и") == []

    def test_pages_go_on_where_the_last_one_ended(self, cast: Cast) -> None:
        for last in ("Ветрова", "Белова", "Жданова"):
            shown(cast, last)
        for text in ("", "физика"):
            first = city.page_of(cast.region, Wish(text=text), size=2)
            second = city.page_of(cast.region, Wish(text=text), first.next, size=2)
            names = [row.card["name"]["last"] for page in (first, second) for row in page.rows]
            assert names == ["Жданова", "Белова", "Ветрова"]

    def test_no_word_of_a_competence_lies_in_the_clear(self, cast: Cast) -> None:
        shown(cast)
        rows = [*PublishedCard.objects.values_list(), *PublishedWord.objects.values_list()]
        assert len(rows) > 4
        assert [word for word in ("обото", "Ветров") if word in str(rows)] == []


class TestAsks:
    def ask(self, cast: Cast, card: PublishedCard) -> MentorAsk:
        return asks.send(card, node=cast.sibling_school, message="Кружок по средам", actor=cast.sibling_curator)

    def test_curators_of_the_mentor_answer_and_whoever_asked_is_told(self, cast: Cast) -> None:
        card = shown(cast)
        ask = self.ask(cast, card)
        assert {one.user for one in Notice.objects.filter(kind="mentor_ask.sent")} == {cast.curator}
        with pytest.raises(Invalid):
            self.ask(cast, card)
        with pytest.raises(OtherSideAnswers):
            asks.answer(ask, accepts=True, words="да", version=1, actor=cast.sibling_curator)
        with pytest.raises(NotAllowed):
            asks.answer(ask, accepts=True, words="да", version=1, actor=cast.director)
        with pytest.raises(Invalid):
            asks.answer(ask, accepts=False, words=" ", version=1, actor=cast.curator)
        before = Participation.objects.values_list("status", "version").get(pk=card.participation_id)
        done = asks.answer(ask, accepts=True, words="Договоримся о днях", version=1, actor=cast.curator)
        assert (done.state, MentorAsk.objects.get().answer) == ("accepted", "Договоримся о днях")
        assert {one.user for one in Notice.objects.filter(kind="mentor_ask.answered")} == {cast.sibling_curator}
        assert Participation.objects.values_list("status", "version").get(pk=card.participation_id) == before
        with pytest.raises(EditConflict):
            asks.answer(ask, accepts=False, words="нет", version=1, actor=cast.curator)
        with pytest.raises(AskMoved):
            asks.take_back(ask, actor=cast.sibling_curator)
        assert asks.reopen(done, actor=cast.curator).state == "sent"
        assert MentorAsk.objects.get().answer is None

    def test_who_may_ask_and_take_back(self, cast: Cast) -> None:
        card = shown(cast)
        with pytest.raises(OwnMentor):
            asks.send(card, node=cast.school, message="наш", actor=cast.curator)
        with pytest.raises(NotAllowed):
            asks.send(card, node=cast.school, message="чужой", actor=cast.sibling_curator)
        with pytest.raises(Invalid):
            asks.send(card, node=cast.sibling_school, message="  ", actor=cast.sibling_curator)
        ask = self.ask(cast, card)
        with pytest.raises(OtherSideAnswers):
            asks.take_back(ask, actor=cast.curator)
        taken = asks.take_back(ask, actor=cast.sibling_curator)
        assert asks.reopen(taken, actor=cast.sibling_curator).state == "sent"

    def test_the_end_of_the_consent_closes_what_waits(self, cast: Cast) -> None:
        card = shown(cast)
        ask = self.ask(cast, card)
        consents.withdraw(card.consent, by_themselves=False, actor=cast.curator)
        assert not PublishedCard.objects.exists()
        ask.refresh_from_db()
        assert (ask.state, ask.answered_by, bool(ask.answered_at)) == ("closed", None, True)
        assert Notice.objects.get(kind="mentor_ask.answered").user == cast.sibling_curator
        with pytest.raises(NotShown):
            self.ask(cast, card)
        with pytest.raises(AskMoved):
            asks.reopen(ask, actor=cast.curator)
