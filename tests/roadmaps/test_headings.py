"""Two who edit the heading of one plan: different fields both stand, one field is asked about."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from nastavnik.base.errors import EditConflict, Invalid
from nastavnik.roadmaps.models import HeadingRevision, Roadmap
from nastavnik.roadmaps.services import approval, editions, lines, plans
from nastavnik.roadmaps.services.headings import HEADING


@pytest.fixture
def drawn(roadmap):
    """The heading as the form was drawn with it."""
    return {name: getattr(roadmap, name) for name in HEADING}


@pytest.fixture
def edit(roadmap, drawn):
    """``edit(who, version, title=…)``: who opened the form at ``version`` sends it whole, as a browser does."""

    def send(who, version, **typed):
        return plans.edit_heading(roadmap, version=version, actor=who, **(drawn | typed))

    return send


def test_edits_of_different_fields_both_stand(edit, cast):
    edit(cast.curator, 1, title="План школы", approved_on=dt.date(2026, 9, 1))

    saved = edit(cast.team_member, 1, order_no="12", model="learners")

    assert (saved.version, saved.title, saved.order_no, saved.model) == (3, "План школы", "12", "learners")
    assert saved.approved_on == dt.date(2026, 9, 1)
    assert lines.also_edited_by(saved, since=1, but=cast.team_member) == [cast.curator]
    assert [revision.values for revision in saved.revisions.order_by("version")] == [
        {"title": "План внедрения наставничества", "approved_on": None},
        {"model": "", "order_no": ""},
    ]


def test_one_field_typed_by_both_is_asked_about_and_the_others_are_settled(edit, roadmap, cast):
    edit(cast.curator, 1, title="План школы", ends_on=dt.date(2027, 6, 30))

    with pytest.raises(EditConflict) as refusal:
        edit(cast.team_member, 1, title="План лицея", order_no="12")

    assert refusal.value.mine == {"title": "План лицея"}
    assert refusal.value.kept == {"ends_on"}
    assert Roadmap.objects.get(pk=roadmap.pk).order_no == ""


def test_two_days_of_two_people_make_one_period(edit, roadmap, cast):
    edit(cast.curator, 1, starts_on=dt.date(2027, 3, 1))

    with pytest.raises(Invalid):
        edit(cast.team_member, 1, ends_on=dt.date(2027, 2, 1))

    assert Roadmap.objects.get(pk=roadmap.pk).version == 2
    assert HeadingRevision.objects.count() == 1


@pytest.mark.parametrize("version", [0, 1, 9])
def test_where_the_history_has_a_gap_nothing_is_merged(edit, roadmap, cast, version):
    Roadmap.objects.filter(pk=roadmap.pk).update(version=3)

    with pytest.raises(EditConflict) as refusal:
        edit(cast.curator, version, order_no="12")

    assert refusal.value.mine["order_no"] == "12"


def test_an_approval_on_paper_stands_beside_the_edit_of_the_title(edit, roadmap, add, cast):
    add("до 1 октября")
    Roadmap.objects.filter(pk=roadmap.pk).update(status="draft")
    approval.approve_on_paper(roadmap, order_no="7", on=dt.date(2026, 9, 1), actor=cast.curator)

    saved = edit(cast.team_member, 1, title="План школы")

    assert (saved.title, saved.order_no, saved.approval) == ("План школы", "7", "approved")


def test_an_edition_that_came_into_force_stands_beside_the_edit_of_the_model(edit, roadmap, add, cast):
    add("до 1 октября")
    draft = editions.open_edition(roadmap, actor=cast.curator)
    plans.edit_heading(draft, version=1, actor=cast.curator, title="План школы")
    approval.approve_on_paper(draft, order_no="7", on=dt.date(2026, 9, 1), actor=cast.curator)

    saved = edit(cast.team_member, 1, model="learners")

    assert (saved.version, saved.title, saved.model) == (3, "План школы", "learners")


def test_the_page_tells_who_else_has_edited_and_asks_about_the_same_field(roadmap, drawn, cast):
    address = reverse("roadmaps:heading", args=[roadmap.uid])
    form = {name: value or "" for name, value in drawn.items()} | {"version": 1}
    first, second = Client(), Client()
    first.force_login(cast.curator)
    second.force_login(cast.team_member)
    first.post(address, form | {"title": "План школы"})

    kept = second.post(address, form | {"order_no": "12"}, follow=True)
    asked = second.post(address, form | {"title": "План лицея"})

    assert f"Сохранено вместе с правкой: {cast.curator}" in kept.content.decode()
    assert asked.status_code == 409
    assert "План школы" in asked.content.decode()
    assert "План лицея" in asked.content.decode()
