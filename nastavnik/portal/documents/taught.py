"""The words that an organisation taught: how its names, posts and organisations are inflected. Mended, removed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nastavnik.accounts.requests import SignedIn
from nastavnik.audit.record import record
from nastavnik.base.access import holds
from nastavnik.base.errors import DomainError, EditConflict
from nastavnik.base.filters import FilterForm
from nastavnik.base.keyset import cursor_of, keyset_page
from nastavnik.base.routes import route
from nastavnik.documents.models import Wording
from nastavnik.documents.services import wordings
from nastavnik.portal import conflicts
from nastavnik.portal.documents.places import Place, place_of
from nastavnik.portal.documents.words import question_of
from nastavnik.portal.roadmaps.shown import add_errors
from nastavnik.portal.ui.toasts import toast

WORDS = "document.words"


class WordFilter(FilterForm):
    """No words are typed here: names of people stand in no address."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What it is"), choices=[("", gettext_lazy("any")), *Wording.Kind.choices]
    )
    case = forms.ChoiceField(label=gettext_lazy("Case"), choices=[("", gettext_lazy("any")), *Wording.Case.choices])


class WordForm(forms.Form):
    form = forms.CharField(
        label=gettext_lazy("In this case"),
        max_length=wordings.LONGEST,
        help_text=gettext_lazy("As it should stand in a document."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


@route(WORDS)
def show_list(request: SignedIn) -> HttpResponse:
    """The newest first. That names of people were looked at is written down."""
    place, form = place_of(request), WordFilter(request.GET)
    rows = Wording.objects.visible_to(request.user, WORDS).filter(node=place.node).known()
    page = keyset_page(
        form.apply(rows).select_related("taught_by"), order=("-taught_at",), cursor=cursor_of(request.GET)
    )
    named = sum(row.kind == Wording.Kind.PERSON for row in page.rows)
    if named:
        record("document.words_viewed", place.node, actor=request.user, node_id=place.node.pk, rows=named)
    context = {
        "place": place,
        "filter": form,
        "list_page": page,
        "may_draw_up": holds(request.user, "document.edit"),
    }
    return render(request, "documents/words/list.html", context)


@route(WORDS, of=Wording, methods=("GET", "POST"))
def mend(request: SignedIn, word: Wording) -> HttpResponse:
    place = _place(request, word)
    back = place.address("documents:taught")
    if word.removed_at is not None:
        toast(request, _("This word was removed. It may be brought back for a day."), tone="warning")
        return redirect(back)
    form = WordForm(request.POST or None, initial={"form": word.form, "version": word.version})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            wordings.mend(word, said["form"], version=said["version"], actor=request.user)
        except EditConflict as conflict:
            return conflicts.page(request, conflict, form=form, back=back)
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            toast(request, _("Remembered. Issued documents keep what they say."))
            return redirect(back)
    elif request.method == "GET" and word.kind == Wording.Kind.PERSON:
        record("document.words_viewed", word, actor=request.user, node_id=word.node_id, rows=1)
    context: dict[str, Any] = {"place": place, "form": form, "word": word, "question": question_of(word)}
    return render(request, "documents/words/form.html", context)


@route(WORDS, of=Wording, methods=("POST",))
def remove(request: SignedIn, word: Wording) -> HttpResponse:
    wordings.remove(word, actor=request.user)
    undo = reverse("documents:taught-return", args=[word.uid])
    toast(request, _("The word is removed: the rules of grammar inflect it again, or ask anew."), undo=undo)
    return redirect(_place(request, word).address("documents:taught"))


@route(WORDS, of=Wording, methods=("POST",))
def bring_back(request: SignedIn, word: Wording) -> HttpResponse:
    wordings.bring_back(word, actor=request.user)
    toast(request, _("The word is brought back."))
    return redirect(_place(request, word).address("documents:taught"))


def _place(request: SignedIn, word: Wording) -> Place:
    """Where the word was taught, whatever the address says."""
    nodes = place_of(request).nodes
    return Place(request, next((node for node in nodes if node.pk == word.node_id), word.node), nodes)
