"""A line's dates as rows: laid out from its schedule, laid anew when the schedule changes."""

from __future__ import annotations

from collections.abc import Iterable

from nastavnik.roadmaps.calendar import Times, times_of
from nastavnik.roadmaps.models import Occurrence, Roadmap, RoadmapLine


def times_of_line(line: RoadmapLine, roadmap: Roadmap) -> Times:
    return times_of(line.reading, roadmap.period, control=line.control, manual_due_on=line.manual_due_on)


def lay_out(lines: Iterable[RoadmapLine], roadmap: Roadmap) -> int:
    """Make the occurrences of new ``lines``; gives how many. In a typical plan, of no year, nothing falls due."""
    if roadmap.is_template:
        return 0
    rows = [
        Occurrence(line=line, node_id=roadmap.node_id, starts_on=start, due_on=due)
        for line in lines
        for start, due in times_of_line(line, roadmap)
    ]
    return len(Occurrence.objects.bulk_create(rows, batch_size=1000))


def lay_anew(line: RoadmapLine, roadmap: Roadmap) -> None:
    """Bring the occurrences in line with the schedule.

    What has evidence, even withdrawn, stays: a proof never vanishes because a term was reworded. The only
    occurrence of a line that still has only one keeps its row and moves to the new date with its proof.
    """
    if roadmap.is_template:
        return
    wanted = list(times_of_line(line, roadmap))
    present = list(line.occurrences.order_by("starts_on", "pk"))
    if len(wanted) == len(present) == 1:
        (start, due), occurrence = wanted[0], present[0]
        if (occurrence.starts_on, occurrence.due_on) != (start, due):
            Occurrence.objects.filter(pk=occurrence.pk).update(starts_on=start, due_on=due)
        return
    kept = {(row.starts_on, row.due_on) for row in present if (row.starts_on, row.due_on) in wanted}
    superseded = [row.pk for row in present if (row.starts_on, row.due_on) not in kept]
    line.occurrences.filter(pk__in=superseded, evidence=None).delete()
    Occurrence.objects.bulk_create(
        Occurrence(line=line, node_id=roadmap.node_id, starts_on=start, due_on=due)
        for start, due in wanted
        if (start, due) not in kept
    )
