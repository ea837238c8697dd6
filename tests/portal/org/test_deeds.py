"""The deeds on their pages: done, refused with what was typed kept, sent twice."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from nastavnik.org.models import Node
from nastavnik.org.services.nodes import rename
from tests.cast import plant

pytestmark = pytest.mark.slow

WHEN = {"from_on": "2024-09-01", "basis": "Приказ № 1 от 01.09.2024"}


def address(name: str, node: Node, *rest: str) -> str:
    return reverse(f"org:{name}", args=[node.uid, *rest])


def test_an_organisation_is_opened_in_a_territory(as_user, cast):
    typed = {"type": "body:school", "full": "Школа № 77", "short": "Школа № 77", **WHEN}
    response = as_user("district_coordinator").post(address("open", cast.district), typed)
    school = Node.objects.get(short_name="Школа № 77")
    assert response.url == address("card", school)
    assert (school.ancestor_ids[-1], school.type) == (cast.district.pk, "school")
    assert school.placements.get().basis == WHEN["basis"]


def test_a_school_offers_only_organisations_to_open(as_user, cast):
    form = as_user("regional_operator").get(address("open", cast.school)).context["form"]
    assert {code.partition(":")[0] for _group, choices in form.fields["type"].choices for code, _t in choices} == {
        "body"
    }


def test_a_name_is_changed(as_user, cast):
    as_user("district_coordinator").post(address("rename", cast.school), {"full": "Лицей", "short": "Лицей", **WHEN})
    cast.school.refresh_from_db()
    assert str(cast.school) == "Лицей"


def test_a_refusal_keeps_what_was_typed(as_user, cast):
    rename(cast.school, full="Гимназия", short="Гимназия", from_on=dt.date(2025, 1, 1), actor=None)
    response = as_user("district_coordinator").post(
        address("rename", cast.school), {"full": "Лицей длинный", "short": "Лицей", **WHEN}
    )
    assert response.status_code == 200
    assert "1 января 2025" in response.content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert "Лицей длинный" in response.content.decode()


def test_without_a_basis_nothing_is_done(as_user, cast):
    response = as_user("district_coordinator").post(
        address("close", cast.sibling_school), {"from_on": "2024-09-01", "basis": ""}
    )
    assert list(response.context["form"].errors) == ["basis"]
    cast.sibling_school.refresh_from_db()
    assert cast.sibling_school.closed_on is None


def test_a_school_is_moved_to_a_territory_from_the_list(as_user, cast):
    as_user("regional_operator").post(address("move", cast.school), {"place": cast.sibling_district.uid, **WHEN})
    cast.branch.refresh_from_db()
    assert cast.branch.path.startswith(cast.sibling_district.path)


@pytest.mark.parametrize("text", ["Школа № 5", "школа 5"])
def test_a_school_is_moved_into_another_found_by_name(as_user, cast, text):
    as_user("district_coordinator").post(address("move", cast.branch), {"organisation": text, **WHEN})
    cast.branch.refresh_from_db()
    assert cast.branch.ancestor_ids[-1] == cast.sibling_school.pk


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"organisation": "Школа № 999"}, "organisation"),
        ({"organisation": "школ"}, "organisation"),
        ({}, "__all__"),
        ({"place": "outside"}, "place"),
    ],
)
def test_a_place_that_is_not_one_place_is_refused(as_user, cast, typed, field):
    plant(cast.district, "school", "Школа № 51")
    if typed.get("place"):
        typed = {"place": cast.sibling_district.uid}
    response = as_user("district_coordinator").post(address("move", cast.branch), {**typed, **WHEN})
    assert list(response.context["form"].errors) == [field]


def test_whoever_joins_two_needs_both(as_user, cast):
    response = as_user("district_coordinator").post(
        address("join", cast.sibling_school), {"organisation": "Гимназия № 3", **WHEN}
    )
    assert list(response.context["form"].errors) == ["organisation"]
    as_user("regional_operator").post(address("join", cast.sibling_school), {"organisation": "Гимназия № 3", **WHEN})
    cast.sibling_school.refresh_from_db()
    assert cast.sibling_school.reorganisations.get().other == cast.far_school
    assert cast.sibling_school.closed_on == dt.date(2024, 9, 1)


def test_districts_join_by_the_list(as_user, cast):
    as_user("regional_operator").post(address("join", cast.sibling_district), {"place": cast.district.uid, **WHEN})
    cast.far_school.refresh_from_db()
    assert cast.far_school.path.startswith(cast.district.path)


@pytest.mark.parametrize(
    ("kind", "value", "kept"),
    [
        ("pilot", "yes", "yes"),
        ("phase", "pilot_close", "pilot_close"),
        ("ogrn", "104 7707 030513", "1047707030513"),
        ("site", "https://school15.example.org/mentors", "https://school15.example.org/mentors"),
        ("curator_contact", "8 (800) 000-00-00, доб. 15", "8 (800) 000-00-00, доб. 15"),
    ],
)
def test_a_fact_is_set_and_ended(as_user, cast, kind, value, kept):
    client = as_user("district_coordinator")
    client.post(address("fact", cast.school, kind), {"value": value, **WHEN})
    assert cast.school.facts.get(kind=kind, to_on=None).value == kept
    client.post(address("fact", cast.school, kind), {"value": "", **WHEN, "from_on": "2025-01-01"})
    assert not cast.school.facts.filter(kind=kind, to_on=None).exists()


def test_a_wrong_number_is_named_beside_its_field(as_user, cast):
    response = as_user("district_coordinator").post(
        address("fact", cast.school, "inn"), {"value": "7707329153", **WHEN}
    )
    assert list(response.context["form"].errors) == ["value"]


def test_an_unknown_kind_of_fact_has_no_page(as_user, cast):
    assert as_user("district_coordinator").get(address("fact", cast.school, "mood")).status_code == 404


def test_a_type_is_corrected(as_user, cast):
    as_user("district_coordinator").post(address("type", cast.school), {"type": "college"})
    cast.school.refresh_from_db()
    assert cast.school.type == "college"


def test_a_form_sent_twice_opens_one_organisation(as_user, cast):
    client = as_user("district_coordinator")
    typed = {
        "type": "body:school",
        "full": "Школа № 77",
        "short": "Школа № 77",
        "form_token": "0190f5f0-0000-7000-8000-000000000001",
        **WHEN,
    }
    answers = [client.post(address("open", cast.district), typed) for _sending in range(2)]
    assert Node.objects.filter(short_name="Школа № 77").count() == 1
    assert answers[0].url == answers[1].url


@pytest.mark.parametrize("name", ["open", "rename", "move", "join", "close", "type"])
def test_every_deed_has_its_form(as_user, cast, name):
    response = as_user("regional_operator").get(address(name, cast.school))
    assert response.status_code == 200
    assert response.context["form"].fields
