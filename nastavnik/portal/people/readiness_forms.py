"""What the pages of the selection of mentors ask."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik.base.filters import FilterForm
from nastavnik.org import reference
from nastavnik.people import selection
from nastavnik.people.models import Participation, ReadinessFact, Safeguard
from nastavnik.people.readiness_kinds import INTERVIEW, titles
from nastavnik.portal.org.filters import day_field
from nastavnik.portal.people.bases_forms import years
from nastavnik.portal.years import this_year

_GROUND_HELP = _("Number of the paper or name of the training. Do not copy what a certificate says.")
LONGEST_GROUND, LONGEST_REASON = 300, 2000


class ReadinessFilter(FilterForm):
    """``year`` is never empty; names are searched for by a posted form, whose token stands in ``of``."""

    year = forms.TypedChoiceField(label=_("School year"), coerce=int, choices=())
    state = forms.ChoiceField(label=_("Selection"))
    model = forms.ChoiceField(label=_("Model"), choices=[("", _("any")), *Participation.Model.choices])
    source = forms.ChoiceField(label=_("Category of the mentor"))
    of = forms.CharField(label=_("Name"), max_length=40, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, words: str = "") -> None:
        super().__init__(data)
        self.words = words
        now = this_year()
        self._choose("year", sorted(years(), key=lambda pair: pair[0] != now))
        named = titles()
        lacking = [(code, _("lacks: %(what)s") % {"what": named[kind]}) for kind, code in selection.LACKS.items()]
        whole = [
            ("", _("any")),
            ("ready", pgettext_lazy("selection", "passed")),
            ("open", pgettext_lazy("selection", "not passed yet")),
            *lacking,
            ("soon", _("a check runs out within a month")),
            ("stopped", _("paused or suspended")),
        ]
        self._choose("state", whole)
        self._choose("source", [("", _("any")), *reference.titles("mentor_sources").items()])

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - said for the type checker
        field.choices = choices

    @property
    def of_year(self) -> int:
        return int(self.chosen().get("year") or this_year())

    @property
    def is_narrowed(self) -> bool:
        return bool(self.chosen().keys() - {"year"})

    def narrow_year(self, parts: Any, _value: Any) -> Any:
        return parts.filter(school_year=self.of_year)

    def narrow_of(self, parts: Any, _value: Any) -> Any:
        """Names are looked through when they are open."""
        return parts

    def narrow_state(self, parts: Any, value: str) -> Any:
        return selection.narrowed(parts, value, timezone.localdate())

    def _text(self, name: str, value: Any) -> str:
        return self.words if name == "of" else super()._text(name, value)


class FactForm(forms.Form):
    """One thing that was gone through. ``kinds``: those that this user may write down."""

    kind = forms.ChoiceField(label=pgettext_lazy("readiness", "What"))
    outcome = forms.ChoiceField(
        label=_("Outcome"), choices=ReadinessFact.Outcome.choices, initial="passed", widget=forms.RadioSelect
    )
    dated_on = day_field(_("Date"))
    expires_on = day_field(
        _("Valid until"), required=False, help_text=_("For a certificate of no conviction: always.")
    )
    basis = forms.CharField(label=_("Ground"), max_length=LONGEST_GROUND, required=False, help_text=_GROUND_HELP)

    def __init__(self, data: Any = None, *, kinds: Iterable[str], **options: Any) -> None:
        super().__init__(data, **options)
        named = titles()
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - said for the type checker
        field.choices = [(kind, named[kind]) for kind in named if kind in {*kinds}]
        self.fields["dated_on"].initial = timezone.localdate()
        if [*kinds] == [INTERVIEW]:
            self.fields["kind"].widget = forms.HiddenInput()
            self.fields["expires_on"].widget = forms.HiddenInput()
            self.fields["basis"].label = _("Minutes of the interview")
            self.fields["basis"].help_text = _("Number and date of the sheet of the interview, where it is kept.")


class ManyForm(FactForm):
    """Passed by several people: whoever failed is written down by themselves."""

    def __init__(self, data: Any = None, *, kinds: Iterable[str], **options: Any) -> None:
        super().__init__(data, kinds=kinds, **options)
        del self.fields["outcome"]


class StepForm(forms.Form):
    """Where an adult is put, and why."""

    to = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Ground"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Whoever opens it later is written down. Do not name other people."),
    )  # fmt: skip
    since = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, steps: Iterable[str], **options: Any) -> None:
        super().__init__(data, **options)
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - said for the type checker
        wanted = {*steps}
        field.choices = [(code, DECISIONS[code]) for code in Safeguard.State.values if code in wanted]


DECISIONS: dict[str, Any] = {
    Safeguard.State.CHECKING: _("begin the check"),
    Safeguard.State.CLEARED: _("clear to work with minors"),
    Safeguard.State.SUSPENDED: _("suspend until a report is looked into"),
    Safeguard.State.BARRED: _("do not allow to work with minors"),
}
