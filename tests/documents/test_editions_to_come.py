"""Editions of templates that wait for their day, whose edition reaches whom, and who is told of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from nastavnik.accounts.models import Grant, User
from nastavnik.accounts.roles import Role
from nastavnik.base.errors import Invalid, NotAllowed
from nastavnik.documents import editions
from nastavnik.documents.library import TEMPLATES
from nastavnik.documents.models import Template
from nastavnik.documents.services import drafts, templates
from nastavnik.documents.services.templates import WrongTemplateState
from nastavnik.notifications.models import Letter, Notice
from nastavnik.notifications.queries import readings
from nastavnik.org.models import Node, Placement
from tests.cast import OPENED_ON, Cast, plant
from tests.documents.papers import order, with_head
from tests.documents.test_templates import CODE, published, said

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
STATE = Template.State


def later(days: int) -> dt.date:
    return TODAY + dt.timedelta(days=days)


def scheduled(node: Node, days: int, actor: User, code: str = CODE) -> Template:
    draft = templates.copy(node, code, actor=actor)
    return templates.publish(draft, from_on=later(days), version=draft.version, actor=actor)


def in_use(node: Node, days: int = 0, code: str = CODE) -> Template | None:
    return editions.templates_in_use(node, [code], later(days)).get(code)


def days_of(*rows: Template) -> list[tuple[str, int | None, int | None]]:
    """State, first day, last day: counted from today."""
    found = []
    for row in rows:
        row.refresh_from_db()
        found.append((str(row.state), *((day - TODAY).days if day else None for day in (row.from_on, row.to_on))))
    return found


class TestDays:
    def test_an_edition_comes_on_its_day_by_itself(self, cast: Cast, monkeypatch: pytest.MonkeyPatch):
        with_head(cast)
        first = published(cast.region)
        second = scheduled(cast.region, 10, cast.regional_operator)
        paper = order(cast)

        assert (in_use(cast.school), in_use(cast.school, 9)) == (first, first)
        assert (in_use(cast.school, 10), in_use(cast.school, 400)) == (second, second)
        assert editions.above(cast.school, CODE, later(10)).template == second
        assert editions.next_in_use(cast.school) == {CODE: second}
        assert paper.template == first
        monkeypatch.setattr(timezone, "localdate", lambda *_: later(10))
        assert drafts.template_in_use(cast.school, CODE) == second
        assert (editions.next_in_use(cast.school), order(cast).template) == ({}, second)
        assert "Редакция 1" in said(paper)

    def test_it_is_cancelled_before_its_day(self, cast: Cast):
        first, actor = published(cast.region), cast.regional_operator
        second = scheduled(cast.region, 10, actor)
        with pytest.raises(NotAllowed):
            templates.unpublish(second, actor=cast.director)
        templates.unpublish(second, actor=actor)
        assert days_of(first, second) == [("published", (first.from_on - TODAY).days, None), ("draft", None, None)]

        templates.publish(second, from_on=later(3), version=Template.objects.get(pk=second.pk).version, actor=actor)
        templates.copy(cast.region, CODE, actor=actor)
        assert templates.unpublish(second, actor=actor).state == STATE.RETIRED  # a newer draft stands in its place
        assert in_use(cast.school, 30) == first

    def test_two_wait_and_one_comes_at_once(self, cast: Cast):
        """Each holds until the day of the next one, whatever the order in which they were decided."""
        actor = cast.director
        far, near = scheduled(cast.school, 20, actor), scheduled(cast.school, 10, actor)
        now = scheduled(cast.school, 0, actor)
        assert days_of(now, near, far) == [("published", 0, 10), ("published", 10, 20), ("published", 20, None)]
        templates.unpublish(near, actor=actor)
        assert days_of(now, far) == [("published", 0, 20), ("published", 20, None)]
        templates.withdraw(now, actor=actor)
        assert (in_use(cast.school), in_use(cast.school, 20)) == (None, far)
        templates.bring_back(now, actor=actor)
        assert days_of(now) == [("published", 0, 20)]

    def test_a_day_has_one_edition(self, cast: Cast):
        kept = scheduled(cast.school, 10, cast.director)
        draft = templates.copy(cast.school, CODE, actor=cast.director)
        with pytest.raises(Invalid) as refused:
            templates.publish(draft, from_on=later(10), version=draft.version, actor=cast.director)
        assert str(kept.edition) in refused.value.fields["from_on"][0]
        for values in ({"from_on": later(10), "to_on": later(11)}, {"from_on": later(5)}):
            with pytest.raises(IntegrityError), transaction.atomic():  # whatever comes past the services
                Template.objects.filter(pk=draft.pk).update(state=STATE.PUBLISHED, **values)
        with pytest.raises(ValidationError):
            Template(state=STATE.PUBLISHED, node=cast.school, code=CODE, edition=9).validate_constraints()

    def test_what_came_today_over_another_of_today_is_taken_back_to_it(self, cast: Cast):
        old = published(cast.school)
        one, two = scheduled(cast.school, 0, cast.director), scheduled(cast.school, 0, cast.director)
        assert (in_use(cast.school), days_of(one)) == (two, [("published", 0, 0)])
        templates.unpublish(two, actor=cast.director)
        assert (in_use(cast.school), in_use(cast.school, -1)) == (one, old)

    def test_past_days_are_never_rewritten(self, cast: Cast):
        old = published(cast.school)
        with pytest.raises(WrongTemplateState):
            templates.unpublish(old, actor=cast.director)  # it has been in force for days
        templates.withdraw(old, actor=cast.director)
        Template.objects.filter(pk=old.pk).update(to_on=later(-3))
        with pytest.raises(WrongTemplateState):
            templates.bring_back(old, actor=cast.director)
        again = templates.copy(cast.school, CODE, actor=cast.director, like=old)
        assert (again.tree, again.edition, in_use(cast.school, -4), in_use(cast.school)) == (old.tree, 2, old, None)


class TestOffices:
    def test_the_nearest_wins(self, cast: Cast):
        """Own, then level by level: the territory, then the offices in it, an authority before a centre."""
        committee = plant(cast.region, "education_authority", "Министерство образования")
        places = [cast.centre, committee, cast.region, cast.imc, cast.district, cast.school]
        seen = []
        for place in places:
            row = published(place)
            seen.append(in_use(cast.school) == row)
        assert seen == [True] * len(places)
        assert in_use(cast.branch) == in_use(cast.school)
        assert in_use(cast.far_school) == Template.objects.get(node=cast.region)
        assert in_use(cast.other_school) is None
        assert editions.above(cast.school, CODE).template == Template.objects.get(node=cast.district)
        assert editions.above(cast.district, CODE).template == Template.objects.get(node=cast.imc)
        assert editions.above(cast.centre, CODE).template == Template.objects.get(node=cast.region)

    def test_an_organisation_that_is_no_office_keeps_its_edition_to_itself(self, cast: Cast):
        published(cast.enterprise)
        published(cast.sibling_school)
        assert in_use(cast.school) is None

    def test_of_two_alike_the_later_one_wins_and_a_move_is_dated(self, cast: Cast):
        other = plant(cast.district, "imc", "Центр развития Лугового района")
        published(other, from_on=later(-5))
        late = published(cast.imc, from_on=later(-2))
        assert in_use(cast.school) == late
        # Half a year ago the centre stood in the other district.
        for row in Placement.objects.filter(node=cast.imc):
            Placement.objects.filter(pk=row.pk).update(from_on=later(-1))
            Placement.objects.create(
                node=cast.imc, parent=cast.sibling_district, path=f"{cast.sibling_district.path}{cast.imc.pk}/",
                from_on=OPENED_ON, to_on=later(-1),
            )  # fmt: skip
        assert (in_use(cast.school, -2), in_use(cast.far_school, -2)) == (Template.objects.get(node=other), late)

    def test_who_is_behind_an_office_and_from_which_day(self, cast: Cast):
        newest = TEMPLATES[CODE].edition
        of_imc = published(cast.imc, base_edition=newest)
        rows = {
            "as the centre": published(cast.school, base=of_imc, base_edition=1),
            "past the centre": published(cast.sibling_school, base_edition=newest),
            "as the product": published(cast.far_school, base_edition=newest),
            "the centre": of_imc,
        }
        then = Template.objects.create(
            node=cast.region, code=CODE, title="", tree="", digest="", base_edition=newest, state=STATE.PUBLISHED,
            from_on=later(10),
        )  # fmt: skip

        def behind(on: dt.date | None = None) -> set[str]:
            marked = editions.with_lag(Template.objects.exclude(pk=then.pk), on).filter(is_behind=True)
            found = set(marked.values_list("pk", flat=True))
            return {name for name, row in rows.items() if row.pk in found}

        assert behind() == {"past the centre"}
        assert behind(later(10)) == {"past the centre", "as the product", "the centre"}


def told(kind: str) -> list[str]:
    return sorted(Notice.objects.filter(kind=kind).values_list("user__email", flat=True))


class TestNotices:
    def test_those_who_draw_up_by_it_and_those_left_behind_are_told_once(self, cast: Cast):
        published(cast.sibling_school)
        published(cast.sibling_district)
        edition = scheduled(cast.region, 10, cast.regional_operator)
        assert told("document.edition_above") == ["curator@example.org", "registrar@example.org"]
        assert told("document.edition_to_merge") == ["sibling_curator@example.org"]
        assert set(Letter.objects.values_list("state", flat=True)) == {Letter.State.FOR_DIGEST}

        templates.unpublish(edition, actor=cast.regional_operator)
        version = Template.objects.get(pk=edition.pk).version
        templates.publish(edition, from_on=later(10), version=version, actor=cast.regional_operator)
        assert Notice.objects.count() == 3

        (reading,) = readings(cast.curator, list(Notice.objects.filter(user=cast.curator)))
        assert "Приозёрная область" in reading.text
        assert (f"edition={edition.uid}" in reading.address, reading.is_over) == (True, False)
        templates.unpublish(edition, actor=cast.regional_operator)
        (reading,) = readings(cast.curator, list(Notice.objects.filter(user=cast.curator)))
        assert reading.is_over

    def test_an_edition_that_nobody_below_uses_is_told_to_nobody(self, cast: Cast):
        published(cast.district)
        scheduled(cast.imc, 0, cast.users[Role.DISTRICT_COORDINATOR])  # the district's own goes before its centre's
        scheduled(cast.school, 0, cast.director)
        assert told("document.edition_above") == []

    def test_kinds_of_the_district_are_told_to_the_district(self, cast: Cast):
        code = next(built.code for built in TEMPLATES.values() if built.level == "district")
        scheduled(cast.region, 0, cast.regional_operator, code)
        assert told("document.edition_above") == ["district_coordinator@example.org", "methodologist@example.org"]

    def test_as_many_queries_for_many_people_as_for_few(self, cast: Cast):
        def queries(code: str) -> int:
            draft = templates.copy(cast.district, code, actor=cast.users[Role.DISTRICT_COORDINATOR])
            with CaptureQueriesContext(connection) as found:
                templates.publish(draft, from_on=later(1), version=1, actor=cast.users[Role.DISTRICT_COORDINATOR])
            return len(found)

        few = queries("order_launch")
        people = User.objects.bulk_create(User(email=f"c{n}@example.org", password="!") for n in range(40))
        Grant.objects.bulk_create(
            Grant(user=user, role=Role.CURATOR, node=plant(cast.district, "school", f"Школа {n}"), from_on=OPENED_ON)
            for n, user in enumerate(people)
        )
        before: Any = Notice.objects.count()
        assert queries(CODE) == few
        assert Notice.objects.count() >= before + 40
