"""Documents on home pages: the latest of the place where one acts."""

from __future__ import annotations

from dataclasses import dataclass

from nastavnik.accounts.models import User
from nastavnik.base.access import holds
from nastavnik.documents.models import Paper

ROWS = 6


@dataclass(frozen=True)
class Papers:
    """The newest few, and whether the user may draw up another."""

    rows: list[Paper]
    may_draw_up: bool


def papers_of(user: User, node_id: int) -> Papers | None:
    """None for whoever sees no documents. One query."""
    if not holds(user, "document.view"):
        return None
    found = Paper.objects.visible_to(user, "document.view").living().filter(node=node_id)
    return Papers(list(found.defer("payload").order_by("-pk")[:ROWS]), holds(user, "document.edit"))
