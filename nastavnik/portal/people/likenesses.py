"""Two cards side by side: one person or two? Joined cards can be taken apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.errors import DomainError
from nastavnik.base.keyset import cursor_of, keyset_page
from nastavnik.base.routes import route
from nastavnik.people import sights
from nastavnik.people.models import Likeness, Merge, Person
from nastavnik.people.services import likenesses
from nastavnik.people.services.merging import GONE, KEPT, clashes, merge
from nastavnik.people.services.parting import take_apart
from nastavnik.people.tasks_data import search
from nastavnik.portal.documents.places import Place, place_of
from nastavnik.portal.people.card_lines import Line, lines_of
from nastavnik.portal.ui.toasts import toast

MERGE = "person.merge"
ONE_PAGE = 20
MERGES_SHOWN = 20
REASONS: dict[str, str | Promise] = {
    "same_name": pgettext_lazy("likeness", "the same name"),
    "typo": pgettext_lazy("likeness", "the names differ by a slip of the pen"),
    "renamed": pgettext_lazy("likeness", "another last name, everything else is the same"),
    "swapped": pgettext_lazy("likeness", "last name and first name are swapped"),
    "same_birth": pgettext_lazy("likeness", "the same birth"),
    "same_phone": pgettext_lazy("likeness", "the same phone"),
    "same_email": pgettext_lazy("likeness", "the same e-mail address"),
}


@dataclass(frozen=True)
class Pair:
    likeness: Likeness
    lines: list[Line]
    reasons: list[str]


def waiting(request: SignedIn, place: Place) -> QuerySet[Likeness]:
    """Pairs that nobody has decided upon."""
    rows = Likeness.objects.visible_to(request.user, MERGE).filter(node=place.node, state=Likeness.State.WAITING)
    living = Person.State.KEPT
    return rows.filter(one__state=living, other__state=living).select_related("one", "other")


@route(MERGE)
def show_list(request: SignedIn) -> HttpResponse:
    """The likeliest pairs first, and what was joined."""
    place = place_of(request)
    page = keyset_page(waiting(request, place), order=("-score", "pk"), cursor=cursor_of(request.GET), size=ONE_PAGE)
    pairs = [Pair(row, lines_of(row.one, row.other), _reasons(row)) for row in page.rows]
    merges = Merge.objects.visible_to(request.user, MERGE).filter(node=place.node, undone_at=None)
    done = list(merges.select_related("kept", "made_by").order_by("-pk")[:MERGES_SHOWN])
    shown = [person for row in page.rows for person in (row.one, row.other)] + [row.kept for row in done]
    sights.seen(request.user, shown, "likenesses")
    context = {"place": place, "list_page": page, "pairs": pairs, "merges": done}
    return render(request, "people/likenesses/list.html", context)


def _reasons(row: Likeness) -> list[str]:
    return [str(REASONS[code]) for code in row.reasons if code in REASONS]


@route(MERGE, methods=("POST",))
def look(request: SignedIn) -> HttpResponse:
    place = place_of(request)
    found = search(place.node, actor=request.user)
    if found is None:
        toast(request, _("The base is being looked through. The pairs will stand here."), tone="info")
    elif found:
        toast(request, ngettext("%(count)s new pair was found.", "%(count)s new pairs were found.", found)
              % {"count": found})  # fmt: skip
    else:
        toast(request, _("No new pairs were found."))
    return redirect(place.address("people:likenesses"))


@route(MERGE, of=Likeness, methods=("GET", "POST"))
def join(request: SignedIn, likeness: Likeness) -> HttpResponse:
    """What the one card will say, and the choice where both are in one base; a POST joins them."""
    back = reverse("people:likenesses")
    if likeness.state != Likeness.State.WAITING:
        toast(request, _("This pair is decided upon already. Open the list again."), tone="warning")
        return redirect(back)
    kept, gone = likeness.one, likeness.other
    refusal = ""
    if request.method == "POST":
        try:
            done = merge(
                kept, gone, actor=request.user, card=_chosen(request, "card-"), entries=_chosen(request, "entry-")
            )
        except DomainError as refused:
            refusal = str(refused)
        else:
            undo = reverse("people:merge-apart", args=[done.uid])
            toast(request, _("The two cards are one now."), undo=undo)
            return redirect(back)
    sights.seen(request.user, [kept, gone], "likenesses")
    context: dict[str, Any] = {
        "likeness": likeness,
        "kept": kept,
        "gone": gone,
        "reasons": _reasons(likeness),
        "lines": lines_of(kept, gone),
        "clashes": clashes(kept, gone),
        "refusal": refusal,
        "chosen": request.POST,
    }
    return render(request, "people/likenesses/join.html", context)


def _chosen(request: SignedIn, prefix: str) -> dict[str, str]:
    """Field or base → which of the two, from the radio buttons."""
    return {
        name.removeprefix(prefix): value
        for name, value in request.POST.items()
        if name.startswith(prefix) and isinstance(value, str) and value in (KEPT, GONE)
    }


@route(MERGE, of=Likeness, methods=("POST",))
def different(request: SignedIn, likeness: Likeness) -> HttpResponse:
    try:
        likenesses.tell_different(likeness, actor=request.user)
    except DomainError as refused:
        toast(request, str(refused), tone="warning")
    else:
        undo = reverse("people:likeness-again", args=[likeness.uid])
        toast(request, _("They are two people. The pair will not be shown again."), undo=undo)
    return redirect("people:likenesses")


@route(MERGE, of=Likeness, methods=("POST",))
def again(request: SignedIn, likeness: Likeness) -> HttpResponse:
    try:
        likenesses.ask_again(likeness, actor=request.user)
    except DomainError as refused:
        toast(request, str(refused), tone="warning")
    return redirect("people:likenesses")


@route(MERGE, of=Merge, methods=("POST",))
def apart(request: SignedIn, done: Merge) -> HttpResponse:
    try:
        stay = take_apart(done, actor=request.user)
    except DomainError as refused:
        toast(request, str(refused), tone="warning")
        return redirect("people:likenesses")
    told = gettext_lazy("They are two cards again, as they were.")
    if stay:
        told = gettext_lazy(
            "They are two cards again. What was changed since they were joined stays in the first one."
        )
    toast(request, told, tone="warning" if stay else "success")
    return redirect("people:likenesses")
