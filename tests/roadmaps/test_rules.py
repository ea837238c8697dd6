"""Lines that the data turn: done when a figure reaches its threshold, open again when it falls."""

from __future__ import annotations

import datetime as dt
import shutil
import threading
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.utils import timezone

from nastavnik import measures
from nastavnik.accounts.models import Grant
from nastavnik.accounts.roles import Role
from nastavnik.audit.record import timeline
from nastavnik.base.errors import EditConflict, Invalid, NotAllowed
from nastavnik.org.services.reference import load
from nastavnik.org.services.shipped import SHIPPED
from nastavnik.roadmaps.models import Evidence, LineRule, Roadmap
from nastavnik.roadmaps.models.plans import Status
from nastavnik.roadmaps.services import evidence, lines, plans, rules
from nastavnik.roadmaps.services.bulk import effects
from nastavnik.roadmaps.services.data_proofs import DoneByData
from nastavnik.roadmaps.services.kinds import choose_kind
from nastavnik.roadmaps.services.rules import checking, figures, sources
from nastavnik.roadmaps.services.rules.deciding import NothingCounted
from tests.cast import make_cast

CURATOR = {"title": "Назначение куратора программы наставничества", "responsible_text": "директор"}
DOCUMENT, EVENT, MEASURE = LineRule.Kind.DOCUMENT, LineRule.Kind.EVENT, LineRule.Kind.MEASURE


@pytest.fixture
def types(db, tmp_path):
    """The types of organisations, by which it is known who keeps plans."""
    shutil.copy(SHIPPED / "organisations.yaml", tmp_path)
    load(tmp_path)


@pytest.fixture
def october(types, monkeypatch):
    """Today is 20 October 2026, inside the plan."""
    monkeypatch.setattr(timezone, "localdate", lambda *_: dt.date(2026, 10, 20))


@pytest.fixture
def waits(add, cast, october):
    """A line that the data decide on: the school has a curator."""
    line = add("до 15 ноября", **CURATOR)
    rules.confirm(line.rule, version=line.rule.version, actor=cast.curator)
    return line


def curators(cast, *, there: bool):
    """The school's curators are there or gone, and the figures are counted in the deed."""
    held = Grant.objects.filter(role=Role.CURATOR, node=cast.school)
    held.update(to_on=None if there else dt.date(2026, 10, 20))
    with measures.once():
        measures.touch(cast.school.pk, "grant")


def done(line):
    return list(line.occurrences.order_by("starts_on").values_list("done_on", flat=True))


def said(line):
    return [event.action for event in timeline(line).order_by("id")]


def test_a_rule_is_proposed_with_the_line_and_only_where_somebody_counts(add):
    line, other = add("до 1 октября", **CURATOR), add("до 1 октября", title="Формирование наставнических пар")

    assert (line.capability, line.acting_role) == ("curator-registry", "director")
    assert (line.rule.code, line.rule.threshold, line.rule.state) == ("org.with_curator", 1, "proposed")
    assert other.capability == "matching"
    assert not LineRule.objects.filter(line=other).exists()


def test_a_confirmed_rule_proves_the_line_and_opens_it_again(waits, cast):
    assert done(waits) == [dt.date(2026, 10, 20)]

    curators(cast, there=False)
    assert done(waits) == [None]

    curators(cast, there=True)
    assert done(waits) == [dt.date(2026, 10, 20)]
    proofs = Evidence.objects.filter(occurrence__line=waits).order_by("pk")
    assert [(proof.kind, proof.withdrawn_at is None) for proof in proofs] == [("data", False), ("data", True)]
    assert proofs[1].facts == {
        "kind": "measure", "code": "org.with_curator", "numerator": 1, "denominator": 1, "threshold": "1.0000",
        "period": "2026/27", "on": "2026-10-20",
    }  # fmt: skip
    assert said(waits)[-4:] == [
        "roadmap.rule_confirmed", "roadmap.rule_met", "roadmap.rule_unmet", "roadmap.rule_met",
    ]  # fmt: skip


