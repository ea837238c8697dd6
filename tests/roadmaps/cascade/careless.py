"""The careless twin of handing down, as a worker process: rows and cursor each for itself, no look at who has a line.

What the lease, the cursor inside the transaction and the look at known rows are for is seen when this one is killed.
"""

from __future__ import annotations

import os
import time

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "nastavnik.config.settings"
    django.setup()

from nastavnik import jobs
from nastavnik.roadmaps.cascading.coverage import addressed_lines
from nastavnik.roadmaps.models import HandedLine, Roadmap

KIND = "probe.careless_hand_down"


@jobs.kind(KIND, title="Handing lines down carelessly", action="roadmap.cascade")
class Careless(jobs.Kind):
    """``params``: roadmap, nodes, part, and seconds to wait before the cursor is written."""

    def chunk(self, run: jobs.Run) -> bool:
        roadmap = Roadmap.objects.get(uid=run.params["roadmap"])
        begin, nodes = run.cursor or 0, run.params["nodes"]
        end = min(begin + run.params["part"], len(nodes))
        lines = list(addressed_lines(roadmap))
        HandedLine.objects.bulk_create(
            HandedLine(parent_line=line, parent=roadmap, node_id=node) for node in nodes[begin:end] for line in lines
        )
        time.sleep(run.params["seconds"])
        run.advance(cursor=end, done=end, total=len(nodes))
        return end == len(nodes)


if __name__ == "__main__":
    from nastavnik.jobs.worker import work

    work(name=f"careless-{os.getpid()}", interval=0.05)
