"""A document waits for somebody's decision, or the decision has been taken."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nastavnik import notifications
from nastavnik.accounts.models import User
from nastavnik.documents.models import Paper
from nastavnik.notifications.kinds import Context, Told


class _OfDocuments(notifications.Kind):
    def tell(self, user: User, contexts: list[Context]) -> list[Told | None]:
        wanted = [context["paper"] for context in contexts]
        seen = Paper.objects.visible_to(user, "document.view").filter(uid__in=wanted, removed_at=None)
        found = {str(paper.uid): paper for paper in seen.select_related("node").defer("payload")}
        return [_told(found.get(uid)) for uid in wanted]


@notifications.kind("document.to_decide", subject=_("A document waits for your decision"))
class ToDecide(_OfDocuments):
    pass


@notifications.kind("document.returned", subject=_("A document was returned with remarks"))
class Returned(_OfDocuments):
    pass


@notifications.kind("document.signed", subject=_("A document is signed"))
class Signed(_OfDocuments):
    pass


def _told(paper: Paper | None) -> Told | None:
    return Told(f"{paper.node.short_name}: {paper.title[:160]}") if paper else None
