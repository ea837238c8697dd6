"""Comments on lines: who hears whom, who may be called by name, who takes them back."""

from __future__ import annotations

import pytest

from nastavnik.accounts.holders import holders
from nastavnik.accounts.models import User
from nastavnik.accounts.roles import Role
from nastavnik.base.errors import Invalid, NotAllowed
from nastavnik.notifications.models import Notice
from nastavnik.notifications.queries import readings
from nastavnik.roadmaps.models import Comment
from nastavnik.roadmaps.services import comments


def named(cast, role: Role, name: str) -> User:
    User.objects.filter(pk=cast.users[role].pk).update(work_name=name)
    cast.users[role].refresh_from_db()
    return cast.users[role]


def test_those_who_see_the_line_can_be_called_the_nearest_first(add, cast):
    people = comments.people_of(add(), but=cast.curator)

    own = [Role.DIRECTOR, Role.TEAM_MEMBER, Role.REGISTRAR, Role.PSYCHOLOGIST]
    above = [Role.METHODOLOGIST, Role.DISTRICT_COORDINATOR, Role.REGIONAL_OPERATOR]
    assert {holder.role for holder in people[:4]} == set(own)
    assert {holder.role for holder in people[4:6]} == set(above[:2])
    assert [holder.role for holder in people[6:]] == above[2:]


def test_a_right_over_offices_is_held_where_the_offices_are(cast):
    found = holders("roadmap.tick", [cast.imc, cast.school, cast.branch])

    assert {node: {holder.role for holder in who} for node, who in found.items()} == {
        cast.imc.pk: {Role.DISTRICT_COORDINATOR},
        cast.school.pk: {Role.CURATOR, Role.TEAM_MEMBER},
        cast.branch.pk: set(),
    }


def test_whoever_is_called_or_ticked_is_told_once(add, cast):
    director = named(cast, Role.DIRECTOR, "Иванова А. А.")
    named(cast, Role.REGISTRAR, "Иванова А.")
    line = add(title="Издание приказа")

    said = comments.add_comment(
        line, text="@иванова  А. А., приказ готов?", tell=[director, cast.district_coordinator], actor=cast.curator
    )

    assert set(said.mentioned.all()) == {director, cast.district_coordinator}
    told = Notice.objects.order_by("user_id")
    assert {notice.user for notice in told} == {director, cast.district_coordinator}
    (reading,) = readings(director, [notice for notice in told if notice.user == director])
    assert "Издание приказа" in reading.text
    assert "приказ готов" not in reading.text  # what people type does not leave by mail
    assert reading.address == f"/plans/lines/{line.uid}/#talk"


def test_nobody_out_of_reach_can_be_told(add, cast):
    with pytest.raises(comments.CannotBeTold):
        comments.add_comment(add(), text="Привет", tell=[cast.sibling_curator], actor=cast.curator)
    assert not Comment.objects.exists()


def test_the_district_and_the_school_hear_each_other_and_nobody_beside_them(add, cast):
    line = add()
    comments.add_comment(line, text="Когда встреча?", actor=cast.district_coordinator)
    comments.add_comment(line, text="В четверг.", actor=cast.psychologist)

    hear = {cast.curator: 2, cast.district_coordinator: 2, cast.sibling_curator: 0, cast.mentor: 0}
    for user, count in hear.items():
        assert Comment.objects.visible_to(user, "roadmap.view").count() == count
    for stranger in (cast.sibling_curator, cast.mentor, cast.ended_curator):
        with pytest.raises(NotAllowed):
            comments.add_comment(line, text="И я", actor=stranger)


def test_a_comment_is_taken_back_by_its_author_alone_and_its_notice_says_nothing_any_more(add, cast):
    said = comments.add_comment(add(), text="Лишнее", tell=[cast.director], actor=cast.curator)

    with pytest.raises(NotAllowed):
        comments.withdraw_comment(said, actor=cast.director)
    comments.withdraw_comment(said, actor=cast.curator)
    assert not Comment.objects.standing().exists()
    (reading,) = readings(cast.director, list(Notice.objects.all()))
    assert (reading.text, reading.is_reachable) == ("", False)

    comments.bring_comment_back(said, actor=cast.curator)
    assert Comment.objects.standing().get() == said


@pytest.mark.parametrize("text", ["", "я" * 3001], ids=["empty", "endless"])
def test_an_empty_or_endless_comment_is_refused(add, cast, text):
    with pytest.raises(Invalid):
        comments.add_comment(add(), text=text, actor=cast.curator)
