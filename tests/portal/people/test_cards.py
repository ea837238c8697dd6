"""Cards through the browser's eyes: added, changed, put elsewhere; representatives and care; by those who may."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from nastavnik.audit.models import Event
from nastavnik.org.services.reference import load
from nastavnik.people.models import Care, Group, Participation, Person, Representation
from nastavnik.people.services.entering import version_of
from tests.cast import Cast
from tests.people.bases_rows import part, person
from tests.portal.documents.test_pages import browse, text_of

pytestmark = pytest.mark.django_db
TYPED = {
    "last": "ветрова", "first": "Алёна", "middle": "Игоревна", "contacts": "мама, 8 900 123-45-67",
    "birth_year": "17.05.2012", "main_request": "Подготовка к олимпиаде", "entry_date": "2026-09-10",
}  # fmt: skip
MENTOR = {
    "last": "Орлов", "first": "Пётр", "contacts": "+7 900 765-43-21", "work_place": "Завод «Маяк»",
    "competences": "чертежи, станки", "wanted_age": "12–14", "time_resource": "2 часа в неделю",
    "entry_date": "2026-09-01", "source": "employee", "max_units": "2",
}  # fmt: skip


@pytest.fixture(autouse=True)
def in_november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_args: dt.date(2026, 11, 22))


@pytest.fixture
def lists(db: None) -> None:
    load()


def at(name: str, *args: Any, **query: str) -> str:
    return reverse(f"people:{name}", args=args, query=query or None)


@pytest.mark.usefixtures("lists")
class TestAdding:
    def test_a_row_of_the_form_becomes_a_card_and_a_part(self, cast: Cast):
        Group.objects.create(node=cast.school, name="8А", sort="0008 8а")
        answer = browse(cast.curator).post(at("add"), TYPED | {"group_or_position": "8А", "form": "pupil_pupil"})
        part = Participation.objects.get()
        assert answer["Location"] == at("card", part.person.uid)
        assert part.person.card == {
            "last": "Ветрова", "first": "Алёна", "middle": "Игоревна", "phones": ["+79001234567"],
            "contact": "мама, 8 900 123-45-67", "birth": "2012-05-17",
        }  # fmt: skip
        assert (part.side, part.audience, part.form, part.status) == ("mentee", "learner", "pupil_pupil", "candidate")
        assert (part.entered_on, part.group and part.group.name) == (dt.date(2026, 9, 10), "8А")
        assert part.details == {"main_request": "Подготовка к олимпиаде"}

    def test_a_mentor_from_outside(self, cast: Cast):
        browse(cast.curator).post(at("add", side="mentor"), MENTOR)
        part = Participation.objects.get()
        assert (part.side, part.audience, part.source, part.capacity) == ("mentor", "adult", "employee", 2)
        assert part.details["competences"] == ["чертежи", "станки"]
        assert part.person.adult_from == dt.date(1900, 1, 1)

    def test_what_does_not_fit_is_told_beside_its_field_and_stays_typed(self, cast: Cast):
        typed = {**TYPED, "birth_year": "2022", "contacts": "СНИЛС 112-233-445 95", "last": ""}
        page = text_of(browse(cast.curator).post(at("add"), typed))
        assert not Person.objects.exists()
        for field in ("last", "birth_year", "contacts"):
            assert f'id="id_{field}_error"' in page
        assert "Подготовка к олимпиаде" in page

    def test_a_sensitive_category_is_neither_offered_nor_taken(self, cast: Cast):
        client = browse(cast.curator)
        assert 'value="ovz"' not in text_of(client.get(at("add")))
        client.post(at("add"), TYPED | {"category": "ovz"})
        assert not Person.objects.exists()

    def test_twins_are_shown_before_anything_is_saved(self, cast: Cast):
        known = person(cast.school, cast.curator, "Ветрова", "Алена", "Игоревна")
        client = browse(cast.curator)
        page = text_of(client.post(at("add"), TYPED))
        assert at("put", known.uid) in page
        assert Person.objects.count() == 1
        client.post(at("add"), TYPED | {"another": "1"})
        assert Person.objects.count() == 2

    def test_the_same_person_goes_into_another_base_of_another_year(self, cast: Cast):
        known = person(cast.school, cast.curator, "Ветрова", "Алёна", "Игоревна")
        client = browse(cast.curator)
        page = text_of(client.get(at("put", known.uid, year="2025")))
        assert 'value="Ветрова"' in page
        client.post(at("put", known.uid, year="2025"), TYPED)
        assert list(Participation.objects.values_list("person", "school_year")) == [(known.pk, 2025)]
        again = client.post(at("put", known.uid, year="2025"), TYPED)
        assert Participation.objects.count() == 1
        assert again.context["form"].non_field_errors()

    def test_only_those_who_keep_the_base_add(self, cast: Cast):
        for who in ("director", "psychologist", "mentor", "data_protection_officer", "district_coordinator"):
            assert browse(getattr(cast, who)).post(at("add"), TYPED).status_code == 403
        assert not Person.objects.exists()


@pytest.mark.usefixtures("lists")
class TestChanging:
    def entered(self, cast: Cast) -> Participation:
        browse(cast.curator).post(at("add"), TYPED)
        return Participation.objects.select_related("person").get()

    def test_the_form_shows_what_is_kept_and_saving_it_changes_nothing(self, cast: Cast):
        row = self.entered(cast)
        client = browse(cast.curator)
        page = client.get(at("edit", row.uid))
        shown = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page.content.decode()))
        assert (shown["last"], shown["birth_year"], shown["entry_date"]) == ("Ветрова", "17.05.2012", "2026-09-10")
        before = (row.version, row.person.version)
        client.post(at("edit", row.uid), TYPED | {"last": "Ветрова", "version": str(version_of(row))})
        row = Participation.objects.select_related("person").get()
        assert (row.version, row.person.version) == before

    def test_card_and_part_are_changed_at_once_and_written_down_without_values(self, cast: Cast):
        row = self.entered(cast)
        typed = TYPED | {"last": "Громова", "main_request": "Робототехника", "version": str(version_of(row))}
        browse(cast.curator).post(at("edit", row.uid), typed)
        row = Participation.objects.select_related("person").get()
        assert (row.person.card["last"], row.details) == ("Громова", {"main_request": "Робототехника"})
        facts = dict(Event.objects.filter(action__endswith=".changed").values_list("action", "facts"))
        assert facts["person.changed"] == {"fields": ["last"]}
        assert facts["participation.changed"] == {"fields": ["details"]}

    def test_whoever_comes_second_sees_both_versions(self, cast: Cast):
        row = self.entered(cast)
        version = str(version_of(row))
        browse(cast.curator).post(at("edit", row.uid), TYPED | {"last": "Громова", "version": version})
        client = browse(cast.team_member)
        answer = client.post(at("edit", row.uid), TYPED | {"last": "Бурова", "version": version})
        page = text_of(answer)
        assert answer.status_code == 409
        assert 'value="Громова"' in page
        assert 'value="бурова"' not in page
        fresh = re.search(r'name="version" value="(\d+)"', page)
        assert fresh
        client.post(at("edit", row.uid), TYPED | {"last": "Бурова", "version": fresh[1]})
        assert Person.objects.get().card["last"] == "Бурова"

    def test_leaving_and_coming_back(self, cast: Cast):
        row = self.entered(cast)
        client = browse(cast.curator)
        client.post(at("leave", row.uid), {"on": "31.02.2026"})
        row.refresh_from_db()
        assert row.status != "withdrawn"
        answer = client.post(at("leave", row.uid), {"on": "2026-11-01"}, follow=True)
        assert at("come-back", row.uid) in text_of(answer)
        row.refresh_from_db()
        assert (row.status, row.ended_on) == ("withdrawn", dt.date(2026, 11, 1))
        client.post(at("come-back", row.uid))
        row.refresh_from_db()
        assert (row.status, row.ended_on) == ("candidate", None)
        # The button of the card says no day.
        client.post(at("leave", row.uid))
        row.refresh_from_db()
        assert (row.status, row.ended_on) == ("withdrawn", timezone.localdate())


class TestCard:
    def test_opening_is_written_down(self, cast: Cast):
        one = person(cast.school, cast.curator, "Ветрова")
        part(one, cast.curator)
        page = text_of(browse(cast.curator).get(at("card", one.uid)))
        assert "Ветрова Анна" in page
        event = Event.objects.get(action="person.viewed")
        assert (event.object_id, event.actor_id) == (one.pk, cast.curator.pk)

    def test_the_title_of_the_page_names_nobody(self, cast: Cast):
        one = person(cast.school, cast.curator, "Ветрова")
        page = browse(cast.curator).get(at("card", one.uid)).content.decode()
        assert "Ветрова" not in page[page.index("<title>") : page.index("</title>")]

    @pytest.mark.parametrize(
        "who", ["director", "psychologist", "mentor", "partner", "sibling_curator", "methodologist"]
    )
    def test_who_has_nothing_to_do_with_a_minor_finds_no_card(self, cast: Cast, who: str):
        one = person(cast.school, cast.curator, "Ветрова")
        assert browse(getattr(cast, who)).get(at("card", one.uid)).status_code == 404

    def test_the_working_group_sees_no_consents(self, cast: Cast):
        one = person(cast.school, cast.curator, "Ветрова")
        part(one, cast.curator)
        with_consents = text_of(browse(cast.curator).get(at("card", one.uid)))
        without = text_of(browse(cast.team_member).get(at("card", one.uid)))
        link = at("consents-of", one.uid)
        assert (link in with_consents, link in without) == (True, False)


class TestRepresentatives:
    ADULT = {
        "last": "Ветров", "first": "Игорь", "contacts": "8 900 111-22-33, vetrov@example.ru", "relation": "father",
        "from_on": "2026-09-01",
    }  # fmt: skip

    def test_a_father_is_written_down_ended_and_brought_back(self, cast: Cast):
        child = person(cast.school, cast.curator, "Ветрова", "Алёна")
        client = browse(cast.curator)
        client.post(at("represent", child.uid), self.ADULT)
        row = Representation.objects.select_related("adult").get()
        assert row.adult.card == {
            "last": "Ветров", "first": "Игорь", "phones": ["+79001112233"], "emails": ["vetrov@example.ru"],
            "contact": "8 900 111-22-33, vetrov@example.ru", "birth": None,
        }  # fmt: skip
        assert (row.child_id, row.relation) == (child.pk, "father")
        assert "Ветров Игорь" in text_of(client.get(at("card", child.uid)))
        client.post(at("represent-end", row.uid), {"on": "2026-11-20"})
        row.refresh_from_db()
        assert row.to_on == dt.date(2026, 11, 20)
        client.post(at("represent-again", row.uid))
        row.refresh_from_db()
        assert row.to_on is None
        client.post(at("represent-end", row.uid))
        row.refresh_from_db()
        assert row.to_on == timezone.localdate()

    def test_one_parent_of_two_children_has_one_card(self, cast: Cast):
        one, other = (person(cast.school, cast.curator, "Ветрова", first) for first in ("Алёна", "Мария"))
        client = browse(cast.curator)
        client.post(at("represent", one.uid), self.ADULT)
        father = Representation.objects.get().adult
        page = text_of(client.post(at("represent", other.uid), self.ADULT))
        assert f'value="{father.uid}"' in page
        assert Representation.objects.count() == 1
        client.post(at("represent", other.uid), self.ADULT | {"adult": str(father.uid)})
        assert set(Representation.objects.values_list("child", "adult")) == {
            (one.pk, father.pk),
            (other.pk, father.pk),
        }


def test_a_psychologist_sees_who_was_put_into_their_care_and_no_longer(cast: Cast):
    one = person(cast.school, cast.curator, "Ветрова")
    part(one, cast.curator)
    client, theirs = browse(cast.curator), browse(cast.psychologist)
    client.post(at("care", one.uid), {"user": str(cast.psychologist.uid)})
    assert "Ветрова Анна" in text_of(theirs.get(at("card", one.uid)))
    assert "Ветрова" in text_of(theirs.get(at("bases", year="2026")))
    client.post(at("care-end", Care.objects.get().uid))
    assert theirs.get(at("card", one.uid)).status_code == 404
    client.post(at("care", one.uid), {"user": str(cast.mentor.uid)})
    assert not Care.objects.filter(to_on=None).exists()
