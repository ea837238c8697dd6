"""The table of a plan inside a document: the plan is chosen, the program makes the table of it."""

from __future__ import annotations

from typing import Any

from nastavnik.accounts.models import User
from nastavnik.documents.stored import to_plain
from nastavnik.documents.tree import Table
from nastavnik.org.models import Node
from nastavnik.roadmaps.layouts.sheet import sheet_of
from nastavnik.roadmaps.models import Roadmap
from nastavnik.roadmaps.models.plans import Status
from nastavnik.roadmaps.printing import words_of

MOST = 20


class Plans:
    """Plans of ``node`` that ``user`` reads; fetched when a form asks for a table."""

    def __init__(self, user: User, node: Node) -> None:
        self.user, self.node = user, node

    def options(self) -> list[tuple[str, str]]:
        """Uid and title, the newest first. One query."""
        return [(str(plan.uid), plan.title[:120]) for plan in self._found().order_by("-starts_on", "-pk")[:MOST]]

    def table(self, uid: str) -> Any:
        """The lines of a plan in the columns of its own document, as plain data; None: there is no such plan."""
        if uid not in dict(self.options()):
            return None
        plan = self._found().get(uid=uid)
        sheet = sheet_of(words_of(plan, plan.lines.filter(removed_at=None)))
        found = next((block for block in sheet.blocks if isinstance(block, Table)), None)
        return to_plain(found) if found else None

    def _found(self) -> Any:
        plans = Roadmap.objects.visible_to(self.user, "roadmap.view").living().filter(node=self.node)
        return plans.exclude(status=Status.ARCHIVED).defer("columns")
