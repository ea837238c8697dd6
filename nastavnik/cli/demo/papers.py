"""Documents of the demo: requisites and heads, packages of local acts in force and on their way, a typical
regulation; lines of plans that the register proves.
"""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from django.db.models import Q
from django.utils import timezone

from nastavnik.accounts.models import Grant, User
from nastavnik.accounts.roles import Role
from nastavnik.cli.demo import names
from nastavnik.cli.demo.plans import open_account
from nastavnik.cli.demo.region import OPENED_ON, Region
from nastavnik.documents import package_set
from nastavnik.documents.library import TEMPLATES
from nastavnik.documents.models import Package
from nastavnik.documents.services import drafts, issuing, packages
from nastavnik.documents.services.issuing import Requisites
from nastavnik.org.calendar import SchoolYear, school_year_of
from nastavnik.org.models import Fact, Node
from nastavnik.org.services import facts
from nastavnik.roadmaps.models import LineRule, Roadmap
from nastavnik.roadmaps.services import rules

CITY = "г. Белогорск-на-Озере"
STREETS = ("ул. Озёрная", "ул. Садовая", "пр. Просвещения", "ул. Школьная", "Набережная ул.", "ул. Кленовая")
# Besides the first school: organisations whose package is in force, by their place in the list.
IN_FORCE = (1, 19, 36, 54)
TEACHER_POSTS = (
    "учитель математики",
    "учитель русского языка и литературы",
    "педагог-организатор",
    "учитель истории",
)
NEEDS = (
    "обучающимся 9-х классов нужна помощь в выборе профессии и в подготовке к экзаменам",
    "обучающимся 5-х классов трудно осваиваться на новой ступени обучения",
    "есть активные старшеклассники и выпускники, готовые делиться опытом",
)


def load(rng: Random, region: Region) -> None:
    for node in [*region.organisations, *_newcomers(region)]:
        _requisites(rng, region, node)
    _requisites(rng, region, region.centre)
    _typical_regulation(region)
    curators, directors = _people(Role.CURATOR), _people(Role.DIRECTOR)
    at_work = [region.school, *(region.organisations[n] for n in IN_FORCE if n < len(region.organisations))]
    for node in at_work:
        director = directors.get(node.pk) or open_account(rng, node, Role.DIRECTOR)
        package = _drawn(rng, node, "learners", curators[node.pk])
        _adopt(package, curators[node.pk], director)
        _prove(node, curators[node.pk])
    _on_the_way(rng, region, curators)


def _newcomers(region: Region) -> list[Node]:
    """Schools of the first district that have only just begun."""
    known = [node.pk for node in region.organisations]
    placed = Node.objects.filter(type="school", path__startswith=region.districts[0].path)
    return list(placed.exclude(pk__in=known).order_by("pk"))


def _people(role: Role) -> dict[int, User]:
    grants = Grant.objects.in_force().filter(role=role).select_related("user").order_by("-pk")
    return {grant.node_id: grant.user for grant in grants}


def _requisites(rng: Random, region: Region, node: Node) -> None:
    is_first = node.pk == region.school.pk
    given = {
        Fact.Kind.CITY: CITY,
        Fact.Kind.ADDRESS: f"{rng.choice(STREETS)}, д. {rng.randint(2, 90)}, {CITY}",
        Fact.Kind.HEAD_NAME: region.users[Role.DIRECTOR].work_name if is_first else names.person(rng),
        Fact.Kind.HEAD_POST: "директор",
    }
    for kind, value in given.items():
        facts.set_fact(node, kind, value, from_on=OPENED_ON, actor=None)


def _typical_regulation(region: Region) -> None:
    built = TEMPLATES["typical_regulation"]
    operator = region.users[Role.REGIONAL_OPERATOR]
    asked = {**built.beginning, "version": "1"}
    paper = drafts.draw_up(region.centre, built.code, asked, actor=operator)
    on = _day(8, 25)
    order = {"kind_title": "распоряжение Комитета по образованию", "number": "2140-р", "date": on.isoformat()}
    issuing.register(paper, Requisites(dated_on=on, order=order), actor=operator)


