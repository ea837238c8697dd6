"""What narrows a base, and which base it is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik.base.filters import FilterForm
from nastavnik.org import reference
from nastavnik.org.calendar import SchoolYear
from nastavnik.org.models import Node
from nastavnik.people import standing
from nastavnik.people.models import Group, Participation
from nastavnik.people.models.persons import ParticipationQuerySet
from nastavnik.portal.years import this_year

Side, Model = Participation.Side, Participation.Model
SIDES = {Side.MENTEE: pgettext_lazy("base", "Mentees"), Side.MENTOR: pgettext_lazy("base", "Mentors")}
# Which base it is, in few words: the four stand beside each other.
BASES = {
    (Side.MENTEE, Model.LEARNERS): pgettext_lazy("base", "Learners as mentees"),
    (Side.MENTEE, Model.TEACHERS): pgettext_lazy("base", "Teachers as mentees"),
    (Side.MENTOR, Model.LEARNERS): pgettext_lazy("base", "Mentors of learners"),
    (Side.MENTOR, Model.TEACHERS): pgettext_lazy("base", "Mentors of teachers"),
}
MODELS = [
    (Model.LEARNERS.value, pgettext_lazy("mentoring of", "learners")),
    (Model.TEACHERS.value, pgettext_lazy("mentoring of", "teachers")),
]
YEARS_SHOWN = 6
NO_GROUP = "none"
YES_NO = [("", pgettext_lazy("yes or no", "any")), ("yes", _("yes")), ("no", _("no"))]


def years() -> list[tuple[int, str]]:
    """School years that may be chosen, the next one first."""
    now = this_year()
    return [(year, str(SchoolYear(year))) for year in range(now + 1, now - YEARS_SHOWN, -1)]


class BaseFilter(FilterForm):
    """``side``, ``model`` and ``year`` say which base it is and are never empty; the rest narrows it."""

    model = forms.ChoiceField(label=pgettext_lazy("base", "Mentoring of"), choices=MODELS)
    year = forms.TypedChoiceField(label=_("School year"), coerce=int, choices=())
    status = forms.ChoiceField(label=_("Status"), choices=[("", _("any")), *Participation.Status.choices])
    group = forms.ChoiceField(label=_("Class or group"))
    form = forms.ChoiceField(label=_("Form of mentoring"))
    kind = forms.ChoiceField(label=_("Category"))
    consents = forms.ChoiceField(label=_("Consents are all there"), choices=YES_NO)
    ready = forms.ChoiceField(label=_("Selection passed"), choices=YES_NO)
    side = forms.ChoiceField(choices=Side.choices, widget=forms.HiddenInput)
    of = forms.CharField(label=pgettext_lazy("person", "Full name"), max_length=40, widget=forms.HiddenInput)
    order = forms.CharField(max_length=10, widget=forms.HiddenInput)

    further = frozenset({"form", "kind", "consents", "ready"})

    def __init__(self, data: Any, *, node: Node, words: str = "") -> None:
        """``words``: what was searched for; the address has its token only."""
        super().__init__(data)
        self.node, self.words = node, words
        now = this_year()
        self._choose("year", sorted(years(), key=lambda pair: pair[0] != now))
        groups = Group.objects.filter(node=node).values_list("uid", "name")
        self._choose("group", [("", _("all")), *((str(uid), name) for uid, name in groups), (NO_GROUP, _("none"))])
        is_mentor = self.of_side == Side.MENTOR
        forms_of, sources, categories = reference.titles_of("forms", "mentor_sources", "mentee_categories")
        self._choose("form", [("", _("any")), *forms_of.items()])
        self._choose("kind", [("", _("any")), *(sources if is_mentor else categories).items()])
        del self.fields["group" if is_mentor else "ready"]

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - said for the type checker
        field.choices = choices

    @property
    def of_side(self) -> str:
        return Side.MENTOR if self.data.get("side") == Side.MENTOR else Side.MENTEE

    @property
    def of_model(self) -> str:
        return str(self.chosen().get("model") or Model.LEARNERS)

    @property
    def of_year(self) -> int:
        return int(self.chosen().get("year") or this_year())

    @property
    def is_narrowed(self) -> bool:
        return bool(self.chosen().keys() - {"model", "year", "side", "order"})

    def _same(self, parts: ParticipationQuerySet, _value: Any) -> ParticipationQuerySet:
        """Chosen by the base itself or by the search."""
        return parts

    narrow_side = narrow_of = narrow_order = narrow_model = narrow_year = _same

    def narrow_group(self, parts: ParticipationQuerySet, uid: str) -> ParticipationQuerySet:
        return parts.filter(group=None) if uid == NO_GROUP else parts.filter(group__uid=uid)

    def narrow_kind(self, parts: ParticipationQuerySet, code: str) -> ParticipationQuerySet:
        return parts.filter(**{"source" if self.of_side == Side.MENTOR else "category": code})

    def narrow_consents(self, parts: ParticipationQuerySet, said: str) -> ParticipationQuerySet:
        found: ParticipationQuerySet = self._standing(parts).filter(complete=said == "yes")
        return found

    def narrow_ready(self, parts: ParticipationQuerySet, said: str) -> ParticipationQuerySet:
        stood = self._standing(parts)
        passed = stood.filter(proved=True, stopped=False)
        found: ParticipationQuerySet = passed if said == "yes" else stood.exclude(pk__in=passed.values("pk"))
        return found

    def _standing(self, parts: ParticipationQuerySet) -> Any:
        return parts if "complete" in parts.query.annotations else standing.with_standing(parts, timezone.localdate())

    def chips(self) -> list[Any]:
        """Which base it is stands above the list."""
        return [chip for chip in super().chips() if chip.name not in ("side", "order", "model", "year")]

    def _text(self, name: str, value: Any) -> str:
        return self.words if name == "of" else super()._text(name, value)
