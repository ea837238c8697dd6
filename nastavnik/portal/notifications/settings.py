"""How a user wants to be told: what by e-mail, what on the site only, at which hour."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.errors import Invalid
from nastavnik.base.routes import route
from nastavnik.notifications import digest
from nastavnik.notifications.hours import Hours
from nastavnik.notifications.kinds import Kind, kinds
from nastavnik.notifications.models import Preference
from nastavnik.notifications.services import preferences
from nastavnik.portal.ui.toasts import toast

HOURS = [(hour, f"{hour}:00") for hour in range(24)]
Way = Preference.Way


class PreferenceForm(forms.Form):
    letters = forms.BooleanField(label=gettext_lazy("Send me letters"), required=False)
    digest_hour = forms.TypedChoiceField(
        label=gettext_lazy("Letter of the day at"),
        coerce=int,
        choices=HOURS,
        help_text=gettext_lazy("Everything new of the last day in one letter. No news, no letter."),
    )
    quiet_from = forms.TypedChoiceField(label=gettext_lazy("No letters from"), coerce=int, choices=HOURS)
    quiet_to = forms.TypedChoiceField(label=gettext_lazy("No letters until"), coerce=int, choices=HOURS)

    def __init__(self, data: Any, *, chosen: Preference) -> None:
        names = ("letters", "digest_hour", "quiet_from", "quiet_to")
        super().__init__(data, initial={name: getattr(chosen, name) for name in names})
        self.told = [kind for kind in kinds() if kind.name != digest.NAME]
        for kind in self.told:
            way = chosen.ways.get(kind.name, Way.LETTER if kind.mailed else Way.SITE)
            self.fields[kind.name] = forms.ChoiceField(label=str(kind.subject), choices=_ways(kind), initial=way)

    @property
    def by_kind(self) -> list[forms.BoundField]:
        return [self[kind.name] for kind in self.told]

    @property
    def ways(self) -> dict[str, str]:
        return {kind.name: self.cleaned_data[kind.name] for kind in self.told if kind.name in self.cleaned_data}

    @property
    def hours(self) -> Hours:
        data = self.cleaned_data
        return Hours(data["digest_hour"], data["quiet_from"], data["quiet_to"])


def _ways(kind: Kind) -> list[tuple[str, Any]]:
    return [(value, label) for value, label in Way.choices if kind.mailed or value != Way.LETTER]


@route("notification.view", methods=("GET", "POST"))
def choose(request: SignedIn) -> HttpResponse:
    """Every letter leads here."""
    form = PreferenceForm(request.POST or None, chosen=preferences.preference_of(request.user))
    if request.method == "POST" and form.is_valid():
        letters = form.cleaned_data["letters"]
        try:
            preferences.choose(request.user, letters=letters, hours=form.hours, ways=form.ways)
        except Invalid as refusal:
            for name, sentences in refusal.fields.items():
                form.add_error(name if name in form.fields else None, sentences)
        else:
            toast(request, _("Your choice is kept."))
            return redirect("notifications:settings")
    return render(request, "notifications/settings.html", {"form": form, "address": request.user.email})
