"""The content of a reference entry: shown as lines, edited as fields, whatever its shape.

Each key of the content becomes a field of its own sort: text, number, yes or no, a list with a line for
each part; what lies deeper is edited as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nastavnik.org import reference

# Shown above the content or kept as they are: never edited among it.
OWN_PLACE = ("code", "id", "title_ru", "basis")
WHOLE = "content"
LONGEST = 100_000

TITLES = {
    "act": _("Act"),
    "address": _("Form of address"),
    "also_for": _("Also for"),
    "audience": _("Audience"),
    "auto_source": _("Filled from"),
    "better": _("Better when it goes"),
    "class": _("Class of data"),
    "columns": _("Columns"),
    "comparison": _("Comparison"),
    "control": _("Control"),
    "count_details": _("Given with the count"),
    "counts": _("What is counted"),
    "date": _("Date"),
    "denominator": _("Denominator"),
    "document_template": _("Template of the document"),
    "duties": _("Duties"),
    "evidence": _("Proved by"),
    "examples": _("Examples"),
    "external_denominator": _("Denominator from outside"),
    "fields": _("Fields"),
    "form": _("Form of mentoring"),
    "from": _("From"),
    "in_force_from": _("In force from"),
    "in_force_to": _("In force until"),
    "inside": _("Inside the organisation"),
    "issuer": _("Issuing body"),
    "kind": _("Kind"),
    "labels": _("Labels"),
    "level": _("Level"),
    "mandatory": _("Mandatory"),
    "maps_to": _("Counted as"),
    "max": _("Highest"),
    "max_age": _("Oldest age"),
    "mentee": _("Mentee"),
    "mentee_age": _("Age of the mentee"),
    "mentor": _("Mentor"),
    "mentor_age": _("Age of the mentor"),
    "merged_cells": _("Merged cells"),
    "min": _("Lowest"),
    "min_age": _("Youngest age"),
    "model": _("Model"),
    "name": _("Name"),
    "note": _("Note"),
    "num": _("Number"),
    "number": _("Number"),
    "numbered": _("Lines are numbered"),
    "numerator": _("Numerator"),
    "options": _("Options"),
    "org_types": _("Types of organisations"),
    "other_numbers": _("Also met under the numbers"),
    "outcomes": _("Outcomes"),
    "outside": _("Outside the organisation"),
    "phase": _("When"),
    "provable_form": _("How it is proved"),
    "purpose_ru": _("Purpose"),
    "questions": _("Questions"),
    "questions_basis": _("Foundation of the questions"),
    "rank": _("Rank"),
    "regional": _("Regional"),
    "replaced_by": _("Replaced by"),
    "restricted": _("Restricted"),
    "result_ru": _("Result"),
    "role": _("Role"),
    "rule_needed": _("Needs a rule"),
    "scale": _("Scale"),
    "section_numbering": _("Numbering of sections"),
    "sections_have_terms": _("Sections have terms"),
    "seed_rows": _("Rows in the source"),
    "sensitive": _("Sensitive"),
    "separate_document": _("Separate document"),
    "set": _("Set of indicators"),
    "setting_default": _("On by default"),
    "short_term": _("Short-term"),
    "signer": _("Who signs"),
    "sorted_by": _("Sorted by"),
    "source": _("Source"),
    "stage": _("Stage"),
    "status": _("Status"),
    "stored": _("Where it is kept"),
    "sub_items": _("Sub-items"),
    "targets": _("Targets by years"),
    "templates": _("Templates"),
    "to": _("To"),
    "type": _("Type"),
    "unit": _("Unit"),
    "unit_types": _("Pair or group"),
    "value": _("Value"),
    "values": _("Values"),
    "what": _("What"),
    "when": _("Term"),
    "year": _("School year that begins in"),
    "years": _("Years"),
    WHOLE: _("Content"),
}

FOUNDATIONS = [
    ("", _("not said")),
    ("S", _("source documents")),
    ("T", _("a text that was read")),
    ("B", _("background knowledge, to be compared")),
    ("P", _("a proposal")),
]

# Keys whose values are codes of another list.
CODES_OF = {
    "act": "acts",
    "document_template": "document_templates",
    "form": "forms",
    "level": "levels",
    "org_types": "org_types",
    "replaced_by": "acts",
    "scale": "scales",
    "set": "indicator_sets",
    "stage": "stages",
    "templates": "document_templates",
}


@dataclass(frozen=True)
class Part:
    """A line of content: its name and its text; ``is_block`` is text that keeps its line breaks."""

    title: str
    text: str
    is_block: bool


def parts(data: Any) -> list[Part]:
    return [_part(key, value) for key, value in _items(data)]


def _items(data: Any) -> Iterator[tuple[str, Any]]:
    if not isinstance(data, dict):
        yield WHOLE, data
        return
    for key, value in data.items():
        if key not in OWN_PLACE:
            yield key, value


def _part(key: str, value: Any) -> Part:
    title = str(TITLES.get(key, key))
    words = reference.titles(CODES_OF[key]) if key in CODES_OF else {}
    if isinstance(value, bool):
        return Part(title, gettext("yes") if value else gettext("no"), is_block=False)
    if _is_flat_list(value):
        return Part(title, "; ".join(words.get(str(one), str(one)) for one in value), is_block=False)
    if isinstance(value, list | dict):
        return Part(title, _json(value), is_block=True)
    return Part(title, "" if value is None else words.get(str(value), str(value)), is_block=False)


class EntryForm(forms.Form):
    """``data`` decides which fields there are; `content` puts them together again."""

    title = forms.CharField(label=_("Title"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    mark = forms.ChoiceField(
        label=_("Foundation"),
        required=False,
        choices=FOUNDATIONS,
    )

    def __init__(self, *args: Any, data_of_entry: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.former = data_of_entry
        for key, value in _items(data_of_entry):
            label = str(TITLES.get(key, key))
            codes = reference.titles(CODES_OF[key]) if key in CODES_OF and not isinstance(value, list) else {}
            self.fields[f"data-{key}"] = _code_field(label, value, codes) if codes else _field(label, value)
            self.initial.setdefault(f"data-{key}", _initial(value))

    def content(self) -> Any:
        """The content as it was typed, in the shape that it had."""
        typed = {key: _typed(self.cleaned_data[f"data-{key}"], value) for key, value in _items(self.former)}
        if not isinstance(self.former, dict):
            return typed[WHOLE]
        return {key: typed.get(key, value) for key, value in self.former.items()}


class JsonField(forms.CharField):
    """Nested content. Only lists and mappings are taken: a bare word would change the shape."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            found = json.loads(text)
        except (ValueError, RecursionError) as error:
            line = getattr(error, "lineno", 1)
            raise ValidationError(
                gettext("Line %(line)s is not JSON. Compare its quotes and commas.") % {"line": line}
            ) from error
        if not isinstance(found, list | dict):
            raise ValidationError(gettext("Give a list in square brackets or pairs in braces."))
        return found


