"""Deeds over many lines: what is shown is what is done, and what is taken back is exactly what stands untouched."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from nastavnik import jobs
from nastavnik.audit.record import timeline
from nastavnik.base.errors import EditConflict, Invalid, NotAllowed
from nastavnik.roadmaps.models import BulkDeed, Evidence, Roadmap, RoadmapLine
from nastavnik.roadmaps.services import evidence, lines
from nastavnik.roadmaps.services.baselines import WordsAreApproved
from nastavnik.roadmaps.services.bulk import deeds
from nastavnik.roadmaps.services.bulk.effects import Asked
from nastavnik.roadmaps.states import with_states
from tests.cast import Cast

TODAY = dt.date(2026, 11, 20)
Line = RoadmapLine


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_args: TODAY)


@pytest.fixture
def three(add: Callable[..., Line]) -> list[Line]:
    """A dated line, one that falls due each quarter, one that is done."""
    return [
        add("до 10 сентября", title="Приказ", responsible_text="директор"),
        add("1 раз в квартал", title="Встречи", responsible_text="куратор"),
        add("до 1 октября", title="Положение", responsible_text="куратор"),
    ]


def tick(cast: Cast, roadmap: Roadmap, kind: str, found: list[Line], **typed: Any) -> BulkDeed:
    deed = deeds.tick(roadmap, kind, [line.uid for line in found], actor=cast.curator)
    return deeds.ask(deed, Asked(kind, **typed), actor=cast.curator) if typed else deed


def facts(roadmap: Roadmap) -> list[tuple[Any, ...]]:
    """All that a deed may change, and that undoing must bring back."""
    shown = with_states(Line.objects.filter(roadmap=roadmap), TODAY).order_by("position", "pk")
    return [
        (
            line.title, line.section_id, line.manual_due_on, line.responsible_text, line.search_text, line.removed_at,
            line.state, sorted(party.text for party in line.parties.all()),
            sorted((str(o.starts_on), str(o.due_on), str(o.done_on)) for o in line.occurrences.all()),
        )
        for line in shown
    ]  # fmt: skip


def typed_for(kind: str, roadmap: Roadmap) -> dict[str, Any]:
    section = roadmap.sections.create(position=0, number="I", title="Подготовка") if kind == "section" else None
    return {
        "done": {"day": TODAY, "text": "Приказ № 7"},
        "postponed": {"day": TODAY, "text": "Приказ № 8"},
        "not_relevant": {"day": TODAY, "text": "Протокол № 2"},
        "take_up": {"day": TODAY},
        "control_date": {"day": dt.date(2026, 12, 1)},
        "responsible": {"text": "заместитель директора, куратор"},
        "section": {"section": section.pk if section else None},
        "remove": {},
    }[kind]


KINDS = ("done", "postponed", "not_relevant", "take_up", "control_date", "responsible", "section", "remove")


def test_the_effect_of_each_deed_is_its_preview_and_undoing_brings_everything_back(
    cast: Cast, roadmap: Roadmap, three: list[Line]
) -> None:
    evidence.prove(three[2].occurrences.get(), done_on=TODAY, note="Приказ № 1", actor=cast.curator)
    lines.decide(three[2], kind="postponed", basis="Приказ № 3", from_on=dt.date(2026, 10, 1), actor=cast.curator)
    before = facts(roadmap)
    for kind in KINDS:
        deed, proofs = tick(cast, roadmap, kind, three, **typed_for(kind, roadmap)), Evidence.objects.count()

        shown = deeds.preview(deed, on=TODAY)
        done = deeds.do(deed, actor=cast.curator)

        assert [row["line"] for row in done.rows] == [str(e.line.uid) for e in shown if not e.refusal]
        assert [(row["line"], row["why"]) for row in done.refused] == [
            (str(e.line.uid), e.refusal) for e in shown if e.refusal
        ]
        assert Evidence.objects.count() == proofs + sum(len(e.marks) for e in shown)
        changed = [now != then for now, then in zip(facts(roadmap), before, strict=True)]
        assert changed.count(True) >= len(done.rows) > 0, kind

        assert deeds.undo(done, actor=cast.curator).kept == []
        assert facts(roadmap) == before, kind


def test_of_a_line_that_falls_due_many_times_those_are_done_whose_time_has_come(
    cast: Cast, roadmap: Roadmap, three: list[Line]
) -> None:
    deed = tick(cast, roadmap, "done", three[1:2], day=TODAY, text="Протоколы")
    deeds.do(deed, actor=cast.curator)

    marked = three[1].occurrences.exclude(done_on=None).values_list("starts_on", flat=True)
    assert max(marked) <= TODAY < max(three[1].occurrences.values_list("starts_on", flat=True))


def test_what_somebody_touched_since_stays_and_is_named(cast: Cast, roadmap: Roadmap, three: list[Line]) -> None:
    deed = deeds.do(tick(cast, roadmap, "responsible", three, text="завуч"), actor=cast.curator)
    mine = Line.objects.get(pk=three[0].pk)
    lines.edit_line(mine, version=mine.version, actor=cast.team_member, title="Приказ директора")

    undone = deeds.undo(deed, actor=cast.curator)

    assert undone.kept == [str(three[0].uid)]
    assert list(Line.objects.order_by("pk").values_list("responsible_text", flat=True)) == [
        "завуч", "куратор", "куратор",
    ]  # fmt: skip
    with pytest.raises(deeds.TooLateToUndo):
        deeds.undo(undone, actor=cast.curator)


def test_a_single_edit_made_from_an_older_version_loses_to_the_deed_and_is_told(
    cast: Cast, roadmap: Roadmap, three: list[Line]
) -> None:
    deeds.do(tick(cast, roadmap, "responsible", three, text="завуч"), actor=cast.curator)

    with pytest.raises(EditConflict):
        lines.edit_line(three[0], version=1, actor=cast.team_member, responsible_text="методист")
    assert Line.objects.get(pk=three[0].pk).responsible_text == "завуч"


def test_what_changed_between_the_look_and_the_deed_is_refused_by_row(
    cast: Cast, roadmap: Roadmap, three: list[Line]
) -> None:
    deed = tick(cast, roadmap, "control_date", three, day=TODAY)
    lines.remove_line(three[0], actor=cast.team_member)

    done = deeds.do(deed, actor=cast.curator)

    assert done.refused == [{"line": str(three[0].uid), "why": "removed"}]
    assert len(done.rows) == 2


def test_a_deed_is_done_once_and_needs_its_right_and_what_it_rests_on(
    cast: Cast, roadmap: Roadmap, three: list[Line]
) -> None:
    with pytest.raises(NotAllowed):
        deeds.tick(roadmap, "remove", [three[0].uid], actor=cast.director)
    with pytest.raises(deeds.NothingTicked):
        deeds.tick(roadmap, "remove", [], actor=cast.curator)
    with pytest.raises(Invalid):
        deeds.do(tick(cast, roadmap, "done", three), actor=cast.curator)
    deed = deeds.do(tick(cast, roadmap, "remove", three), actor=cast.curator)
    with pytest.raises(deeds.AlreadyDone):
        deeds.do(deed, actor=cast.curator)


def test_the_words_of_an_approved_plan_stay_and_its_marks_go_on(
    cast: Cast, roadmap: Roadmap, three: list[Line]
) -> None:
    Roadmap.objects.filter(pk=roadmap.pk).update(approved_here=True)
    words = deeds.do(tick(cast, roadmap, "remove", three), actor=cast.curator)
    marks = deeds.do(tick(cast, roadmap, "done", three, day=TODAY, text="Готово"), actor=cast.curator)

    assert ({row["why"] for row in words.refused}, len(words.rows)) == ({"words_approved"}, 0)
    assert len(marks.rows) == 3


def test_lines_of_another_plan_are_not_touched(cast: Cast, roadmap: Roadmap, three: list[Line]) -> None:
    foreign = Roadmap.objects.create(
        node=cast.sibling_school, title="Чужой", starts_on=roadmap.starts_on, ends_on=roadmap.ends_on
    )
    line = Line.objects.create(roadmap=foreign, node=cast.sibling_school, position=1, title="Чужой пункт")

    done = deeds.do(tick(cast, roadmap, "remove", [three[0], line]), actor=cast.curator)

    assert [row["line"] for row in done.rows] == [str(three[0].uid)]
    assert Line.objects.get(pk=line.pk).removed_at is None


def test_a_look_costs_the_same_for_many_lines_as_for_few(
    cast: Cast, roadmap: Roadmap, three: list[Line], add: Callable[..., Line]
) -> None:
    def cost() -> int:
        found = list(Line.objects.filter(roadmap=roadmap))
        deed = tick(cast, roadmap, "done", found, day=TODAY, text="Готово")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            deeds.preview(deed, on=TODAY)
        return len(asked)

    few = cost()
    for number in range(5):
        add("до 1 декабря", title=f"Ещё {number}")
    assert cost() == few


def test_many_lines_are_a_job_that_does_each_of_them_once(
    cast: Cast, roadmap: Roadmap, three: list[Line], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deeds, "MOST_AT_ONCE", 2)
    monkeypatch.setattr(deeds, "CHUNK", 2)
    deed = deeds.do(tick(cast, roadmap, "done", three, day=TODAY, text="Готово"), actor=cast.curator)
    assert (deed.state, Evidence.objects.count()) == (BulkDeed.State.WAITING, 0)

    jobs.run_all()

    deed.refresh_from_db()
    assert (deed.state, len(deed.rows)) == (BulkDeed.State.DONE, 3)
    assert timeline(three[0]).filter(action="roadmap.line_in_bulk").count() == 1


def test_words_that_were_approved_since_are_not_taken_back(cast: Cast, roadmap: Roadmap, three: list[Line]) -> None:
    words = deeds.do(tick(cast, roadmap, "responsible", three, text="завуч"), actor=cast.curator)
    gone = deeds.do(tick(cast, roadmap, "remove", three[:1]), actor=cast.curator)
    days = deeds.do(tick(cast, roadmap, "postponed", three[1:], day=TODAY, text="Приказ № 3"), actor=cast.curator)
    Roadmap.objects.filter(pk=roadmap.pk).update(approved_here=True)

    for deed in (words, gone):
        with pytest.raises(WordsAreApproved):
            deeds.undo(deed, actor=cast.curator)

    assert set(Line.objects.values_list("responsible_text", flat=True)) == {"завуч"}
    assert Line.objects.filter(removed_at=None).count() == 2
    assert deeds.undo(days, actor=cast.curator).kept == []
