"""From the reader's JSON to rows that people look through, and the terms read anew for another period."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from nastavnik.roadmaps.deadlines import Period, read_deadline
from nastavnik.roadmaps.models import ImportedLine, RoadmapImport
from nastavnik.roadmaps.services import kinds

HEADING = ("title", "organisation", "approval", "model", "columns", "sections", "indicators", "flags", "notes")


class Draft:
    """The JSON of one read document, as rows see it."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self.plan = plan
        self.items: list[dict[str, Any]] = plan["items"]

    @property
    def heading(self) -> dict[str, Any]:
        """What stands above the lines, without the cells."""
        return {name: self.plan.get(name) for name in HEADING}

    @cached_property
    def texts(self) -> dict[str, str]:
        """Place of a source cell → its words."""
        return {cell["place"]: cell["text"] for cell in self.plan["cells"]}

    @cached_property
    def section_places(self) -> list[int | None]:
        """For each item the place of its section. A label may repeat: the search goes on from the last one met."""
        refs = [section["number"] or section["title"] for section in self.plan["sections"]]
        places: list[int | None] = []
        last = 0
        for item in self.items:
            found = next((n for n in (*range(last, len(refs)), *range(last)) if refs[n] == item["section"]), None)
            places.append(found)
            last = last if found is None else found
        return places

    def line(self, batch: RoadmapImport, place: int) -> ImportedLine:
        """Item ``place`` as a row, with the words of its source cells beside it."""
        item = self.items[place]
        return ImportedLine(
            batch=batch,
            position=place,
            section=self.section_places[place],
            original=[{"place": at, "text": self.texts[at]} for at in item["sources"] if at in self.texts],
            data=data_of(item),
            flags=item["flags"],
            is_flagged=bool(item["flags"]),
        )


def data_of(item: dict[str, Any]) -> dict[str, Any]:
    """What people mend: the fields of a line of the plan to be."""
    words = {
        "number": item["number"],
        "subsection": item["subsection"] or "",
        "title": item["title"],
        "deadline_text": item["deadline_text"],
        "schedule": item["expected_deadline"],
        "responsible_text": ", ".join(item["responsible"]),
        "parties": [{"text": party["text"], "column": party["column"]} for party in item["parties"]],
        "result": item["result"] or item["expected_outcome"],
        "remark": item["remark"] or item["form"],
        "sub_items": [
            {"text": sub["text"], "deadline_text": sub["deadline_text"], "schedule": sub["expected_deadline"]}
            for sub in item["sub_items"]
        ],
    }
    return {**words, "kind": kinds.proposed(words)}


def read_anew(batch: RoadmapImport, period: Period) -> None:
    """Read the terms again within ``period``; what somebody mended or chose stays."""
    changed = []
    for line in batch.lines.filter(earlier=[]).iterator(chunk_size=500):
        schedule = read_deadline(line.data["deadline_text"], period)
        line.data = {**line.data, "schedule": schedule.to_json()}
        line.flags = [flag for flag in line.flags if flag["code"] != "outside_plan_period"]
        line.is_flagged = bool(line.flags)
        changed.append(line)
    ImportedLine.objects.bulk_update(changed, ["data", "flags", "is_flagged"], batch_size=500)
