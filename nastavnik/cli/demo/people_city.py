"""The base of the city of the demo: mentors who agreed to be named, a request that waits and one with its answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from nastavnik.accounts.models import User
from nastavnik.cli.demo.region import Region
from nastavnik.org.models import Node
from nastavnik.people.consent_kinds import TRANSFER
from nastavnik.people.models import Consent, MentorAsk, Participation, PublishedCard
from nastavnik.people.models.consents import ConsentState
from nastavnik.people.services import asks, showcase

#: Of so many ready mentors of the other organisations all but one agree to be named.
ALL_BUT_ONE_OF = 3
ASKED = "Ищем наставника для двух учеников 8 класса: одна встреча в неделю, по средам после уроков."
ASKED_BY_US = "Нужен наставник для команды 9 класса, проект к школьной конференции. Можно по видеосвязи."
ANSWER = "Наставник согласен. Позвоните нам в рабочие часы: договоримся о днях и о соглашении."


def city(region: Region, curators: Mapping[int, User], *, year: int, today: dt.date) -> None:
    """Once everybody stands where consents and facts put them."""
    signed_on = min(dt.date(year, 9, 5), today)
    ready = Participation.objects.filter(side="mentor", status="ready", person__adult_from__lte=signed_on)
    people = ready.exclude(node=region.school).order_by("pk").values_list("person", "node").distinct()
    agreeing = [pair for place, pair in enumerate(dict(people).items()) if place % ALL_BUT_ONE_OF]
    Consent.objects.bulk_create(
        Consent(
            node_id=node, person_id=person, kind=TRANSFER, state=ConsentState.ACTIVE, way=Consent.Way.PAPER,
            signed_on=signed_on, issued_on=signed_on, basis="папка согласий, дело 03-12", made_by=curators[node],
        )
        for person, node in agreeing
    )  # fmt: skip
    showcase.mend()
    _asks(region.school, curators)


def _asks(school: Node, curators: Mapping[int, User]) -> None:
    shown = PublishedCard.objects.select_related("organisation").order_by("pk")
    ours, theirs = shown.filter(organisation=school).first(), shown.exclude(organisation=school).first()
    if ours is None or theirs is None:
        return
    other = theirs.organisation
    asks.send(ours, node=other, message=ASKED, actor=curators[other.pk])
    sent: MentorAsk = asks.send(theirs, node=school, message=ASKED_BY_US, actor=curators[school.pk])
    asks.answer(sent, accepts=True, words=ANSWER, version=sent.version, actor=curators[other.pk])