def _drawn(rng: Random, node: Node, model: str, curator: User, **more: Any) -> Package:
    year = school_year_of(timezone.localdate())
    package = packages.begin(node, model=model, school_year=year.start_year, actor=curator)
    answers = {**_answers(rng, curator, year), **more}
    package = packages.answer(package, answers, version=package.version, actor=curator)
    packages.draw(package, actor=curator)
    return Package.objects.select_related("node").get(pk=package.pk)


def _answers(rng: Random, curator: User, year: SchoolYear) -> dict[str, Any]:
    lead = {"name": curator.work_name, "post": "заместитель директора по воспитательной работе"}
    programme = TEMPLATES["programme"].form.sample()
    return {
        "curator": lead,
        "responsible": [lead, {"name": names.person(rng), "post": rng.choice(TEACHER_POSTS)}],
        "control": "оставляю за собой",
        "starts_on": year.starts_on.isoformat(),
        "ends_on": year.date_of(5, 31).isoformat(),
        "monitoring_first": year.date_of(10, 15).isoformat(),
        "monitoring_last": year.date_of(5, 20).isoformat(),
        "effective_on": _day(9, 3).isoformat(),
        "results": TEMPLATES["order_launch"].beginning["planned_results"],
        "learners_forms": ["pupil_pupil", "student_pupil"],
        "teachers_forms": ["ped_ped", "head_ped"],
        "programme_title": "«Шаг вперёд»",
        "needs": list(NEEDS),
        "expected": programme["expected"],
        "partners": [
            {"partner": "АО «Озёрные приборы»", "part": "экскурсии, пробы профессий, наставники-работодатели"}
        ],
        "plan": programme["plan"],
    }


def _adopt(package: Package, curator: User, director: User) -> None:
    """Taken by the council at the end of August, signed in the first days of September."""
    packages.send_all(package, actor=curator)
    packages.record_council(package, minutes_no="1", on=_day(8, 28), actor=curator)
    for place in range(len(package_set.codes_of("both")) + 2):
        member = packages.next_to_sign(packages.members_of(package))
        if member is None or member.paper is None:
            return
        packages.sign(package, member.paper, on=_day(9, 1 + min(place, 2)), actor=director)


def _day(month: int, day: int) -> dt.date:
    """Of the school year of today, or today while that day has not come; August is before it begins."""
    today = timezone.localdate()
    year = school_year_of(today).start_year
    return min(dt.date(year, month, day), today)


def _prove(node: Node, curator: User) -> None:
    """Lines that ask for what is registered now are left to the register."""
    known = set(package_set.codes_of("both"))
    plans = Roadmap.objects.living().filter(node=node, status="in_force").order_by("pk")
    for plan in plans:
        waiting = LineRule.objects.filter(line__roadmap=plan, line__removed_at=None, state=LineRule.State.PROPOSED)
        named = Q(kind=LineRule.Kind.DOCUMENT, code__in=known)
        found = waiting.filter(named | Q(code="documents.package_adopted")).order_by("pk")
        rules.confirm_many(plan, list(found), actor=curator)


def _on_the_way(rng: Random, region: Region, curators: dict[int, User]) -> None:
    """The first school's second model waits for its council and its head; a newcomer answers questions still."""
    curator = region.users[Role.CURATOR]
    wanted = ["order_approval", "regulation_teachers", "motivation_system"]
    package = _drawn(rng, region.school, "teachers", curator, documents=wanted)
    packages.send_all(package, actor=curator, due_on=timezone.localdate() + dt.timedelta(days=7))
    newcomers = _newcomers(region)
    if newcomers:
        node = newcomers[-1]
        _drawn(rng, node, "learners", curators[node.pk], needs=[], partners=[])
