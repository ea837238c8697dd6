"""What the pages of partners ask, and what narrows their list."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik.base.filters import FilterForm
from nastavnik.org import reference
from nastavnik.org.calendar import school_year_of
from nastavnik.org.models import Node
from nastavnik.people.models import Offer, Partner, PartnerReview
from nastavnik.people.services import partners
from nastavnik.portal.org.filters import day_field

#: Levels of organisations that may be somebody's partner.
LEVELS = ("partner", "organisation")


def types() -> dict[str, str]:
    """Code → title; empty where the list is not loaded yet, so that the register opens all the same."""
    try:
        entries = reference.entries("org_types")
    except reference.ReferenceMissing:
        return {}
    found = [entry for entry in entries if entry.data.get("level") in LEVELS]
    return {entry.code: entry.title for entry in sorted(found, key=lambda each: LEVELS.index(each.data["level"]))}


class PartnerFilter(FilterForm):
    q = forms.CharField(
        label=_("Name or INN"), max_length=100, widget=forms.TextInput(attrs={"type": "search", "size": 24})
    )
    type = forms.ChoiceField(label=_("Type"))
    agreement = forms.ChoiceField(
        label=pgettext_lazy("partner", "Agreement"),
        choices=[
            ("", _("any")),
            ("soon", _("ends within 30 days")),
            ("over", _("has ended")),
            ("none", _("not written down")),
        ],
    )
    review = forms.ChoiceField(
        label=_("Revision"),
        choices=[("", _("any")), ("done", _("this school year")), ("due", _("not this year yet"))],
    )
    state = forms.ChoiceField(
        label=pgettext_lazy("partner", "Partnership"),
        choices=[("", pgettext_lazy("partnership", "goes on")), ("ended", pgettext_lazy("partnership", "ended"))],
    )
    where = forms.ChoiceField(
        label=pgettext_lazy("partner", "Kept by"),
        choices=[("", _("by us")), ("below", _("by organisations below"))],
    )

    def __init__(self, data: Any, *, node: Node) -> None:
        super().__init__(data)
        self.node = node
        self.today = timezone.localdate()
        field = self.fields["type"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - said for the type checker
        field.choices = [("", _("any")), *types().items()]
        if node.kind != Node.Kind.TERRITORY:
            del self.fields["where"]

    @property
    def is_narrowed(self) -> bool:
        return bool(self.chosen())

    def rows(self, found: Any) -> Any:
        """Of ``found`` those that are chosen; without a choice the living ones of the node itself."""
        chosen = self.chosen()
        found = found.filter(ended_on__isnull=chosen.get("state") != "ended")
        found = found.exclude(node=self.node) if chosen.get("where") else found.filter(node=self.node)
        return self.apply(found, without=("state", "where"))

    def narrow_q(self, found: Any, text: str) -> Any:
        # A pattern without regard to case is the same for both databases, whatever the letters.
        return found.filter(Q(name__iregex=re.escape(text)) | Q(inn=text))

    def narrow_agreement(self, found: Any, said: str) -> Any:
        if said == "soon":
            return found.filter(partners.running_out(self.today))
        if said == "over":
            return found.filter(agreement_until__lt=self.today)
        return found.filter(agreement=None, agreement_words="")

    def narrow_review(self, found: Any, said: str) -> Any:
        done = Q(last_review_on__gte=school_year_of(self.today).starts_on)
        return found.filter(done) if said == "done" else found.exclude(done)


class PartnerForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=300)
    type = forms.ChoiceField(label=_("Type"))
    inn = forms.CharField(label=_("INN"), max_length=14, required=False)
    industry = forms.CharField(label=_("Industry"), max_length=200, required=False)
    since_on = day_field(_("Partner since"), required=False)
    contact_name = forms.CharField(label=_("Contact person"), max_length=200)
    contact_post = forms.CharField(label=_("Position"), max_length=200, required=False)
    contact_phone = forms.CharField(label=_("Work telephone"), max_length=60, required=False)
    contact_email = forms.EmailField(label=_("Work e-mail"), max_length=200, required=False)
    agreement: Any = forms.ModelChoiceField(
        label=_("Agreement in the register of documents"), queryset=None, to_field_name="uid", required=False,
        empty_label="—",
    )  # fmt: skip
    agreement_words = forms.CharField(
        label=_("Agreement: number and date"), max_length=200, required=False,
        help_text=_("If it is not kept on the platform."),
    )  # fmt: skip
    agreement_until = day_field(
        _("Agreement in force until"), required=False, help_text=_("You are told 30 days before.")
    )
    resources = forms.CharField(
        label=_("Resources"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What the partner can give: workshops, excursions, equipment, experts."),
    )  # fmt: skip
    body: Any = forms.ModelChoiceField(
        label=_("Place of the partner on the platform"), queryset=None, to_field_name="uid", required=False,
        empty_label=_("the partner does not work here"),
        help_text=_("Whoever holds the role of a partner there sees its row, its offers and its own mentors."),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, node: Node, with_contact: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("agreement", partners.agreements(node)), ("body", partners.bodies(node))):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - said for the type checker
            field.queryset = rows
        kinds = self.fields["type"]
        assert isinstance(kinds, forms.ChoiceField)  # noqa: S101 - said for the type checker
        kinds.choices = list(types().items())
        if not with_contact:
            for part in partners.CONTACT:
                del self.fields[f"contact_{part}"]

    def told(self) -> dict[str, Any]:
        """What the deeds take."""
        given = dict(self.cleaned_data)
        given.pop("version", None)
        parts = {part: given.pop(f"contact_{part}") for part in partners.CONTACT if f"contact_{part}" in given}
        return given | ({"contact": parts} if parts else {})


def typed(partner: Partner) -> dict[str, Any]:
    """What the form shows of a row."""
    plain = {name: getattr(partner, name) for name in (*partners.FIELDS, "version") if name != "contact"}
    return plain | {f"contact_{part}": value for part, value in (partner.contact or {}).items()}


class OfferForm(forms.Form):
    kind = forms.ChoiceField(label=_("What is offered"), choices=Offer.Kind.choices, widget=forms.RadioSelect)
    count = forms.IntegerField(label=_("How many"), min_value=1, max_value=10_000, required=False)
    words = forms.CharField(
        label=_("In words"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "For mentors: their professions and what they can teach. No names: the school writes people down itself, "
            "with their consent."
        ),
    )  # fmt: skip
    form = forms.ChoiceField(label=_("Form of mentoring"), required=False)
    from_on = day_field(_("From"))
    to_on = day_field(_("Until"), required=False)
    is_open = forms.BooleanField(label=_("Open to all schools of the territory"), required=False)

    def __init__(self, *args: Any, partner: Partner, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["form"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - said for the type checker
        field.choices = [("", "—"), *reference.titles("forms").items()]
        self.initial.setdefault("from_on", timezone.localdate())
        if partner.node.kind != Node.Kind.TERRITORY:
            del self.fields["is_open"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        start, last = given.get("from_on"), given.get("to_on")
        if start and last and last < start:
            self.add_error("to_on", _("The last day lies before the first one."))
        return given


class OfferFilter(FilterForm):
    state = forms.ChoiceField(
        label=pgettext_lazy("offer", "State"),
        choices=[("", _("any")), *Offer.State.choices],
    )
    kind = forms.ChoiceField(label=_("What is offered"), choices=[("", _("any")), *Offer.Kind.choices])


class EffortForm(forms.Form):
    on = day_field(_("Date"))
    what = forms.CharField(
        label=pgettext_lazy("effort", "Measure"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("A letter, a meeting, a round table, an open day: what was done and with whom."),
    )  # fmt: skip
    result = forms.CharField(
        label=pgettext_lazy("effort", "Result"), max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    partner: Any = forms.ModelChoiceField(
        label=_("Partner"), queryset=None, to_field_name="uid", required=False, empty_label=_("not a partner yet")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, node: Node, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["partner"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - said for the type checker
        field.queryset = Partner.objects.filter(node=node).defer("contact").order_by("name")
        self.initial.setdefault("on", timezone.localdate())

    def told(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class RevisionDayForm(forms.Form):
    on = day_field(_("Date of the revision"))


CONCLUSIONS = PartnerReview.Conclusion.choices
