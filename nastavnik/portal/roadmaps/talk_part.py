"""The talk under a line, for its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nastavnik.accounts.requests import SignedIn
from nastavnik.roadmaps.models import Comment, RoadmapLine

MOST = 200


@dataclass(frozen=True)
class Said:
    """A comment as its reader sees it."""

    comment: Comment
    is_own: bool

    @property
    def who(self) -> str:
        return str(self.comment.author or "")

    @property
    def told(self) -> str:
        return ", ".join(str(user) for user in self.comment.mentioned.all())


def part(request: SignedIn, line: RoadmapLine) -> dict[str, Any]:
    """The last comments, oldest first. 2 queries."""
    found = line.comments.filter(withdrawn_at=None).select_related("author").prefetch_related("mentioned")
    last = sorted(found.order_by("-pk")[:MOST], key=lambda comment: comment.pk)
    return {"said": [Said(comment, comment.author_id == request.user.pk) for comment in last]}
