"""Reach: grants and the matrix, turned into rows."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from nastavnik.accounts.models import Grant, User
from nastavnik.accounts.reach import acting_as
from nastavnik.accounts.roles import Role
from nastavnik.base.access import can, holds
from nastavnik.org.models import Node
from tests.cast import Cast


def seen(user: User, action: str = "organisation.view") -> set[str]:
    return set(Node.objects.visible_to(user, action).values_list("short_name", flat=True))


def test_a_right_that_flows_down_reaches_the_whole_subtree_and_nothing_beside_it(cast: Cast) -> None:
    assert seen(cast.district_coordinator) == {
        node.short_name
        for node in (cast.district, cast.imc, cast.school, cast.branch, cast.sibling_school, cast.enterprise)
    }


def test_a_right_of_the_own_node_stays_there(cast: Cast) -> None:
    assert seen(cast.psychologist) == {cast.school.short_name}
    assert seen(cast.curator, "roadmap.edit") == {cast.school.short_name}


def test_a_territory_edits_plans_of_its_offices_and_only_views_those_of_schools(cast: Cast) -> None:
    assert seen(cast.district_coordinator, "roadmap.edit") == {cast.district.short_name, cast.imc.short_name}
    assert seen(cast.regional_operator, "roadmap.edit") == {cast.region.short_name, cast.centre.short_name}
    assert cast.school.short_name in seen(cast.regional_operator, "roadmap.view")
    assert cast.other_school.short_name not in seen(cast.regional_operator, "roadmap.view")


def test_a_path_that_only_begins_alike_is_not_below(cast: Cast) -> None:
    longer = Node.objects.create(
        kind="body",
        type="school",
        path=f"{cast.district.path.rstrip('/')}7/",
        short_name="Чужая",
        full_name="Чужая",
        sort_name="",
        search_name="",
        opened_on=dt.date(2020, 1, 1),
    )

    assert not can(cast.district_coordinator, "organisation.view", longer)


def test_an_ended_grant_gives_nothing(cast: Cast) -> None:
    assert seen(cast.ended_curator) == set()
    assert not holds(cast.ended_curator, "reference.view")


def test_a_grant_of_tomorrow_gives_nothing_today(cast: Cast) -> None:
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    Grant.objects.create(user=cast.stranger, role=Role.CURATOR, node=cast.school, from_on=tomorrow)

    assert seen(cast.stranger) == set()


def test_a_blocked_account_reaches_nothing(cast: Cast) -> None:
    User.objects.filter(pk=cast.curator.pk).update(is_active=False)

    assert seen(cast.curator) == set()
    assert seen(User.objects.get(pk=cast.curator.pk)) == set()


def test_the_active_role_narrows_the_reach_to_its_own_grants(cast: Cast) -> None:
    Grant.objects.create(user=cast.curator, role=Role.PSYCHOLOGIST, node=cast.sibling_school)
    both = {cast.school.short_name, cast.branch.short_name, cast.sibling_school.short_name}
    assert seen(cast.curator) == both

    cast.curator.acting = acting_as(cast.curator, Role.PSYCHOLOGIST)

    assert cast.curator.acting.roles == [Role.CURATOR, Role.PSYCHOLOGIST]
    assert seen(cast.curator) == {cast.sibling_school.short_name}


def test_an_unknown_action_is_a_bug_and_not_a_refusal(cast: Cast) -> None:
    with pytest.raises(KeyError):
        holds(cast.curator, "roadmap.veiw")


def test_one_query_per_question_once_the_grants_are_read(cast: Cast, django_assert_num_queries) -> None:
    cast.curator.acting = acting_as(cast.curator, None)

    with django_assert_num_queries(1):
        assert can(cast.curator, "roadmap.view", cast.school)
    with django_assert_num_queries(0):
        assert holds(cast.curator, "roadmap.view")


def test_many_grants_make_a_few_ranges(cast: Cast) -> None:
    rows = [
        Grant(user=cast.stranger, role=Role.DISTRICT_COORDINATOR, node=node)
        for node in (cast.region, cast.district, cast.sibling_district, cast.school, cast.far_school)
    ]
    Grant.objects.bulk_create(rows)

    sql = str(Node.objects.visible_to(cast.stranger, "organisation.view").query)

    assert sql.count(">=") == 1
    assert seen(cast.stranger) >= {cast.region.short_name, cast.far_school.short_name}


def test_above_the_organisation_only_roles_of_staff_are_seen(cast: Cast) -> None:
    def roles(user: User) -> set[str]:
        return set(Grant.objects.visible_to(user, "grant.view").values_list("role", flat=True))

    assert {"mentor", "mentee", "parent"} & roles(cast.district_coordinator) == set()
    assert {"mentor", "mentee", "parent"} <= roles(cast.curator)
