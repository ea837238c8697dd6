"""The list and the card."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from django import forms
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertHTMLEqual
from python_calamine import CalamineWorkbook

from nastavnik.audit.models import Event
from nastavnik.org.models import Node
from nastavnik.org.services.facts import set_fact
from nastavnik.org.services.nodes import close, move, open_node, rename
from nastavnik.portal.org.filters import PlainSelect
from tests.cast import plant

ON = dt.date(2024, 9, 1)
LIST = reverse("org:list")
OGRN = "1047707030513"


def names(response) -> list[str]:
    return [row.name for row in response.context["rows"]]


def card(node: Node) -> str:
    return reverse("org:card", args=[node.uid])


def test_the_list_shows_what_is_within_reach_by_name(as_user):
    shown = names(as_user("district_coordinator").get(LIST))
    assert shown == ["Завод «Маяк»", "ИМЦ Лугового района", "Филиал школы № 15", "Школа № 5", "Школа № 15"]
    assert names(as_user("director").get(LIST)) == ["Филиал школы № 15", "Школа № 15"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=школа+5", ["Школа № 5"]),
        ("q=ШКОЛЫ", ["Филиал школы № 15"]),
        ("q=1047707030513", ["Школа № 15"]),
        ("type=imc", ["ИМЦ Лугового района"]),
        ("what=territory", ["Заречный район", "Луговой район", "Приозёрная область"]),
        ("pilot=yes", ["Школа № 5"]),
        ("phase=implementation", ["Школа № 15"]),
        ("phase=implementation&pilot=yes", []),
        ("phase=nonsense&type=imc", ["ИМЦ Лугового района"]),
    ],
)
def test_filters_narrow_the_list(as_user, cast, query, found):
    set_fact(cast.school, "ogrn", OGRN, from_on=ON, actor=None)
    set_fact(cast.school, "phase", "implementation", from_on=ON, actor=None)
    set_fact(cast.sibling_school, "pilot", "yes", from_on=ON, actor=None)
    assert names(as_user("regional_operator").get(f"{LIST}?{query}")) == found


def test_a_territory_narrows_as_of_its_own_day(as_user, cast):
    move(cast.school, parent=cast.sibling_district, from_on=ON, actor=None)
    client = as_user("regional_operator")
    address = f"{LIST}?territory={cast.sibling_district.uid}&type=school"
    assert names(client.get(address)) == ["Гимназия № 3", "Филиал школы № 15", "Школа № 15"]
    assert names(client.get(f"{address}&on=2024-08-31")) == ["Гимназия № 3"]


def test_the_list_of_a_day_has_the_names_and_the_places_of_that_day(as_user, cast):
    rename(cast.school, full="Лицей", short="Лицей № 15", from_on=ON, actor=None)
    close(cast.sibling_school, on=ON, actor=None)
    client = as_user("district_coordinator")
    today, then = client.get(LIST), client.get(f"{LIST}?on=2024-08-31")
    assert {"Лицей № 15"} == set(names(today)) - set(names(then))
    assert {"Школа № 5", "Школа № 15"} == set(names(then)) - set(names(today))


def test_the_list_makes_as_many_queries_for_many_rows_as_for_one(as_user, cast, django_assert_num_queries):
    client = as_user("district_coordinator")
    narrow = f"{LIST}?type=school&q=школа"
    client.get(narrow)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(narrow)
    for number in range(60):
        plant(cast.district, "school", f"Школа № {number + 100}")
    with django_assert_num_queries(len(few)):
        response = client.get(narrow)
    assert len(response.context["rows"]) == 50


def test_pages_follow_one_another(as_user, cast):
    for number in range(60):
        plant(cast.district, "school", f"Школа № {number + 100}")
    client = as_user("district_coordinator")
    first = client.get(LIST)
    second = client.get(f"{LIST}?{first.context['list_page'].next}")
    assert names(first)[-1] < names(second)[0]
    assert len(names(first)) + len(names(second)) == 65


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_the_list_leaves_as_a_table_and_the_journal_says_so(as_user, cast, form):
    plant(cast.district, "school", "=Школа(1)")
    response = as_user("district_coordinator").get(reverse("org:export", args=[form]) + "?type=school")
    body = b"".join(response.streaming_content)
    if form == "xlsx":
        rows = CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python()
        shown = [row[0] for row in rows[1:]]
        assert shown == ["Филиал школы № 15", "=Школа(1)", "Школа № 5", "Школа № 15"]
    else:
        rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig")), delimiter=";"))
        assert [row[0] for row in rows[1:]][1] == "'=Школа(1)"
    event = Event.objects.get(action="export")
    assert event.facts == {"list": "organisations", "form": form, "filters": ["type"]}


def test_the_card_shows_a_day(as_user, cast):
    rename(cast.school, full="Лицей", short="Лицей № 15", from_on=ON, actor=None)
    move(cast.school, parent=cast.sibling_district, from_on=ON, actor=None)
    client = as_user("regional_operator")
    today, then = client.get(card(cast.school)), client.get(card(cast.school) + "?on=2024-08-31")
    assert [(r.context["name"].short, [n.short_name for n, _ in r.context["above"]]) for r in (today, then)] == [
        ("Лицей № 15", ["Приозёрная область", "Заречный район"]),
        ("Школа № 15", ["Приозёрная область", "Луговой район"]),
    ]
    assert not client.get(card(cast.school) + "?on=2010-01-01").context["existed"]


def test_the_card_of_a_place_lists_what_stands_in_it(as_user, cast):
    response = as_user("regional_operator").get(card(cast.region))
    assert names(response) == ["Заречный район", "Луговой район", "Центр наставничества"]


def test_a_director_sees_the_district_named_but_is_not_led_there(as_user, cast):
    response = as_user("director").get(card(cast.school))
    assert [reached for _node, reached in response.context["above"]] == [False, False]
    assert card(cast.district) not in response.content.decode()
    assert as_user("director").get(card(cast.district)).status_code == 404


def test_the_card_offers_deeds_to_those_who_may(as_user, cast):
    rename_address = reverse("org:rename", args=[cast.school.uid])
    assert rename_address in as_user("district_coordinator").get(card(cast.school)).content.decode()
    assert rename_address not in as_user("director").get(card(cast.school)).content.decode()
    close(cast.sibling_school, on=ON, actor=None)
    closed = as_user("district_coordinator").get(card(cast.sibling_school))
    assert reverse("org:rename", args=[cast.sibling_school.uid]) not in closed.content.decode()


def test_the_card_makes_as_many_queries_whatever_stands_in_it(as_user, cast):
    client = as_user("regional_operator")
    counts = []
    for _round in range(2):
        client.get(card(cast.district))
        with CaptureQueriesContext(connection) as made:
            client.get(card(cast.district))
        counts.append(len(made))
        for number in range(5):
            school = open_node(
                kind="body",
                type="school",
                full=f"Школа {number}",
                short=f"Школа {number}",
                parent=cast.district,
                opened_on=ON,
                actor=None,
            )
            set_fact(school, "phase", "pilot", from_on=ON, actor=None)
    assert counts[0] == counts[1]


@pytest.mark.parametrize("value", ["", "a&b", 7, "gone"])
def test_the_quick_choice_says_what_a_choice_says(value):
    choices = [("", "все"), ("a&b", "<Первый>"), (7, "Седьмой")]
    ours, theirs = (
        kind(choices=choices, attrs={"class": "x"}).render("f", value, {"id": "id_f"})
        for kind in (PlainSelect, forms.Select)
    )
    assertHTMLEqual(ours, theirs)
