"""Similar cards: found, told apart, joined and taken apart again."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from nastavnik.audit.models import Event
from nastavnik.people.cards import Birth
from nastavnik.people.models import Likeness, Merge, Person, Representation
from nastavnik.people.services import likenesses
from nastavnik.people.services.persons import add_person
from tests.cast import Cast
from tests.people_data import DAY, part, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator(cast: Cast, client: Client) -> Client:
    client.force_login(cast.curator)
    return client


def pairs_of(cast: Cast) -> list[tuple[int, int, list[str]]]:
    return [(row.one.seat, row.other.seat, row.reasons) for row in Likeness.objects.filter(node=cast.school)]


class TestSearch:
    def test_a_slip_of_the_pen_a_swap_and_a_phone(self, cast: Cast) -> None:
        person(cast.school, "Ветрова", "Алёна")
        person(cast.school, "Ветрва", "Алена")
        person(cast.school, "Синицын", "Павел", birth_year=2011)
        person(cast.school, "Павел", "Синицын", birth_year=2011)
        person(cast.school, "Котова", "Мария", birth_year=2010)

        assert likenesses.look(cast.school) == 2
        assert likenesses.look(cast.school) == 0
        assert sorted(pairs_of(cast)) == [(1, 2, ["typo", "same_birth"]), (3, 4, ["swapped", "same_birth"])]

    def test_twins_and_a_mother_are_nobodys_second_card(self, cast: Cast) -> None:
        phone = {"phones": ["+79000000001"]}
        one = person(cast.school, "Ветрова", "Алёна", card=phone)
        person(cast.school, "Ветрова", "Мария", card=phone)
        mother = person(cast.school, "Ветрова", "Алёна", card=phone, birth_year=1980)
        Representation.objects.create(node=cast.school, child=one, adult=mother, relation="mother", from_on=DAY)

        assert likenesses.look(cast.school) == 0

    def test_another_surname_is_one_person_only_where_more_than_a_name_agrees(self, cast: Cast) -> None:
        for last, day in (
            ("Грушина", "2012-05-17"),
            ("Ольхина", "2012-05-17"),
            ("Липкина", "2012-05-30"),
            ("Зябликова", None),
        ):
            person(cast.school, last, "Алёна", card={"middle": "Борисовна", "birth": day})
        likenesses.look(cast.school)
        assert pairs_of(cast) == [(1, 2, ["renamed", "same_birth"])]

    def test_whoever_is_added_is_compared_at_once(self, cast: Cast) -> None:
        person(cast.school, "Ветрова", "Алёна")
        card = {"last": "Ветрова", "first": "Алёна", "middle": "Ильинична"}
        add_person(cast.school, card, birth=Birth(2012, 5), actor=cast.curator)
        assert len(pairs_of(cast)) == 1

    def test_the_school_next_door_is_not_looked_at(self, cast: Cast) -> None:
        person(cast.school, "Ветрова", "Алёна")
        person(cast.sibling_school, "Ветрова", "Алёна")
        assert likenesses.look(cast.school) == 0


class TestPages:
    def two(self, cast: Cast) -> Likeness:
        one, other = person(cast.school, "Ветрова", "Алёна"), person(cast.school, "Ветрва", "Алёна")
        part(one), part(other, status="in_base")
        likenesses.look(cast.school)
        return Likeness.objects.get(one=one, other=other)

    def test_the_list_shows_both_and_writes_one_event(self, cast: Cast, curator: Client) -> None:
        pair = self.two(cast)
        page = curator.get(reverse("people:likenesses")).content.decode()
        assert "Ветрова" in page
        assert "Ветрва" in page
        event = Event.objects.get(action="person.listed")
        assert event.facts["people"] == [pair.one_id, pair.other_id]

    def test_different_people_are_not_shown_again_until_taken_back(self, cast: Cast, curator: Client) -> None:
        pair = self.two(cast)
        assert "внесён в базу дважды" in curator.get(reverse("people:bases")).content.decode()
        curator.post(reverse("people:likeness-different", args=[pair.uid]))
        assert "внесён в базу дважды" not in curator.get(reverse("people:bases")).content.decode()
        assert likenesses.look(cast.school) == 0
        assert "Ветрва" not in curator.get(reverse("people:likenesses")).content.decode()
        curator.post(reverse("people:likeness-again", args=[pair.uid]))
        assert "Ветрва" in curator.get(reverse("people:likenesses")).content.decode()

    def test_joined_with_a_choice_and_taken_apart(self, cast: Cast, curator: Client) -> None:
        pair = self.two(cast)
        at = reverse("people:likeness", args=[pair.uid])
        assert "mentee-learners-2026" in curator.get(at).content.decode()
        refused = curator.post(at).content.decode()
        assert "entry-mentee-learners-2026" in refused
        assert not Merge.objects.exists()

        curator.post(at, {"entry-mentee-learners-2026": "gone", "card-last": "gone"})

        kept = Person.objects.living().get(node=cast.school)
        assert kept.card["last"] == "Ветрва"
        assert kept.participations.get().status == "candidate"
        curator.post(reverse("people:merge-apart", args=[Merge.objects.get().uid]))
        assert Person.objects.living().filter(node=cast.school).count() == 2

    def test_one_query_less_or_more_does_not_depend_on_the_pairs(
        self, cast: Cast, curator: Client, django_assert_max_num_queries: object
    ) -> None:
        self.two(cast)
        for number in range(6):
            person(cast.school, f"Липатов{'аеиоуы'[number]}", "Глеб")
        likenesses.look(cast.school)
        with django_assert_max_num_queries(25):  # type: ignore[operator]  # a fixture of pytest-django
            curator.get(reverse("people:likenesses"))

    def test_nobody_else_comes(self, cast: Cast, client: Client) -> None:
        pair = self.two(cast)
        client.force_login(cast.director)
        assert client.get(reverse("people:likeness", args=[pair.uid])).status_code in (403, 404)
