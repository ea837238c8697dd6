"""A document comes in: read by a job, looked through, mended, accepted, taken back; nothing doubled or half-saved."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable

import pytest
from django.utils import timezone

from nastavnik import jobs
from nastavnik.base.errors import EditConflict, Invalid, NotAllowed
from nastavnik.roadmaps import tasks
from nastavnik.roadmaps.models import ImportedLine, Roadmap, RoadmapImport, RoadmapLine
from nastavnik.roadmaps.models.plans import Status
from nastavnik.roadmaps.services import imports, lines
from tests.cast import Cast
from tests.plans import TABLE


@pytest.fixture
def take_in(cast: Cast) -> Callable[..., RoadmapImport]:
    """``take_in(text)`` loads a document into the school and has it read."""

    def load(text: str = TABLE, *, name: str = "plan.txt", actor=None) -> RoadmapImport:
        batch = imports.take_in(cast.school, content=text.encode(), file_name=name, actor=actor or cast.curator)
        jobs.run_all()
        batch.refresh_from_db()
        return batch

    return load


@pytest.fixture
def batch(take_in) -> RoadmapImport:
    return take_in()


def test_a_read_document_waits_with_every_line_and_its_source_words(batch):
    assert batch.state == RoadmapImport.State.READY
    assert (batch.starts_on, batch.ends_on) == (dt.date(2026, 9, 1), dt.date(2027, 8, 31))
    first = batch.lines.get(position=0)
    assert first.data["title"] == "Издать приказ о запуске программы наставничества"
    assert first.data["schedule"]["windows"] == [["2026-09-10", "2026-09-10"]]
    assert "до 10 сентября" in {cell["text"] for cell in first.original}
    assert batch.lines.count() == batch.line_count == 4


def test_the_job_names_nothing_of_the_document(batch):
    job = jobs.Job.objects.get(uid=batch.job_uid)

    assert job.params == {"import": str(batch.uid)}


def test_an_unreadable_document_is_refused_with_a_sentence_and_makes_nothing(take_in):
    batch = take_in("\x00\x01\x02 binary", name="plan.docx")

    assert batch.state == RoadmapImport.State.REFUSED
    assert batch.refusal.endswith(".")
    assert not batch.lines.exists()


def test_a_file_over_the_limit_is_refused_at_the_door(cast):
    with pytest.raises(imports.TooLarge):
        imports.take_in(cast.school, content=b"x" * (20 * 1024 * 1024 + 1), file_name="a.txt", actor=cast.curator)
    assert not RoadmapImport.objects.exists()


def test_accepting_makes_the_whole_plan(batch, cast):
    roadmap = imports.accept(batch, actor=cast.curator)

    assert roadmap.status == Status.DRAFT
    assert [line.number for line in roadmap.lines.order_by("position")] == ["1", "2", "3", "4"]
    second = roadmap.lines.get(number="2")
    assert [party.text for party in second.parties.all()] == ["куратор", "рабочая группа"]
    assert roadmap.lines.get(number="4").occurrences.get().due_on is None
    assert roadmap.lines.get(number="3").occurrences.count() == 5
    batch.refresh_from_db()
    assert (batch.state, batch.roadmap) == (RoadmapImport.State.ACCEPTED, roadmap)


def test_a_stamped_document_comes_in_force_with_a_baseline(take_in, cast):
    stamped = "УТВЕРЖДАЮ\nДиректор школы № 15\nА. А. Рощина\nПриказ от 01.09.2026 № 112-од\n\n" + TABLE

    roadmap = imports.accept(take_in(stamped), actor=cast.curator)

    assert (roadmap.status, roadmap.order_no, roadmap.approved_on) == (
        Status.IN_FORCE,
        "112-од",
        dt.date(2026, 9, 1),
    )
    assert [line["number"] for line in roadmap.baselines.get().content["lines"]] == ["1", "2", "3", "4"]


def test_a_document_is_accepted_once(batch, cast):
    imports.accept(batch, actor=cast.curator)

    with pytest.raises(imports.NotReady):
        imports.accept(batch, actor=cast.curator)
    assert Roadmap.objects.count() == 1


def test_a_mended_line_is_read_again_settles_its_flags_and_can_be_undone(batch, cast):
    line = batch.lines.get(position=0)
    ImportedLine.objects.filter(pk=line.pk).update(
        flags=[{"code": "term_ambiguous", "sentence": "Срок неясен.", "place": ""}], is_flagged=True
    )
    line.refresh_from_db()

    mended = imports.mend(line, version=1, actor=cast.curator, deadline_text="до 20 сентября")
    assert mended.data["schedule"]["windows"] == [["2026-09-20", "2026-09-20"]]
    assert not mended.is_flagged
    undone = imports.undo_mend(mended, version=2, actor=cast.curator)

    assert undone.data["deadline_text"] == "до 10 сентября"
    assert (undone.is_flagged, undone.earlier) == (True, [])


def test_a_line_mended_by_two_at_once_keeps_the_first_and_shows_both(batch, cast):
    line = batch.lines.get(position=0)
    imports.mend(line, version=1, actor=cast.curator, title="Приказ о запуске")

    with pytest.raises(EditConflict):
        imports.mend(batch.lines.get(position=0), version=1, actor=cast.team_member, title="Другое")
    assert batch.lines.get(position=0).data["title"] == "Приказ о запуске"


def test_an_ambiguous_term_is_settled_by_choosing_a_reading(batch, cast):
    line = batch.lines.get(position=1)
    alternatives = line.data["schedule"]["alternatives"]
    assert alternatives

    chosen = imports.choose_term(line, version=1, choice=1, actor=cast.curator)

    assert chosen.data["schedule"]["windows"] == alternatives[0]["windows"]
    assert "alternatives" not in chosen.data["schedule"]
    with pytest.raises(Invalid):
        imports.choose_term(chosen, version=2, choice=7, actor=cast.curator)


def test_lines_left_out_do_not_come_into_the_plan_and_all_left_out_is_refused(batch, cast):
    for line in batch.lines.all():
        imports.leave_out(line, version=1, left_out=True, actor=cast.curator)
    with pytest.raises(imports.NothingToAccept):
        imports.accept(batch, actor=cast.curator)

    imports.leave_out(batch.lines.get(position=2), version=2, left_out=False, actor=cast.curator)

    assert [line.number for line in imports.accept(batch, actor=cast.curator).lines.all()] == ["3"]


def test_another_period_reads_untouched_terms_again_and_leaves_mended_ones(batch, cast):
    imports.mend(batch.lines.get(position=0), version=1, actor=cast.curator, deadline_text="до 20 сентября")

    imports.mend_heading(
        batch,
        version=batch.version,
        actor=cast.curator,
        starts_on=dt.date(2027, 9, 1),
        ends_on=dt.date(2028, 8, 31),
    )

    assert batch.lines.get(position=0).data["schedule"]["windows"] == [["2026-09-20", "2026-09-20"]]
    assert batch.lines.get(position=1).data["schedule"]["windows"][0][0].startswith("2027-10")


def test_an_untouched_plan_can_be_taken_back_for_a_day(batch, cast):
    roadmap = imports.accept(batch, actor=cast.curator)

    again = imports.undo_accept(batch, actor=cast.curator)

    assert again.state == RoadmapImport.State.READY
    assert not Roadmap.objects.filter(pk=roadmap.pk).exists()
    assert not RoadmapLine.objects.exists()


@pytest.mark.parametrize("touch", ["edit", "late"])
def test_a_plan_in_use_or_older_than_a_day_is_not_taken_back(batch, cast, touch):
    roadmap = imports.accept(batch, actor=cast.curator)
    if touch == "edit":
        lines.edit_line(roadmap.lines.first(), version=1, actor=cast.curator, title="Уже правили")
    else:
        yesterday = timezone.now() - dt.timedelta(hours=24, minutes=1)
        RoadmapImport.objects.filter(pk=batch.pk).update(accepted_at=yesterday)

    with pytest.raises(imports.TooLateToUndo):
        imports.undo_accept(batch, actor=cast.curator)
    assert Roadmap.objects.filter(pk=roadmap.pk).exists()


def test_a_discarded_document_can_be_taken_up_again(batch, cast):
    imports.discard(batch, actor=cast.curator)
    with pytest.raises(imports.NotReady):
        imports.accept(batch, actor=cast.curator)

    imports.take_up_again(batch, actor=cast.curator)

    assert imports.accept(batch, actor=cast.curator).lines.count() == 4


def test_the_same_file_again_is_told_with_the_plan_it_became(batch, take_in, cast):
    roadmap = imports.accept(batch, actor=cast.curator)

    assert [earlier.roadmap for earlier in imports.same_document(take_in())] == [roadmap]


@pytest.mark.parametrize("who", ["sibling_curator", "ended_curator", "director", "methodologist", "mentor"])
def test_others_load_nothing_here(cast, who):
    with pytest.raises(NotAllowed):
        imports.take_in(cast.school, content=b"x", file_name="a.txt", actor=getattr(cast, who))
    assert not RoadmapImport.objects.exists()


def test_a_worker_killed_between_pieces_goes_on_and_doubles_nothing(cast, monkeypatch):
    """Each kill leaves the committed pieces and their cursor; the next worker starts from there."""
    monkeypatch.setattr(tasks, "CHUNK", 1)
    imports.take_in(cast.school, content=TABLE.encode(), file_name="plan.txt", actor=cast.curator)
    kept = imports.keep_lines
    killed = iter([True, False, True, True, False, False, False, False, False])

    def kept_or_killed(*args):
        count = kept(*args)
        if next(killed):
            raise KeyboardInterrupt
        return count

    monkeypatch.setattr(imports, "keep_lines", kept_or_killed)
    attempts = 0
    while attempts < 6:
        attempts += 1
        jobs.Job.objects.filter(state="running").update(state="queued")
        try:
            jobs.run_all()
            break
        except KeyboardInterrupt:
            continue

    batch = RoadmapImport.objects.get()
    assert batch.state == RoadmapImport.State.READY
    assert [line.position for line in batch.lines.order_by("position")] == [0, 1, 2, 3]
    assert attempts == 4


def test_a_typical_plan_loaded_by_many_is_read_once(cast, take_in, monkeypatch):
    tasks._kept.clear()
    seen = []
    reading = tasks._read_stored
    monkeypatch.setattr(tasks, "_read_stored", lambda *args: seen.append(args) or reading(*args))

    plans = [imports.accept(take_in(), actor=cast.curator) for _ in range(3)]

    assert len(seen) == 1
    assert len({json.dumps([line.title for line in plan.lines.all()]) for plan in plans}) == 1
