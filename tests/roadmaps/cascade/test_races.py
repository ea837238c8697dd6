"""Two deeds of the cascade at once, in real threads: one wins, the other gets a sentence; teeth: without locks."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from nastavnik import jobs
from nastavnik.accounts.models import Grant
from nastavnik.accounts.roles import Duty, Role
from nastavnik.base.errors import DomainError, EditConflict
from nastavnik.notifications.models import Notice
from nastavnik.roadmaps.models import HandDown, HandedLine, Roadmap
from nastavnik.roadmaps.models.lines import Addressed
from nastavnik.roadmaps.models.plans import Status
from nastavnik.roadmaps.services import cascade, plans
from nastavnik.roadmaps.services.cascade import addressing, answering, handing
from nastavnik.roadmaps.services.cascade.addressing import Address
from nastavnik.roadmaps.services.cascade.handing import BeingHandedDown
from nastavnik.roadmaps.tasks_cascade import HandDownLines
from tests.cast import Cast
from tests.roadmaps.cascade.plans import make_plan

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
State = HandedLine.State
PATIENCE = 1.0


class Racers:
    """Deeds in threads of their own; what refused is kept by name, what succeeded is None."""

    def __init__(self) -> None:
        self.outcomes: dict[str, DomainError | None] = {}
        self.threads: list[threading.Thread] = []

    def start(self, name: str, deed: Callable[[], object]) -> None:
        def run() -> None:
            try:
                deed()
                self.outcomes[name] = None
            except DomainError as refusal:
                self.outcomes[name] = refusal
            finally:
                connection.close()

        self.threads.append(threading.Thread(target=run))
        self.threads[-1].start()

    def finish(self) -> dict[str, DomainError | None]:
        for thread in self.threads:
            thread.join(30)
        return self.outcomes


class Slow:
    """Lets a deed pause at ``module.name`` when it first comes there, until `go` or a second has passed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> None:
        self.reached, self.go = threading.Event(), threading.Event()
        original = getattr(module, name)

        def paused(*args: Any, **words: Any) -> Any:
            if not self.reached.is_set():
                self.reached.set()
                self.go.wait(PATIENCE)
            return original(*args, **words)

        monkeypatch.setattr(module, name, paused)


@pytest.fixture
def colleague(cast: Cast) -> Any:
    """A second coordinator of the region."""
    Grant.objects.create(
        user=cast.stranger, role=Role.REGIONAL_OPERATOR, node=cast.region, duties=sorted(Duty),
        from_on=cast.region.opened_on,
    )  # fmt: skip
    return cast.stranger


@pytest.mark.parametrize("is_locked", [True, False])
def test_two_coordinators_hand_down_the_same_at_once(cast, colleague, above, monkeypatch, is_locked):
    """Without the lock both find no work under way and the rule is made twice: PostgreSQL shows it."""
    if not is_locked:
        monkeypatch.setattr(handing, "locked", lambda plan: Roadmap.objects.get(pk=plan.pk))
    slow, racers = Slow(monkeypatch, handing, "record"), Racers()

    racers.start("first", lambda: cascade.hand_down(above, actor=cast.regional_operator))
    assert slow.reached.wait(10)
    racers.start("second", lambda: cascade.hand_down(above, actor=colleague))
    outcomes = racers.finish()
    jobs.run_all()

    told = Notice.objects.filter(kind="plan.handed", user=cast.curator).count()
    assert HandedLine.objects.count() == 12
    if is_locked or connection.vendor == "sqlite":
        assert outcomes["first"] is None
        assert isinstance(outcomes["second"], BeingHandedDown)
        assert (HandDown.objects.count(), told) == (1, 1)
    else:
        assert outcomes == {"first": None, "second": None}
        assert HandDown.objects.count() == 2


def test_work_of_two_processes_at_one_plan_gives_each_line_once_and_tells_once(cast, above, monkeypatch):
    """Two jobs of one plan, a district's and the region's, come to the same school at the same moment."""
    cascade.hand_down(above, actor=cast.regional_operator, under=cast.district)
    cascade.hand_down(above, actor=cast.regional_operator)
    slow, racers = Slow(monkeypatch, handing, "plans_of"), Racers()

    racers.start("one", jobs.runs.run_next)
    assert slow.reached.wait(10)
    racers.start("other", jobs.runs.run_next)
    racers.finish()
    jobs.run_all()

    assert HandedLine.objects.count() == 12
    assert Notice.objects.filter(kind="plan.handed", user=cast.curator).count() == 1


