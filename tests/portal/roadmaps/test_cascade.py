"""Lines handed down, end to end through the pages."""

from __future__ import annotations

import pytest
from django.urls import reverse

from nastavnik import jobs
from nastavnik.roadmaps.models import HandedLine, PlanRequest, RoadmapLine
from nastavnik.roadmaps.models.plans import Status
from tests.roadmaps.cascade.plans import above, hand, load_types, make_plan

__all__ = ["above", "hand"]
State = HandedLine.State


@pytest.fixture
def as_(client):
    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


def test_an_event_for_every_plan_is_one_form(cast, above, as_):
    browser = as_(cast.regional_operator)
    typed = {"title": "Городской слёт наставников", "deadline_text": "20 марта", "is_mandatory": "on"}

    answer = browser.post(reverse("roadmaps:event", args=[above.uid]), typed)
    jobs.run_all()

    assert answer.status_code == 302
    handed = HandedLine.objects.filter(parent_line__title="Городской слёт наставников")
    assert handed.count() == 4
    page = browser.get(reverse("roadmaps:coverage", args=[above.uid]))
    assert "Городской слёт наставников" in page.content.decode()


def test_addresses_are_saved_and_handed_down_by_one_form(cast, above, as_):
    browser = as_(cast.regional_operator)
    first, *rest = above.lines.all()
    typed = {f"to-{line.pk}": "" for line in rest} | {f"to-{first.pk}": "organisations", "hand": "1"}

    browser.post(reverse("roadmaps:addressed", args=[above.uid]), typed)
    jobs.run_all()

    first.refresh_from_db()
    assert (first.addressed_to, first.is_mandatory) == ("organisations", False)
    assert set(HandedLine.objects.values_list("parent_line", flat=True)) == {first.pk}


def test_a_curator_decides_each_line_and_takes_decisions_back(cast, above, hand, as_):
    plan = make_plan(cast.school, cast.curator, [("Сформировать базу наставников", "ноябрь")], status=Status.DRAFT)
    hand(above)
    browser = as_(cast.curator)
    appoint, base, watch = HandedLine.objects.filter(node=cast.school).order_by("parent_line__position")

    page = browser.get(reverse("roadmaps:from-above")).content.decode()
    assert base.parent_line.title in page
    assert plan.lines.get().title in page

    sure = reverse("roadmaps:from-above-sure")
    browser.post(sure, {"node": str(cast.school.uid), "handed": [str(base.uid)]})
    browser.post(reverse("roadmaps:handed-take-in", args=[appoint.uid]), {"version": appoint.version})
    browser.post(reverse("roadmaps:handed-decline", args=[watch.uid]), {"version": watch.version, "reason": "Позже"})
    states = (
        HandedLine.objects.filter(node=cast.school).order_by("parent_line__position").values_list("state", flat=True)
    )
    assert list(states) == [State.ADDED, State.LINKED, State.DECLINED]

    # A colleague's page is older than the decision: it wins nothing and says so.
    late = browser.post(reverse("roadmaps:handed-take-in", args=[appoint.uid]), {"version": 1}, follow=True)
    assert RoadmapLine.objects.filter(roadmap=plan, removed_at=None).count() == 2
    assert late.status_code == 200
    browser.post(reverse("roadmaps:handed-reopen", args=[watch.uid]))
    watch.refresh_from_db()
    assert watch.state == State.WAITING


def test_numbers_open_their_lists_and_the_table_leaves_as_a_file(cast, above, hand, as_):
    make_plan(cast.school, cast.curator, [("Сформировать базу наставников", "ноябрь")])
    hand(above)
    browser = as_(cast.regional_operator)
    base = above.lines.get(title__contains="базы")
    address = reverse("roadmaps:coverage-organisations", args=[above.uid])

    lacking = browser.get(address, {"line": str(base.uid), "what": "missing"}).content.decode()
    assert cast.sibling_school.short_name in lacking
    assert f">{cast.school.short_name}<" not in lacking
    assert browser.get(address, {"what": "proposed"}).content.decode().count("row-link") == 1
    file = browser.get(reverse("roadmaps:coverage-export", args=[above.uid]))
    assert b"".join(file.streaming_content)[:2] == b"PK"
    mending = browser.get(reverse("roadmaps:coverage-mending", args=[above.uid]), {"node": str(cast.school.uid)})
    assert base.title in mending.content.decode()


