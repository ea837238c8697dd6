"""What an organisation decides about its bases: own confirmation of 14–17, ages, how many mentees are many."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.errors import DomainError, EditConflict
from nastavnik.base.routes import route
from nastavnik.people.services import settings
from nastavnik.portal import conflicts
from nastavnik.portal.documents.places import place_of
from nastavnik.portal.roadmaps.shown import add_errors
from nastavnik.portal.ui.toasts import toast


class SettingsForm(forms.Form):
    asks_own_ack = forms.BooleanField(
        label=gettext_lazy("People of 14–17 confirm their consent themselves"), required=False,
        help_text=gettext_lazy("Beside the consent of the representative. Without it they do not enter the base."),
    )  # fmt: skip
    least_mentor_age = forms.IntegerField(
        label=gettext_lazy("Least age of a pupil who is a mentor"), min_value=10, max_value=18
    )
    most_mentees = forms.IntegerField(
        label=gettext_lazy("Mentees of one mentor before a warning"), min_value=1, max_value=30,
        help_text=gettext_lazy("No law sets a limit: more are possible, with a warning."),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


@route("consent.edit", methods=("GET", "POST"))
def show(request: SignedIn) -> HttpResponse:
    place = place_of(request)
    held = settings.of(place.node)
    initial = {name: getattr(held, name) for name in (*settings.FIELDS, "version")}
    form = SettingsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        told = {name: form.cleaned_data[name] for name in settings.FIELDS}
        try:
            settings.change(place.node, version=form.cleaned_data["version"] or 0, actor=request.user, **told)
        except EditConflict as conflict:
            return conflicts.page(request, conflict, form=form, back=place.address("people:consent-settings"))
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            toast(request, _("The settings are saved. The gates of the bases follow them at once."))
            return redirect(place.address("people:consent-settings"))
    return render(request, "people/consents/settings.html", {"form": form, "place": place})
