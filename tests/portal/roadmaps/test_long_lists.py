"""Long lists of the cascade and of rules: they page, ask as much for many rows as for one, and keep their place."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nastavnik.portal.roadmaps import kinds
from nastavnik.portal.roadmaps.cascade import above as inbox
from nastavnik.portal.roadmaps.cascade import addressing, coverage
from nastavnik.roadmaps.models import HandedLine, LineRule, Roadmap, RoadmapLine
from nastavnik.roadmaps.models.plans import Status
from tests.cast import Cast
from tests.roadmaps.cascade.plans import above, address_all, hand, make_plan

__all__ = ["above", "hand"]


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def asked(client: Client, address: str) -> int:
    read(client, address)
    with CaptureQueriesContext(connection) as queries:
        read(client, address)
    return len(queries)


def next_of(page: str) -> str:
    found = re.search(r'rel="next" href="([^"]+)"', page)
    assert found, "the page has no next one"
    return found[1].replace("&amp;", "&")


def more_lines(plan: Roadmap, count: int, **also: str) -> list[RoadmapLine]:
    return RoadmapLine.objects.bulk_create(
        RoadmapLine(roadmap=plan, node=plan.node, position=1000 + place, title=f"Пункт {place}", **also)
        for place in range(count)
    )


def hand_to(school: object, lines: list[RoadmapLine]) -> None:
    HandedLine.objects.bulk_create(HandedLine(parent_line=line, parent=line.roadmap, node=school) for line in lines)


def test_lists_of_handed_lines_ask_as_much_for_many_as_for_one(
    cast: Cast, above: Roadmap, hand: Callable[..., None], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coverage, "PAGE", 5)
    monkeypatch.setattr(addressing, "PAGE", 5)
    monkeypatch.setattr(inbox, "PAGE", 5)
    make_plan(cast.school, cast.curator, [("Сформировать базу наставников", "ноябрь")], status=Status.DRAFT)
    first, *others = above.lines.order_by("position")
    hand(above)
    RoadmapLine.objects.filter(pk__in=[line.pk for line in others]).delete()
    lists = {
        reverse("roadmaps:addressed", args=[above.uid]): cast.regional_operator,
        reverse("roadmaps:coverage", args=[above.uid]): cast.regional_operator,
        reverse("roadmaps:from-above"): cast.curator,
        reverse("roadmaps:from-above") + "?all=1": cast.curator,
    }

    def counts() -> dict[str, int]:
        found = {}
        for address, user in lists.items():
            client.force_login(user)
            found[address] = asked(client, address)
        return found

    few = counts()
    hand_to(cast.school, more_lines(above, 11, addressed_to="organisations"))

    assert counts() == few
    assert first.title in read(client, reverse("roadmaps:from-above"))


def test_a_decision_leads_back_to_the_same_page_of_the_lines_from_above(
    cast: Cast, above: Roadmap, hand: Callable[..., None], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "PAGE", 2)
    make_plan(cast.school, cast.curator, [("Разное", "ноябрь")], status=Status.DRAFT)
    hand(above)
    client.force_login(cast.curator)
    here = reverse("roadmaps:from-above")
    last = HandedLine.objects.filter(node=cast.school).order_by("parent_line__position")[2]

    second = next_of(read(client, here + "?all=1"))
    page = read(client, here + second)
    deed = re.search(r'action="([^"]*decline[^"]*|[^"]*take-in/[^"]*)"', page)
    assert deed
    answer = client.post(deed[1].replace("&amp;", "&"), {"version": last.version})

    assert last.parent_line.title in page
    assert HandedLine.objects.get(pk=last.pk).state == HandedLine.State.ADDED
    back = answer.headers["Location"]
    assert "all=1" in back
    assert last.parent_line.title in read(client, back)
    # Of those to decide the second page is empty now: the list opens at its beginning.
    gone = second.replace("all=1&", "")
    assert client.get(here + gone, follow=True).redirect_chain == [(f"{here}?node={cast.school.uid}", 302)]


def test_one_choice_for_all_reaches_every_page_and_the_rest_only_its_own(
    cast: Cast, above: Roadmap, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addressing, "PAGE", 1)
    client.force_login(cast.regional_operator)
    here = reverse("roadmaps:addressed", args=[above.uid])
    place = next_of(read(client, here))
    shown = above.lines.order_by("position")[1]
    assert f'name="to-{shown.pk}"' in read(client, here + place)

    answer = client.post(here + place, {f"to-{shown.pk}": "districts", "to-" + "9" * 40: "districts"})
    assert answer.headers["Location"] == here + place
    said = dict(above.lines.values_list("pk", "addressed_to"))
    assert [key for key, to in said.items() if to == "districts"] == [shown.pk]

    client.post(here + place, {f"to-{shown.pk}": "", "all": "districts"})
    found = {line.pk: (line.addressed_to, line.is_mandatory) for line in above.lines.all()}
    assert found == {key: ("districts", key != shown.pk) for key in said}


def test_sure_pairs_are_confirmed_page_by_page(
    cast: Cast, above: Roadmap, hand: Callable[..., None], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "SURE_PAGE", 1)
    rows = [(line.title, line.deadline_text) for line in above.lines.order_by("position")[:2]]
    make_plan(cast.school, cast.curator, rows, status=Status.DRAFT)
    address_all(above, cast.regional_operator)
    hand(above)
    client.force_login(cast.curator)
    address = reverse("roadmaps:from-above-sure") + f"?node={cast.school.uid}"

    for _page in rows:
        page = read(client, address)
        ticked = re.findall(r'name="handed" value="([^"]+)"', page)
        go_on = re.search(r'name="go_on" value="([^"]+)"', page)
        assert len(ticked) == 1
        typed = {"node": str(cast.school.uid), "handed": ticked, **({"go_on": go_on[1]} if go_on else {})}
        address = client.post(reverse("roadmaps:from-above-sure"), typed).headers["Location"]

    assert address == reverse("roadmaps:from-above") + f"?node={cast.school.uid}"
    assert HandedLine.objects.filter(node=cast.school, state=HandedLine.State.LINKED).count() == 2


def test_rules_are_confirmed_page_by_page_and_what_was_left_out_is_not_asked_again_at_once(
    cast: Cast, roadmap: Roadmap, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kinds, "RULES", 2)
    client.force_login(cast.curator)
    here = reverse("roadmaps:rules", args=[roadmap.uid])
    made = more_lines(roadmap, 1)

    def propose(lines: list[RoadmapLine]) -> None:
        LineRule.objects.bulk_create(
            LineRule(line=line, kind=LineRule.Kind.MEASURE, code="plan.lines_done", threshold=1) for line in lines
        )

    propose(made)
    few = asked(client, here)
    propose(more_lines(roadmap, 4))
    assert asked(client, here) == few

    page = read(client, here)
    first, left_out = re.findall(r'name="rule" value="([^"]+)"', page)
    go_on = re.search(r'name="go_on" value="([^"]+)"', page)
    assert go_on
    further = client.post(here, {"rule": [first], "go_on": go_on[1]}).headers["Location"]

    assert further.startswith(here + "?after=")
    page = read(client, further)
    assert left_out not in page
    assert page.count('name="rule"') == 2
    assert read(client, here + "?decided=1").count("row-link") == 1
    last = next_of(page)
    LineRule.objects.filter(line__roadmap=roadmap, state="proposed").exclude(uid=left_out).update(state="declined")
    assert client.get(here + last).headers["Location"] == here
