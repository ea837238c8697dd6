"""A plan's counts by state, kept beside it so that a page of a long plan need not count it again.

The deeds keep them; a page that finds yesterday's counts computes today's without writing.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from nastavnik import measures
from nastavnik.roadmaps.models import Roadmap
from nastavnik.roadmaps.models.plans import Status
from nastavnik.roadmaps.queries import responsible_of
from nastavnik.roadmaps.states import counts_by_state


def summary_of(roadmap: Roadmap, on: dt.date) -> dict[str, int]:
    """State → number of present lines as of ``on``."""
    if roadmap.summary_on == on and roadmap.summary:
        return {state: int(count) for state, count in roadmap.summary.items()}
    return counts_by_state(roadmap.lines.filter(removed_at=None), on)


def keep_summary(roadmap_id: int) -> None:
    """Count again, and the figures of the plan's organisation; called by every deed that can change a state."""
    measures.touch(count_states(roadmap_id), "plan")


@transaction.atomic
def count_states(roadmap_id: int) -> int:
    """The counts as of today, and nothing else; gives the key of the plan's node."""
    today = timezone.localdate()
    # Locked before it is counted: the later of two counts sees what the earlier one's deed wrote.
    roadmap = Roadmap.objects.select_for_update(no_key=True).get(pk=roadmap_id)
    counts = counts_by_state(roadmap.lines.filter(removed_at=None), today)
    Roadmap.objects.filter(pk=roadmap_id).update(summary=counts, summary_on=today)
    return roadmap.node_id


def keep_parties(roadmap_id: int) -> None:
    """List again who answers for lines; called by the deeds that change that."""
    parties = responsible_of(Roadmap.objects.get(pk=roadmap_id))
    Roadmap.objects.filter(pk=roadmap_id).update(parties=parties)


def plans_to_count(after: int) -> QuerySet[Roadmap, int]:
    """Keys of present plans beyond ``after`` that are not counted as of today, in order."""
    present = Roadmap.objects.filter(removed_at=None, pk__gt=after).exclude(status=Status.ARCHIVED)
    present = present.exclude(summary_on=timezone.localdate())
    return present.order_by("pk").values_list("pk", flat=True)
