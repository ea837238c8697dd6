"""Plans of the demo: sample documents taken in through the product's own door, then a year of work in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from random import Random

from django.db.models import Q
from django.utils import timezone

from nastavnik import jobs
from nastavnik.accounts.models import User
from nastavnik.accounts.roles import Role
from nastavnik.accounts.services.grants import give_role
from nastavnik.cli.demo import names
from nastavnik.cli.demo.region import DUTIES, OPENED_ON, Region
from nastavnik.org.models import Node
from nastavnik.roadmaps.models import Occurrence, Roadmap, RoadmapImport
from nastavnik.roadmaps.models.lines import LineDecision
from nastavnik.roadmaps.models.plans import Status
from nastavnik.roadmaps.services import evidence, imports, lines, plans

DOCUMENTS = Path(__file__).parent / "documents"
CITY, DISTRICT, CLUB = "city_plan.docx", "district_plan.docx", "club_plan.docx"
SCHOOLS = ("school_table.xlsx", "school_teachers.docx", "school_plan.pdf", "school_slides.txt")
# The school of the accounts runs both models, and has one more document to look through at once.
FIRST_SCHOOL = ("school_plan.pdf", "school_teachers.docx")
WAITING = "school_table.xlsx"

# Of what fell due: so much was done in time, so much late; the rest is overdue.
ON_TIME, LATE = 0.74, 0.12
# In the first school states come in turn, so that each occurs.
EVERY_STATE = (0.3, 0.97, 0.5, 0.8)
NOTES = (
    "Приказ подписан и размещён в деле программы.",
    "Проведено, список присутствующих в папке куратора.",
    "Выполнено, справка передана директору.",
    "Материалы размещены в разделе «Наставничество» на сайте.",
    "Решение занесено в протокол педагогического совета.",
)
REASONS = (
    ("postponed", "Приказ о переносе срока из-за карантина"),
    ("not_relevant", "В организации нет студентов-наставников"),
)


def load(rng: Random, region: Region) -> None:
    """Every organisation gets a plan by its kind; the region and the districts get theirs."""
    operator, coordinator = region.users[Role.REGIONAL_OPERATOR], region.users[Role.DISTRICT_COORDINATOR]
    _plan(rng, region.centre, CITY, operator, is_living=True)
    for place, office in enumerate(region.offices):
        owner = coordinator if place == 0 else open_account(rng, region.districts[place], Role.DISTRICT_COORDINATOR)
        _plan(rng, office, DISTRICT, owner, is_living=True)
    curator = region.users[Role.CURATOR]
    for document in FIRST_SCHOOL:
        _plan(rng, region.school, document, curator, luck=cycle(EVERY_STATE))
    take_in(region.school, WAITING, curator)
    for place, organisation in enumerate(region.organisations[1:]):
        document = _document_of(organisation, place + 1, len(region.districts))
        _plan(rng, organisation, document, open_account(rng, organisation, Role.CURATOR))


def _document_of(organisation: Node, place: int, districts: int) -> str:
    """Neighbours keep plans of different layouts: each district has a slice of all of them."""
    if organisation.type == "additional":
        return CLUB
    turn, district = divmod(place, districts)
    return SCHOOLS[(district + 3 * turn) % len(SCHOOLS)]


def open_account(rng: Random, node: Node, role: Role) -> User:
    """Somebody of ``node``; an account without a way to sign in."""
    user = User(work_name=names.person(rng))
    user.set_unusable_password()
    user.save()
    give_role(user, role, node, actor=None, duties=DUTIES[role], from_on=OPENED_ON)
    return user


def take_in(node: Node, document: str, actor: User) -> RoadmapImport:
    batch = imports.take_in(node, content=(DOCUMENTS / document).read_bytes(), file_name=document, actor=actor)
    jobs.run_all()
    batch.refresh_from_db()
    if batch.state != RoadmapImport.State.READY:
        raise RuntimeError(f"{document} was not read: {batch.refusal_code}")
    return batch


def _plan(
    rng: Random,
    node: Node,
    document: str,
    actor: User,
    luck: Iterator[float] | None = None,
    *,
    is_living: bool = False,
) -> Roadmap:
    """``is_living`` plans are in force whatever the dice say: lines are handed down from them."""
    batch = take_in(node, document, actor)
    if batch.starts_on and batch.ends_on:
        written = batch.heading.get("organisation") or ""
        batch = imports.mend_heading(
            batch,
            version=batch.version,
            actor=actor,
            starts_on=batch.starts_on,
            ends_on=batch.ends_on,
            organisation=node.full_name,
            title=_title(batch.heading["title"], document, written, node),
        )
    roadmap = imports.accept(batch, actor=actor)
    if roadmap.status == Status.DRAFT and (is_living or luck or rng.random() < 0.8):
        roadmap = plans.put_in_force(roadmap, actor=actor)
    if roadmap.status == Status.IN_FORCE:
        _live(rng, roadmap, actor, luck or iter(rng.random, None))
    return roadmap


def _title(title: str, document: str, written: str, node: Node) -> str:
    """The title of ``document`` as ``node`` has it: a plan of many organisations names the place they stand in."""
    if document == CITY:
        return title.replace("города Приморска", names.OF_REGION)
    if document == DISTRICT:
        return title.replace("Заречного муниципального района", node.short_name.removeprefix("ИМЦ "))
    return title.replace(written, node.full_name) if written else title


def _live(rng: Random, roadmap: Roadmap, actor: User, luck: Iterator[float]) -> None:
    """A year of work: what fell due is mostly proved, some late, some not; a line or two is set aside."""
    today = timezone.localdate()
    begun = Occurrence.objects.filter(Q(due_on__lte=today) | Q(starts_on__lte=today), line__roadmap=roadmap)
    proofs = [
        evidence.Proof(row.pk, day, rng.choice(NOTES))
        for row in begun.order_by("line__position", "starts_on", "pk")
        if (day := _day_of_proof(rng, row, today, next(luck))) is not None
    ]
    evidence.prove_many(roadmap, proofs, actor=actor)
    for line in rng.sample(list(roadmap.lines.order_by("position")), k=min(2, roadmap.lines.count())):
        kind, basis = rng.choice(REASONS)
        begin = max(roadmap.starts_on, OPENED_ON)
        lines.decide(line, kind=LineDecision.Kind(kind), basis=basis, from_on=min(begin, today), actor=actor)


def _day_of_proof(rng: Random, row: Occurrence, today: dt.date, luck: float) -> dt.date | None:
    if row.due_on is None or row.due_on >= today:
        # Still running: now and then somebody is early.
        return _between(rng, row.starts_on, today) if luck < 0.12 else None
    if luck < ON_TIME:
        return _between(rng, max(row.starts_on, row.due_on - dt.timedelta(days=21)), row.due_on)
    if luck < ON_TIME + LATE:
        late = row.due_on + dt.timedelta(days=rng.randint(1, 20))
        return late if late <= today else None
    return None


def _between(rng: Random, start: dt.date, end: dt.date) -> dt.date:
    return start + dt.timedelta(days=rng.randint(0, max((end - start).days, 0)))
