"""How words are inflected: what the grammar was unsure of is asked once and remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.errors import DomainError
from nastavnik.base.routes import route
from nastavnik.documents.contents import put_together
from nastavnik.documents.models import Paper, Wording
from nastavnik.documents.services.wordings import teach as remember
from nastavnik.documents.speech import Guess
from nastavnik.portal.ui.toasts import toast

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_PERSON: dict[str, _StrPromise] = {
    "gent": gettext_lazy("of whom?"),
    "datv": gettext_lazy("to whom?"),
    "accs": gettext_lazy("whom?"),
    "ablt": gettext_lazy("by whom?"),
    "loct": gettext_lazy("about whom?"),
}
_THING: dict[str, _StrPromise] = {
    "gent": gettext_lazy("of what?"),
    "datv": gettext_lazy("to what?"),
    "accs": gettext_lazy("what (accusative)?"),
    "ablt": gettext_lazy("by what?"),
    "loct": gettext_lazy("in what?"),
}


class Asked(NamedTuple):
    """One doubt: its place among the doubts of the document, the question and what the rules would write."""

    place: int
    text: str
    case: str
    question: str
    form: str


def questions_of(guesses: list[Guess]) -> list[Asked]:
    return [Asked(place, one.text, one.case, question_of(one), one.form) for place, one in enumerate(guesses)]


def question_of(word: Guess | Wording) -> str:
    """What its case answers to."""
    return str((_THING if word.kind == "organisation" else _PERSON)[word.case])


@route("document.edit", of=Paper, seen_by="document.view", methods=("POST",))
def teach(request: SignedIn, paper: Paper) -> HttpResponse:
    """The answers to what the document of today is unsure of; an unanswered one is asked again."""
    taught, refused = 0, ""
    for one, guess in _asked(paper):
        # The words that were asked about, so that an answer never lands on others.
        if request.POST.get(f"text-{one.place}") != guess.text or request.POST.get(f"case-{one.place}") != guess.case:
            continue
        own = request.POST.get(f"own-{one.place}", "").strip()
        said = own or (guess.form if request.POST.get(f"answer-{one.place}") == "yes" else "")
        if not said:
            continue
        try:
            remember(paper.node, guess.kind, guess.text, guess.case, said, actor=request.user)
        except DomainError as refusal:
            refused = str(refusal)
        else:
            taught += 1
    if refused:
        toast(request, refused, tone="danger")
    elif taught:
        said = ngettext("%(n)s form is remembered.", "%(n)s forms are remembered.", taught) % {"n": taught}
        toast(request, said)
    else:
        toast(request, _("Tick what is correct, or write it."), tone="warning")
    return redirect("documents:paper", paper.uid)


def _asked(paper: Paper) -> list[tuple[Asked, Guess]]:
    if paper.is_issued:
        return []
    try:
        guesses = list(put_together(paper).speech.guesses.values())
    except DomainError:
        return []
    return list(zip(questions_of(guesses), guesses, strict=True))