def test_districts_and_organisations_do_not_share_a_table(cast, above, as_):
    browser = as_(cast.regional_operator)
    watch, *others = above.lines.all()
    typed = {f"to-{line.pk}": "organisations" for line in others} | {f"to-{watch.pk}": "districts", "hand": "1"}
    browser.post(reverse("roadmaps:addressed", args=[above.uid]), typed)
    jobs.run_all()
    address = reverse("roadmaps:coverage-organisations", args=[above.uid])

    def shown(**query):
        page = browser.get(address, query).context
        return {node.kind for node, _cells in page["rows"]}, {line.pk for line in page["lines"]}

    districts, organisations = ({"territory"}, {watch.pk}), ({"body"}, {line.pk for line in others})
    assert shown() == shown(to="districts") == shown(line=str(watch.uid)) == districts
    assert shown(to="organisations") == organisations
    assert shown(line=str(others[0].uid)) == ({"body"}, {others[0].pk})
    page = browser.get(reverse("roadmaps:coverage", args=[above.uid]))
    assert [row["line"].addressed_to for row in page.context["rows"]] == ["districts"] + ["organisations"] * len(
        others
    )


def test_all_who_have_no_plan_are_asked_in_two_steps(cast, as_):
    load_types()
    make_plan(cast.school, cast.curator, [], status=Status.DRAFT)
    browser = as_(cast.district_coordinator)

    found = browser.get(reverse("roadmaps:below"), {"situation": "none"}).content.decode()
    assert cast.sibling_school.short_name in found
    assert f">{cast.school.short_name}<" not in found
    browser.post(reverse("roadmaps:ask") + "?situation=none", {"kind": "make_plan", "text": "Ждём план"})

    asked = PlanRequest.objects.values_list("node", flat=True)
    assert set(asked) == {cast.sibling_school.pk, cast.branch.pk}


def test_a_school_sees_nothing_of_its_neighbours(cast, above, hand, as_):
    hand(above)
    browser = as_(cast.sibling_curator)
    foreign = HandedLine.objects.filter(node=cast.school).first()

    assert browser.get(reverse("roadmaps:from-above"), {"node": str(cast.school.uid)}).status_code == 404
    assert browser.post(reverse("roadmaps:handed-reopen", args=[foreign.uid])).status_code == 404
    assert browser.get(reverse("roadmaps:coverage", args=[above.uid])).status_code == 404


def test_a_line_that_the_form_did_not_show_keeps_whose_it_is(cast, above, as_):
    """A colleague has added it while the form was open."""
    browser = as_(cast.regional_operator)
    first, added, *_rest = above.lines.all()
    RoadmapLine.objects.filter(pk=added.pk).update(addressed_to="organisations", is_mandatory=True)

    browser.post(reverse("roadmaps:addressed", args=[above.uid]), {f"to-{first.pk}": "districts"})

    found = RoadmapLine.objects.in_bulk([first.pk, added.pk])
    assert (found[first.pk].addressed_to, found[first.pk].is_mandatory) == ("districts", False)
    assert (found[added.pk].addressed_to, found[added.pk].is_mandatory) == ("organisations", True)


def test_a_version_of_many_digits_is_an_older_page(cast, above, hand, as_):
    hand(above)
    browser, handed = as_(cast.curator), HandedLine.objects.filter(node=cast.school).first()

    for torn in ("9" * 5000, "\u0669" * 20):
        answer = browser.post(reverse("roadmaps:handed-reopen", args=[handed.uid]), {"version": torn})
        assert answer.status_code == 302
    handed.refresh_from_db()
    assert handed.version == 1
