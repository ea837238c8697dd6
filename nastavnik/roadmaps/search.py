"""Finding plans and lines within reach by the words that people type."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import F, Max, QuerySet

from nastavnik.accounts.models import User
from nastavnik.base.finding import Finder, Found, first_found, near, stem
from nastavnik.base.word_index import meets
from nastavnik.roadmaps.full_text import LINES
from nastavnik.roadmaps.models import Roadmap, RoadmapLine, SearchWord
from nastavnik.roadmaps.models.words import BOOKMARK

# A reach of so few lines is searched in memory: whatever the rest of the region holds costs it nothing.
FEW = 2_000
MOST_PLANS = 10_000
# So many of the newest candidates within reach are scored; a region's typical line stands in hundreds of plans.
SCORED = 300
# Words that so many of the newest lines say are looked for there alone: the index is for what is rarer.
COMMON = 100
KINDRED = 8
IN_TITLE = 0.4


@dataclass(frozen=True)
class FoundLine:
    """A line, and in how many more lines of the same words it was found."""

    line: RoadmapLine
    others: int


def find_plans(user: User, text: str, *, limit: int) -> list[Roadmap]:
    """Plans by title, organisation and year. Two queries."""
    found: QuerySet[Roadmap] = Roadmap.objects.visible_to(user, "roadmap.view").filter(removed_at=None)
    rows: Any = found.order_by("-starts_on", "-pk").values_list(
        "pk", "title", "node__short_name", "starts_on__year", "ends_on__year"
    )
    finder = Finder((key, f"{title} {node} {start} {end}") for key, title, node, start, end in rows[:MOST_PLANS])
    hits, _reading = first_found(text, lambda reading, slips: finder.find(reading, limit=limit, with_slips=slips))
    plans = Roadmap.objects.select_related("node").in_bulk([hit.key for hit in hits])
    return [plans[hit.key] for hit in hits]


def find_lines(user: User, text: str, *, limit: int) -> list[FoundLine]:
    """Lines by their words, those that say the same as one. At most seven queries."""
    reach: QuerySet[RoadmapLine] = RoadmapLine.objects.visible_to(user, "roadmap.view").filter(
        removed_at=None, roadmap__removed_at=None
    )
    newest: Any = reach.order_by("-pk").values_list("pk", "search_text")[: FEW + 1]
    rows: list[tuple[int, str]] = list(newest)
    if len(rows) <= FEW:
        finder = Finder(rows)
        hits, reading = first_found(text, lambda reading, slips: finder.find(reading, limit=SCORED, with_slips=slips))
    else:
        hits, reading = first_found(text, lambda reading, slips: _among_many(rows, reach, reading, slips))
    return _grouped(hits, reading, limit)


def _among_many(
    newest: Sequence[tuple[int, str]], reach: QuerySet[RoadmapLine], reading: Sequence[str], with_slips: bool
) -> list[Found[int]]:
    wanted = [_beginnings(word, with_slips) for word in reading]
    if not all(wanted):
        return []
    rows = [(key, text) for key, text in newest if meets(text, wanted)]
    if len(rows) < COMMON:
        # The sum keeps the planner from walking the whole table backwards for a word that stands in few lines.
        found: Any = reach.filter(pk__in=LINES.meeting(wanted)).order_by((F("pk") + 0).desc())
        rows = list(found.values_list("pk", "search_text")[:SCORED])
    return Finder(rows[:SCORED]).find(reading, limit=SCORED, with_slips=with_slips)


def _beginnings(word: str, with_slips: bool) -> list[str]:
    if not with_slips:
        return [stem(word)]
    last = SearchWord.objects.aggregate(last=Max("pk"))["last"] or 0
    return list(near(word, _vocabulary(last), limit=KINDRED)) or [stem(word)]


@lru_cache(maxsize=1)
def _vocabulary(last: int) -> tuple[str, ...]:
    """Every word that lines are written with; read anew once words have been added."""
    return tuple(SearchWord.objects.exclude(word=BOOKMARK).values_list("word", flat=True))


def _grouped(hits: Sequence[Found[int]], reading: Sequence[str], limit: int) -> list[FoundLine]:
    """The hits as lines, those of the same words once, under the best of them. What is to be done weighs more than
    who does it and what comes of it."""
    keys = [hit.key for hit in hits]
    titles = dict(RoadmapLine.objects.filter(pk__in=keys).values_list("pk", "title"))
    in_title = {hit.key for hit in Finder(titles.items()).find(reading, limit=len(titles), with_slips=True)}
    groups: dict[str, list[int]] = {}
    for hit in sorted(hits, key=lambda hit: -(hit.score + (IN_TITLE if hit.key in in_title else 0))):
        groups.setdefault(titles[hit.key].strip().casefold(), []).append(hit.key)
    best = list(groups.values())[:limit]
    lines = RoadmapLine.objects.select_related("roadmap__node").in_bulk([same[0] for same in best])
    return [FoundLine(lines[same[0]], len(same) - 1) for same in best]
