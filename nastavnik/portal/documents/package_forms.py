"""What the wizard of a package asks, a form a step, and the answers that each step gives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik.documents import package_set
from nastavnik.documents.library import TEMPLATES
from nastavnik.documents.library.mentoring_forms import LEARNERS_CHOICES, TEACHERS_CHOICES
from nastavnik.documents.models import Package
from nastavnik.documents.services import packages
from nastavnik.org.calendar import SchoolYear
from nastavnik.org.models import Node
from nastavnik.portal.approvals.forms import DayField
from nastavnik.portal.documents.package_plan import lines_of_plan
from nastavnik.portal.years import this_year

MOST_PEOPLE, MOST_RESULTS = 30, 30


class BeginForm(forms.Form):
    node = forms.ModelChoiceField(Node.objects.none(), label=_("Organisation"), to_field_name="uid", empty_label=None)
    model = forms.ChoiceField(label=_("Model of mentoring"), choices=Package.Model.choices, widget=forms.RadioSelect)
    school_year = forms.TypedChoiceField(label=_("School year"), coerce=int)

    def __init__(self, *args: Any, nodes: list[Node], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        node, year = self.fields["node"], self.fields["school_year"]
        assert isinstance(node, forms.ModelChoiceField)  # noqa: S101 - said for the type checker
        assert isinstance(year, forms.TypedChoiceField)  # noqa: S101 - said for the type checker
        node.queryset = Node.objects.filter(pk__in=[one.pk for one in nodes]).order_by("sort_name", "pk")
        this = SchoolYear(this_year())
        year.choices = [(one.start_year, str(one)) for one in (this, this.next)]
        self.initial.update({"model": Package.Model.LEARNERS, "school_year": this.start_year})
        if nodes:
            self.initial.setdefault("node", nodes[0].uid)


class StepForm(forms.Form):
    """One step of the wizard over what was answered before."""

    def __init__(self, *args: Any, package: Package, **kwargs: Any) -> None:
        self.package = package
        self.before = packages.answers_of(package)
        kwargs.setdefault("initial", self.shown(self.before))
        super().__init__(*args, **kwargs)

    def shown(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        raise NotImplementedError

    def answers(self) -> dict[str, Any]:
        raise NotImplementedError


def _name(label: Any, *, required: bool = True, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=200, required=required, help_text=hint, widget=forms.TextInput({"list": "people"})
    )


def _post(label: Any, *, required: bool = True) -> forms.CharField:
    return forms.CharField(label=label, max_length=300, required=required)


class PeopleForm(StepForm):
    curator_name = _name(_("Curator: surname, name, patronymic"))
    curator_post = _post(_("Position of the curator"))
    responsible = forms.CharField(
        label=_("Responsible for the launch"), max_length=8000, required=False, widget=forms.Textarea({"rows": 4}),
        help_text=_("One person a line: full name, a comma, the position. Empty: the curator."),
    )  # fmt: skip
    resources_name = _name(_("Responsible for rooms and equipment"), required=False)
    resources_post = _post(_("Position of the one responsible for rooms and equipment"), required=False)
    teller_name = _name(
        _("Who acquaints the staff with the documents"), required=False, hint=_("Empty: the curator does it.")
    )
    teller_post = _post(_("Position of the one who acquaints the staff"), required=False)
    control = forms.CharField(
        label=_("Control"), max_length=500,
        help_text=_("Goes on after «Контроль за исполнением приказа»: «оставляю за собой»."),
    )  # fmt: skip

    def shown(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = {"control": answers.get("control", "оставляю за собой")}
        for key in ("curator", "resources", "teller"):
            person = answers.get(key) or {}
            found |= {f"{key}_name": person.get("name", ""), f"{key}_post": person.get("post", "")}
        found["responsible"] = "\n".join(
            ", ".join(part for part in (one.get("name"), one.get("post")) if part)
            for one in answers.get("responsible") or []
        )
        return found

    def clean_responsible(self) -> list[dict[str, str]]:
        people = [_person(line) for line in self.cleaned_data["responsible"].splitlines() if line.strip()]
        if len(people) > MOST_PEOPLE:
            raise forms.ValidationError(_("Name at most %(n)s people.") % {"n": MOST_PEOPLE})
        return people

    def answers(self) -> dict[str, Any]:
        data = self.cleaned_data
        people = {
            key: {"name": data[f"{key}_name"], "post": data[f"{key}_post"]} if data[f"{key}_name"] else None
            for key in ("curator", "resources", "teller")
        }
        return {**people, "responsible": data["responsible"], "control": data["control"]}


def _person(line: str) -> dict[str, str]:
    """«Соколова Марина Игоревна, заместитель директора»"""
    name, _comma, post = line.partition(",")
    return {"name": name.strip()[:200], **({"post": post.strip()[:300]} if post.strip() else {})}


class TermsForm(StepForm):
    starts_on = DayField(label=_("The programme begins"))
    ends_on = DayField(label=_("The programme ends"))
    monitoring_first = DayField(label=_("First stage of the monitoring, until"))
    monitoring_last = DayField(label=_("Second stage of the monitoring, until"))
    effective_on = DayField(label=_("The local acts are in force from"))
    results = forms.CharField(
        label=_("Planned results"), max_length=6000, widget=forms.Textarea({"rows": 5}),
        help_text=_("One a line; best with a number and a term."),
    )  # fmt: skip

    def shown(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        year = SchoolYear(self.package.school_year)
        usual = {
            "starts_on": year.starts_on,
            "ends_on": year.date_of(5, 31),
            "monitoring_first": year.date_of(10, 15),
            "monitoring_last": year.date_of(5, 20),
            "effective_on": min(max(timezone.localdate(), year.starts_on), year.ends_on),
        }
        found: dict[str, Any] = {
            key: dt.date.fromisoformat(answers[key]) if answers.get(key) else day for key, day in usual.items()
        }
        launch = TEMPLATES.get("order_launch")
        begun = launch.beginning.get("planned_results", []) if launch else []
        found["results"] = "\n".join(answers.get("results") or begun)
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        pairs = (("starts_on", "ends_on"), ("monitoring_first", "monitoring_last"))
        for first, last in pairs:
            if data.get(first) and data.get(last) and data[last] < data[first]:
                self.add_error(last, _("This day is before the one it must follow. Give a later day."))
        return data

    def clean_results(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["results"].splitlines() if line.strip()]
        if len(lines) > MOST_RESULTS:
            raise forms.ValidationError(_("Give at most %(n)s results.") % {"n": MOST_RESULTS})
        return lines

    def answers(self) -> dict[str, Any]:
        return {
            key: value.isoformat() if isinstance(value, dt.date) else value
            for key, value in self.cleaned_data.items()
        }


class SetForm(StepForm):
    documents = forms.MultipleChoiceField(
        label=_("Documents to make"), widget=forms.CheckboxSelectMultiple,
        help_text=_("What is in force already and holds for years need not be made anew."),
    )  # fmt: skip
    learners_forms = forms.MultipleChoiceField(
        label=pgettext_lazy("learners", "Forms of mentoring"), choices=LEARNERS_CHOICES,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    teachers_forms = forms.MultipleChoiceField(
        label=pgettext_lazy("teachers", "Forms of mentoring of teachers"), choices=TEACHERS_CHOICES,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        model = self.package.model
        documents = self.fields["documents"]
        assert isinstance(documents, forms.MultipleChoiceField)  # noqa: S101 - said for the type checker
        codes = (*package_set.codes_of(model), *package_set.optional_of(model))
        documents.choices = [(code, TEMPLATES[code].title) for code in package_set.in_order(codes)]
        for name, absent in (("learners_forms", "teachers"), ("teachers_forms", "learners")):
            if model == absent:
                del self.fields[name]

    def shown(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "documents": packages.chosen_of(self.package),
            "learners_forms": answers.get("learners_forms") or ["pupil_pupil"],
            "teachers_forms": answers.get("teachers_forms") or ["ped_ped"],
        }

    def answers(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


# Columns of what the programme asks for in rows; the first one must be filled.
_EXPECTED = ("indicator", "target", "source")
_PARTNERS = ("partner", "part")
_PLAN = ("activity", "terms", "responsible", "result")
_BETWEEN = _("Between the columns stands a semicolon; rows copied from Excel fit as they are.")


class ProgrammeForm(StepForm):
    """What a programme needs beside the answers of the other steps."""

    programme_title = forms.CharField(
        label=_("Name of the programme"),
        max_length=300,
        help_text=_("It stands on the title page."),
    )
    needs = forms.CharField(
        label=_("Needs and resources"), max_length=8000, widget=forms.Textarea({"rows": 5}),
        help_text=_("One clause a line: whom the programme helps here and with what."),
    )  # fmt: skip
    expected = forms.CharField(
        label=_("Expected results: figure; target; source"), max_length=8000, widget=forms.Textarea({"rows": 5}),
        help_text=_BETWEEN,
    )  # fmt: skip
    partners = forms.CharField(
        label=_("Partners and resources: who; what they do"), max_length=8000, widget=forms.Textarea({"rows": 4}),
        help_text=_BETWEEN,
    )  # fmt: skip
    plan = forms.CharField(
        label=_("Plan of the programme: activity; term; responsible; result"), max_length=30_000,
        widget=forms.Textarea({"rows": 10}), help_text=_("Taken from the road map of the year where there is one."),
    )  # fmt: skip

    def shown(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        known = TEMPLATES["programme"].form.sample()
        return {
            "programme_title": answers.get("programme_title", ""),
            "needs": "\n".join(answers.get("needs") or []),
            "expected": _typed(answers.get("expected") or known["expected"], _EXPECTED),
            "partners": _typed(answers.get("partners") or [], _PARTNERS),
            "plan": _typed(answers.get("plan") or lines_of_plan(self.package) or known["plan"], _PLAN),
        }

    def clean_needs(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["needs"].splitlines() if line.strip()]

    def clean_expected(self) -> list[dict[str, str]]:
        return _rows(self.cleaned_data["expected"], _EXPECTED, needed=2)

    def clean_partners(self) -> list[dict[str, str]]:
        return _rows(self.cleaned_data["partners"], _PARTNERS, needed=2)

    def clean_plan(self) -> list[dict[str, str]]:
        return _rows(self.cleaned_data["plan"], _PLAN, needed=3)

    def answers(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


def _typed(rows: Iterable[Mapping[str, str]], names: Sequence[str]) -> str:
    return "\n".join("; ".join(row.get(name, "") for name in names).rstrip("; ") for row in rows)


def _rows(text: str, names: Sequence[str], *, needed: int) -> list[dict[str, str]]:
    """Rows typed or pasted; each has its first ``needed`` columns.

    Raises: ValidationError: says which row lacks one.
    """
    found = []
    for place, line in enumerate((one for one in text.splitlines() if one.strip()), start=1):
        cells = [cell.strip() for cell in line.split("\t" if "\t" in line else ";")]
        if len([cell for cell in cells[:needed] if cell]) < needed:
            raise forms.ValidationError(
                _("Row %(row)s: give %(n)s columns with a semicolon between them."),
                params={"row": place, "n": needed},
            )
        found.append({name: cell for name, cell in zip(names, cells, strict=False) if cell})
    return found


STEPS: dict[str, tuple[Any, type[StepForm]]] = {
    "people": (pgettext_lazy("package", "People"), PeopleForm),
    "terms": (pgettext_lazy("package", "Terms and results"), TermsForm),
    "set": (pgettext_lazy("package", "Documents"), SetForm),
    "programme": (pgettext_lazy("package", "Programme"), ProgrammeForm),
}


def steps_of(package: Package) -> list[str]:
    """The steps that ``package`` asks; the programme has one where it is made."""
    return [step for step in STEPS if step != "programme" or "programme" in packages.chosen_of(package)]


class CouncilForm(forms.Form):
    minutes_no = forms.CharField(label=_("Number of the minutes"), max_length=100)
    decided_on = DayField(label=_("Date of the minutes"))


class SignDayForm(forms.Form):
    on = DayField(label=_("Date of the order"))


class SendForm(forms.Form):
    due_on = DayField(label=_("Decide by"), required=False)