def _code_field(label: str, value: Any, codes: dict[str, str]) -> forms.Field:
    """A choice out of another list; a code that the list has not got any more stays."""
    choices = [("", _("not said")), *codes.items()]
    if value and value not in codes:
        choices.append((value, value))
    return forms.ChoiceField(label=label, choices=choices, required=False)


def _field(label: str, value: Any) -> forms.Field:
    if isinstance(value, bool):
        return forms.BooleanField(label=label, required=False)
    if isinstance(value, int):
        return forms.IntegerField(label=label, min_value=-(10**9), max_value=10**9)
    if isinstance(value, float):
        return forms.FloatField(label=label, min_value=-1e9, max_value=1e9)
    if _is_flat_list(value):
        widget = forms.Textarea(attrs={"rows": min(max(len(value), 2), 12)})
        return forms.CharField(
            label=label, required=False, max_length=20_000, widget=widget, help_text=_("One on each line.")
        )
    if isinstance(value, list | dict):
        widget = forms.Textarea(attrs={"rows": min(_json(value).count("\n") + 2, 20), "spellcheck": "false"})
        return JsonField(label=label, max_length=LONGEST, widget=widget)
    long = isinstance(value, str) and len(value) > 80
    return forms.CharField(
        label=label, required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3}) if long else None
    )


def _initial(value: Any) -> Any:
    if _is_flat_list(value):
        return "\n".join(str(one) for one in value)
    return _json(value) if isinstance(value, list | dict) else value


def _typed(typed: Any, former: Any) -> Any:
    """What was typed, as a value of the sort that ``former`` is."""
    if _is_flat_list(former):
        lines = [line.strip() for line in typed.splitlines() if line.strip()]
        numbers = former and all(type(one) is int for one in former)
        return [int(line) if numbers and line.lstrip("-").isdecimal() else line for line in lines]
    return None if former is None and not typed else typed


def _is_flat_list(value: Any) -> bool:
    """A list that a line for each part gives back unchanged."""
    return isinstance(value, list) and all(
        type(one) is int or (type(one) is str and one and [one] == [line.strip() for line in one.splitlines()])
        for one in value
    )


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)
