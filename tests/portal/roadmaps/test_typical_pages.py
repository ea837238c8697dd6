"""A school looks through what its typical plan changed, by forms alone."""

from __future__ import annotations

import datetime as dt
import html

import pytest
from django.test import Client
from django.urls import reverse

from nastavnik.audit.models import Event
from nastavnik.roadmaps.models import Roadmap, RoadmapLine
from nastavnik.roadmaps.services import approval, lines, templates
from tests.cast import Cast
from tests.plans import BEGIN, END


@pytest.fixture
def plan(cast: Cast) -> Roadmap:
    """The school's plan, made of the first edition of the district's; the second changed three lines."""
    who = cast.district_coordinator
    typical = Roadmap.objects.create(node=cast.district, title="Типовой план", starts_on=BEGIN, ends_on=END,
                                     is_template=True)  # fmt: skip
    first = lines.add_line(typical, actor=who, title="Издать приказ", deadline_text="до 10 октября", number="1")
    second = lines.add_line(typical, actor=who, title="Вести страницу", deadline_text="ноябрь", number="2")
    templates.publish(typical, actor=who)
    made = templates.plan_from_template(typical, node=cast.school, year=2027, actor=cast.curator)
    lines.edit_line(first, version=1, actor=who, deadline_text="до 20 сентября")
    lines.add_line(typical, actor=who, title="Открыть <школу>", number="1а", after=first)
    lines.remove_line(second, actor=who)
    templates.publish(typical, actor=who)
    made.refresh_from_db()
    return made


def at(name: str, plan: Roadmap) -> str:
    return reverse(f"roadmaps:{name}", args=[plan.uid])


def page(client: Client, plan: Roadmap) -> str:
    return html.unescape(client.get(at("typical", plan)).content.decode())


def answer(client: Client, plan: Roadmap, typical: str, deed: str, **said: object) -> int:
    uid = str(RoadmapLine.objects.get(roadmap=plan.template, title=typical).uid)
    return client.post(at("typical-answer", plan), {"line": uid, "deed": deed, **said}).status_code


def test_a_curator_goes_from_the_plan_through_every_change(client: Client, cast: Cast, plan: Roadmap) -> None:
    client.force_login(cast.curator)
    assert "У типового плана новая редакция" in client.get(at("plan", plan)).content.decode()
    listed = client.get(reverse("roadmaps:templates")).content.decode()
    assert "3 изменения к рассмотрению" in listed
    shown = page(client, plan)
    assert ("до 20 сентября" in shown, "Взять 3 изменения" in shown) == (False, True)
    assert "<del>10 октября</del><ins>20 сентября</ins>" in shown

    assert answer(client, plan, "Издать приказ", "take", field="deadline_text", version=1) == 302
    assert answer(client, plan, "Открыть <школу>", "add") == 302
    assert answer(client, plan, "Вести страницу", "set-aside", basis="Страницы нет") == 302
    shown = page(client, plan)

    assert ("Всё просмотрено" in shown, shown.count('name="answer"')) == (True, 3)
    assert list(plan.lines.order_by("position").values_list("title", "deadline_text")) == [
        ("Издать приказ", "до 20 сентября"), ("Открыть <школу>", ""), ("Вести страницу", "ноябрь"),
    ]  # fmt: skip
    assert "У типового плана новая редакция" not in client.get(at("plan", plan)).content.decode()
    assert Event.objects.filter(action="roadmap.typical_answered").count() == 3


def test_what_is_refused_is_said_on_the_same_page(client: Client, cast: Cast, plan: Roadmap) -> None:
    client.force_login(cast.curator)
    assert answer(client, plan, "Издать приказ", "take", version=1) == 409
    assert answer(client, plan, "Вести страницу", "set-aside", basis="") == 409
    assert answer(client, plan, "Издать приказ", "dance") == 400
    assert client.post(at("typical-answer", plan), {"line": "nonsense", "deed": "leave"}).status_code == 400
    lines.edit_line(plan.lines.get(number="1"), version=1, actor=cast.curator, deadline_text="до 5 октября")
    assert answer(client, plan, "Издать приказ", "take", field="deadline_text", version=1) == 409
    assert "ваша формулировка" in page(client, plan)
    client.post(at("typical-all", plan))
    assert plan.lines.get(number="1").deadline_text == "до 5 октября"


def test_an_approved_plan_is_led_to_its_edition(client: Client, cast: Cast, plan: Roadmap) -> None:
    approval.approve_on_paper(plan, order_no="7", on=dt.date(2026, 9, 1), actor=cast.curator)
    Roadmap.objects.filter(pk=plan.pk).update(approved_here=True)
    client.force_login(cast.curator)
    assert answer(client, plan, "Издать приказ", "take", field="deadline_text", version=1) == 409
    assert at("typical-edition", plan) in page(client, plan)

    draft = Roadmap.objects.get(amends=plan) if client.post(at("typical-edition", plan)) else plan

    client.post(at("typical-all", draft))
    assert draft.lines.get(number="1").deadline_text == "до 20 сентября"
    assert at("typical", draft) in page(client, plan)


def test_the_district_sees_how_far_each_school_is_behind(client: Client, cast: Cast, plan: Roadmap) -> None:
    assert plan.template is not None
    client.force_login(cast.district_coordinator)
    listed = client.get(at("copies", plan.template)).content.decode()
    assert f'href="{at("typical", plan)}">3<' in listed
    shown = page(client, plan)
    assert ("20 сентября" in shown, at("typical-answer", plan) in shown, "deed" in shown) == (True, True, False)
    assert client.post(at("typical-all", plan)).status_code == 403
    client.force_login(cast.sibling_curator)
    assert client.get(at("typical", plan)).status_code == 404
