"""Lines: edited without loss, undone, set aside, removed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from nastavnik import jobs
from nastavnik.base.errors import EditConflict, Invalid, NotAllowed
from nastavnik.roadmaps import nightly_summaries
from nastavnik.roadmaps.models import RoadmapLine
from nastavnik.roadmaps.services import lines, summaries


def test_a_new_line_is_read_laid_out_and_counted(roadmap, add):
    line = add("до 15 октября", title="Издание приказа", responsible_text="директор, куратор Иванова А. А.")

    assert line.schedule["windows"] == [["2026-10-15", "2026-10-15"]]
    assert [party.text for party in line.parties.all()] == ["директор", "куратор Иванова А. А."]
    assert [(row.starts_on, row.due_on) for row in line.occurrences.all()] == [
        (dt.date(2026, 9, 1), dt.date(2026, 10, 15))
    ]
    roadmap.refresh_from_db()
    assert sum(roadmap.summary.values()) == 1
    assert roadmap.summary_on == timezone.localdate()


def test_lines_keep_the_order_in_which_they_are_added_even_between_others(roadmap, add):
    section = roadmap.sections.create(position=0, number="I", title="Подготовка")
    later = roadmap.sections.create(position=1, number="II", title="Работа")
    add(title="Первая", section=section)
    add(title="Последняя", section=later)
    for number in range(20):
        add(title=f"Ещё {number}", section=section)

    titles = [line.title for line in RoadmapLine.objects.filter(roadmap=roadmap).order_by("position")]
    assert titles == ["Первая", *(f"Ещё {number}" for number in range(20)), "Последняя"]


def test_an_edit_writes_only_what_changed_and_keeps_the_former_words(add, cast):
    line = add("до 15 октября", title="Издание приказа")

    saved = lines.edit_line(
        line, version=1, actor=cast.curator, title="Издание приказа", deadline_text="до 20 октября"
    )

    assert (saved.version, saved.deadline_text) == (2, "до 20 октября")
    assert saved.occurrences.get().due_on == dt.date(2026, 10, 20)
    assert saved.revisions.get().values == {"deadline_text": "до 15 октября"}


def test_saving_without_a_change_makes_no_version(add, cast):
    line = add("до 15 октября")

    assert lines.edit_line(line, version=1, actor=cast.curator, title=line.title).version == 1
    assert not line.revisions.exists()


def test_of_two_edits_of_one_version_the_second_loses_nothing_and_overwrites_nothing(add, cast):
    line = add("до 15 октября")
    lines.edit_line(line, version=1, actor=cast.curator, title="Приказ о запуске")

    with pytest.raises(EditConflict) as refusal:
        lines.edit_line(line, version=1, actor=cast.team_member, title="Приказ о кураторе")

    assert refusal.value.theirs.title == "Приказ о запуске"
    assert refusal.value.mine["title"] == "Приказ о кураторе"
    assert RoadmapLine.objects.get(pk=line.pk).title == "Приказ о запуске"


def test_an_edit_of_other_words_keeps_the_reading_that_a_person_chose(add, cast):
    line = add("первая неделя октября")
    chosen = {"kind": "range", "windows": [["2026-10-05", "2026-10-09"]], "confidence": "certain"}
    RoadmapLine.objects.filter(pk=line.pk).update(schedule=chosen)

    saved = lines.edit_line(line, version=1, actor=cast.curator, title="Другое название")

    assert saved.schedule == chosen


def test_undo_brings_back_the_words_and_the_dates_and_can_be_undone(add, cast):
    line = add("до 15 октября")
    lines.edit_line(line, version=1, actor=cast.curator, deadline_text="до 20 октября")

    undone = lines.undo_edit(line, actor=cast.curator)
    assert (undone.deadline_text, undone.occurrences.get().due_on) == ("до 15 октября", dt.date(2026, 10, 15))

    redone = lines.undo_edit(line, actor=cast.curator)
    assert (redone.deadline_text, redone.version) == ("до 20 октября", 4)


def test_undo_without_a_former_wording_is_refused(add, cast):
    with pytest.raises(lines.NothingToUndo):
        lines.undo_edit(add(), actor=cast.curator)


def test_a_reworded_term_keeps_what_was_proved(add, cast, prove):
    line = add("1 раз в квартал")
    first = line.occurrences.order_by("starts_on").first()
    prove(first)

    lines.edit_line(line, version=1, actor=cast.curator, deadline_text="до 1 июня")

    assert line.occurrences.filter(done_on__isnull=False).count() == 1
    assert dt.date(2027, 6, 1) in {row.due_on for row in line.occurrences.all()}


def test_a_removed_line_counts_no_more_and_comes_back_whole(roadmap, add, cast, prove):
    line = add("сентябрь")
    prove(line.occurrences.get())
    lines.remove_line(line, actor=cast.curator)
    roadmap.refresh_from_db()
    assert sum(summaries.summary_of(roadmap, timezone.localdate()).values()) == 0

    lines.restore_line(line, actor=cast.curator)

    roadmap.refresh_from_db()
    assert sum(roadmap.summary.values()) == 1
    assert line.occurrences.get().evidence.count() == 1


def test_a_decision_needs_a_basis_and_a_new_one_ends_the_old(add, cast):
    line = add("сентябрь")
    with pytest.raises(Invalid):
        lines.decide(line, kind="postponed", basis="", from_on=dt.date(2026, 9, 10), actor=cast.curator)

    lines.decide(line, kind="postponed", basis="Приказ № 4", from_on=dt.date(2026, 9, 10), actor=cast.curator)
    lines.decide(line, kind="not_relevant", basis="Приказ № 9", from_on=dt.date(2026, 10, 1), actor=cast.curator)

    found = line.decisions.order_by("from_on").values_list("kind", "to_on")
    assert list(found) == [("postponed", dt.date(2026, 10, 1)), ("not_relevant", None)]
    lines.take_up_again(line, on=dt.date(2026, 11, 1), actor=cast.curator)
    assert not line.decisions.filter(to_on=None).exists()


@pytest.mark.parametrize("who", ["sibling_curator", "ended_curator", "psychologist", "mentor", "regional_operator"])
def test_others_change_nothing(add, cast, who):
    line = add("сентябрь")

    with pytest.raises(NotAllowed):
        lines.edit_line(line, version=1, actor=getattr(cast, who), title="Чужая правка")

    assert RoadmapLine.objects.get(pk=line.pk).version == 1


def test_a_new_day_counts_each_plan_once(roadmap, add, monkeypatch):
    add("до 15 октября")
    assert nightly_summaries.count_plans_for_the_day() is None, "the deed has counted it today"
    later = dt.date(2027, 5, 3)
    monkeypatch.setattr(timezone, "localdate", lambda *args: later)

    first, second = nightly_summaries.count_plans_for_the_day(), nightly_summaries.count_plans_for_the_day()
    assert first == second
    assert jobs.run_all() == 1

    roadmap.refresh_from_db()
    assert (roadmap.summary_on, roadmap.summary["overdue"]) == (later, 1)
    assert nightly_summaries.count_plans_for_the_day() is None
