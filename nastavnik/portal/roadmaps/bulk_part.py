"""What the page of a plan shows for deeds over several lines."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from nastavnik.base.keyset import Count, Page, bounded_count
from nastavnik.portal.roadmaps.forms import PlanFilter
from nastavnik.roadmaps.models import Roadmap, RoadmapLine
from nastavnik.roadmaps.services.baselines import may_reword
from nastavnik.roadmaps.services.bulk.deeds import TITLES
from nastavnik.roadmaps.services.bulk.effects import OF_WORDS, RESTORE


@dataclass
class Part:
    """The bar above the lines: the deeds that may be asked for, and how many lines all the pages hold."""

    roadmap: Roadmap
    filter: PlanFilter
    page: Page[RoadmapLine]
    total: int

    @property
    def titles(self) -> list[tuple[str, Any]]:
        words = may_reword(self.roadmap)
        return [
            (kind, title) for kind, title in TITLES.items() if kind != RESTORE and (words or kind not in OF_WORDS)
        ]

    @property
    def has_more(self) -> bool:
        return bool(self.page.next or self.page.previous)

    @cached_property
    def found(self) -> Count:
        """One query where filters are in force; none on the whole plan, whose lines are counted already."""
        if not self.filter.chosen():
            return Count(self.total, False)
        return bounded_count(self.filter.apply(self.roadmap.lines.filter(removed_at=None)), 10_000)


def part(roadmap: Roadmap, form: PlanFilter, page: Page[RoadmapLine], total: int) -> Part:
    return Part(roadmap, form, page, total)
