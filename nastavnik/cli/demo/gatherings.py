"""Events of the demo: a training of mentors and a teachers' council that were held, a meeting to come with
invitations, webinars of the district for its schools, one of which the school has answered.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from nastavnik.accounts.roles import Role
from nastavnik.cli.demo.region import Region
from nastavnik.events import queries
from nastavnik.events.models import Announcement, Attendance, Event, Kind
from nastavnik.events.services import attendance, events
from nastavnik.people.models import Participation
from nastavnik.roadmaps.models import RoadmapLine
from nastavnik.roadmaps.models.plans import Status

TRAINED, CAME = 14, 11
#: Of the eight that are asked to the meeting some have answered.
ASKED, ANSWERS = 8, (True, True, False)


def load(region: Region) -> None:
    """All of it in the first school and in the office of its district."""
    _training(region)
    _council(region)
    _meeting(region)
    _webinars(region)


def _at(days: int, hour: int) -> dt.datetime:
    day = timezone.localtime() + dt.timedelta(days=days)
    return day.replace(hour=hour, minute=0, second=0, microsecond=0)


def _people(region: Region, side: str, count: int) -> list[int]:
    parts = queries.parts_to_invite(region.school, side=side)
    return sorted(set(parts.exclude(status="candidate").values_list("person_id", flat=True)))[:count]


def _held(event: Event, region: Region, role: Role, resolution: str, *, staff: int, guests: int | None) -> Event:
    return events.hold(
        event, held_on=timezone.localtime(event.starts_at).date(), version=event.version, resolution=resolution,
        staff=staff, outsiders=guests, actor=region.users[role],
    )  # fmt: skip


def _training(region: Region) -> None:
    curator = region.users[Role.CURATOR]
    event = events.plan(
        region.school, actor=curator, kind=Kind.SEMINAR, title="Обучение наставников: первая встреча с наставляемым",
        starts_at=_at(-18, 15), ends_at=_at(-18, 18), place="актовый зал", audience=["mentors"], is_training=True,
        hours=3, about="Самопрезентация, активное слушание, границы и этика наставника, документы пары.",
    )  # fmt: skip
    attendance.invite(
        event, region.school, people=_people(region, Participation.Side.MENTOR, TRAINED), users=[curator.pk],
        actor=curator,
    )  # fmt: skip
    rows = list(Attendance.objects.filter(event=event).order_by("pk").values_list("uid", flat=True))
    attendance.mark(event, region.school, [*rows[:CAME], rows[-1]], rows, actor=curator)
    said = "Провести вторую встречу в январе; тем, кто не был, выдать материалы."
    _held(event, region, Role.CURATOR, said, staff=2, guests=1)


def _council(region: Region) -> None:
    event = events.plan(
        region.school, actor=region.users[Role.CURATOR], kind=Kind.TEACHERS_COUNCIL,
        title="Педагогический совет: целевая модель наставничества в школе", starts_at=_at(-32, 14),
        place="учительская", audience=["teachers", "heads"], line=_line(region, "педсовет", "педагогическ"),
    )  # fmt: skip
    said = "Принять положение о наставничестве. Куратору представить списки пар к следующему совету."
    _held(event, region, Role.CURATOR, said, staff=34, guests=None)


def _meeting(region: Region) -> None:
    curator = region.users[Role.CURATOR]
    event = events.plan(
        region.school, actor=curator, kind=Kind.GENERAL_MEETING, title="Общая встреча наставников и наставляемых",
        starts_at=_at(9, 15), ends_at=_at(9, 17), place="библиотека", audience=["mentors", "mentees"],
        about="Знакомство, игра «Общее дело», обсуждение планов пар.", line=_line(region, "встреч", "мероприят"),
    )  # fmt: skip
    own = [region.users[role].pk for role in (Role.MENTOR, Role.MENTEE)]
    parts = Participation.objects.living().filter(node=region.school, person__user__in=own)
    people = set(parts.values_list("person_id", flat=True)) | set(_people(region, Participation.Side.MENTEE, ASKED))
    attendance.invite(
        event, region.school, people=sorted(people), users=[region.users[Role.PSYCHOLOGIST].pk], actor=curator
    )
    rows = Attendance.objects.filter(event=event, person__user=None, person__isnull=False).order_by("pk")
    for row, comes in zip(rows, ANSWERS, strict=False):
        # Told to the curator in person: they have no accounts.
        row.state = Attendance.State.COMING if comes else Attendance.State.DECLINED
        row.save(update_fields=["state"])


def _webinars(region: Region) -> None:
    coordinator, office = region.users[Role.DISTRICT_COORDINATOR], region.offices[0]
    told: dict[str, Any] = {"kind": Kind.WEBINAR, "way": Event.Way.ONLINE, "addressed_to": Event.Addressed.BELOW}
    events.plan(
        office, actor=coordinator, title="Вебинар для кураторов: мониторинг запуска программ", starts_at=_at(6, 16),
        ends_at=_at(6, 17), link="https://webinar.example.org/nastavniki", audience=["curators"], **told,
    )  # fmt: skip
    past = events.plan(
        office, actor=coordinator, title="Установочный вебинар для кураторов и руководителей", starts_at=_at(-40, 16),
        link="https://webinar.example.org/start", audience=["curators", "heads"], is_training=True, hours=2, **told,
    )  # fmt: skip
    _held(
        past,
        region,
        Role.DISTRICT_COORDINATOR,
        "Организациям назначить кураторов до 1 октября.",
        staff=3,
        guests=None,
    )
    curator = region.users[Role.CURATOR]
    attendance.say_who_came(
        Announcement.objects.get(pk=past.pk), region.school, users=[curator.pk], count=2, actor=curator
    )


def _line(region: Region, *words: str) -> RoadmapLine | None:
    """A line of the school's plan in force that speaks of it."""
    rows = RoadmapLine.objects.filter(
        node=region.school, removed_at=None, roadmap__status=Status.IN_FORCE, roadmap__removed_at=None,
        roadmap__amends=None,
    ).select_related("roadmap").order_by("pk")  # fmt: skip
    return next((line for word in words for line in rows if word in line.title.casefold()), None)
