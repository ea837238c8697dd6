"""What the page of a plan and the page of a line say about its approval."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils import timezone

from nastavnik.accounts.requests import SignedIn
from nastavnik.approvals.acting import may_decide
from nastavnik.approvals.models import Chain, Remark, Step
from nastavnik.approvals.queries import last_chain, remarks_of, rounds_of
from nastavnik.roadmaps.models import Roadmap, RoadmapLine
from nastavnik.roadmaps.models.plans import WRITABLE, Status
from nastavnik.roadmaps.services.baselines import may_reword

ON_THE_WAY = (Status.ON_AGREEMENT, Status.AGREED)


@dataclass(frozen=True)
class Part:
    """Read when the page asks: a plan nobody has sent costs nothing but the question whether it was sent."""

    request: SignedIn
    roadmap: Roadmap

    @cached_property
    def steps(self) -> list[Step]:
        return last_chain(self.roadmap.uid)

    @property
    def chain(self) -> Chain | None:
        return self.steps[0].chain if self.steps else None

    @property
    def is_on_the_way(self) -> bool:
        return self.roadmap.status in ON_THE_WAY

    @property
    def is_writable(self) -> bool:
        return self.roadmap.status in WRITABLE

    @property
    def may_reword(self) -> bool:
        return may_reword(self.roadmap)

    @cached_property
    def turn(self) -> Step | None:
        """The step that waits now."""
        return next((step for step in self.steps if step.state == Step.State.CURRENT), None)

    @cached_property
    def is_my_turn(self) -> bool:
        return self.turn is not None and may_decide(self.request.user, self.turn)

    @cached_property
    def is_late(self) -> bool:
        return self.turn is not None and self.turn.is_late(timezone.localdate())

    @cached_property
    def amendment(self) -> Roadmap | None:
        """The draft of the next edition."""
        drafts = self.roadmap.amendments.filter(removed_at=None).exclude(status=Status.ARCHIVED)
        return drafts.only("uid", "edition", "status", "amends").first()

    @cached_property
    def remarks(self) -> list[tuple[Remark, RoadmapLine | None]]:
        """What waits to be mended, each with its line. 2 queries."""
        waiting = list(remarks_of(self.roadmap.uid).said().open())
        places = [remark.place for remark in waiting if remark.place]
        lines = {line.uid: line for line in RoadmapLine.objects.filter(uid__in=places).only("uid", "number", "title")}
        return [(remark, lines.get(remark.place) if remark.place else None) for remark in waiting]


def part(request: SignedIn, roadmap: Roadmap) -> Part:
    return Part(request, roadmap)


def remarks_to(line: RoadmapLine) -> list[Remark]:
    """What was asked of a line, newest first. One query."""
    found = remarks_of(line.roadmap.uid).said().filter(place=line.uid)
    return list(found.order_by("-pk"))


def history(roadmap: Roadmap) -> Any:
    """Every round of a plan and of its editions, newest first."""
    uids = [roadmap.uid, *roadmap.amendments.values_list("uid", flat=True)]
    return rounds_of(uids)
