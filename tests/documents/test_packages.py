"""The package of local acts: asked once, made whole, signed one after another, made again without harm."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from time_machine import travel

from nastavnik import measures
from nastavnik.base.errors import NotAllowed
from nastavnik.documents import package_set
from nastavnik.documents.contents import asked_of
from nastavnik.documents.models import Package, Paper, State
from nastavnik.documents.services import blanks, drafts, packages
from nastavnik.documents.writers.outline import outline
from nastavnik.org.services.reference import load
from nastavnik.roadmaps.models import LineRule, RoadmapLine
from nastavnik.roadmaps.services import rules
from tests.cast import Cast
from tests.documents.papers import with_head

pytestmark = pytest.mark.django_db

CURATOR = {"name": "Белова Анна Сергеевна", "post": "заместитель директора"}
ANSWERS: dict[str, Any] = {
    "curator": CURATOR,
    "responsible": [CURATOR, {"name": "Орлов Пётр Андреевич", "post": "учитель математики"}],
    "control": "оставляю за собой",
    "starts_on": "2026-09-01",
    "ends_on": "2027-05-31",
    "monitoring_first": "2026-10-15",
    "monitoring_last": "2027-05-20",
    "effective_on": "2026-10-01",
    "results": ["не менее 70 % обучающихся вошли в программы наставничества"],
    "learners_forms": ["pupil_pupil"],
    "teachers_forms": ["ped_ped"],
    "programme_title": "«Шаг вперёд»",
    "needs": ["обучающимся 9-х классов нужна помощь в выборе профессии"],
    "expected": [{"indicator": "Доля обучающихся в программе", "target": "40 %"}],
    "partners": [{"partner": "Завод «Маяк»", "part": "экскурсии"}],
    "plan": [{"activity": "Анкетирование", "terms": "октябрь", "responsible": "куратор"}],
}


@pytest.fixture
def package(cast: Cast) -> Package:
    with_head(cast)
    made = packages.begin(cast.school, model="learners", school_year=2026, actor=cast.curator)
    return packages.answer(made, ANSWERS, version=made.version, actor=cast.curator)


def _states(package: Package) -> dict[str, str]:
    return {m.code: m.paper.state if m.paper else "" for m in packages.members_of(package)}


@pytest.mark.slow
@travel(dt.datetime(2026, 10, 5, 9, tzinfo=dt.UTC))
def test_a_package_goes_from_its_answers_into_force_and_proves_its_line(
    cast: Cast, package: Package, add: Callable[..., RoadmapLine]
):
    load()  # which organisations count
    line = add("до 10 октября", title="Принятие пакета локальных актов о наставничестве")
    rule = LineRule.objects.get(line=line)
    rules.confirm(rule, version=rule.version, actor=cast.curator)
    assert line.occurrences.get().done_on is None
    made = packages.draw(package, actor=cast.curator)
    codes = [paper.code for paper in made]
    assert codes == list(package_set.codes_of("learners"))
    assert [m.missing for m in packages.members_of(package)] == [()] * len(codes)

    assert packages.send_all(package, actor=cast.curator) == len(codes)
    taken = packages.record_council(package, minutes_no="3", on=dt.date(2026, 10, 2), actor=cast.curator)
    assert taken == sum(m.built.by_council for m in packages.members_of(package))

    signed = []
    while (member := packages.next_to_sign(packages.members_of(package))) is not None:
        assert member.paper is not None
        signed.append(packages.sign(package, member.paper, on=dt.date(2026, 10, 5), actor=cast.director))
    assert [paper.code for paper in signed] == codes
    assert {paper.state for paper in signed} == {State.REGISTERED}
    by_code = {paper.code: paper for paper in signed}
    assert by_code["regulation_learners"].number == by_code["order_launch"].number
    assert by_code["programme"].number == by_code["order_approval"].number
    today = timezone.localdate()
    value = measures.value("documents.package_adopted", cast.school, measures.year(today.year), today)
    assert value.numerator == 1
    assert line.occurrences.get().done_on == today


@travel(dt.datetime(2026, 10, 5, 9, tzinfo=dt.UTC))
def test_made_again_it_changes_drafts_alone_and_keeps_what_people_wrote(cast: Cast, package: Package):
    packages.draw(package, actor=cast.curator)
    launch = Paper.objects.get(package=package, code="order_launch")
    drafts.remove(Paper.objects.get(package=package, code="programme"), actor=cast.curator)
    curator = Paper.objects.get(package=package, code="order_curator")
    asked = {**asked_of(curator), "duties": ["вести дневник"]}
    drafts.rewrite(curator, asked, version=curator.version, actor=cast.curator)
    Paper.objects.filter(pk=launch.pk).update(state=State.ON_AGREEMENT)

    package.refresh_from_db()
    other = {"name": "Орлов Пётр Андреевич", "post": "учитель математики"}
    changed = packages.answer(
        package, {"curator": other, "control": "иначе"}, version=package.version, actor=cast.curator
    )
    packages.draw(changed, actor=cast.curator)

    curator.refresh_from_db()
    assert asked_of(curator)["curator"] == other
    assert asked_of(curator)["duties"] == ["вести дневник"]
    launch.refresh_from_db()
    assert asked_of(launch)["control"] == "оставляю за собой"
    assert Paper.objects.living().filter(package=package, code="programme").count() == 1
    assert Paper.objects.filter(package=package).count() == len(package_set.codes_of("learners"))


@travel(dt.datetime(2026, 10, 5, 9, tzinfo=dt.UTC))
def test_an_unfinished_package_is_not_sent_and_a_regulation_waits_for_its_order(cast: Cast):
    with_head(cast)
    package = packages.begin(cast.school, model="learners", school_year=2026, actor=cast.curator)
    with pytest.raises(packages.NotDrawnYet):
        packages.send_all(package, actor=cast.curator)
    packages.draw(package, actor=cast.curator)
    with pytest.raises(packages.PackageIncomplete):
        packages.send_all(package, actor=cast.curator)
    assert set(_states(package).values()) == {State.DRAFT}

    package.refresh_from_db()
    package = packages.answer(package, ANSWERS, version=package.version, actor=cast.curator)
    packages.draw(package, actor=cast.curator)
    packages.send_all(package, actor=cast.curator)
    packages.record_council(package, minutes_no="3", on=dt.date(2026, 10, 2), actor=cast.curator)
    regulation = Paper.objects.get(package=package, code="regulation_learners")
    with pytest.raises(packages.OrderFirst):
        packages.sign(package, regulation, on=dt.date(2026, 10, 5), actor=cast.director)


def test_only_its_own_people_make_a_package(cast: Cast, package: Package):
    with pytest.raises(NotAllowed):
        packages.begin(cast.school, model="teachers", school_year=2026, actor=cast.sibling_curator)
    with pytest.raises(NotAllowed):
        packages.draw(package, actor=cast.sibling_curator)
    assert not Package.objects.visible_to(cast.sibling_curator, "document.view").exists()


@pytest.mark.parametrize("code", package_set.blanks_of())
def test_a_consent_is_printed_empty(cast: Cast, code: str):
    with_head(cast)
    words = json.dumps(outline(blanks.blank_of(cast.school, code)), ensure_ascii=False).replace("\xa0", " ")
    assert "____" in words
    assert cast.school.full_name in words
