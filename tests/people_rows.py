"""Example rows about people for the matrix and the canary, and a small base for tests of the deeds.

An example person *is* the owner of the garden, is a minor and stands in the owner's care: see `people_reach`.
"""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

from nastavnik.accounts.keyring.files import files
from nastavnik.accounts.models import User
from nastavnik.base import sheets
from nastavnik.events.models import Announcement, Attendance, Event
from nastavnik.org.models import Node
from nastavnik.people.models import (
    AccessMeasure,
    Care,
    CategoryCount,
    Consent,
    ConsentBatch,
    DataRequest,
    Erasure,
    Group,
    Intake,
    IntakePiece,
    Likeness,
    MentorAsk,
    Merge,
    Offer,
    Participation,
    Partner,
    PartnerEffort,
    Person,
    PublishedCard,
    ReadinessFact,
    Representation,
    Safeguard,
    ScanBatch,
    StaffCard,
    Taking,
)
from nastavnik.surveys.models import Filling, Questionnaire
from tests.cast import plant

if TYPE_CHECKING:
    from tests.matrix_objects import Garden

DAY = dt.date(2026, 9, 1)
YEAR = 2026


def person(garden: Garden, *, owner: User | None = None, minor: bool = True) -> Person:
    """The owner themselves, every field of the card marked."""
    seat = Person.objects.filter(node=garden.node).count() + 1
    mark = garden.marker
    row = Person.objects.create(
        node=garden.node,
        seat=seat,
        card={
            "last": f"{mark} last",
            "first": f"{mark} first",
            "middle": f"{mark} middle",
            "phones": [f"{mark} phone"],
            "emails": [f"{mark} email"],
            "contact": f"{mark} contact",
            "birth": "2012-05-17" if minor else "1980-05-17",
        },
        birth_year=2012 if minor else 1980,
        birth_month=5,
        adult_from=dt.date(2030, 6, 1) if minor else dt.date(1998, 6, 1),
        user=owner or garden.owner,
    )
    Care.objects.create(node=garden.node, person=row, user=garden.owner, from_on=DAY)
    garden.rows.append(row)
    return row


def participation(garden: Garden) -> Participation:
    row = Participation.objects.create(
        node=garden.node,
        person=person(garden),
        side="mentee",
        model="learners",
        school_year=YEAR,
        audience="learner",
        status_since=DAY,
        details={"main_request": f"{garden.marker} main_request"},
    )
    garden.rows.append(row)
    return row


def mentor(garden: Garden) -> Participation:
    row = Participation.objects.create(
        node=garden.node,
        person=person(garden, minor=False),
        side="mentor",
        model="learners",
        school_year=YEAR,
        audience="adult",
        source="employee",
        status_since=DAY,
        details={"competences": [f"{garden.marker} competence"]},
    )
    garden.rows.append(row)
    return row


def consent(garden: Garden) -> Consent:
    row = Consent.objects.create(
        node=garden.node, person=person(garden), kind="adult_pd", state="issued", issued_on=DAY,
        basis=f"{garden.marker} basis",
    )  # fmt: skip
    garden.rows.append(row)
    return row


def region_of(node: Node) -> Node:
    return Node.objects.get(pk=int(node.path.strip("/").split("/")[0]))


def published_card(garden: Garden) -> PublishedCard:
    """At the node itself, which need not be a region: the matrix asks of every node."""
    part = mentor(garden)
    given = Consent.objects.create(
        node=garden.node, person=part.person, kind="transfer_named", state="active", signed_on=DAY, way="paper"
    )
    # What a region shows is for everybody who works in it, so it bears no mark.
    last = "Вольнова" if garden.node == region_of(garden.node) else f"{garden.marker} last"
    row = PublishedCard.objects.create(
        node=garden.node, organisation=garden.node, participation=part, consent=given,
        card={"name": {"last": last, "first": "x", "middle": ""}},
    )  # fmt: skip
    garden.rows.append(row)
    return row


def mentor_ask(garden: Garden) -> MentorAsk:
    part = mentor(garden)
    # Whoever asks stands elsewhere, where no visitor works; the row is looked for at the node that is asked.
    name = "Запросившая школа"
    other = Node.objects.filter(short_name=name).first() or plant(region_of(garden.node), "school", name)
    row = MentorAsk.objects.create(
        node=region_of(garden.node), from_node=other, to_node=garden.node, participation=part,
        message=f"{garden.marker} message",
    )  # fmt: skip
    garden.rows.append(row)
    return row


def partner(garden: Garden) -> Partner:
    row = Partner(node=garden.node)
    for name, text in garden.texts(row).items():
        setattr(row, name, text)
    # Two partners of one place have two numbers; the contact is a value of JSON, which the garden does not write.
    row.inn = f"{garden.marker[:8]}{Partner.objects.count()}"
    row.contact = {"name": f"{garden.marker} contact", "phone": f"{garden.marker} phone"}
    row.save()
    garden.rows.append(row)
    return row


def offer(garden: Garden) -> Offer:
    row: Offer = garden.grow(Offer, partner=partner(garden), kind="mentors", from_on=DAY)
    return row


def representation(garden: Garden) -> Representation:
    child = person(garden)
    adult = person(garden, owner=garden.user(), minor=False)
    row = Representation.objects.create(
        node=garden.node, child=child, adult=adult, relation="mother", from_on=DAY, basis=f"{garden.marker} basis"
    )
    garden.rows.append(row)
    return row


