"""A line's dates as rows: laid out from its schedule, laid anew when the schedule changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

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
    lay_anew_all([line], roadmap)


def lay_anew_all(lines: Sequence[RoadmapLine], roadmap: Roadmap) -> None:
    """`lay_anew` for many lines of one plan, in at most four statements."""
    if roadmap.is_template:
        return
    present: dict[int, list[Occurrence]] = defaultdict(list)
    for row in Occurrence.objects.filter(line__in=[line.pk for line in lines]).order_by("starts_on", "pk"):
        present[row.line_id].append(row)
    moved: list[Occurrence] = []
    superseded: list[int] = []
    new: list[Occurrence] = []
    for line in lines:
        wanted, rows = list(times_of_line(line, roadmap)), present[line.pk]
        if len(wanted) == len(rows) == 1:
            if (rows[0].starts_on, rows[0].due_on) != wanted[0]:
                rows[0].starts_on, rows[0].due_on = wanted[0]
                moved.append(rows[0])
            continue
        kept = {(row.starts_on, row.due_on) for row in rows} & set(wanted)
        superseded += [row.pk for row in rows if (row.starts_on, row.due_on) not in kept]
        new += [
            Occurrence(line=line, node_id=roadmap.node_id, starts_on=start, due_on=due)
            for start, due in wanted
            if (start, due) not in kept
        ]
    Occurrence.objects.bulk_update(moved, ["starts_on", "due_on"], batch_size=500)
    Occurrence.objects.filter(pk__in=superseded, evidence=None).delete()
    Occurrence.objects.bulk_create(new, batch_size=1000)
