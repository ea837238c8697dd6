"""The calendar in one's phone: private addresses, and the file that stands at each of them."""

from __future__ import annotations

import hashlib
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.access import holds
from nastavnik.base.errors import DomainError
from nastavnik.base.headers import as_download
from nastavnik.base.routes import open_to_all, route
from nastavnik.portal.ui.toasts import toast
from nastavnik.roadmaps.due_days import DueDay, due_days
from nastavnik.roadmaps.ics import Event, write_calendar
from nastavnik.roadmaps.models import Feed, Roadmap
from nastavnik.roadmaps.services import feeds
from nastavnik.roadmaps.states import DONE, DONE_LATE, TITLES

CALENDAR = "text/calendar; charset=utf-8"
DONE_MARK = "✓ "


@open_to_all()
def calendar_file(request: HttpRequest, token: str) -> HttpResponseBase:
    """The days as a calendar; 404 for a wrong or revoked address and for an owner without the right alike."""
    feed = feeds.opened(token)
    today = timezone.localdate()
    days = due_days(feed, today) if feed else None
    if feed is None or days is None:
        raise Http404
    feeds.note_reading(feed)
    with override(feed.user.language or settings.LANGUAGE_CODE):
        name = feed.roadmap.node.short_name if feed.roadmap else _("My road map lines")
        events = [_event(day) for day in days]
        data = write_calendar(name, events, on=today, remind="remind" in request.GET)
    tag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
    response: HttpResponse = HttpResponseNotModified()
    if tag not in request.headers.get("If-None-Match", ""):
        response = HttpResponse(data, content_type=CALENDAR)
        response["Content-Disposition"] = 'attachment; filename="nastavnik.ics"'
    response["ETag"] = tag
    return as_download(response)


def _event(day: DueDay) -> Event:
    done = day.state in (DONE, DONE_LATE)
    told = [
        _("State: %(state)s") % {"state": TITLES[day.state]},
        *([_("Term: %(term)s") % {"term": day.term}] if day.term else []),
        day.plan,
    ]
    return Event(
        uid=f"{day.uid}@nastavnik",
        day=day.day,
        summary=f"{DONE_MARK if done else ''}{day.number} {day.title}".strip()[:300],
        description="\n".join(told),
        url=settings.PUBLIC_URL + reverse("roadmaps:line", args=[day.line]),
    )


@route("feed.use")
def feed_list(request: SignedIn) -> HttpResponse:
    """One's addresses, and a new one: of all that waits, or of the plan one came from."""
    own = Feed.objects.visible_to(request.user, "feed.use").filter(revoked_at=None)[: feeds.MOST]
    plans = Roadmap.objects.visible_to(request.user, "roadmap.view").filter(removed_at=None)
    shown = plans.in_bulk([feed.roadmap_id for feed in own if feed.roadmap_id])
    context = {
        "feeds": [_shown(feed, shown) for feed in own],
        "plan": plans.filter(uid=_uid(request.GET.get("plan", ""))).select_related("node").first(),
        "may_have_all": holds(request.user, "roadmap.tick"),
    }
    return render(request, "roadmaps/feeds.html", context)


def _shown(feed: Feed, plans: dict[int, Roadmap]) -> dict[str, object]:
    token = feeds.token_of(feed)
    address = settings.PUBLIC_URL + reverse("feeds:file", args=[token]) if token else ""
    plan = plans.get(feed.roadmap_id or 0)
    return {
        "feed": feed,
        "title": plan.title if plan else "" if feed.roadmap_id else _("All that waits for me"),
        "address": address,
        "opens": address.replace("https://", "webcal://").replace("http://", "webcal://"),
    }


@route("feed.use", methods=("POST",))
def make(request: SignedIn) -> HttpResponse:
    plan = None
    if asked := request.POST.get("plan"):
        within_reach = Roadmap.objects.visible_to(request.user, "roadmap.view").filter(removed_at=None)
        plan = get_object_or_404(within_reach, uid=_uid(asked))
    try:
        feeds.make_feed(plan, actor=request.user)
    except DomainError as refusal:
        toast(request, str(refusal), tone="danger")
    else:
        toast(request, _("The address is made. Add it to the calendar of your phone."))
    return redirect("feeds:list")


@route("feed.use", of=Feed, methods=("POST",))
def revoke(request: SignedIn, feed: Feed) -> HttpResponse:
    feeds.revoke(feed, actor=request.user)
    undo = reverse("feeds:bring-back", args=[feed.uid])
    toast(request, _("The address is revoked: calendars that know it get nothing more."), undo=undo)
    return redirect("feeds:list")


@route("feed.use", of=Feed, methods=("POST",))
def bring_back(request: SignedIn, feed: Feed) -> HttpResponse:
    feeds.bring_back(feed, actor=request.user)
    toast(request, _("The address works again."))
    return redirect("feeds:list")


def _uid(text: str) -> UUID:
    """What was typed as a number of a plan; of nonsense one that no plan has."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
