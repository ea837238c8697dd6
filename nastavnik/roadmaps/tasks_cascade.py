"""Handing lines down to hundreds of organisations, in pieces that survive a kill; the daily look at who receives."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik import jobs
from nastavnik.org.models import Node
from nastavnik.roadmaps.cascading.receivers import receivers
from nastavnik.roadmaps.models import HandDown, Roadmap
from nastavnik.roadmaps.models.plans import Status
from nastavnik.roadmaps.services.cascade import close_answered
from nastavnik.roadmaps.services.cascade.handing import hand_to, lines_for, locked, match_again, recall_strangers

CHUNK = 50


@jobs.kind("roadmap.hand_down", title=_("Handing lines down"), action="roadmap.cascade")
class HandDownLines(jobs.Kind):
    """Rule by rule, fifty receivers at a time; the cursor says which rule and after which receiver.

    A receiver gets a line once, so a chunk that is done again doubles nothing. Without rules among its parameters the
    job looks after all rules of the plan: new receivers get what the others have, strangers are recalled, and what
    waits is compared with the plans as they are now.
    """

    def chunk(self, run: jobs.Run) -> bool:
        roadmap = Roadmap.objects.select_related("node").get(uid=run.params["roadmap"])
        asked = run.params.get("rules")
        rules = list(HandDown.objects.filter(roadmap=roadmap, ended_at=None).select_related("under"))
        if asked is not None:
            rules = [rule for rule in rules if rule.pk in asked]
        place, after = run.cursor or (0, 0)
        if roadmap.status != Status.IN_FORCE or roadmap.removed_at or place >= len(rules):
            with run.writing():
                if asked is None:
                    recall_strangers(roadmap, timezone.localdate())
                run.advance(done=run.job.done, total=run.job.done)
            return True
        rule = rules[place]
        rule.roadmap = roadmap
        self._hand(run, rule, place, after, daily=asked is None)
        return False

    def _hand(self, run: jobs.Run, rule: HandDown, place: int, after: int, *, daily: bool) -> None:
        found = receivers(rule, timezone.localdate())
        nodes: list[Node] = list(found.filter(pk__gt=after)[:CHUNK])
        total = run.job.total if after else run.job.done + found.count()
        with run.writing():
            plan = locked(rule.roadmap)
            if plan.status != Status.IN_FORCE or plan.removed_at:
                # Withdrawn since the chunk began: the next look at the plan ends the job.
                run.advance()
                return
            lines = lines_for(rule, known_only=daily and not _edition(run))
            hand_to(rule.roadmap, lines, nodes, event=f"plan.handed:{run.job.uid}")
            if daily:
                match_again(rule.roadmap, nodes)
            if not nodes:
                HandDown.objects.filter(pk=rule.pk).update(receivers=found.count())
            cursor = [place, nodes[-1].pk] if nodes else [place + 1, 0]
            run.advance(cursor=cursor, done=run.job.done + len(nodes), total=total)

    def dropped(self, job: Any) -> None:
        """What earlier chunks handed down stays: handing down again goes on where this stopped."""


def _edition(run: jobs.Run) -> bool:
    """Whether a new edition asked for this: its new lines go down too."""
    return ":edition:" in run.job.key


@jobs.every(seconds=3600)
def look_after_receivers() -> None:
    """Once a day and plan: the tree and the plans below have moved on. Requests that were answered are closed."""
    today = timezone.localdate()
    plans = Roadmap.objects.filter(
        pk__in=HandDown.objects.filter(ended_at=None).values("roadmap"), status=Status.IN_FORCE, removed_at=None
    )
    for roadmap in plans.select_related("node"):
        start_look(roadmap, today)
    close_answered(on=today)


def start_look(roadmap: Roadmap, on: dt.date) -> None:
    jobs.start(
        "roadmap.hand_down", actor=None, node=roadmap.node, params={"roadmap": str(roadmap.uid)},
        key=f"roadmap.hand_down:{roadmap.uid}:{on}",
    )  # fmt: skip