def test_a_rule_confirmed_late_asks_what_was_so_on_the_date(add, cast, october):
    line = add("до 1 октября", **CURATOR)

    rules.confirm(line.rule, version=1, actor=cast.curator)

    assert done(line) == [dt.date(2026, 10, 1)]


def test_dates_begin_while_a_rule_is_met(add, cast, october, monkeypatch):
    line = add("1 раз в квартал", **CURATOR)
    rules.confirm(line.rule, version=1, actor=cast.curator)
    begun = sum(day is not None for day in done(line))
    monkeypatch.setattr(timezone, "localdate", lambda *_: dt.date(2027, 2, 1))

    assert rules.check_waiting() == 1
    assert rules.check_waiting() == 0

    assert 0 < begun < sum(day is not None for day in done(line)) < len(done(line))
    curators(cast, there=False)
    # Only the latest that has begun opens again: what was done in its time stays done.
    assert done(line).index(None) == sum(day is not None for day in done(line)) == begun


def test_a_watched_line_is_not_marked_by_hand(waits, cast, roadmap):
    curators(cast, there=False)
    (occurrence,) = waits.occurrences.all()
    today = dt.date(2026, 10, 20)

    with pytest.raises(DoneByData):
        evidence.prove(occurrence, done_on=today, note="Готово", actor=cast.team_member)
    with pytest.raises(DoneByData):
        evidence.prove_many(roadmap, [evidence.Proof(occurrence.pk, today, "Готово")], actor=cast.team_member)
    with pytest.raises(DoneByData):
        evidence.bring_back(occurrence.evidence.get(), actor=cast.team_member)

    lines.decide(waits, kind="postponed", basis="Приказ № 3", from_on=today, actor=cast.team_member)
    assert waits.decisions.get().kind == "postponed"


def test_a_declined_rule_leaves_the_line_to_people(waits, cast, prove):
    rule = rules.decline(waits.rule, version=LineRule.objects.get().version, actor=cast.team_member)

    assert (rule.state, done(waits)) == ("declined", [None])
    prove(waits.occurrences.get())
    curators(cast, there=False)
    assert done(waits) == [dt.date(2026, 9, 1)]


def test_a_draft_and_a_removed_line_wait_for_nothing(waits, cast, roadmap):
    Roadmap.objects.filter(pk=roadmap.pk).update(status=Status.DRAFT)
    curators(cast, there=False)
    assert done(waits) == [dt.date(2026, 10, 20)]

    Roadmap.objects.filter(pk=roadmap.pk).update(status=Status.IN_FORCE)
    lines.remove_line(waits, actor=cast.team_member)
    assert rules.check_waiting() == 0


def test_a_rule_of_ones_own_is_checked_and_replaces_the_proposed(add, cast, october):
    line = add("до 1 октября", **CURATOR)
    given = {"kind": MEASURE, "code": "plan.has_plan", "threshold": Decimal(1), "version": 1, "actor": cast.curator}

    with pytest.raises(NothingCounted):
        rules.set_rule(line, **{**given, "code": "programme.pairs_formed"})
    with pytest.raises(NothingCounted):
        rules.set_rule(line, **{**given, "code": "plan.lines_overdue"})
    for threshold in (None, Decimal(0), Decimal("1.5")):
        with pytest.raises(Invalid):
            rules.set_rule(line, **{**given, "threshold": threshold})
    with pytest.raises(NotAllowed):
        rules.set_rule(line, **{**given, "actor": cast.director})

    rules.set_rule(line, **given)
    assert LineRule.objects.get().code == "plan.has_plan"
    with pytest.raises(EditConflict):
        rules.set_rule(line, **given)


