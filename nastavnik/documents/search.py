"""Finding documents within reach by the words that people type: title, kind, number, year, organisation."""

from __future__ import annotations

from typing import Any

from nastavnik.accounts.models import User
from nastavnik.base.finding import Finder, first_found
from nastavnik.documents.library import TEMPLATES
from nastavnik.documents.models import Paper

# So many of the newest are looked through, whatever the region keeps; the list of documents goes further back.
MOST_PAPERS = 5_000


def find_papers(user: User, text: str, *, limit: int) -> list[Paper]:
    """Titles of documents about people are those of their kind: no name is found. Two queries."""
    found = Paper.objects.visible_to(user, "document.view").living()
    rows: Any = found.order_by("-pk").values_list(
        "pk", "title", "code", "number", "dated_on__year", "node__short_name"
    )
    finder = Finder((row[0], _told(*row[1:])) for row in rows[:MOST_PAPERS])
    hits, _reading = first_found(text, lambda reading, slips: finder.find(reading, limit=limit, with_slips=slips))
    papers = Paper.objects.select_related("node").defer("payload").in_bulk([hit.key for hit in hits])
    return [papers[hit.key] for hit in hits]


def _told(title: str, code: str, number: str, year: int | None, node: str) -> str:
    kind = TEMPLATES[code].title if code in TEMPLATES else ""
    return f"{title} {kind} {number} {year or ''} {node}"
