from __future__ import annotations

import pytest

from nastavnik import jobs
from nastavnik.notifications.models import Notice
from nastavnik.roadmaps.cascading.changes import REMOVED, TERM, changes_for
from nastavnik.roadmaps.models import HandedLine, Roadmap
from nastavnik.roadmaps.models.plans import Status
from nastavnik.roadmaps.services import cascade, lines
from nastavnik.roadmaps.services.baselines import keep_baseline
from nastavnik.roadmaps.services.editions import bring_in, open_edition
from tests.roadmaps.cascade.plans import make_plan

State = HandedLine.State


@pytest.fixture
def second(cast, above, hand):
    """The second edition of the region's plan: one term moved, one line gone, one new; a school had linked all."""
    keep_baseline(above)
    rows = [
        ("Назначение куратора программы наставничества", "до 10 сентября"),
        ("Формирование базы наставников", "до 10 октября"),
        ("Мониторинг эффективности программ наставничества", "до 10 мая"),
    ]
    plan = make_plan(cast.school, cast.curator, rows, status=Status.DRAFT)
    hand(above)
    for row, line in zip(HandedLine.objects.filter(node=cast.school).order_by("pk"), plan.lines.all(), strict=True):
        cascade.confirm(row, version=row.version, line=line, actor=cast.curator)

    draft = open_edition(above, actor=cast.regional_operator)
    _first, base, watch = draft.lines.order_by("position")
    lines.edit_line(base, version=base.version, actor=cast.regional_operator, deadline_text="до 1 октября")
    lines.remove_line(watch, actor=cast.regional_operator)
    added = lines.add_line(
        draft, actor=cast.regional_operator, title="Итоговый слёт наставников", deadline_text="май"
    )
    cascade.address(draft, {added.pk: cascade.addressing.Address("organisations")}, actor=cast.regional_operator)
    living = bring_in(Roadmap.objects.get(pk=draft.pk), actor=cast.regional_operator)
    cascade.after_edition(living)
    jobs.run_all()
    return living


def test_each_school_sees_what_the_new_edition_changes_for_it(cast, second):
    changes = {change.handed.parent_line.title[:10]: change for change in changes_for(cast.school)}

    assert {name: change.kind for name, change in changes.items()} == {"Формирован": TERM, "Мониторинг": REMOVED}
    assert changes["Формирован"].former["deadline_text"] == "до 15 октября"
    new = HandedLine.objects.get(node=cast.school, parent_line__title__contains="слёт")
    assert (new.state, new.seen_edition) == (State.WAITING, 2)
    assert changes_for(cast.sibling_school) == []
    told = Notice.objects.filter(kind="plan.changed_above").values_list("user", flat=True)
    assert cast.curator.pk in told


def test_taking_the_new_words_moves_the_own_term(cast, second):
    change = next(change for change in changes_for(cast.school) if change.kind == TERM)

    cascade.accept_change(change.handed, version=change.handed.version, actor=cast.curator, take_words=True)

    line = change.handed.line
    line.refresh_from_db()
    assert line.deadline_text == "до 1 октября"
    assert [change.kind for change in changes_for(cast.school)] == [REMOVED]


def test_an_edition_that_touches_nothing_of_it_asks_nobody(cast, second):
    for change in changes_for(cast.school):
        cascade.accept_change(change.handed, version=change.handed.version, actor=cast.curator)
    draft = open_edition(second, actor=cast.regional_operator)
    living = bring_in(draft, actor=cast.regional_operator)

    cascade.after_edition(living)

    assert changes_for(cast.school) == []
    assert set(HandedLine.objects.standing().values_list("seen_edition", flat=True)) == {3}
