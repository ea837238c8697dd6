"""The kind of work of a line and its rule, by forms alone."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from nastavnik.org.services.reference import load
from nastavnik.org.services.shipped import SHIPPED
from nastavnik.roadmaps.models import LineRule, Roadmap, RoadmapLine
from nastavnik.roadmaps.services import rules
from tests.cast import Cast

CURATOR = {"title": "Назначение куратора программы наставничества", "responsible_text": "директор"}


@pytest.fixture
def curator(cast: Cast, client: Client, tmp_path, monkeypatch) -> Client:
    """Signed in on 20 October 2026, with the kinds of work and of organisations known."""
    for name in ("organisations.yaml", "about.yaml"):
        shutil.copy(SHIPPED / name, tmp_path)
    load(tmp_path)
    monkeypatch.setattr(timezone, "localdate", lambda *_: dt.date(2026, 10, 20))
    client.force_login(cast.curator)
    return client


def read(client: Client, name: str, *args: object, **query: str) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_rules_of_a_plan_are_confirmed_together_and_the_line_says_why(
    curator: Client, roadmap: Roadmap, add: Callable[..., RoadmapLine]
) -> None:
    line = add("до 15 ноября", **CURATOR)
    add("до 15 ноября", title="Формирование наставнических пар")
    page = read(curator, "roadmaps:rules", roadmap.uid)
    assert page.count('name="rule"') == 1
    assert "Организации с куратором: не меньше 100" in page

    here = reverse("roadmaps:rules", args=[roadmap.uid])
    for ticked in ([], ["no-such-row"], [str(roadmap.uid)]):
        assert curator.post(here, {"rule": ticked}).status_code == 302
    assert LineRule.objects.get().state == "proposed"
    curator.post(here, {"rule": [str(line.rule.uid)]})

    shown = read(curator, "roadmaps:line", line.uid)
    assert "По данным: Организации с куратором" in shown
    assert reverse("roadmaps:prove", args=[line.occurrences.get().uid]) not in shown
    assert reverse("roadmaps:evidence-withdraw", args=[line.occurrences.get().evidence.get().uid]) not in shown

    curator.post(reverse("roadmaps:rule-decline", args=[line.rule.uid]), {"version": "1"})
    assert LineRule.objects.get().state == "confirmed"
    curator.post(reverse("roadmaps:rule-decline", args=[line.rule.uid]))
    shown = read(curator, "roadmaps:line", line.uid)
    assert reverse("roadmaps:prove", args=[line.occurrences.get().uid]) in shown
    assert "данные это больше не подтверждают" in shown


def test_a_marked_by_hand_refusal_is_a_sentence(curator: Client, cast: Cast, add: Callable[..., RoadmapLine]) -> None:
    line = add("до 15 ноября", **CURATOR)
    rules.confirm(line.rule, version=1, actor=cast.curator)

    here = reverse("roadmaps:prove", args=[line.occurrences.get().uid])
    answer = curator.post(here, {"done_on": "2026-10-01", "note": "Приказ"})

    assert "Выполнение этого пункта определяется по данным" in answer.content.decode()


def test_a_rule_is_set_in_percent_and_kept_as_a_share(curator: Client, add: Callable[..., RoadmapLine]) -> None:
    line = add("до 15 ноября", title="Разное")
    here = reverse("roadmaps:line-rule", args=[line.uid])

    refused = curator.post(here, {"looks_at": "measure:plan.lines_done", "threshold": "120", "version": "0"})
    assert "Доля не может быть больше 100" in refused.content.decode()
    assert "plan.lines_overdue" not in refused.content.decode()
    for typed in ({"looks_at": "measure:plan.lines_done"}, {"looks_at": "measure:x", "threshold": "1"}, {}):
        assert curator.post(here, typed).status_code == 200
    assert not LineRule.objects.exists()

    curator.post(here, {"looks_at": "measure:plan.lines_done", "threshold": "80", "version": "0"})
    rule = LineRule.objects.get()
    assert (rule.code, float(rule.threshold or 0), rule.state) == ("plan.lines_done", 0.8, "confirmed")
    assert 'value="80"' in read(curator, "roadmaps:line-rule", line.uid)


def test_the_kind_is_said_filtered_by_and_taken_back(
    curator: Client, roadmap: Roadmap, add: Callable[..., RoadmapLine]
) -> None:
    doubtful, other = add("до 15 ноября", title="Разное"), add("до 15 ноября", **CURATOR)
    said = {"capability": "events", "acting_role": "mentor", "version": "1"}

    curator.post(reverse("roadmaps:line-kind", args=[doubtful.uid]), {**said, "capability": "no-such"})
    doubtful.refresh_from_db()
    assert not doubtful.capability_by_hand
    curator.post(reverse("roadmaps:line-kind", args=[doubtful.uid]), said)
    page = read(curator, "roadmaps:plan", roadmap.uid, kind="events")
    assert (str(doubtful.uid) in page, str(other.uid) in page) == (True, False)

    curator.post(reverse("roadmaps:line-undo", args=[doubtful.uid]))
    doubtful.refresh_from_db()
    assert (doubtful.capability, doubtful.capability_by_hand) == ("", False)


def test_the_page_of_rules_asks_as_much_for_many_lines(
    curator: Client, roadmap: Roadmap, add: Callable[..., RoadmapLine]
) -> None:
    asked = []
    for _round in range(3):
        add("до 15 ноября", **CURATOR)
        with CaptureQueriesContext(connection) as queries:
            read(curator, "roadmaps:rules", roadmap.uid)
        asked.append(len(queries))

    # The first reading also remembers what the lists of the field say.
    assert asked[1] == asked[2]


def test_a_torn_form_of_rules_is_nobody_s_fault(curator: Client, roadmap: Roadmap) -> None:
    torn = ["z" * 36, "a" * 36, "\u0661" * 36, ""]
    assert curator.post(reverse("roadmaps:rules", args=[roadmap.uid]), {"rule": torn}).status_code == 302


def test_a_version_of_a_rule_that_is_not_there_is_an_older_page(
    curator: Client, add: Callable[..., RoadmapLine]
) -> None:
    line = add("до 15 ноября", title="Встреча наставников")
    LineRule.objects.filter(line=line).delete()
    typed = {"looks_at": "measure:org.with_curator", "threshold": "1", "version": "4"}

    answer = curator.post(reverse("roadmaps:line-rule", args=[line.uid]), typed)

    assert answer.headers["Location"] == reverse("roadmaps:line-rule", args=[line.uid])
    assert not LineRule.objects.filter(line=line).exists()
    line = add("до 15 ноября", **CURATOR)
    confirm = reverse("roadmaps:rule-confirm", args=[line.rule.uid])
    assert curator.post(confirm, {"version": "9" * 5000}).status_code == 302
    assert LineRule.objects.get(line=line).state == LineRule.State.PROPOSED
