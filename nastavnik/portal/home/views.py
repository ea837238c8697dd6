"""The page that a person opens first."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.access import holds
from nastavnik.base.routes import signed_in
from nastavnik.roadmaps.models import Roadmap, RoadmapImport
from nastavnik.roadmaps.queries import my_month


@signed_in()
def month(request: SignedIn) -> HttpResponse:
    """Who keeps a plan sees what is overdue, due this week and next; others the plans that they may read."""
    if not holds(request.user, "roadmap.tick"):
        plans = Roadmap.objects.visible_to(request.user, "roadmap.view").filter(removed_at=None)
        return render(request, "home/start.html", {"plans": plans.select_related("node").defer("columns")[:20]})
    today = timezone.localdate()
    documents = RoadmapImport.objects.visible_to(request.user, "roadmap.import")
    waiting = documents.filter(state__in=(RoadmapImport.State.READING, RoadmapImport.State.READY))
    context = {
        "today": today,
        "stretches": my_month(request.user, today),
        "waiting": waiting.defer("heading", "ignored")[:5],
        "may_load": holds(request.user, "roadmap.import"),
    }
    return render(request, "home/month.html", context)
