"""A plan waits for somebody's decision, or the decision has been taken."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nastavnik import notifications
from nastavnik.accounts.models import User
from nastavnik.notifications.kinds import Context, Told
from nastavnik.roadmaps.models import Roadmap
from nastavnik.roadmaps.wording import shortened


class _OfPlans(notifications.Kind):
    def tell(self, user: User, contexts: list[Context]) -> list[Told | None]:
        wanted = [context["roadmap"] for context in contexts]
        seen = Roadmap.objects.visible_to(user, "roadmap.view").filter(uid__in=wanted, removed_at=None)
        found = {str(roadmap.uid): roadmap for roadmap in seen.select_related("node").defer("columns", "summary")}
        return [_told(found.get(uid)) for uid in wanted]


@notifications.kind("plan.to_agree", subject=_("A plan waits for your decision"))
class ToAgree(_OfPlans):
    pass


@notifications.kind("plan.returned", subject=_("A plan was returned with remarks"))
class Returned(_OfPlans):
    pass


@notifications.kind("plan.agreed", subject=_("A plan is agreed"))
class Agreed(_OfPlans):
    pass


@notifications.kind("plan.approved", subject=_("A plan is approved"))
class Approved(_OfPlans):
    pass


def _told(roadmap: Roadmap | None) -> Told | None:
    return Told(f"{roadmap.node.short_name}: {shortened(roadmap.title, 160)}") if roadmap else None
