from __future__ import annotations

import datetime as dt

import pytest

from nastavnik.base.errors import Invalid, NotAllowed
from nastavnik.org.models import Fact, Node
from nastavnik.org.refusals import LaterRecorded, NotOpenThen, UnknownType
from nastavnik.org.services.facts import correct_type, set_fact
from nastavnik.org.services.nodes import close
from tests.org.planting import OPENED_ON, opened

SPRING, AUTUMN = dt.date(2024, 3, 1), dt.date(2024, 9, 1)
OGRN, INN = "1047707030513", "7707329152"


@pytest.fixture
def school(region):
    return opened("school", "Школа № 7", region)


def facts(node: Node) -> list[tuple]:
    return list(node.facts.order_by("kind", "from_on").values_list("kind", "value", "from_on", "to_on"))


def test_a_changed_fact_ends_and_a_new_one_begins(school):
    set_fact(school, "phase", "pilot", from_on=SPRING, actor=None)
    set_fact(school, "phase", "implementation", from_on=AUTUMN, basis="Приказ № 5", actor=None)
    assert facts(school) == [("phase", "pilot", SPRING, AUTUMN), ("phase", "implementation", AUTUMN, None)]
    assert school.facts.on(SPRING).get().value == "pilot"
    assert school.facts.on(AUTUMN).get().value == "implementation"


def test_an_empty_value_ends_the_fact(school):
    set_fact(school, "pilot", "yes", from_on=SPRING, actor=None)
    assert set_fact(school, "pilot", "", from_on=AUTUMN, actor=None) is None
    assert facts(school) == [("pilot", "yes", SPRING, AUTUMN)]


def test_a_fact_is_corrected_or_withdrawn_on_its_own_day(school):
    set_fact(school, "site", "https://school7.example.org", from_on=SPRING, actor=None)
    set_fact(school, "site", "https://s7.example.org", from_on=SPRING, actor=None)
    assert facts(school) == [("site", "https://s7.example.org", SPRING, None)]
    set_fact(school, "site", "", from_on=SPRING, actor=None)
    assert facts(school) == []


def test_a_fact_is_not_slipped_in_before_a_later_one(school):
    set_fact(school, "pilot", "yes", from_on=AUTUMN, actor=None)
    with pytest.raises(LaterRecorded):
        set_fact(school, "pilot", "", from_on=SPRING, actor=None)
    set_fact(school, "pilot", "", from_on=dt.date(2025, 1, 1), actor=None)
    with pytest.raises(LaterRecorded, match="1 января 2025"):
        set_fact(school, "pilot", "yes", from_on=AUTUMN, actor=None)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("ogrn", OGRN[:-1] + "4"),
        ("inn", INN[:-1]),
        ("phase", "victory"),
        ("pilot", "maybe"),
        ("site", "javascript:alert(1)"),
    ],
)
def test_a_value_that_is_none_of_its_kind_is_refused_with_a_sentence(school, kind, value):
    with pytest.raises(Invalid) as refusal:
        set_fact(school, kind, value, from_on=SPRING, actor=None)
    assert list(refusal.value.fields) == ["value"]
    assert facts(school) == []


def test_numbers_are_kept_without_blanks(school):
    fact = set_fact(school, "ogrn", "104 7707 030513", from_on=SPRING, actor=None)
    assert fact is not None
    assert fact.value == OGRN


def test_an_ogrn_belongs_to_one_open_organisation(region, school):
    other = opened("school", "Школа № 8", region)
    set_fact(school, "ogrn", OGRN, from_on=SPRING, actor=None)
    set_fact(school, "inn", INN, from_on=SPRING, actor=None)
    set_fact(other, "inn", INN, from_on=SPRING, actor=None)
    with pytest.raises(Invalid, match=r"ОГРН|OGRN"):
        set_fact(other, "ogrn", OGRN, from_on=SPRING, actor=None)
    close(school, on=AUTUMN, actor=None)
    set_fact(other, "ogrn", OGRN, from_on=AUTUMN, actor=None)
    assert Fact.objects.on(AUTUMN).get(kind="ogrn").node == other


def test_a_fact_lives_within_the_days_of_its_node(school):
    with pytest.raises(NotOpenThen):
        set_fact(school, "pilot", "yes", from_on=OPENED_ON - dt.timedelta(days=1), actor=None)
    set_fact(school, "pilot", "yes", from_on=SPRING, actor=None)
    close(school, on=AUTUMN, actor=None)
    assert facts(school) == [("pilot", "yes", SPRING, AUTUMN)]
    with pytest.raises(NotOpenThen):
        set_fact(school, "pilot", "yes", from_on=AUTUMN, actor=None)


def test_a_wrong_type_is_mended(school):
    assert correct_type(school, "college", actor=None).type == "college"
    with pytest.raises(UnknownType):
        correct_type(school, "district", actor=None)


def test_facts_ask_for_the_right(cast, lists):
    for actor in (cast.director, cast.stranger, cast.ended_curator):
        with pytest.raises(NotAllowed):
            set_fact(cast.school, "pilot", "yes", from_on=SPRING, actor=actor)
        with pytest.raises(NotAllowed):
            correct_type(cast.school, "college", actor=actor)
    assert set_fact(cast.school, "pilot", "yes", from_on=SPRING, actor=cast.district_coordinator)