def test_documents_and_events_turn_lines_both_ways(add, cast, october, monkeypatch):
    monkeypatch.setattr(sources, "_sources", {})
    held = {dt.date(2026, 10, 9), dt.date(2026, 10, 14)}
    rules.when_registered("order", title="Приказ", since=lambda node_id, today: None)
    rules.when_held("webinar", title="Вебинар", days=lambda line, today: held)
    line, quarterly = add("до 15 октября"), add("1 раз в месяц", title="Вебинар")
    rules.set_rule(line, kind=DOCUMENT, code="order", actor=cast.curator, version=_version(line))
    rules.set_rule(quarterly, kind=EVENT, code="webinar", actor=cast.curator, version=_version(quarterly))

    rules.tell_document(cast.school.pk, "order", dt.date(2026, 10, 9))
    rules.tell_document(cast.sibling_school.pk, "order", None)
    rules.tell_event(cast.school.pk, "webinar")

    assert done(line) == [dt.date(2026, 10, 9)]
    # An event proves the date it belongs to, not all that were missed before it, nor those to come.
    assert done(quarterly)[:3] == [None, dt.date(2026, 10, 9), None]
    monkeypatch.setattr(timezone, "localdate", lambda *_: dt.date(2026, 11, 20))
    rules.check_waiting()
    assert done(quarterly)[:3] == [None, dt.date(2026, 10, 9), None]
    held |= {dt.date(2026, 9, 28), dt.date(2026, 11, 3)}
    rules.tell_event(cast.school.pk, "webinar", quarterly.pk)
    assert done(quarterly)[:3] == [dt.date(2026, 9, 28), dt.date(2026, 10, 9), dt.date(2026, 11, 3)]
    held -= {dt.date(2026, 10, 9), dt.date(2026, 11, 3)}
    rules.tell_event(cast.school.pk, "webinar")
    assert done(quarterly)[:3] == [dt.date(2026, 9, 28), dt.date(2026, 10, 14), None]
    rules.tell_document(cast.school.pk, "order", None)
    held.clear()
    rules.tell_event(cast.school.pk, "webinar")
    assert done(line) == [None]
    assert set(done(quarterly)) == {None}


def _version(line):
    rule = LineRule.objects.filter(line=line).first()
    return rule.version if rule else 0


def test_an_office_answers_for_its_territory(cast, october):
    today = dt.date(2026, 10, 20)

    assert figures.place_of(cast.imc, today) == cast.district
    assert figures.place_of(cast.school, today) == cast.school
    found = figures.figure("org.with_curator", cast.imc, today, today)
    assert (found.numerator, found.denominator) == (2, 3)
    assert figures.figure("org.with_curator", cast.school, today, today).denominator == 1


def test_a_copy_inherits_what_was_decided(waits, add, cast):
    copy = add("до 1 октября", title="Назначить куратора")
    LineRule.objects.filter(line=copy).delete()

    assert rules.inherit_all([(waits, copy)]) == 1

    inherited = LineRule.objects.get(line=copy)
    original = LineRule.objects.get(line=waits)
    fields = ("kind", "code", "threshold", "state", "confirmed_by_id")
    assert [getattr(inherited, name) for name in fields] == [getattr(original, name) for name in fields]
    assert inherited.met_on is None


def test_many_are_confirmed_at_once_and_only_those_of_the_plan(add, cast, roadmap, october):
    first, second = add("до 1 октября", **CURATOR), add("до 1 ноября", **CURATOR)
    declined = add("до 1 ноября", **CURATOR)
    rules.decline(declined.rule, version=1, actor=cast.curator)
    all_rules = list(LineRule.objects.all())

    with pytest.raises(NotAllowed):
        rules.confirm_many(roadmap, all_rules, actor=cast.sibling_curator)
    assert rules.confirm_many(roadmap, all_rules, actor=cast.curator) == 2

    assert done(first) + done(second) == [dt.date(2026, 10, 1), dt.date(2026, 10, 20)]
    assert LineRule.objects.get(line=declined).state == "declined"


