"""Somebody was called by name under a line."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nastavnik import notifications
from nastavnik.accounts.models import User
from nastavnik.notifications.kinds import Context, Told
from nastavnik.roadmaps.models import Comment
from nastavnik.roadmaps.wording import shortened


@notifications.kind("line.mentioned", subject=gettext_lazy("You are named in a comment"), at_once=True)
class Mentioned(notifications.Kind):
    def tell(self, user: User, contexts: list[Context]) -> list[Told | None]:
        wanted = [context["comment"] for context in contexts]
        seen = Comment.objects.visible_to(user, "roadmap.view").filter(uid__in=wanted, withdrawn_at=None)
        found = {str(comment.uid): comment for comment in seen.select_related("author", "line__roadmap__node")}
        return [_told(found.get(uid)) for uid in wanted]


def _told(comment: Comment | None) -> Told | None:
    """Who and where. What was typed is read on the site: nobody knows whom it names, and letters leave the house."""
    if comment is None:
        return None
    line = comment.line
    return Told(
        _("%(who)s about the line “%(line)s” (%(where)s)")
        % {
            "who": comment.author or _("A colleague"),
            "line": shortened(str(line), 120),
            "where": line.roadmap.node.short_name,
        }
    )
