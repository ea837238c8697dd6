"""Deeds to the tree, each with what it leaves as it was."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from nastavnik.audit.models import Event
from nastavnik.base.errors import Invalid, NotAllowed
from nastavnik.org.models import Node, NodeName, Placement, Reorganisation
from nastavnik.org.queries import ancestors, branch, children, names_on, place_of
from nastavnik.org.refusals import (
    DateInFuture,
    LaterRecorded,
    NotEmpty,
    NotOpenThen,
    PlaceInItself,
    PlaceNotOpen,
    RootStays,
    SameKindNeeded,
    TooDeep,
    UnknownType,
    WrongPlace,
)
from nastavnik.org.services.nodes import close, merge, move, open_node, rename
from nastavnik.org.services.paths import MAX_LEVELS
from tests.org.planting import OPENED_ON, opened

LATER = dt.date(2024, 9, 1)
BEFORE = LATER - dt.timedelta(days=1)


@pytest.fixture
def south(region):
    return opened("district", "Южный район", region)


@pytest.fixture
def north(region):
    return opened("district", "Северный район", region)


@pytest.fixture
def school(south):
    return opened("school", "Школа № 7", south)


def test_a_node_opens_with_a_name_a_place_and_an_entry_in_the_register(region, south):
    school = open_node(
        kind=Node.Kind.BODY,
        type="school",
        full="Государственное учреждение школа № 7",
        short="Школа № 7",
        parent=south,
        opened_on=OPENED_ON,
        basis="Приказ № 1 от 01.09.2020",
        actor=None,
    )

    assert school.path == f"/{region.pk}/{south.pk}/{school.pk}/"
    assert str(school) == "Школа № 7"
    assert list(school.placements.values_list("parent_id", "path", "from_on", "to_on")) == [
        (south.pk, school.path, OPENED_ON, None)
    ]
    assert list(school.names.values_list("short", "from_on", "to_on")) == [("Школа № 7", OPENED_ON, None)]
    assert list(school.reorganisations.values_list("kind", "on", "basis")) == [
        ("opened", OPENED_ON, "Приказ № 1 от 01.09.2020")
    ]
    assert Event.objects.of(school).get().action == "organisation.opened"


def test_a_school_entered_late_follows_its_district_through_its_places(region, south, north):
    part = opened("district", "Округ", south)
    move(part, parent=north, from_on=LATER, actor=None)

    school = opened("school", "Школа № 1", part)

    assert place_of(school, BEFORE) == f"/{region.pk}/{south.pk}/{part.pk}/{school.pk}/"
    assert place_of(school, LATER) == f"/{region.pk}/{north.pk}/{part.pk}/{school.pk}/" == school.path


@pytest.mark.parametrize(
    ("kind", "type", "inside", "refusal"),
    [
        ("body", "school", None, WrongPlace),
        ("territory", "district", "school", WrongPlace),
        ("body", "castle", "region", UnknownType),
        ("territory", "school", "region", UnknownType),
    ],
)
def test_what_cannot_stand_there_is_not_opened(region, school, kind, type, inside, refusal):
    parent = {"region": region, "school": school, None: None}[inside]
    with pytest.raises(refusal):
        open_node(kind=kind, type=type, full="Новое", short="Новое", parent=parent, opened_on=LATER, actor=None)
    assert not Node.objects.filter(short_name="Новое").exists()


def test_nobody_opens_a_region_by_hand_or_tomorrow_or_in_a_closed_place(cast, south):
    with pytest.raises(NotAllowed):
        open_node(
            kind="territory",
            type="region",
            full="Край",
            short="Край",
            parent=None,
            opened_on=LATER,
            actor=cast.regional_operator,
        )
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    with pytest.raises(DateInFuture):
        opened("school", "Школа завтра", south, tomorrow)
    with pytest.raises(PlaceNotOpen):
        opened("school", "Школа до района", south, OPENED_ON - dt.timedelta(days=1))
    close(south, on=LATER, actor=None)
    with pytest.raises(PlaceNotOpen):
        opened("school", "Школа после района", south, LATER)


def test_a_name_that_is_missing_is_named_in_the_refusal(south):
    with pytest.raises(Invalid) as refusal:
        opened("school", "", south)
    assert set(refusal.value.fields) >= {"short_name", "full_name"}


def test_a_new_name_leaves_the_old_one_in_its_years(school):
    rename(school, full="Гимназия имени Учителя", short="Гимназия № 7", from_on=LATER, actor=None)

    assert {day: names_on([school], day)[school.pk].short for day in (BEFORE, LATER)} == {
        BEFORE: "Школа № 7",
        LATER: "Гимназия № 7",
    }
    school.refresh_from_db()
    assert (str(school), school.full_name) == ("Гимназия № 7", "Гимназия имени Учителя")
    assert list(Node.objects.named_like("гимназ 7")) == list(Node.objects.named_like("школа 7")) == [school]


def test_a_name_is_corrected_on_its_own_day(school):
    rename(school, full="Школа № 70", short="Школа № 70", from_on=OPENED_ON, actor=None)

    assert list(NodeName.objects.filter(node=school).values_list("short", "from_on", "to_on")) == [
        ("Школа № 70", OPENED_ON, None)
    ]
    assert list(Node.objects.named_like("школа 7")) == []


def test_a_name_is_not_slipped_in_before_a_later_one(school):
    rename(school, full="Гимназия", short="Гимназия", from_on=LATER, actor=None)
    with pytest.raises(LaterRecorded, match="1 сентября 2024"):
        rename(school, full="Лицей", short="Лицей", from_on=BEFORE, actor=None)


def test_a_move_takes_the_branch_along_and_leaves_the_past(region, south, north, school):
    affiliate = opened("school", "Филиал", school)
    neighbour = opened("school", "Школа № 8", south)

    move(school, parent=north, from_on=LATER, basis="Приказ № 2", actor=None)

    for node in (school, affiliate, neighbour):
        node.refresh_from_db()
    assert school.path == f"{north.path}{school.pk}/"
    assert affiliate.path == f"{school.path}{affiliate.pk}/"
    assert neighbour.path == f"{south.path}{neighbour.pk}/"
    assert list(children(south, BEFORE)) == [school, neighbour]
    assert list(children(south, LATER)) == [neighbour]
    assert set(branch(south, BEFORE)) == {south, school, affiliate, neighbour}
    assert set(branch(north, LATER)) == {north, school, affiliate}
    assert ancestors(affiliate, BEFORE) == [region, south, school]
    assert ancestors(affiliate, LATER) == [region, north, school]
    assert list(affiliate.placements.order_by("from_on").values_list("parent_id", "basis", "from_on", "to_on")) == [
        (school.pk, "", OPENED_ON, LATER),
        (school.pk, "Приказ № 2", LATER, None),
    ]


def test_a_place_is_corrected_on_its_own_day(south, north, school):
    move(school, parent=north, from_on=OPENED_ON, actor=None)
    assert list(school.placements.values_list("parent_id", "path", "to_on")) == [
        (north.pk, f"{north.path}{school.pk}/", None)
    ]


def test_who_left_or_closed_on_the_day_of_a_move_is_not_taken_along(region, south, north):
    part = opened("district", "Округ", south)
    stays, leaves, closes = (opened("school", f"Школа № {n}", part) for n in (1, 2, 3))
    move(leaves, parent=south, from_on=LATER, actor=None)
    close(closes, on=LATER, actor=None)

    move(part, parent=north, from_on=LATER, actor=None)

    assert set(branch(north, LATER)) == {north, part, stays}
    assert place_of(leaves, LATER) == f"{south.path}{leaves.pk}/"
    assert place_of(closes, LATER) is None
    closes.refresh_from_db()
    assert closes.path.startswith(north.path)


@pytest.mark.parametrize(
    ("who", "where", "refusal"),
    [
        ("region", "north", RootStays),
        ("south", "south", PlaceInItself),
        ("south", "part", PlaceInItself),
        ("part", "school", WrongPlace),
    ],
)
def test_a_node_is_not_moved_where_it_cannot_stand(region, south, north, who, where, refusal):
    part = opened("district", "Округ", south)
    school = opened("school", "Школа", north)
    nodes = {"region": region, "south": south, "north": north, "part": part, "school": school}
    with pytest.raises(refusal):
        move(nodes[who], parent=nodes[where], from_on=LATER, actor=None)


def test_a_move_is_not_slipped_in_before_a_later_deed(region, south, north, school):
    gone = opened("school", "Школа № 9", north)
    opened("school", "Филиал", school, LATER)
    close(gone, on=LATER, actor=None)

    for district, target in ((south, region), (north, south)):
        with pytest.raises(LaterRecorded, match="1 сентября 2024"):
            move(district, parent=target, from_on=BEFORE, actor=None)


def test_nothing_moves_into_a_place_before_that_stood_where_it_stands(region, south, north, school):
    part = opened("district", "Округ", south)
    move(part, parent=north, from_on=LATER, actor=None)

    with pytest.raises(LaterRecorded):
        move(school, parent=part, from_on=BEFORE, actor=None)
    move(school, parent=part, from_on=LATER, actor=None)

    assert ancestors(school, LATER) == [region, north, part]


def test_a_tree_is_not_deeper_than_its_paths_allow(region):
    node = region
    for level in range(MAX_LEVELS - 1):
        node = opened("district", f"Ступень {level}", node)
    with pytest.raises(TooDeep):
        opened("school", "Школа", node)
    other = opened("district", "Другой", region)
    opened("school", "Школа", other)
    with pytest.raises(TooDeep):
        move(other, parent=Node.objects.get(pk=node.ancestor_ids[-1]), from_on=LATER, actor=None)


def test_joining_moves_what_is_inside_and_closes(region, south, north, school):
    affiliate = opened("school", "Филиал", school)

    merge(south, into=north, on=LATER, basis="Закон № 3", actor=None)

    south.refresh_from_db()
    assert south.closed_on == LATER
    assert list(children(north, LATER)) == [school]
    assert set(branch(south, BEFORE)) == {south, school, affiliate}
    assert list(branch(south, LATER)) == []
    assert ancestors(affiliate, LATER) == [region, north, school]
    assert names_on([south], LATER)[south.pk].short == "Южный район"
    register = Reorganisation.objects.filter(node=south).order_by("on").values_list("kind", "other_id", "on")
    assert list(register) == [("opened", region.pk, OPENED_ON), ("merged", north.pk, LATER)]


def test_a_region_joins_another_region(region, south):
    other = opened("region", "Нагорный край")
    merge(region, into=other, on=LATER, actor=None)
    south.refresh_from_db()
    assert south.path == f"/{other.pk}/{south.pk}/"


def test_unlike_does_not_join_unlike_nor_a_part_its_whole(region, south, school):
    with pytest.raises(SameKindNeeded):
        merge(school, into=south, on=LATER, actor=None)
    with pytest.raises(RootStays):
        merge(region, into=south, on=LATER, actor=None)
    with pytest.raises(PlaceInItself):
        merge(south, into=south, on=LATER, actor=None)


def test_closing_ends_the_place_and_waits_for_what_is_inside(south, school):
    with pytest.raises(NotEmpty):
        close(south, on=LATER, actor=None)
    close(school, on=LATER, actor=None)

    assert place_of(school, BEFORE) is not None
    assert place_of(school, LATER) is None
    assert list(Node.objects.open_on(BEFORE).filter(pk=school.pk)) == [school]
    assert list(Node.objects.open_on(LATER).filter(pk=school.pk)) == []
    for deed in (
        lambda: close(school, on=LATER, actor=None),
        lambda: rename(school, full="Имя", short="Имя", from_on=LATER, actor=None),
        lambda: move(school, parent=south, from_on=LATER, actor=None),
    ):
        with pytest.raises(NotOpenThen):
            deed()


def test_a_node_lives_for_a_day_at_least(school):
    with pytest.raises(LaterRecorded, match="2 сентября 2020"):
        close(school, on=OPENED_ON, actor=None)


def test_deeds_ask_for_the_right_over_both_places(cast, lists):
    on = dt.date(2024, 9, 1)
    deeds = [
        lambda actor: rename(cast.school, full="Имя", short="Имя", from_on=on, actor=actor),
        lambda actor: move(cast.school, parent=cast.sibling_district, from_on=on, actor=actor),
        lambda actor: merge(cast.school, into=cast.far_school, on=on, actor=actor),
        lambda actor: close(cast.sibling_school, on=on, actor=actor),
    ]
    for actor in (cast.director, cast.curator, cast.ended_curator, cast.stranger):
        for deed in deeds:
            with pytest.raises(NotAllowed):
                deed(actor)
    # The district's coordinator has the school but not the other district.
    for deed in deeds[1:3]:
        with pytest.raises(NotAllowed):
            deed(cast.district_coordinator)
    for deed in deeds[:2]:
        deed(cast.regional_operator)
    assert Placement.objects.open_ended().get(node=cast.school).parent == cast.sibling_district


def test_a_deed_is_undone_whole_when_the_journal_cannot_be_written(south, north, school, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("nastavnik.org.services.nodes.record", fail)
    with pytest.raises(RuntimeError):
        move(school, parent=north, from_on=LATER, actor=None)
    assert list(children(south, LATER)) == [school]
    assert Node.objects.get(pk=school.pk).path == f"{south.path}{school.pk}/"
