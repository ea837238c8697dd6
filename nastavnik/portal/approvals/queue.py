"""What waits for one's decision, due first."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from nastavnik.accounts.requests import SignedIn
from nastavnik.approvals.queries import steps_for
from nastavnik.base.access import holds
from nastavnik.base.keyset import cursor_of, keyset_page
from nastavnik.base.routes import route
from nastavnik.portal.approvals.forms import QueueFilter


@route("approval.view")
def queue(request: SignedIn) -> HttpResponse:
    form = QueueFilter(request.GET)
    found = form.apply(steps_for(request.user, widely=bool(form.chosen().get("widely"))))
    page = keyset_page(found, order=("due_on",), cursor=cursor_of(request.GET))
    today = timezone.localdate()
    context = {
        "filter": form,
        "list_page": page,
        "rows": [(step, step.is_late(today)) for step in page.rows],
        "may_name": holds(request.user, "approval.deputy"),
    }
    return render(request, "approvals/queue.html", context)
