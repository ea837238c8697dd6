"""Gathering the words of lines, so that a mistyped one finds what was meant."""

from __future__ import annotations

from django.db import transaction

from nastavnik.base.finding import words
from nastavnik.roadmaps.full_text import LINES
from nastavnik.roadmaps.models import RoadmapLine, SearchWord
from nastavnik.roadmaps.models.words import BOOKMARK

CHUNK = 5_000
LONGEST = 60
SHORTEST = 4


@transaction.atomic
def gather(most: int = CHUNK) -> int:
    """The words of the next lines that nobody has looked at; gives how many lines. Safe to do twice at once."""
    bookmark, _made = SearchWord.objects.get_or_create(word=BOOKMARK, defaults={"line": 0})
    lines = RoadmapLine.objects.filter(pk__gt=bookmark.line).order_by("pk").values_list("pk", "search_text")[:most]
    first_seen: dict[str, int] = {}
    last = bookmark.line
    for key, text in lines:
        last = key
        for word in words(text):
            if SHORTEST <= len(word) <= LONGEST and word.isalpha():
                first_seen.setdefault(word, key)
    found = SearchWord.objects.bulk_create(
        (SearchWord(word=word, line=key) for word, key in first_seen.items()), ignore_conflicts=True, batch_size=2_000
    )
    SearchWord.objects.filter(word=BOOKMARK, line__lt=last).update(line=last)
    return len(lines) if found or last > bookmark.line else 0


def rebuild() -> tuple[int, int]:
    """The index and the words anew, from the lines as they are; gives how many lines and how many words."""
    LINES.rebuild()
    SearchWord.objects.all().delete()
    lines = sum(iter(gather, 0))
    return lines, SearchWord.objects.exclude(word=BOOKMARK).count()
