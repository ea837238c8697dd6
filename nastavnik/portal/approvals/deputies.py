"""Who decides while somebody is away."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from nastavnik import approvals
from nastavnik.accounts.requests import SignedIn
from nastavnik.approvals.models import Deputy
from nastavnik.base.errors import DomainError
from nastavnik.base.keyset import cursor_of, keyset_page
from nastavnik.base.routes import route
from nastavnik.org.models import Node
from nastavnik.portal.approvals.forms import DeputyForm
from nastavnik.portal.roadmaps.shown import add_errors
from nastavnik.portal.ui.toasts import toast


@route("approval.deputy", methods=("GET", "POST"))
def deputies(request: SignedIn) -> HttpResponse:
    """One's deputies, and a form that names another."""
    node = Node.objects.visible_to(request.user, "approval.deputy").order_by("pk").first()
    form = None
    if node is not None:
        initial = {"from_on": timezone.localdate()}
        form = DeputyForm(request.POST or None, initial=initial, actor=request.user, node=node)
        if request.method == "POST" and form.is_valid():
            data = form.cleaned_data
            try:
                approvals.name_deputy(
                    data["deputy"], node, basis=data["basis"], from_on=data["from_on"], to_on=form.to_on,
                    actor=request.user,
                )  # fmt: skip
            except DomainError as refusal:
                add_errors(form, refusal)
            else:
                toast(request, _("The deputy is named."))
                return redirect("approvals:deputies")
    found = Deputy.objects.visible_to(request.user, "approval.deputy").select_related("user", "deputy", "node")
    page = keyset_page(found, order=("-from_on",), cursor=cursor_of(request.GET))
    today = timezone.localdate()
    rows = [(row, row.to_on is None or row.to_on > today) for row in page.rows]
    return render(request, "approvals/deputies.html", {"form": form, "node": node, "list_page": page, "rows": rows})


@route("approval.deputy", of=Deputy, methods=("POST",))
def end(request: SignedIn, deputy: Deputy) -> HttpResponse:
    approvals.end_deputy(deputy, actor=request.user)
    toast(request, _("The deputy no longer decides for you."))
    return redirect("approvals:deputies")
