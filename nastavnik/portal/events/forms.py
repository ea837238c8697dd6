"""What the pages of events ask, and what narrows their list."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik.base.filters import FilterForm
from nastavnik.events.models import Audience, Event, Kind
from nastavnik.org.models import Node
from nastavnik.people.models import Participation
from nastavnik.portal.org.filters import day_field
from nastavnik.portal.surveys.forms import choose, groups_of
from nastavnik.roadmaps.services.rules.figures import OFFICE_TYPES

WHEN = "%Y-%m-%dT%H:%M"
COMING, HELD, CALLED_OFF, ALL = "", "held", "called_off", "all"


class EventFilter(FilterForm):
    state = forms.ChoiceField(
        label=_("Which"),
        choices=[
            (COMING, pgettext_lazy("events", "planned")),
            (HELD, pgettext_lazy("events", "held")),
            (CALLED_OFF, pgettext_lazy("events", "called off")),
            (ALL, pgettext_lazy("events", "all of them")),
        ],
    )
    kind = forms.ChoiceField(label=pgettext_lazy("event", "Kind"), choices=[("", _("any")), *Kind.choices])
    training = forms.BooleanField(label=_("trainings only"))
    whose = forms.ChoiceField(
        label=pgettext_lazy("event", "Whose"),
        choices=[("", pgettext_lazy("events", "our own")), ("below", pgettext_lazy("events", "of those below"))],
    )

    lookups: ClassVar = {"training": "is_training"}

    def __init__(self, data: Any, *, node: Node) -> None:
        super().__init__(data)
        if node.kind != Node.Kind.TERRITORY:
            del self.fields["whose"]

    @property
    def which(self) -> str:
        return str(self.chosen().get("state", COMING))


def moment_field(label: Any, **options: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=WHEN)
    return forms.DateTimeField(label=label, widget=widget, input_formats=(WHEN, "%d.%m.%Y %H:%M"), **options)


class EventForm(forms.Form):
    kind = forms.ChoiceField(label=pgettext_lazy("event", "Kind"), choices=[("", "—"), *Kind.choices])
    title = forms.CharField(label=pgettext_lazy("event", "Title"), max_length=300)
    starts_at = moment_field(pgettext_lazy("event", "Begins"))
    ends_at = moment_field(pgettext_lazy("event", "Ends"), required=False)
    way = forms.ChoiceField(
        label=pgettext_lazy("event", "How it takes place"), choices=Event.Way.choices, widget=forms.RadioSelect
    )
    place = forms.CharField(label=pgettext_lazy("event", "Place"), max_length=300, required=False)
    link = forms.URLField(
        label=pgettext_lazy("event", "Link"), max_length=500, required=False, assume_scheme="https",
        validators=[URLValidator(schemes=["https"], message=_("Give an address that begins with https://."))],
        help_text=_("Of the room of a webinar or of its registration; begins with https://."),
    )  # fmt: skip
    audience = forms.MultipleChoiceField(
        label=pgettext_lazy("event", "For whom"),
        choices=Audience.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    addressed_to = forms.ChoiceField(
        label=_("Whose people"), choices=Event.Addressed.choices, widget=forms.RadioSelect, required=False,
        help_text=_("Those below see it among the events of the levels above and say who of theirs took part."),
    )  # fmt: skip
    is_training = forms.BooleanField(
        label=_("It is a training"), required=False,
        help_text=_("Once it is held, “training” is written down for each mentor who took part."),
    )  # fmt: skip
    hours = forms.DecimalField(
        label=_("Hours of training"), min_value=0, max_value=500, max_digits=4, decimal_places=1, required=False
    )
    about = forms.CharField(
        label=pgettext_lazy("event", "What it is about"), max_length=4000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Programme, speakers, what to bring. Name no children."),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, node: Node, **options: Any) -> None:
        super().__init__(data, **options)
        if not has_below(node):
            del self.fields["addressed_to"]

    def told(self) -> dict[str, Any]:
        said = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        if "addressed_to" in said:
            said["addressed_to"] = said["addressed_to"] or Event.Addressed.OWN
        return said


def has_below(node: Node) -> bool:
    """Whether the office or the territory has organisations of its own to address."""
    return node.kind == Node.Kind.TERRITORY or node.type in OFFICE_TYPES


def typed(event: Event) -> dict[str, Any]:
    names = [name for name in EventForm.base_fields if name != "addressed_to"]
    return {**{name: getattr(event, name) for name in names}, "addressed_to": event.addressed_to}


class HoldForm(forms.Form):
    held_on = day_field(_("Held on"))
    staff = forms.IntegerField(
        label=_("Colleagues who took part"), min_value=0, max_value=100_000, required=False,
        help_text=_("Of the organiser, as a number. People of the bases are ticked on the page of attendance."),
    )  # fmt: skip
    outsiders = forms.IntegerField(
        label=_("Guests"), min_value=0, max_value=1_000_000, required=False,
        help_text=_("From outside, as a number: guests are not named."),
    )  # fmt: skip
    resolution = forms.CharField(
        label=_("What was decided"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class CallOffForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"), max_length=300, help_text=_("Those who are invited are told that it will not take place.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class WhomFilter(FilterForm):
    side = forms.ChoiceField(
        label=_("Base"),
        choices=[
            ("", pgettext_lazy("base", "mentors")),
            (Participation.Side.MENTEE, pgettext_lazy("base", "mentees")),
        ],
    )
    group = forms.ChoiceField(label=_("Class or group"))

    def __init__(self, data: Any, *, node: Node) -> None:
        super().__init__(data)
        choose(self, "group", [("", _("all")), *groups_of(node)])

    @property
    def of_side(self) -> str:
        return str(self.chosen().get("side", Participation.Side.MENTOR))


class CameForm(forms.Form):
    count = forms.IntegerField(
        label=_("How many of our colleagues took part"), min_value=0, max_value=10_000, required=False,
        help_text=_("With those who are ticked above. The organiser sees this number alone."),
    )  # fmt: skip


def next_hour() -> dt.datetime:
    """A week from now at three in the afternoon: what a new form proposes."""
    now = timezone.localtime() + dt.timedelta(days=7)
    return now.replace(hour=15, minute=0, second=0, microsecond=0)