def care(garden: Garden) -> Care:
    return Care.objects.get(person=person(garden))


def readiness_fact(garden: Garden) -> ReadinessFact:
    row = ReadinessFact.objects.create(
        node=garden.node, person=person(garden), kind="interview", dated_on=DAY, basis=f"{garden.marker} basis"
    )
    garden.rows.append(row)
    return row


def safeguard(garden: Garden) -> Safeguard:
    row: Safeguard = garden.grow(Safeguard, node=garden.node, person=person(garden), state="checking")
    return row


def filling(garden: Garden) -> Filling:
    """A paper that the owner asked for and types in."""
    question = {"id": "one", "num": 1, "text": "Почему?", "scale": "text"}
    content = {
        "questionnaire": {"id": "example", "questions": [question]},
        "scales": {"text": {"code": "text", "kind": "text"}},
    }
    asked, _is_new = Questionnaire.objects.get_or_create(
        code="example", number=1, defaults={"title": "Анкета", "content": content, "digest": "-"}
    )
    row = Filling.objects.create(
        node=garden.node, questionnaire=asked, person=person(garden), state="begun", way="paper",
        entered_by=garden.owner, made_by=garden.owner, answers={"one": f"{garden.marker} answers"},
    )  # fmt: skip
    garden.rows.append(row)
    return row


AT = dt.datetime(2026, 9, 20, 12, tzinfo=dt.UTC)


def event(garden: Garden) -> Event:
    """One that is for the organisation itself."""
    row: Event = garden.grow(Event, node=garden.node, kind="seminar", starts_at=AT, audience=["mentors"])
    return row


def announcement(garden: Garden) -> Announcement:
    """One for those below, who may read what it is; what came of it is marked."""
    row = Announcement.objects.create(
        node=garden.node, kind="webinar", title="Вебинар", starts_at=AT, addressed_to="below", state="held",
        held_on=DAY, resolution=f"{garden.marker} resolution",
    )  # fmt: skip
    garden.rows.append(row)
    return row


def attendance(garden: Garden) -> Attendance:
    row: Attendance = garden.grow(Attendance, event=event(garden), node=garden.node, person=person(garden))
    return row


def likeness(garden: Garden) -> Likeness:
    one, other = person(garden), person(garden)
    row = Likeness.objects.create(node=garden.node, one=one, other=other, score=0.9, reasons=["same_name"])
    garden.rows.append(row)
    return row


def merge(garden: Garden) -> Merge:
    row = Merge.objects.create(node=garden.node, kept=person(garden), gone=person(garden), before={})
    garden.rows.append(row)
    return row


def data_request(garden: Garden) -> DataRequest:
    row: DataRequest = garden.grow(
        DataRequest, node=garden.node, person=person(garden), kind="copy", asked_on=DAY, due_on=DAY
    )
    return row


def intake(garden: Garden) -> Intake:
    """A table with one row, every word of it marked."""
    row: Intake = garden.grow(
        Intake, node=garden.node, side="mentee", model="learners", school_year=YEAR, state="ready", rows=1,
        counts={"new": 1}, mapping={"0": "full_name"}, headings={"titles": {"0": f"{garden.marker} heading"}},
    )  # fmt: skip
    name = {"last": f"{garden.marker} last", "first": f"{garden.marker} first", "middle": ""}
    cells = {"n": 2, "verdict": "new", "values": {"full_name": name}}
    IntakePiece.objects.create(intake=row, node=garden.node, first=0, count=1, verdicts="n", rows=[cells])
    return row


def taking(garden: Garden) -> Taking:
    """A set without names whose file is there."""
    content = io.BytesIO()
    sheets.write_xlsx(content, [sheets.Column("x", "x", 10)], [])
    content.seek(0)
    row: Taking = garden.grow(Taking, node=garden.node, kind="coded", file_key=files.save(garden.node.pk, content))
    return row


def simple(model: type[Any], /, **values: Any) -> Any:
    """An example of a model whose rows need nothing but a node."""

    def grown(garden: Garden) -> Any:
        return garden.grow(model, node=garden.node, **values)

    return grown


EXAMPLES: dict[type[Any], Any] = {
    Person: person,
    Participation: participation,
    Consent: consent,
    PublishedCard: published_card,
    MentorAsk: mentor_ask,
    Partner: partner,
    Offer: offer,
    Representation: representation,
    Care: care,
    ReadinessFact: readiness_fact,
    Safeguard: safeguard,
    Filling: filling,
    Event: event,
    Announcement: announcement,
    Attendance: attendance,
    Likeness: likeness,
    Merge: merge,
    DataRequest: data_request,
    Taking: taking,
    Group: simple(Group),
    StaffCard: simple(StaffCard, kind="curator", model="learners", from_on=DAY),
    ConsentBatch: simple(ConsentBatch, kind="adult_pd"),
    ScanBatch: simple(ScanBatch, signed_on=DAY),
    Intake: intake,
    CategoryCount: simple(CategoryCount, category="ovz", school_year=YEAR, on=DAY, count=3),
    AccessMeasure: simple(AccessMeasure, category="ovz", school_year=YEAR),
    PartnerEffort: simple(PartnerEffort, on=DAY),
    Erasure: simple(Erasure, on=DAY),
}
