"""What makes the demo's plans one plan of many levels: a typical plan and copies of it, plans on their way to
approval, rules, words said to each other; `cascade` hands its lines down.
"""

from __future__ import annotations

import datetime as dt
from random import Random

from django.utils import timezone

from nastavnik.accounts.models import User
from nastavnik.accounts.roles import Role
from nastavnik.approvals.queries import last_chain
from nastavnik.approvals.services import steps
from nastavnik.cli.demo import cascade, names
from nastavnik.cli.demo.plans import SCHOOLS, open_account, take_in
from nastavnik.cli.demo.region import Region, open_body
from nastavnik.org.calendar import school_year_of
from nastavnik.org.models import Fact, Node
from nastavnik.org.services import facts
from nastavnik.roadmaps.models import LineRule, Roadmap
from nastavnik.roadmaps.services import approval, comments, decisions, imports, plans, rules, templates

# Organisations of the first district that have only just begun, each with a plan on its way.
NEWCOMERS = 12
TYPICAL = "Типовая дорожная карта школы"
REMARKS = (
    "Уточните, пожалуйста, кто отвечает за этот пункт.",
    "Срок позже, чем в плане района. Перенесите его на октябрь.",
)


def load(rng: Random, region: Region) -> None:
    operator, coordinator = region.users[Role.REGIONAL_OPERATOR], region.users[Role.DISTRICT_COORDINATOR]
    typical = _typical(region, operator)
    _phases(region)
    newcomers = [_newcomer(rng, region, place) for place in range(NEWCOMERS)]
    for place, (node, curator) in enumerate(newcomers):
        _on_the_way(place, node, curator, typical, coordinator)
    _for_the_head(region, coordinator)
    cascade.hand_down(region)
    cascade.take_up(region)
    _rules_and_words(region, coordinator)


def _typical(region: Region, operator: User) -> Roadmap:
    """Made of a document of a school, as a centre would; what it was made of goes to the bin."""
    batch = take_in(region.centre, SCHOOLS[0], operator)
    source = imports.accept(batch, actor=operator)
    typical = templates.make_template(source, actor=operator, title=TYPICAL)
    plans.remove_roadmap(source, actor=operator)
    return templates.publish(typical, actor=operator)


def _phases(region: Region) -> None:
    pilots = set(Fact.objects.filter(kind=Fact.Kind.PILOT, to_on=None).values_list("node", flat=True))
    for node in region.organisations:
        code = "realisation" if node.pk in pilots else "implementation"
        facts.set_fact(node, Fact.Kind.PHASE, code, from_on=dt.date(2021, 9, 1), basis="", actor=None)


def _newcomer(rng: Random, region: Region, place: int) -> tuple[Node, User]:
    district = region.districts[0]
    of = names.of_district(district.short_name.split()[0])
    number = 1001 + place
    node = open_body("school", f"ГБОУ школа № {number} {of} района", f"Школа № {number}", district)
    open_account(rng, node, Role.DIRECTOR)
    return node, open_account(rng, node, Role.CURATOR)


def _on_the_way(place: int, node: Node, curator: User, typical: Roadmap, coordinator: User) -> None:
    """Most wait for the coordinator; one came back with remarks, one has been agreed, one is still a draft."""
    today = timezone.localdate()
    year = school_year_of(today).start_year
    title = f"{node.short_name}: дорожная карта наставничества"
    roadmap = templates.plan_from_template(typical, node=node, year=year, actor=curator, title=title)
    decisions.settle_all(roadmap, actor=curator)
    if place == NEWCOMERS - 1:
        return
    approval.send(roadmap, actor=curator, due_on=today + dt.timedelta(days=place - 2))
    step = last_chain(roadmap.uid)[0]
    if place == 0:
        first, second = roadmap.lines.order_by("position")[1:3]
        steps.return_(step, [(first.uid, REMARKS[0]), (second.uid, REMARKS[1])], actor=coordinator)
    elif place == 1:
        steps.agree(step, actor=coordinator)


def _for_the_head(region: Region, coordinator: User) -> None:
    """Next year's plan of the first school is agreed and waits for its head."""
    curator = region.users[Role.CURATOR]
    source = Roadmap.objects.living().filter(node=region.school, status="in_force").order_by("pk").first()
    if source is None:
        return
    roadmap = templates.next_plan(source, actor=curator)
    decisions.settle_all(roadmap, actor=curator)
    approval.send(roadmap, actor=curator, due_on=timezone.localdate() + dt.timedelta(days=10))
    steps.agree(last_chain(roadmap.uid)[0], actor=coordinator)


def _rules_and_words(region: Region, coordinator: User) -> None:
    curator = region.users[Role.CURATOR]
    roadmap = Roadmap.objects.living().filter(node=region.school, status="in_force").order_by("pk").first()
    if roadmap is None:
        return
    proposed = LineRule.objects.filter(line__roadmap=roadmap, state=LineRule.State.PROPOSED).order_by("pk")[:1]
    rules.confirm_many(roadmap, list(proposed), actor=curator)
    line = roadmap.lines.order_by("position").first()
    if line is not None:
        words = "Коллеги, приложите, пожалуйста, скан приказа: он нужен для мониторинга запуска."
        comments.add_comment(line, text=words, actor=coordinator, tell=[curator])
        comments.add_comment(line, text="Приложим до конца недели.", actor=curator)