def test_two_changes_of_the_data_leave_what_the_last_one_says(waits, cast):
    """The second finds the rule as the first left it: nothing is proved or withdrawn twice."""
    rule = LineRule.objects.get(line=waits)
    value = measures.Value(0, 1, dt.date(2026, 10, 20), timezone.now())
    seen = figures.weigh(rule, value, figures.period_on(dt.date(2026, 10, 20)), dt.date(2026, 10, 20))
    today = dt.date(2026, 10, 20)

    assert [checking.settle(rule, seen, today) for _ in range(2)] == [True, False]
    met = figures.look(rule, cast.school, today)
    assert [checking.settle(rule, met, today) for _ in range(2)] == [True, False]

    assert Evidence.objects.standing().filter(occurrence__line=waits).count() == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_many_changes_of_the_data_at_once_leave_the_line_as_the_last_figure_says(tmp_path):
    """Threads give and end the curator's role and count; whoever is last, figure and line say the same."""
    shutil.copy(SHIPPED / "organisations.yaml", tmp_path)
    load(tmp_path)
    cast = make_cast()
    today = timezone.localdate()
    days = {"starts_on": today - dt.timedelta(days=60), "ends_on": today + dt.timedelta(days=60)}
    roadmap = plans.create_roadmap(cast.school, actor=cast.curator, title="План", **days)
    Roadmap.objects.filter(pk=roadmap.pk).update(status=Status.IN_FORCE)
    line = lines.add_line(roadmap, actor=cast.curator, deadline_text="в течение года", **CURATOR)
    rules.confirm(line.rule, version=1, actor=cast.curator)
    held = Grant.objects.filter(role=Role.CURATOR, node=cast.school)

    def change(number: int) -> None:
        try:
            with transaction.atomic():
                held.update(to_on=None if number % 2 else today)
                measures.touch(cast.school.pk, "grant")
        finally:
            connection.close()

    threads = [threading.Thread(target=change, args=[number]) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    is_there = held.filter(to_on=None).exists()
    begun = line.occurrences.filter(starts_on__lte=today).order_by("-starts_on").first()
    assert (begun.done_on is not None) == is_there
    assert Evidence.objects.standing().filter(occurrence=begun).count() == int(is_there)


def test_a_person_says_the_kind_and_no_rewording_changes_it(add, cast):
    line = add("до 1 октября", **CURATOR)

    line = choose_kind(line, version=1, capability="practice-bank", acting_role="curator", actor=cast.curator)
    assert not LineRule.objects.filter(line=line).exists()
    line = lines.edit_line(line, version=2, actor=cast.curator, title="Конкурс лучших практик")

    assert (line.capability, line.acting_role, line.capability_by_hand) == ("practice-bank", "curator", True)
    with pytest.raises(Invalid):
        choose_kind(line, version=3, capability="no-such", acting_role="", actor=cast.curator)


def test_a_reworded_line_is_told_anew_with_its_proposed_rule(add, cast):
    line = add("до 1 октября", **CURATOR)

    line = lines.edit_line(line, version=1, actor=cast.curator, title="Разработка дорожной карты")

    assert (line.capability, LineRule.objects.get(line=line).code) == ("roadmap-management", "plan.approved")
    assert line.revisions.get().values == {"title": CURATOR["title"]}


def test_a_deed_over_many_lines_leaves_a_watched_one_out(waits, add, cast, roadmap):
    other = add("до 15 ноября", title="Разное")
    curators(cast, there=False)

    found = effects.effects(roadmap, effects.Asked("done"), [waits, other], on=dt.date(2026, 10, 20))

    assert [effect.refusal for effect in found] == ["by_data", ""]


def test_a_rule_set_again_does_not_see_what_it_said_itself(add, cast, october):
    """Half of the lines done: the line itself made it so."""
    line, _other = add("до 1 октября", title="Разное"), add("до 2 октября", title="Другое")
    given = {"kind": MEASURE, "code": "plan.lines_done", "threshold": Decimal("0.5"), "actor": cast.curator}
    rule = rules.set_rule(line, **given)
    assert rule.met_on is None
    third = add("до 3 октября", title="Третье")
    evidence.prove(third.occurrences.get(), done_on=dt.date(2026, 10, 2), note="Отчёт", actor=cast.curator)
    lines.remove_line(_other, actor=cast.curator)
    assert done(line) == [dt.date(2026, 10, 20)]

    rule.refresh_from_db()
    again = rules.set_rule(line, **{**given, "threshold": Decimal("0.9")}, version=rule.version)

    assert (again.met_on, done(line)) == (None, [None])