@pytest.fixture
def proposed(cast: Cast, above: Roadmap, hand: Any) -> HandedLine:
    """A line of the region's plan for which a line of the school's plan is proposed."""
    rows = [("Сформировать базу наставников школы", "октябрь")]
    make_plan(cast.school, cast.curator, rows, status=Status.DRAFT)
    hand(above)
    return HandedLine.objects.get(node=cast.school, state=State.PROPOSED)


@pytest.mark.parametrize("is_careful", [True, False])
def test_a_school_confirms_while_the_line_is_withdrawn(cast, above, proposed, monkeypatch, is_careful):
    """The recall was first: the school is told, and a write that looked at no version would bring the line back."""
    if not is_careful:

        def write(row: HandedLine, *, version: int, **changes: Any) -> HandedLine:
            HandedLine.objects.filter(pk=row.pk).update(**changes)
            return row

        monkeypatch.setattr(answering, "update", write)
    slow, racers = Slow(monkeypatch, addressing, "record"), Racers()
    nobody = {proposed.parent_line_id: Address(Addressed.NOBODY)}
    line = proposed.line

    racers.start("withdraws", lambda: addressing.address(above, nobody, actor=cast.regional_operator))
    assert slow.reached.wait(10)
    racers.start(
        "confirms", lambda: cascade.confirm(proposed, version=proposed.version, line=line, actor=cast.curator)
    )
    outcomes = racers.finish()

    proposed.refresh_from_db()
    assert outcomes["withdraws"] is None
    if is_careful:
        assert isinstance(outcomes["confirms"], EditConflict)
        assert proposed.state == State.RECALLED
    else:
        assert (outcomes["confirms"], proposed.state) == (None, State.LINKED)


def test_a_line_is_withdrawn_while_the_school_confirms(cast, above, proposed, monkeypatch):
    """The school was first: the recall comes after it and stands, what the school said is kept beside it."""
    slow, racers = Slow(monkeypatch, answering, "record"), Racers()
    nobody = {proposed.parent_line_id: Address(Addressed.NOBODY)}
    line = proposed.line

    racers.start(
        "confirms", lambda: cascade.confirm(proposed, version=proposed.version, line=line, actor=cast.curator)
    )
    assert slow.reached.wait(10)
    racers.start("withdraws", lambda: addressing.address(above, nobody, actor=cast.regional_operator))

    assert racers.finish() == {"confirms": None, "withdraws": None}
    proposed.refresh_from_db()
    assert (proposed.state, proposed.line, proposed.decided_by) == (State.RECALLED, line, cast.curator)


@pytest.mark.parametrize("is_locked", [True, False])
def test_a_plan_is_withdrawn_while_its_lines_go_down(cast, above, monkeypatch, is_locked):
    """The piece under way sees that the plan is gone: without the lock it leaves lines of a withdrawn plan below."""
    if not is_locked:
        monkeypatch.setattr("nastavnik.roadmaps.tasks_cascade.locked", lambda plan: plan)
    cascade.hand_down(above, actor=cast.regional_operator)
    job = jobs.runs.claim()
    slow, racers = Slow(monkeypatch, jobs.Run, "writing"), Racers()

    racers.start("hands down", lambda: HandDownLines().chunk(jobs.Run(job)))
    assert slow.reached.wait(10)
    plans.remove_roadmap(above, actor=cast.regional_operator)
    slow.go.set()

    assert racers.finish() == {"hands down": None}
    assert HandedLine.objects.standing().count() == (0 if is_locked else 12)


def test_two_curators_take_in_the_same_line_at_once(cast, above, proposed):
    plan = Roadmap.objects.get(node=cast.school)
    ready, racers = threading.Barrier(2), Racers()

    def take_in(actor: Any) -> None:
        ready.wait(10)
        cascade.take_in(proposed, plan, version=proposed.version, actor=actor)

    racers.start("curator", lambda: take_in(cast.curator))
    racers.start("colleague", lambda: take_in(cast.team_member))
    outcomes = racers.finish()

    assert sorted(type(refusal) for refusal in outcomes.values() if refusal) == [EditConflict]
    assert len(outcomes) == 2
    proposed.refresh_from_db()
    assert (proposed.state, plan.lines.filter(removed_at=None).count()) == (State.ADDED, 2)
