"""Comments under a line, and who else has its form open."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nastavnik.accounts.holders import Holder
from nastavnik.accounts.models import User
from nastavnik.accounts.requests import SignedIn
from nastavnik.base.errors import DomainError
from nastavnik.base.routes import route
from nastavnik.portal.roadmaps.shown import add_errors
from nastavnik.portal.ui.toasts import toast
from nastavnik.roadmaps.models import Comment, RoadmapLine
from nastavnik.roadmaps.services import comments
from nastavnik.roadmaps.services import presence as presences


class CommentForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Comment"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 3, "data-mentions": "id_tell"}),
    )
    tell = forms.MultipleChoiceField(
        label=gettext_lazy("Whom to tell"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, people: list[Holder], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(holder.user.uid): holder for holder in people}
        field = self.fields["tell"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - said for the type checker
        field.choices = [
            (uid, f"{holder.user.work_name} ({holder.role.label})") for uid, holder in self.people.items()
        ]

    @property
    def told(self) -> list[User]:
        return [self.people[uid].user for uid in self.cleaned_data["tell"]]


@route("roadmap.comment", of=RoadmapLine, seen_by="roadmap.view", methods=("GET", "POST"))
def comment(request: SignedIn, line: RoadmapLine) -> HttpResponse:
    """Write a comment on a page of its own; to htmx, the list of people that may be told."""
    people = comments.people_of(line, but=request.user)
    form = CommentForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        try:
            made = comments.add_comment(line, text=form.cleaned_data["text"], tell=form.told, actor=request.user)
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            toast(request, _("The comment is sent."), undo=reverse("roadmaps:comment-withdraw", args=[made.uid]))
            return _to_the_talk(line)
    fragment = "#people" if request.method == "GET" and "HX-Request" in request.headers else ""
    context = {"line": line, "roadmap": line.roadmap, "form": form}
    return render(request, f"roadmaps/comment.html{fragment}", context)


@route("comment.withdraw", of=Comment, seen_by="roadmap.view", methods=("POST",))
def withdraw(request: SignedIn, said: Comment) -> HttpResponse:
    comments.withdraw_comment(said, actor=request.user)
    undo = reverse("roadmaps:comment-return", args=[said.uid])
    toast(request, _("The comment is withdrawn."), undo=undo)
    return _to_the_talk(said.line)


@route("comment.withdraw", of=Comment, seen_by="roadmap.view", methods=("POST",))
def bring_back(request: SignedIn, said: Comment) -> HttpResponse:
    comments.bring_comment_back(said, actor=request.user)
    toast(request, _("The comment is back."))
    return _to_the_talk(said.line)


@route("roadmap.edit", of=RoadmapLine, seen_by="roadmap.view", methods=("POST",))
def presence(request: SignedIn, line: RoadmapLine) -> HttpResponse:
    """Say that the form is open, and read who else has it open; asked every 15 seconds."""
    others = presences.be_here(line, actor=request.user)
    return render(request, "roadmaps/presence.html", {"line": line, "others": others})


def _to_the_talk(line: RoadmapLine) -> HttpResponse:
    return redirect(reverse("roadmaps:line", args=[line.uid]) + "#talk")
