"""Asking, carrying out, stopping, failing: one process, every ending."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone, translation

from nastavnik import jobs
from nastavnik.accounts.models import Grant
from nastavnik.audit.models import Event
from nastavnik.base.errors import NotAllowed
from nastavnik.jobs import housekeeping, kinds, runs
from nastavnik.jobs.kinds import sentence_of, title_of
from nastavnik.jobs.models import Job
from nastavnik.jobs.runs import LeaseLost, Run, claim, run_next
from nastavnik.jobs.services import AlreadyEnded, NotFailed
from tests.cast import Cast
from tests.jobs.probes import numbers

pytestmark = pytest.mark.usefixtures("table")


def ask(cast: Cast, kind: str = "probe.copy", **params: object) -> Job:
    asked = {"batch": "a", "size": 10, "part": 4, **params}
    return jobs.start(kind, actor=cast.curator, node=cast.school, params=asked)


def test_a_job_is_carried_out_part_by_part(cast: Cast) -> None:
    job = ask(cast)

    assert jobs.run_all() == 1

    job.refresh_from_db()
    assert numbers("a") == list(range(10))
    assert (job.state, job.done, job.total, job.percent, job.result) == ("done", 10, 10, 100, {"copied": 10})
    assert (job.attempts, job.stalls, job.message) == (1, 0, "")
    assert job.finished_at is not None
    assert jobs.run_all() == 0


def test_the_same_key_gives_the_same_job(cast: Cast) -> None:
    first, second = (
        jobs.start("probe.copy", actor=cast.curator, node=cast.school, params={"n": n}, key="copy:1") for n in (1, 2)
    )

    assert (first.pk, second.params) == (second.pk, {"n": 1})
    with pytest.raises(NotAllowed):
        jobs.start("probe.copy", actor=cast.team_member, node=cast.school, key="copy:1")


def test_whoever_lacks_the_right_starts_nothing(cast: Cast) -> None:
    for who, node in ((cast.psychologist, cast.school), (cast.curator, cast.sibling_school), (cast.curator, None)):
        with pytest.raises(NotAllowed):
            jobs.start("probe.copy", actor=who, node=node)
    with pytest.raises(LookupError):
        jobs.start("probe.unheard_of", actor=cast.curator, node=cast.school)
    assert not Job.objects.exists()


@pytest.mark.parametrize("value", ["Анна", "a@example.org", "x" * 201, object()])
def test_a_value_among_the_parameters_is_a_bug(cast: Cast, value: object) -> None:
    with pytest.raises(ValueError, match="ids and codes"):
        ask(cast, deep=[{"name": value}])


def test_an_owner_who_lost_the_right_gets_a_sentence_and_no_rows(cast: Cast) -> None:
    job = ask(cast)
    Grant.objects.filter(user=cast.curator).update(to_on=timezone.localdate())

    jobs.run_all()

    job.refresh_from_db()
    assert (job.state, job.message, numbers("a")) == ("failed", "not_allowed", [])
    with translation.override("en"):
        assert sentence_of(job).startswith("Whoever asked for this no longer has the right")


def test_the_systems_own_work_needs_nobody(db: None) -> None:
    job = jobs.start("probe.copy", actor=None, node=None, params={"batch": "a", "size": 3, "part": 9})

    jobs.run_all()

    job.refresh_from_db()
    assert (job.state, numbers("a")) == ("done", [0, 1, 2])


def test_a_refusal_of_the_domain_ends_the_job_at_once(cast: Cast) -> None:
    job = ask(cast, "probe.refuse")

    assert jobs.run_all() == 1

    job.refresh_from_db()
    assert (job.state, job.message, sentence_of(job)) == (
        "failed",
        "wrong_paper",
        "The paper is of the wrong colour.",
    )
    assert job.incident == ""


def test_a_crash_is_tried_again_later_each_time_and_given_up_with_an_id(cast: Cast) -> None:
    job = ask(cast, "probe.crash")
    delays = []
    for _attempt in range(runs.MOST_STALLS):
        Job.objects.update(due_at=timezone.now())
        before = timezone.now()
        assert run_next(beating=False)
        job.refresh_from_db()
        delays.append(round((job.due_at - before).total_seconds()))

    assert delays[:-1] == [5, 20, 80, 320]
    assert (job.state, job.message, job.attempts) == ("failed", "gave_up", 5)
    assert len(job.incident) == 9
    assert not run_next(beating=False)


def test_a_crash_that_passes_does_no_harm(cast: Cast) -> None:
    job = ask(cast, "probe.crash", crashes=3)

    assert jobs.run_all() == 3

    job.refresh_from_db()
    assert (job.state, job.stalls, job.done) == ("done", 0, 1)


def test_a_job_that_kills_its_workers_is_given_up(cast: Cast) -> None:
    job = ask(cast)
    for _death in range(runs.MOST_STALLS):
        assert claim() is not None  # and the worker is never heard of again
        Job.objects.update(due_at=timezone.now())

    jobs.run_all()

    job.refresh_from_db()
    assert (job.state, job.message, numbers("a")) == ("failed", "gave_up", [])


def test_a_chunk_that_moves_nothing_is_a_bug_and_no_endless_loop(cast: Cast) -> None:
    job = ask(cast, "probe.idle")

    jobs.run_all()

    job.refresh_from_db()
    assert job.message == "gave_up"


def test_a_job_that_takes_too_long_is_stopped(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds.Kind, "longest", dt.timedelta(0))
    job = ask(cast)

    jobs.run_all()

    job.refresh_from_db()
    assert (job.state, job.message, numbers("a")) == ("failed", "too_long", [0, 1, 2, 3])


def test_work_of_a_version_before_ends_with_a_sentence(cast: Cast) -> None:
    job = ask(cast)
    Job.objects.update(kind="probe.gone")

    jobs.run_all()

    job.refresh_from_db()
    assert (job.message, title_of(job)) == ("unknown_kind", "probe.gone")
    assert "Start it anew" in _english(job)


def test_a_cancelled_job_writes_no_further_part(cast: Cast) -> None:
    job = ask(cast)
    claimed = claim()
    assert claimed is not None
    run = Run(claimed)
    assert kinds.kind_named("probe.copy")().chunk(run) is False

    jobs.cancel(job, actor=cast.curator)
    with pytest.raises(LeaseLost):
        kinds.kind_named("probe.copy")().chunk(run)

    job.refresh_from_db()
    assert (job.state, job.done, numbers("a")) == ("cancelled", 4, [0, 1, 2, 3])
    assert jobs.run_all() == 0
    with pytest.raises(AlreadyEnded):
        jobs.cancel(job, actor=cast.curator)
    assert [event.action for event in Event.objects.filter(object_uid=job.uid)] == ["job.cancelled"]


def test_nobody_else_sees_or_stops_a_job(cast: Cast) -> None:
    job = ask(cast)
    for who in (cast.director, cast.sibling_curator, cast.technical_admin, cast.ended_curator, cast.stranger):
        assert not Job.objects.visible_to(who, "job.view").exists()
        with pytest.raises(NotAllowed):
            jobs.cancel(job, actor=who)
    assert Job.objects.visible_to(cast.curator, "job.view").get() == job


def test_an_attempt_that_lost_its_lease_writes_nothing(cast: Cast) -> None:
    ask(cast)
    early = claim()
    assert early is not None
    Job.objects.update(due_at=timezone.now())
    late = claim()
    assert late is not None

    with pytest.raises(LeaseLost):
        kinds.kind_named("probe.copy")().chunk(Run(early))
    with pytest.raises(LeaseLost):
        Run(early).beat()
    assert kinds.kind_named("probe.copy")().chunk(Run(late)) is False

    assert numbers("a") == [0, 1, 2, 3]


def test_a_job_under_lease_is_nobody_elses(cast: Cast) -> None:
    ask(cast)

    assert claim() is not None
    assert claim() is None
    assert jobs.run_all() == 0


def test_progress_takes_only_what_a_job_has(cast: Cast) -> None:
    ask(cast)
    claimed = claim()
    assert claimed is not None
    with pytest.raises(TypeError, match="percent"):
        Run(claimed).advance(percent=5)


def test_a_failed_job_goes_on_where_it_stopped(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds.Kind, "longest", dt.timedelta(0))
    job = ask(cast)
    jobs.run_all()
    monkeypatch.undo()

    jobs.retry(job, actor=cast.curator)
    jobs.run_all()

    job.refresh_from_db()
    assert (job.state, job.message, numbers("a")) == ("done", "", list(range(10)))
    with pytest.raises(NotFailed):
        jobs.retry(job, actor=cast.curator)


def test_a_dropped_job_and_a_closed_one_are_told_of(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[str, str]] = []
    monkeypatch.setattr(kinds, "_listeners", [lambda job: told.append(("closed", job.state))])
    monkeypatch.setattr(kinds.Kind, "dropped", lambda self, job: told.append(("dropped", job.state)))

    ask(cast)
    jobs.run_all()
    ask(cast, "probe.refuse")
    jobs.run_all()
    jobs.cancel(ask(cast), actor=cast.curator)

    assert told == [("closed", "done"), ("dropped", "failed"), ("closed", "failed"), ("dropped", "cancelled")]


def test_the_time_left_follows_the_pace(db: None) -> None:
    now = timezone.now()
    job = Job(state="running", total=100, done=25, started_at=now - dt.timedelta(seconds=30))

    assert (job.percent, job.time_left(now)) == (25, dt.timedelta(seconds=90))
    assert Job(state="running", total=100, done=1, started_at=now).time_left(now) is None
    assert Job(state="running", done=5, started_at=now - dt.timedelta(seconds=9)).percent is None


def test_jobs_are_forgotten_thirty_days_after_their_end(cast: Cast) -> None:
    old, new = ask(cast), ask(cast)
    jobs.run_all()
    Job.objects.filter(pk=old.pk).update(finished_at=timezone.now() - dt.timedelta(days=30, seconds=1))

    assert housekeeping.forget_old_jobs() == 1
    assert Job.objects.get() == new


def test_chores_come_round_and_one_that_fails_stops_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(housekeeping, "_duties", [])
    done: list[str] = []
    housekeeping.every(seconds=10)(lambda: 1 / 0)
    housekeeping.every(seconds=10)(lambda: done.append("ten"))
    housekeeping.every(seconds=25)(lambda: done.append("twenty-five"))

    pauses = [housekeeping.tick(now) for now in (0.1, 5, 10.5, 26)]

    assert done == ["ten", "twenty-five", "ten", "ten", "twenty-five"]
    assert pauses == pytest.approx([10, 5.1, 10, 10])


def _english(job: Job) -> str:
    with translation.override("en"):
        return sentence_of(job)
