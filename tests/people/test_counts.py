"""Counts of categories, their figures up the tree, and measures of accessibility that become a document."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from time_machine import travel

from nastavnik import measures
from nastavnik.base.errors import Invalid, NotAllowed
from nastavnik.documents.contents import asked_of, built_of
from nastavnik.documents.models import Paper, State
from nastavnik.documents.services import drafts, issuing
from nastavnik.documents.services.issuing import Requisites
from nastavnik.measures.periods import year
from nastavnik.measures.suppressing import shown
from nastavnik.org import reference
from nastavnik.org.services.reference import load
from nastavnik.org.services.shipped import SHIPPED
from nastavnik.people import categories, measures_counts
from nastavnik.people.access_proposals import PROPOSALS
from nastavnik.people.models import AccessMeasure, CategoryCount, Participation
from nastavnik.people.refusals import DateAhead
from nastavnik.people.refusals_counts import CountsMoved, DayTaken, NothingToWrite, OnItsWay
from nastavnik.people.services import access, access_papers, counts
from nastavnik.people.services.counts import Typed
from nastavnik.roadmaps.models import LineRule, RoadmapLine
from nastavnik.roadmaps.services import rules
from tests.cast import Cast
from tests.documents.papers import with_head

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 20)
AUTUMN, WINTER = dt.date(2026, 9, 28), dt.date(2026, 11, 16)
PASSPORT = "социальный паспорт"
today = travel(dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC))


def typed(**numbers: int) -> list[Typed]:
    return [Typed(code, number, PASSPORT) for code, number in numbers.items()]


def standing() -> dict[str, tuple[dt.date, int]]:
    """Category → the newest day with its number."""
    rows = CategoryCount.objects.standing().order_by("on", "pk")
    return {row.category: (row.on, row.count) for row in rows}


@today
def test_numbers_keep_their_history_and_are_taken_back_together(cast: Cast):
    counts.put(cast.school, typed(ovz=7, tzhs=0), on=AUTUMN, actor=cast.curator)
    assert counts.put(cast.school, typed(ovz=7), on=AUTUMN, actor=cast.curator) == []
    later = counts.put(cast.school, typed(ovz=9), on=WINTER, actor=cast.curator)
    mended = counts.put(cast.school, typed(ovz=8, orphan=1), on=WINTER, actor=cast.curator)
    assert standing() == {"ovz": (WINTER, 8), "tzhs": (AUTUMN, 0), "orphan": (WINTER, 1)}
    with pytest.raises(CountsMoved):
        counts.take_back(later[0], actor=cast.curator)
    assert counts.take_back(mended[1], actor=cast.curator) == 2
    assert standing() == {"ovz": (WINTER, 9), "tzhs": (AUTUMN, 0)}
    with pytest.raises(CountsMoved):
        counts.take_back(mended[0], actor=cast.curator)

    later[0].refresh_from_db()
    counts.remove(later[0], actor=cast.curator)
    assert standing()["ovz"] == (AUTUMN, 7)
    other = counts.put(cast.school, typed(ovz=4), on=WINTER, actor=cast.curator)
    with pytest.raises(DayTaken):
        counts.bring_back(later[0], actor=cast.curator)
    counts.remove(other[0], actor=cast.curator)
    counts.bring_back(later[0], actor=cast.curator)
    assert standing()["ovz"] == (WINTER, 9)
    assert CategoryCount.objects.count() == 6


@today
def test_what_is_refused(cast: Cast):
    def put(lines: list[Typed], on: dt.date = AUTUMN, **more: object) -> None:
        counts.put(cast.school, lines, on=on, actor=cast.curator, **more)  # type: ignore[arg-type]  # one door for all

    with pytest.raises(DateAhead):
        put(typed(ovz=1), TODAY + dt.timedelta(days=1))
    for line in (Typed("ovz", -1, PASSPORT), Typed("ovz", counts.MOST + 1, PASSPORT), Typed("ovz", 3, ""),
                 Typed("gifted", 3, PASSPORT), Typed("no_such", 3, PASSPORT)):  # fmt: skip
        with pytest.raises(Invalid) as refusal:
            put([line])
        assert set(refusal.value.fields) == {line.category}
    with pytest.raises(NotAllowed):
        counts.put(cast.school, typed(ovz=1), on=AUTUMN, actor=cast.director)
    with pytest.raises(NotAllowed):
        counts.put(cast.sibling_school, typed(ovz=1), on=AUTUMN, actor=cast.curator)
    assert not CategoryCount.objects.exists()
    # Two who have the same page open: the second learns of the first.
    put(typed(ovz=5), seen={"ovz": None, "tzhs": None})
    with pytest.raises(CountsMoved):
        put(typed(ovz=6), seen={"ovz": None, "tzhs": None})
    put(typed(tzhs=2), seen={"tzhs": None})
    assert standing() == {"ovz": (AUTUMN, 5), "tzhs": (AUTUMN, 2)}


@today
def test_figures_add_up_as_of_a_day_and_small_ones_stay_in_the_organisation(cast: Cast):
    schools = (cast.school, cast.sibling_school, cast.far_school)
    for node, number in zip(schools, (3, 40, 25), strict=True):
        for place, code in enumerate(categories.COUNTED):
            CategoryCount.objects.create(
                node=node, category=code, school_year=2026, on=AUTUMN, source=PASSPORT, count=number if place else 30
            )
    CategoryCount.objects.create(
        node=cast.school, category="ovz", school_year=2025, on=dt.date(2026, 5, 20), count=99
    )
    counts.put(cast.school, typed(ovz=4), on=WINTER, actor=cast.curator)
    span, codes = year(2026), [f"people.category_{code}" for code in categories.COUNTED]

    def ovz(on: dt.date) -> int:
        return measures.value("people.category_ovz", cast.region, span, on).numerator

    assert (ovz(dt.date(2026, 9, 20)), ovz(AUTUMN), ovz(WINTER), ovz(TODAY)) == (0, 68, 68 + 1, 69)

    found = measures.by_node(codes, cast.region, [span], TODAY)
    above = shown(found, cast.region, [span], TODAY)
    hidden = {(key, code) for (key, code, _span), one in above.items() if one.is_hidden}
    # A category without small numbers is shown whole; the others hide the small one and what it follows from.
    assert not any(code == "people.category_low_results" for _key, code in hidden)
    assert {(cast.school.pk, code) for code in codes[1:]} <= hidden
    own = shown(found, cast.region, [span], TODAY, own=cast.school.path)
    assert own[cast.school.pk, "people.category_ovz", span.code].numerator == 4
    # Organisations behind a figure are the same for all categories, whatever the number.
    assert set(measures_counts._behind(span, TODAY, None, False)) == set(schools)


def test_the_categories_are_those_of_the_reference_list(db: None, tmp_path: Path):
    shutil.copy(SHIPPED / "programmes.yaml", tmp_path)
    load(tmp_path)
    of = {entry.code: entry.data for entry in reference.entries(categories.LIST)}
    sensitive = [code for code, data in of.items() if data["stored"] == "organisation_count"]
    assert sorted(categories.COUNTED) == sorted(sensitive) == sorted(categories.counted())
    assert set(measures_counts.TITLES) == set(categories.SOURCES) == set(categories.COUNTED)
    learners = {code for code, data in of.items() if data["audience"] == "learner"} - {"learner_other"}
    assert set(categories.served()) == learners | {categories.ANY}
    per_category = {code: [one for one in PROPOSALS.values() if one.category == code] for code in categories.served()}
    assert all(5 <= len(found) <= 8 for found in per_category.values())
    assert max(len(one.what) for one in PROPOSALS.values()) <= AccessMeasure._meta.get_field("what").max_length
    # No field of a participation could keep such a category.
    assert not {field.name for field in Participation._meta.fields} & set(categories.COUNTED)


@today
def test_the_check_list_becomes_the_document_that_proves_the_line(cast: Cast, add: Callable[..., RoadmapLine]):
    with_head(cast)
    line = add("до 30 ноября", title="Разработка и утверждение мер по обеспечению доступности программ"
                                    " наставничества для обучающихся с ОВЗ")  # fmt: skip
    rule = LineRule.objects.get(line=line)
    assert rule.code == access_papers.CODE
    rules.confirm(rule, version=rule.version, actor=cast.curator)
    node, curator = cast.school, cast.curator
    with pytest.raises(NothingToWrite):
        access_papers.draw_up(node, 2026, actor=curator)

    made = access.take_over(node, 2026, ["orphan-2", "ovz-1", "ovz-1", "no-such"], actor=curator, due_on=WINTER)
    assert [row.proposal for row in made] == ["orphan-2", "ovz-1"]
    assert access.take_over(node, 2026, ["ovz-1"], actor=curator) == []
    own = access.add(node, 2026, actor=curator, category="any", what="Сайт для слабовидящих.", responsible="")
    assert [row.category for row in access.rows_of(node, 2026)] == ["any", "ovz", "orphan"]
    access.mark_done(own, TODAY, actor=curator)

    paper = access_papers.draw_up(node, 2026, actor=curator)
    told = asked_of(paper)
    assert told["categories"] == [categories.WORDS[code] for code in ("any", "ovz", "orphan")]
    assert told["measures"][0] == {"measure": "Сайт для слабовидящих", "terms": "в течение года"}
    assert told["measures"][1]["measure"].endswith(". Ответственный – заместитель директора по хозяйственной работе")
    assert told["measures"][1]["terms"] == "до 16\xa0ноября 2026\xa0г."
    assert not paper.is_personal

    access.remove([made[0]], actor=curator)
    rows = access.rows_of(node, 2026)
    assert not access_papers.says_the_same(paper, rows)
    head = [{"name": "Громова Елена Павловна", "post": "директор"}]
    drafts.rewrite(paper, {**told, "responsible": head}, version=paper.version, actor=curator)
    again = access_papers.draw_up(node, 2026, actor=curator)
    assert again.pk == paper.pk
    assert access_papers.says_the_same(again, rows)
    assert asked_of(again)["responsible"][0]["post"] == "директор"

    by = {"kind_title": "приказ", "number": "42-од", "date": TODAY.isoformat(), "title": "Об утверждении мер"}
    issuing.register(again, Requisites(TODAY, order=by), actor=cast.director)
    assert line.occurrences.get().done_on == TODAY
    access.bring_back([made[0]], actor=curator)
    new = access_papers.draw_up(node, 2026, actor=curator)
    assert (new.replaces_id, new.state, len(asked_of(new)["measures"])) == (paper.pk, State.DRAFT, 3)
    assert access_papers.newest(Paper.objects.all(), node, 2026) == new
    Paper.objects.filter(pk=new.pk).update(state=State.ON_AGREEMENT)
    with pytest.raises(OnItsWay):
        access_papers.draw_up(node, 2026, actor=curator)


@today
def test_lines_of_the_check_list_are_checked(cast: Cast):
    with pytest.raises(Invalid):
        access.add(cast.school, 2026, actor=cast.curator, category="burnout", what="Разгрузочный день")
    with pytest.raises(DateAhead):
        access.add(cast.school, 2026, actor=cast.curator, category="any", what="а", done_on=TODAY + dt.timedelta(1))
    with pytest.raises(NotAllowed):
        access.take_over(cast.school, 2026, ["ovz-1"], actor=cast.director)
    assert timezone.localdate() == TODAY
    assert built_of(access_papers.CODE).form.own
