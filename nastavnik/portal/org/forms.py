"""Forms of the deeds: they clean and do not save. Each deed has a day and a paper."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nastavnik.base.errors import DomainError, Invalid
from nastavnik.org import clock, reference
from nastavnik.org.listing import searched
from nastavnik.org.models import Fact, Node, NodeQuerySet
from nastavnik.org.services.nodes import TYPES_OF
from nastavnik.portal.org.filters import MOST_TERRITORIES, day_field

# The names of fields of rows, as forms call them.
FIELDS_OF_ROWS = {"full_name": "full", "short_name": "short"}


class DeedForm(forms.Form):
    """The day and the paper stand below what the deed is about."""

    field_order = ("place", "organisation", "kind", "type", "full", "short", "value")

    from_on = day_field(_("In force from"))
    basis = forms.CharField(label=_("Basis"), max_length=300, help_text=_("Order: number and date."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from_on"].initial = timezone.localdate()


class NameForm(DeedForm):
    full = forms.CharField(
        label=_("Full name"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("As in the charter."),
    )
    short = forms.CharField(
        label=_("Short name"), max_length=200, help_text=_("As people call it: it stands in lists and on pages.")
    )


class OpenForm(NameForm):
    type = forms.ChoiceField(label=_("Type"))

    def __init__(self, *args: Any, parent: Node, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = list(Node.Kind) if parent.is_territory else [Node.Kind.BODY]
        field = self.fields["type"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - said for the type checker
        groups = {
            kind: [(f"{kind}:{code}", title) for code, title in reference.titles(TYPES_OF[kind]).items()]
            for kind in reversed(kinds)
        }
        field.choices = [(Node.Kind(kind).label, choices) for kind, choices in groups.items()]
        self.fields["from_on"].label = _("Opened on")

    @property
    def deed(self) -> dict[str, Any]:
        """The arguments of `open_node`."""
        data = self.cleaned_data
        kind, _sep, type = data["type"].partition(":")
        names = {"full": data["full"], "short": data["short"]}
        return {"kind": kind, "type": type, "opened_on": data["from_on"], "basis": data["basis"], **names}


class PlaceForm(DeedForm):
    """One node out of ``nodes``: a territory from a list, an organisation by its name or number."""

    place = forms.ChoiceField(label=_("Territory"), required=False)
    organisation = forms.CharField(
        label=_("Organisation"),
        required=False,
        max_length=200,
        help_text=_("Its OGRN, INN or name. Fill in only when it stands in another organisation."),
    )

    def __init__(self, *args: Any, nodes: NodeQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.nodes = nodes.filter(closed_on=None)
        found = self.nodes.filter(kind=Node.Kind.TERRITORY).order_by("sort_name", "id")[:MOST_TERRITORIES]
        self.territories = {str(node.uid): node for node in found}
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - said for the type checker
        field.choices = [("", _("not chosen")), *((uid, node.short_name) for uid, node in self.territories.items())]

    def clean_organisation(self) -> Node | None:
        """The only open organisation of this name; one that bears it exactly is preferred."""
        text = self.cleaned_data["organisation"]
        if not text:
            return None
        bodies = searched(self.nodes.filter(kind=Node.Kind.BODY), text, timezone.localdate())
        found = list(bodies.order_by("sort_name", "id")[:11])
        exact = [node for node in found if text.casefold() in (node.short_name.casefold(), node.full_name.casefold())]
        if len(found) == 1 or len(exact) == 1:
            return (exact or found)[0]
        if not found:
            raise ValidationError(gettext("No open organisation has this name or number. Compare it with its card."))
        names = ", ".join(node.short_name for node in found[:10])
        raise ValidationError(
            gettext("Several organisations fit: %(names)s. Give the OGRN or the whole name.") % {"names": names}
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen = [node for node in (self.territories.get(data.get("place", "")), data.get("organisation")) if node]
        if len(chosen) == 1:
            data["node"] = chosen[0]
        elif not self.errors:
            self.add_error(None, gettext("Choose one place: a territory or an organisation."))
        return data


class MoveForm(PlaceForm):
    """Where it will stand."""

    def __init__(self, *args: Any, node: Node, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if node.is_territory:
            del self.fields["organisation"]


class JoinForm(PlaceForm):
    """What it joins: like joins like."""

    def __init__(self, *args: Any, node: Node, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["organisation" if node.is_territory else "place"]
        if not node.is_territory:
            self.fields["organisation"].required = True
            self.fields["organisation"].help_text = _("Its OGRN, INN or name.")


class CloseForm(DeedForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from_on"].label = _("Closed on")
        self.fields["from_on"].help_text = _("The first day on which it does not work any more.")


class FactForm(DeedForm):
    """The value of one kind of fact; an empty one ends it."""

    value = forms.CharField(label=_("Value"), max_length=300, required=False)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label, choices = Fact.Kind(kind).label, self._choices(kind)
        if choices:
            self.fields["value"] = forms.ChoiceField(label=label, choices=choices, required=False)
        self.fields["value"].label = label
        if kind == Fact.Kind.CURATOR_CONTACT:
            self.fields["value"].help_text = _("Work telephone or e-mail of the organisation, without names.")
        self.order_fields(self.field_order)

    def _choices(self, kind: str) -> list[tuple[str, Any]]:
        if kind == Fact.Kind.PILOT:
            return [("", _("does not take part")), ("yes", _("takes part"))]
        if kind == Fact.Kind.PHASE:
            return [("", _("not in a phase")), *reference.titles("rollout_phases").items()]
        if kind == Fact.Kind.TIME_ZONE:
            return [("", _("as in the whole installation")), *clock.ZONES.items()]
        return []


class TypeForm(forms.Form):
    type = forms.ChoiceField(label=_("Type"))

    def __init__(self, *args: Any, node: Node, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["type"] = node.type
        field = self.fields["type"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - said for the type checker
        field.choices = list(reference.titles(TYPES_OF[Node.Kind(node.kind)]).items())


def add_errors(form: forms.Form, refusal: DomainError) -> None:
    """Put the sentences of ``refusal`` beside the fields they are about, each once."""
    fields = refusal.fields if isinstance(refusal, Invalid) else {}
    if not fields:
        form.add_error(None, str(refusal))
    for row_field, sentences in fields.items():
        name = FIELDS_OF_ROWS.get(row_field, row_field)
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)
