"""What people give with a table, say of its columns, and when it is accepted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nastavnik.accounts.models import User
from nastavnik.org.models import Node
from nastavnik.people.models import Intake, Participation
from nastavnik.people.registers.checks import REQUIRED
from nastavnik.people.registers.columns import PARTS, REGISTERS, column, targets
from nastavnik.people.registers.sheets import MOST_BYTES, MOST_PASTED
from nastavnik.people.registers.writing import PRINTED
from nastavnik.portal.org.filters import day_field
from nastavnik.portal.people.bases_forms import years
from nastavnik.portal.years import this_year

ACCEPTED = ".xlsx,.xls,.ods,.csv"
Side = Participation.Side


class TableForm(forms.Form):
    """A file or pasted cells, and the base that they are for."""

    node = forms.ModelChoiceField(Node.objects.none(), label=_("Organisation"), to_field_name="uid", empty_label=None)
    side = forms.ChoiceField(
        label=_("Which base it is"), widget=forms.RadioSelect,
        choices=[(Side.MENTEE, _("Base of mentees")), (Side.MENTOR, _("Base of mentors"))],
    )  # fmt: skip
    model = forms.ChoiceField(label=_("Model"), choices=Participation.Model.choices)
    school_year = forms.TypedChoiceField(label=_("School year"), coerce=int)
    file = forms.FileField(
        label=_("File with the table"), required=False, widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text=_("XLSX, XLS, ODS or CSV, up to 100,000 rows."),
    )  # fmt: skip
    pasted = forms.CharField(
        label=_("Cells from Excel or Word"), required=False, max_length=MOST_PASTED, strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=_("Select the table together with its headings, copy it and paste it here."),
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nodes = Node.objects.visible_to(user, "person.import").order_by("sort_name", "pk")
        field = self.fields["node"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - said for the type checker
        field.queryset = nodes
        self.owners = list(nodes[:2])
        if len(self.owners) == 1:
            field.initial, field.widget = self.owners[0].uid, forms.HiddenInput()
        chosen = self.fields["school_year"]
        assert isinstance(chosen, forms.TypedChoiceField)  # noqa: S101 - said for the type checker
        chosen.choices = years()
        chosen.initial = this_year()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("file") and not (data.get("pasted") or "").strip() and "file" not in self.errors:
            self.add_error("file", _("Choose a file or paste the cells."))
        if data.get("file") and data["file"].size > MOST_BYTES:
            self.add_error("file", _("The file is too large. Delete pictures and spare sheets or split the table."))
        return data

    def content(self) -> tuple[bytes, str, bool]:
        """The bytes, the name, and whether they were pasted."""
        if file := self.cleaned_data.get("file"):
            return file.read(), file.name, False
        return self.cleaned_data["pasted"].encode(), str(_("pasted cells")), True


class ColumnsForm(forms.Form):
    """A choice for each column of the table; the form's own columns come first."""

    entry_date = day_field(
        _("Date of entry where a row has none"), required=False,
        help_text=_("Leave it empty if every row has a date of its own."),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput())

    def __init__(self, *args: Any, intake: Intake, **kwargs: Any) -> None:
        said = intake.headings or {}
        kwargs.setdefault("initial", {"entry_date": said.get("entry_date"), "version": intake.version})
        super().__init__(*args, **kwargs)
        choices = _choices(intake.side)
        self.places = sorted(intake.mapping, key=int)
        for place in self.places:
            name = f"column_{place}"
            title = said.get("titles", {}).get(place) or _("Column %(n)s") % {"n": int(place) + 1}
            self.fields[name] = forms.ChoiceField(label=title, choices=choices, required=False)
            self.initial[name] = intake.mapping[place]
        self._said = said

    def rows(self) -> list[dict[str, Any]]:
        """Each column with its first cells, for the page."""
        unsure = set(self._said.get("unsure", ()))
        return [
            {
                "field": self[f"column_{place}"],
                "examples": self._said.get("examples", {}).get(place, []),
                "is_unsure": place in unsure,
            }
            for place in self.places
        ]

    @property
    def mapping(self) -> dict[str, str]:
        return {place: self.cleaned_data.get(f"column_{place}", "") for place in self.places}


def _choices(side: str) -> list[Any]:
    known = targets(side)
    known.pop("status", None)
    printed = {each.name for each in REGISTERS[side][: len(PRINTED[side])]}
    whole = [(name, title) for name, title in known.items() if name in printed and name not in PARTS]
    parts = [(name, title) for name, title in known.items() if name in PARTS]
    more = [(name, title) for name, title in known.items() if name not in printed and name not in PARTS]
    return [
        ("", _("leave out")), (_("Columns of the form"), whole), (_("Parts of the name and the contacts"), parts),
        (_("Columns of the platform"), more),
    ]  # fmt: skip


class GroundForm(forms.Form):
    """On what ground the new people of a table may be kept."""

    ground = forms.ChoiceField(
        label=_("Consents of the new people"), widget=forms.RadioSelect, initial=Intake.Ground.NONE,
        choices=[
            (Intake.Ground.CONSENTS, _("were collected on paper: put them down for everybody")),
            (Intake.Ground.NONE, _("are not there yet: everybody becomes a candidate")),
        ],
        help_text=_("The data of candidates who give no consent are erased after 30 days."),
    )  # fmt: skip
    consents_on = day_field(_("Day on which they were signed"), required=False)
    basis = forms.CharField(
        label=_("Where the papers lie"), required=False, max_length=300, help_text=_("For example: file 03-12.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput())


class RowForm(forms.Form):
    """Every cell of one row."""

    use_required_attribute = False
    version = forms.IntegerField(widget=forms.HiddenInput())

    def __init__(self, *args: Any, side: str, names: list[str], errors_of: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.errors_of = errors_of
        for name in names:
            # The row is judged anew whatever is left empty; the page only says what a candidate cannot do without.
            self.fields[name] = forms.CharField(
                label=column(side, name).title, required=name in REQUIRED[side], max_length=12_000, strip=True,
                help_text=errors_of.get(name, ""),
            )  # fmt: skip
