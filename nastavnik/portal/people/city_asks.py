"""Requests for mentors: sent and received ones, the page of one with its answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.access import can
from nastavnik.base.errors import DomainError, EditConflict, NotAllowed
from nastavnik.base.keyset import cursor_of, keyset_page
from nastavnik.base.routes import route
from nastavnik.people import cards, city
from nastavnik.people.models import MentorAsk, PublishedCard
from nastavnik.people.services import asks as deeds
from nastavnik.portal.documents.places import place_of
from nastavnik.portal.people.city import ASK, VIEW, tell_of_sight
from nastavnik.portal.people.city_forms import AnswerForm, AskFilter, AskForm
from nastavnik.portal.roadmaps.shown import add_errors
from nastavnik.portal.ui.toasts import toast

State = MentorAsk.State
TONES: dict[str, str] = {
    State.SENT: "info", State.ACCEPTED: "success", State.DECLINED: "plain", State.TAKEN_BACK: "plain",
    State.CLOSED: "plain",
}  # fmt: skip
SENT = "sent"


@route(VIEW)
def asks(request: SignedIn) -> HttpResponse:
    """Received ones, or with ``?side=sent`` those that were sent."""
    place = place_of(request)
    side = SENT if request.GET.get("side") == SENT else "received"
    form = AskFilter(request.GET)
    rows = MentorAsk.objects.visible_to(request.user, VIEW).select_related("from_node", "to_node")
    rows = rows.filter(**{"from_node" if side == SENT else "to_node": place.node}).defer("message", "answer")
    page = keyset_page(form.apply(rows), order=("-pk",), cursor=cursor_of(request.GET))
    names = _names(request, page.rows)
    context = {
        "place": place,
        "side": side,
        "filter": form,
        "list_page": page,
        "rows": [(row, TONES[row.state], names.get(row.participation_id, "")) for row in page.rows],
    }
    return render(request, "people/city/asks.html", context)


@route(VIEW, of=MentorAsk)
def show(request: SignedIn, ask: MentorAsk) -> HttpResponse:
    return _shown(request, ask, AnswerForm(initial={"version": ask.version}))


def _shown(request: SignedIn, ask: MentorAsk, form: AnswerForm, status: int = 200) -> HttpResponse:
    asking, answering = (can(request.user, ASK, node) for node in (ask.from_node, ask.to_node))
    is_waiting = ask.state == State.SENT
    card = PublishedCard.objects.filter(participation=ask.participation_id).first()
    may_undo = asking if ask.state == State.TAKEN_BACK else answering and not is_waiting and ask.state != State.CLOSED
    context = {
        "ask": ask,
        "form": form,
        "tone": TONES[ask.state],
        "name": _names(request, [ask]).get(ask.participation_id, ""),
        "card": card,
        "is_received": answering,
        "may_answer": answering and is_waiting,
        "may_take_back": asking and is_waiting,
        "may_reopen": may_undo and card is not None,
    }
    return render(request, "people/city/ask.html", context, status=status)


@route(ASK, of=PublishedCard, methods=("GET", "POST"))
def new(request: SignedIn, card: PublishedCard) -> HttpResponse:
    """The organisation of the acting role asks for the mentor of ``card``."""
    place = place_of(request)
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ask = deeds.send(card, node=place.node, message=form.cleaned_data["message"], actor=request.user)
        except NotAllowed:
            raise
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            toast(request, _("The request is sent to the organisation of the mentor."))
            return redirect("people:ask", ask.uid)
    tell_of_sight(request.user, [card], "city", card.node)
    context = {
        "card": card, "form": form, "place": place, "name": cards.full_name((card.card or {}).get("name", {})),
        "back": reverse("people:city-card", args=[card.uid]) + place.at,
    }  # fmt: skip
    return render(request, "people/city/ask_form.html", context)


@route(ASK, of=MentorAsk, methods=("POST",))
def accept(request: SignedIn, ask: MentorAsk) -> HttpResponse:
    return _answered(request, ask, accepts=True)


@route(ASK, of=MentorAsk, methods=("POST",))
def decline(request: SignedIn, ask: MentorAsk) -> HttpResponse:
    return _answered(request, ask, accepts=False)


def _answered(request: SignedIn, ask: MentorAsk, *, accepts: bool) -> HttpResponse:
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _shown(request, ask, form)
    told = form.cleaned_data
    try:
        deeds.answer(ask, accepts=accepts, words=told["answer"], version=told["version"], actor=request.user)
    except NotAllowed:
        raise
    except EditConflict:
        toast(request, _("Somebody has answered meanwhile. This is how it stands now."), tone="warning")
    except DomainError as refusal:
        add_errors(form, refusal)
        return _shown(request, ask, form)
    else:
        said = _("The request is accepted; the other school is told.")
        toast(
            request,
            said if accepts else _("The request is declined; the other school is told."),
            undo=reverse("people:ask-reopen", args=[ask.uid]),
        )
    return redirect("people:ask", ask.uid)


@route(ASK, of=MentorAsk, methods=("POST",))
def take_back(request: SignedIn, ask: MentorAsk) -> HttpResponse:
    act = lambda: deeds.take_back(ask, actor=request.user)  # noqa: E731 - what is told of afterwards
    return _told(request, ask, act, _("The request is taken back."), undo=True)


@route(ASK, of=MentorAsk, methods=("POST",))
def reopen(request: SignedIn, ask: MentorAsk) -> HttpResponse:
    return _told(request, ask, lambda: deeds.reopen(ask, actor=request.user), _("The request waits for an answer."))


def _told(
    request: SignedIn, ask: MentorAsk, act: Callable[[], Any], done: str, *, undo: bool = False
) -> HttpResponse:
    try:
        act()
    except NotAllowed:
        raise
    except DomainError as refusal:
        toast(request, str(refusal), tone="warning")
    else:
        toast(request, done, undo=reverse("people:ask-reopen", args=[ask.uid]) if undo else "")
    return redirect("people:ask", ask.uid)


def _names(request: SignedIn, rows: Sequence[MentorAsk]) -> dict[int, str]:
    """Part → name, of those who are shown still; nobody else is named to another organisation."""
    found = PublishedCard.objects.filter(participation__in=[row.participation_id for row in rows])
    opened = city.opened_cards(list(found.select_related("node")))
    if opened:
        tell_of_sight(request.user, opened, "asks", opened[0].node)
    return {row.participation_id: cards.full_name((row.card or {}).get("name", {})) for row in opened}
