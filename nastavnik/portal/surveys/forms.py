"""A block of questions as a form, and what the pages of the curator ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nastavnik.base.filters import FilterForm
from nastavnik.org.models import Node
from nastavnik.people.models import Group, Participation
from nastavnik.portal.org.filters import day_field
from nastavnik.portal.people.bases_forms import years
from nastavnik.portal.years import this_year
from nastavnik.surveys.models import Filling
from nastavnik.surveys.questions import LONGEST, Kind, Question, Unsuited, cleaned
from nastavnik.surveys.services import versions


class BlockForm(forms.Form):
    """Fields are named by the numbers of their questions. `said`: what fits, also where something else does not."""

    def __init__(
        self, data: Any = None, *, block: Sequence[Question], answers: Mapping[str, Any], gaps: bool = False
    ) -> None:
        """``gaps``: nothing has to be answered: a paper is being typed in."""
        super().__init__(data, initial={name_of(each): answers.get(each.key) for each in block})
        self.block = block
        self.said: dict[str, Any] = {}
        for question in block:
            self.fields[name_of(question)] = _field(question, self._hint(question), is_free=gaps)

    def _hint(self, question: Question) -> str:
        asked = next((each for each in self.block if each.key == question.after), None)
        if asked is not None:
            words = gettext("If you answered “%(answer)s” to question %(number)s.")
            return words % {"answer": question.when, "number": asked.number}
        if question.kind == Kind.INTEGER:
            return gettext("%(low)s is the lowest, %(high)s the highest.") % {
                "low": question.low,
                "high": question.high,
            }
        return gettext("You may choose several.") if question.kind == Kind.SEVERAL else ""

    def clean(self) -> dict[str, Any]:
        typed: Any = self.data
        for question in self.block:
            name = name_of(question)
            try:
                value = cleaned(question, typed.getlist(name))
            except Unsuited:
                if name not in self.errors:
                    self.add_error(name, _("This answer does not fit the question."))
            else:
                self.said[question.key] = value
        return self.cleaned_data


def name_of(question: Question) -> str:
    return f"q{question.number}"


def _field(question: Question, hint: str, *, is_free: bool) -> forms.Field:
    told: dict[str, Any] = {
        "label": f"{question.number}. {question.text}",
        "required": not (is_free or question.is_open or question.after),
        "help_text": hint,
        "error_messages": {"required": _("Answer this question.")},
    }
    choices = [(option, option) for option in question.options]
    if question.kind == Kind.INTEGER:
        marks = range(question.low or 0, (question.high or 10) + 1)
        return forms.ChoiceField(choices=[(str(mark), str(mark)) for mark in marks], widget=forms.RadioSelect, **told)
    if question.kind == Kind.CHOICE:
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **told)
    if question.kind == Kind.SEVERAL:
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **told)
    if question.kind == Kind.NUMBER:
        return forms.CharField(max_length=12, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **told)
    return forms.CharField(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}), **told)


class PaperDayForm(forms.Form):
    on = day_field(_("Filled in on"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["on"].initial = timezone.localdate()


class SurveyFilter(FilterForm):
    code = forms.ChoiceField(label=_("Questionnaire"))
    state = forms.ChoiceField(label=_("State"), choices=[("", _("any")), *Filling.State.choices])
    group = forms.ChoiceField(label=_("Class or group"))

    lookups: ClassVar = {"code": "questionnaire__code", "group": "participation__group__uid"}

    def __init__(self, data: Any, *, node: Node) -> None:
        super().__init__(data)
        choose(self, "code", [("", _("any")), *versions.offered().items()])
        choose(self, "group", [("", _("all")), *groups_of(node)])


class GiveForm(forms.Form):
    """To whom: everybody of a base of the year whom it suits, or one class of them."""

    code = forms.ChoiceField(label=_("Questionnaire"), widget=forms.RadioSelect)
    year = forms.TypedChoiceField(label=_("School year"), coerce=int)
    group = forms.ChoiceField(label=_("Class or group"), required=False)

    def __init__(self, data: Any = None, *, node: Node, **options: Any) -> None:
        super().__init__(data, **options)
        self.node = node
        now = this_year()
        choose(self, "code", list(versions.offered().items()))
        choose(self, "year", sorted(years(), key=lambda pair: pair[0] != now))
        choose(self, "group", [("", _("all")), *groups_of(node)])

    def parts(self) -> Any:
        """Of the base that the questionnaire is for, one entry a person."""
        said = self.cleaned_data
        of_base: dict[str, dict[str, Any]] = {
            versions.CANDIDATE: {"side": "mentor"},
            versions.LEARNER_REQUEST: {"side": "mentee", "model": "learners"},
            versions.TEACHER_REQUEST: {"side": "mentee", "model": "teachers"},
        }
        rows = Participation.objects.living().filter(
            node=self.node, school_year=said["year"], **of_base[said["code"]]
        )
        gone = (Participation.Status.WITHDRAWN, Participation.Status.ARCHIVED, Participation.Status.COMPLETED)
        rows = rows.exclude(status__in=gone)
        return rows.filter(group__uid=said["group"]) if said["group"] else rows


def choose(form: forms.Form, name: str, choices: list[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - said for the type checker
    field.choices = choices


def groups_of(node: Node) -> list[tuple[str, str]]:
    return [(str(uid), name) for uid, name in Group.objects.filter(node=node).values_list("uid", "name")]
