"""A row of an official form as fields: every column that a person fills in, read as a cell of a table is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik.org.models import Node
from nastavnik.people.models import Group, Participation
from nastavnik.people.registers import checks, rows, writing
from nastavnik.people.registers.cells import Reading, read
from nastavnik.people.registers.columns import BIRTH, REGISTERS, Column, Register
from nastavnik.people.registers.lists import Lists
from nastavnik.people.registers.names import Name, name_of
from nastavnik.people.registers.sentences import say
from nastavnik.people.registers.wrong import Wrong
from nastavnik.people.services.intake_lists import lists_of
from nastavnik.people.services.settings import of as settings_of
from nastavnik.portal.org.filters import day_field

NAME_PARTS = {"last": _("Last name"), "first": _("First name"), "middle": _("Patronymic")}
_CHOICES = frozenset({"form", "source", "category", "audience"})
_LONG = frozenset({"contacts", "main_request", "results", "competences", "achievements"})
# Told by consents, facts and pairs.
_NOT_TYPED = frozenset({"status"})
_LATER = frozenset({
    "mentor", "mentor_work_place", "mentees", "mentee_place", "end_date", "results", "case_url", "passed_mark",
})  # fmt: skip
_HINTS = {
    "contacts": _("Telephone and e-mail; of a minor, those of the representative: who it is and how to reach them."),
    "birth_year": _("17.05.2012, “May 2012” or only the year. Consents need the whole date."),
    "birth_date": _("Needed of pupils and students; of adults it may stay empty."),
    "competences": _("Separated by commas."),
    "interests": _("Separated by commas."),
    "wanted_age": _("Such as 12–14."),
    "time_resource": _("Such as 2 hours a week."),
    "source": _("A grown-up without one counts as coming from outside: a certificate of no conviction is asked."),
    "category": _("Only those that are not sensitive: the others are counted for the whole organisation."),
}


class Section(NamedTuple):
    title: Any
    fields: list[forms.BoundField]
    is_later: bool = False


class RegisterForm(forms.Form):
    """``values`` afterwards are canonical values of `registers`, ready for `services.entering`."""

    def __init__(
        self, data: Any, *, node: Node, side: str, model: str, values: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data)
        self.side, self.model = side, model
        self.lists = lists_of(node)
        self.groups = list(Group.objects.filter(node=node, closed_on=None))
        self.values: dict[str, Any] = {}
        self.notes: list[str] = []
        own = settings_of(node)
        self._settings = checks.Settings(least_age_pupil_mentor=own.least_mentor_age)
        self._columns = [each for each in REGISTERS[side] if each.goes != "platform" and each.name not in _NOT_TYPED]
        self._required = set(checks.REQUIRED[side])
        for each in self._columns:
            for name, field in self._fields_of(each):
                self.fields[name] = field
        self.initial = _typed(side, values or {}, self.lists)

    def _fields_of(self, each: Column) -> list[tuple[str, forms.Field]]:
        if each.name == "full_name":
            return [
                (name, forms.CharField(label=title, max_length=150, required=name != "middle"))
                for name, title in NAME_PARTS.items()
            ]
        required = each.name in self._required
        if each.kind == "date":
            return [(each.name, day_field(each.title, required=required))]
        return [(each.name, self._field(each, required))]

    def _field(self, each: Column, required: bool) -> forms.Field:
        common: dict[str, Any] = {"label": each.title, "required": required, "help_text": _HINTS.get(each.name, "")}
        if each.kind in _CHOICES:
            titles = {
                code: title
                for code, title in self.lists.titles[each.kind].items()
                if each.kind != "category" or code not in self.lists.sensitive
            }
            return forms.ChoiceField(choices=[("", "—"), *titles.items()], **common)
        if each.kind == "mark":
            words = [("", "—"), ("да", _("yes")), ("нет", _("no"))]
            return forms.ChoiceField(choices=words, **common)
        if each.kind == "group" and self.groups and self.model == Participation.Model.LEARNERS:
            names = [group.name for group in self.groups]
            return forms.ChoiceField(choices=[("", "—"), *((name, name) for name in names)], **common)
        widget = forms.Textarea(attrs={"rows": 2}) if each.name in _LONG else forms.TextInput()
        return forms.CharField(widget=widget, strip=True, **common)

    def sections(self) -> list[Section]:
        who = [name for each in self._columns if each.goes == "person" for name in self._names(each)]
        later = [each.name for each in self._columns if each.name in _LATER]
        part = [name for name in self.fields if name not in {*who, *later}]
        return [
            Section(pgettext_lazy("card", "Who it is"), self._bound(who)),
            Section(_("Part in the programme"), self._bound(part)),
            Section(_("Filled in later, when there is a pair and a result"), self._bound(later), is_later=True),
        ]

    @property
    def opens_later(self) -> bool:
        return any(self.initial.get(name) or name in self.errors for name in _LATER)

    def _names(self, each: Column) -> Sequence[str]:
        return list(NAME_PARTS) if each.name == "full_name" else [each.name]

    def _bound(self, names: Sequence[str]) -> list[forms.BoundField]:
        return [self[name] for name in names]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        values: dict[str, Any] = {}
        using = Reading(self.lists, timezone.localdate())
        wrong: list[Wrong] = []
        for each in self._columns:
            value = self._read(each, typed, using)
            if isinstance(value, Wrong):
                wrong.append(value.at(each.name))
            elif value is not None:
                values[each.name] = value
        refused = {fault.column for fault in wrong}
        checked = rows.rejudge(values, self.side, self.lists, using.today, settings=self._settings)
        wrong += [fault for fault in checked.wrong if fault.column not in refused]
        for fault in wrong:
            field = self._field_named(fault.column)
            if field not in self.errors:
                self.add_error(field, say(fault.at(""), self.side))
        self.notes = [say(note, self.side) for note in checked.notes]
        self.values = checked.values
        return typed

    def _read(self, each: Column, typed: Mapping[str, Any], using: Reading) -> Any:
        if each.name == "full_name":
            last, first, middle = ((typed.get(part) or "").strip() for part in NAME_PARTS)
            if not (last or first):
                return None
            found = name_of(last, first, middle)
            return found.to_json() if isinstance(found, Name) else found
        value = typed.get(each.name)
        if value in (None, ""):
            return None
        if each.kind == "date":
            return value.isoformat()
        return read(each.kind, str(value), using)

    def _field_named(self, column: str) -> str | None:
        if column == "full_name":
            return "last"
        return column if column in self.fields else None

    @property
    def group(self) -> Group | None:
        """The class that was chosen; a position of a teacher is none."""
        said = self.values.get("group_or_position")
        return next((group for group in self.groups if group.name == said), None)


def _typed(side: str, values: Mapping[str, Any], lists: Lists) -> dict[str, Any]:
    """What the fields show of canonical values."""
    if not values:
        return {}
    row = next(writing.official_rows(cast(Register, side), [values], lists))
    cells: dict[str, Any] = dict(zip((each.name for each in REGISTERS[side]), row, strict=True))
    found: dict[str, Any] = {}
    for each in REGISTERS[side]:
        value = values.get(each.name)
        if value is None:
            continue
        if each.name == "full_name":
            found |= {part: value.get(part, "") for part in NAME_PARTS}
        elif each.kind in _CHOICES:
            found[each.name] = value
        elif each.name == BIRTH[side] and value.get("date"):
            found[each.name] = f"{cells[each.name]:%d.%m.%Y}"
        elif each.kind == "decimal":
            found[each.name] = str(cells[each.name]).removesuffix(".0").replace(".", ",")
        else:
            found[each.name] = cells[each.name]
    return found
