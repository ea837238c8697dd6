"""Plans as the people of the browser tests find them."""

from __future__ import annotations

from nastavnik import approvals, jobs
from nastavnik.accounts.models import User
from nastavnik.approvals.models import Chain, Step
from nastavnik.measures.tasks import count_the_day
from nastavnik.org.models import Node
from nastavnik.org.services.reference import load
from nastavnik.roadmaps.models import Roadmap
from nastavnik.roadmaps.models.plans import Status
from nastavnik.roadmaps.services import approval, evidence, lines, plans
from tests.cast import Cast
from tests.plans import BEGIN, END


def plan(people: Cast, title: str = "План школы") -> Roadmap:
    """A draft of the school with three lines."""
    made = plans.create_roadmap(people.school, actor=people.curator, title=title, starts_on=BEGIN, ends_on=END)
    for number, activity in enumerate(("Издать приказ", "Собрать согласия", "Провести встречу"), start=1):
        lines.add_line(made, actor=people.curator, title=activity, number=str(number), deadline_text="до 1 мая")
    return made


def agreed(people: Cast, roadmap: Roadmap) -> Chain:
    """Sent by the school and agreed by its district; the head approves next."""
    chain = approval.send(roadmap, actor=people.curator)
    approvals.agree(current(chain), actor=people.district_coordinator)
    return chain


def current(chain: Chain) -> Step:
    return chain.steps.get(state=Step.State.CURRENT)


def in_force(node: Node, actor: User, title: str) -> Roadmap:
    """A plan without lines."""
    made = plans.create_roadmap(node, actor=actor, title=title, starts_on=BEGIN, ends_on=END)
    Roadmap.objects.filter(pk=made.pk).update(status=Status.IN_FORCE)
    made.refresh_from_db()
    return made


def lagging_district(people: Cast) -> Roadmap:
    """Its plan in force, a school that lags behind, and one without a plan; the figures are counted."""
    load()
    made = in_force(people.imc, people.district_coordinator, "План района")
    lines.add_line(made, actor=people.district_coordinator, title="Собрать планы школ", deadline_text="до 1 мая")
    school = in_force(people.school, people.curator, "План школы")
    lines.add_line(
        school, actor=people.curator, title="Издать приказ", number="1", deadline_text="до 10 сентября",
        responsible_text="директор",
    )  # fmt: skip
    done = lines.add_line(
        school, actor=people.curator, title="Провести совет", number="2", deadline_text="до 20 сентября"
    )
    evidence.prove(done.occurrences.get(), done_on=BEGIN, note="Протокол № 1", actor=people.curator)
    count_the_day()
    jobs.run_all()
    return made
