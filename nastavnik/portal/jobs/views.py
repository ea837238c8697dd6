"""One's own long work. The card asks for itself every second until the work has ended."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nastavnik import jobs
from nastavnik.accounts.requests import SignedIn
from nastavnik.base.errors import DomainError
from nastavnik.base.filters import FilterForm
from nastavnik.base.keyset import cursor_of, keyset_page
from nastavnik.base.routes import route
from nastavnik.jobs.models import OPEN, Job
from nastavnik.portal.jobs.shown import shown
from nastavnik.portal.saved import strip
from nastavnik.portal.ui.toasts import toast

MOST_CARDS = 20


class JobFilter(FilterForm):
    any_state = ("", gettext_lazy("any state"))
    state = forms.ChoiceField(label=gettext_lazy("State"), choices=[any_state, *Job.State.choices])


@route("job.view")
def job_list(request: SignedIn) -> HttpResponse:
    mine = Job.objects.visible_to(request.user, "job.view").select_related("node")
    form = JobFilter(request.GET)
    if way := strip.opened(request, "jobs", form):
        return redirect(way)
    page = keyset_page(form.apply(mine), order=("-created_at",), cursor=cursor_of(request.GET))
    at_work = mine.filter(state__in=OPEN).order_by("-created_at")[:MOST_CARDS]
    context = {
        "filter": form,
        "list_page": page,
        "rows": [shown(job) for job in page.rows],
        "at_work": [shown(job) for job in at_work],
    }
    return render(request, "jobs/list.html", context)


@route("job.view", of=Job)
def show(request: SignedIn, job: Job) -> HttpResponse:
    return render(request, "jobs/show.html", {"job": shown(job)})


@route("job.view", of=Job)
def progress(request: SignedIn, job: Job) -> HttpResponse:
    """The card alone. That of an ended job no longer asks for itself."""
    return render(request, "jobs/card.html", {"job": shown(job)})


@route("job.cancel", of=Job, seen_by="job.view", methods=("POST",))
def cancel(request: SignedIn, job: Job) -> HttpResponse:
    try:
        jobs.cancel(job, actor=request.user)
    except DomainError as refusal:
        toast(request, str(refusal), tone="warning")
    else:
        toast(request, _("The work is stopped. What was done before stays."))
    return redirect("jobs:show", job.uid)


@route("job.view", of=Job, methods=("POST",))
def retry(request: SignedIn, job: Job) -> HttpResponse:
    try:
        jobs.retry(job, actor=request.user)
    except DomainError as refusal:
        toast(request, str(refusal), tone="warning")
    return redirect("jobs:show", job.uid)
