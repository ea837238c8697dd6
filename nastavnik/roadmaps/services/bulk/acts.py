"""Writing the effects of a deed over many lines: a few statements, however many lines.

Each act gives one entry a line: what `undoing` needs to take it back, and to see that nobody touched it since.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import F, Max
from django.utils import timezone

from nastavnik.accounts.models import User
from nastavnik.roadmaps.models import (
    Evidence,
    LineDecision,
    LineRevision,
    ResponsibleParty,
    Roadmap,
    RoadmapLine,
)
from nastavnik.roadmaps.reader.parties import split_parties
from nastavnik.roadmaps.services.bulk import effects as known
from nastavnik.roadmaps.services.bulk.effects import Asked, Effect
from nastavnik.roadmaps.services.evidence import Proof, prove_many
from nastavnik.roadmaps.services.lines import GAP, search_text
from nastavnik.roadmaps.services.occurrences import lay_anew_all
from nastavnik.roadmaps.services.summaries import keep_parties, keep_summary
from nastavnik.roadmaps.states import NOT_RELEVANT, POSTPONED

Rows = list[dict[str, Any]]


def act(roadmap: Roadmap, asked: Asked, found: Sequence[Effect], *, actor: User) -> Rows:
    """Write ``found``, none of them refused; the lines are locked by whoever calls."""
    if not found:
        return []
    rows = _ACTS[asked.kind](roadmap, asked, found, actor)
    if asked.kind != known.DONE:  # proofs count for themselves
        keep_summary(roadmap.pk)
    if asked.kind in known.OF_WORDS:
        keep_parties(roadmap.pk)
    return [{"line": str(effect.line.uid), **row} for effect, row in zip(found, rows, strict=True)]


def _prove(roadmap: Roadmap, asked: Asked, found: Sequence[Effect], actor: User) -> Rows:
    day = _day(asked)
    last = Evidence.objects.aggregate(last=Max("pk"))["last"] or 0
    marks = [mark for effect in found for mark in effect.marks]
    prove_many(roadmap, [Proof(mark, day, asked.text) for mark in marks], actor=actor)
    made = Evidence.objects.filter(pk__gt=last, occurrence__in=marks, made_by=actor, kind=Evidence.Kind.NOTE)
    proofs = dict(made.values_list("occurrence", "pk"))
    return [{"evidence": [proofs[mark] for mark in effect.marks]} for effect in found]


def _decide(roadmap: Roadmap, asked: Asked, found: Sequence[Effect], actor: User) -> Rows:
    day = _day(asked)
    ended = [effect.decision.pk for effect in found if effect.decision]
    LineDecision.objects.filter(pk__in=ended).update(to_on=day)
    made = LineDecision.objects.bulk_create(
        [LineDecision(line=e.line, kind=asked.kind, basis=asked.text, from_on=day, made_by=actor) for e in found],
        batch_size=500,
    )
    return [
        {"decision": row.pk, "ended": effect.decision.pk if effect.decision else None}
        for effect, row in zip(found, made, strict=True)
    ]


def _take_up(roadmap: Roadmap, asked: Asked, found: Sequence[Effect], actor: User) -> Rows:
    ended = [effect.decision.pk for effect in found if effect.decision]
    LineDecision.objects.filter(pk__in=ended).update(to_on=_day(asked))
    return [{"ended": key, "to": _day(asked).isoformat()} for key in ended]


def set_control_dates(
    roadmap: Roadmap, lines: Sequence[RoadmapLine], days: Sequence[dt.date | None], actor: User
) -> Rows:
    """Give each line its control date and lay its dates anew; the former one becomes a revision."""
    rows = [{"former": _iso(line.manual_due_on), "version": line.version + 1} for line in lines]
    _keep_wording(lines, [{"manual_due_on": _iso(line.manual_due_on)} for line in lines], actor)
    for line, day in zip(lines, days, strict=True):
        line.manual_due_on, line.version = day, line.version + 1
    RoadmapLine.objects.bulk_update(lines, ["manual_due_on", "version"], batch_size=500)
    lay_anew_all(lines, roadmap)
    return rows


def set_responsible(lines: Sequence[RoadmapLine], texts: Sequence[str], actor: User) -> Rows:
    """Give each line its responsible people; the former ones become a revision."""
    rows = [{"former": line.responsible_text, "version": line.version + 1} for line in lines]
    _keep_wording(lines, [{"responsible_text": line.responsible_text} for line in lines], actor)
    for line, text in zip(lines, texts, strict=True):
        line.responsible_text, line.version = text, line.version + 1
        line.search_text = search_text(line.title, line.number, text, line.result)
    RoadmapLine.objects.bulk_update(lines, ["responsible_text", "search_text", "version"], batch_size=500)
    ResponsibleParty.objects.filter(line__in=[line.pk for line in lines]).delete()
    ResponsibleParty.objects.bulk_create(
        (
            ResponsibleParty(line=line, position=place, text=party[:500])
            for line in lines
            for place, party in enumerate(split_parties(line.responsible_text.splitlines()))
        ),
        batch_size=500,
    )
    return rows


def _move(roadmap: Roadmap, asked: Asked, found: Sequence[Effect], actor: User) -> Rows:
    """To the end of the section, in their order. What follows it makes room, so that former places stay known."""
    present = RoadmapLine.objects.filter(roadmap=roadmap)
    keys = [effect.line.pk for effect in found]
    before = present.filter(section__position__lte=_position_of(roadmap, asked.section or 0)).exclude(pk__in=keys)
    last = before.aggregate(last=Max("position"))["last"] or 0
    room = (len(keys) + 1) * GAP
    present.filter(position__gt=last).update(position=F("position") + room)
    rows: Rows = []
    for place, effect in enumerate(found, start=1):
        line, at = effect.line, last + place * GAP
        former = line.position + room if line.position > last else line.position
        rows.append({"former": [line.section_id, former], "placed": [asked.section, at]})
        line.section_id, line.position = asked.section, at
    RoadmapLine.objects.bulk_update([effect.line for effect in found], ["section", "position"], batch_size=500)
    return rows


def _position_of(roadmap: Roadmap, section: int) -> int:
    return roadmap.sections.filter(pk=section).values_list("position", flat=True).get()


def _bin(roadmap: Roadmap, asked: Asked, found: Sequence[Effect], actor: User) -> Rows:
    moment = timezone.now() if asked.kind == known.REMOVE else None
    rows = [{"former": _iso(effect.line.removed_at), "set": _iso(moment)} for effect in found]
    RoadmapLine.objects.filter(pk__in=[effect.line.pk for effect in found]).update(removed_at=moment)
    return rows


def _keep_wording(lines: Sequence[RoadmapLine], former: Sequence[dict[str, Any]], actor: User) -> None:
    LineRevision.objects.bulk_create(
        [
            LineRevision(line=line, version=line.version, values=values, made_by=actor)
            for line, values in zip(lines, former, strict=True)
        ],
        batch_size=500,
    )


def _day(asked: Asked) -> dt.date:
    return asked.day or timezone.localdate()


def _iso(value: dt.date | dt.datetime | None) -> str | None:
    return value.isoformat() if value else None


_ACTS: dict[str, Callable[[Roadmap, Asked, Sequence[Effect], User], Rows]] = {
    known.DONE: _prove,
    POSTPONED: _decide,
    NOT_RELEVANT: _decide,
    known.TAKE_UP: _take_up,
    known.CONTROL_DATE: lambda roadmap, asked, found, actor: set_control_dates(
        roadmap, [effect.line for effect in found], [asked.day] * len(found), actor
    ),
    known.RESPONSIBLE: lambda roadmap, asked, found, actor: set_responsible(
        [effect.line for effect in found], [asked.text] * len(found), actor
    ),
    known.SECTION: _move,
    known.REMOVE: _bin,
    known.RESTORE: _bin,
}
