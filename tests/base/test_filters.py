"""Filters in the address: what fits narrows, what does not is left out, what is private never shows."""

from __future__ import annotations

import datetime as dt

import pytest
from django import forms
from django.db import models
from django.http import QueryDict
from django.utils import translation

from nastavnik.base.filters import Chip, FilterForm
from nastavnik.org.models import Node
from tests.cast import Cast

STATES = [("", "any"), ("Open", [("new", "New"), ("old", "Old")]), ("gone", "Gone")]


class PlanFilter(FilterForm):
    state = forms.MultipleChoiceField(label="State", choices=STATES[1:])
    one = forms.ChoiceField(label="One", choices=STATES)
    since = forms.DateField(label="Since")
    mine = forms.BooleanField(label="Only mine")
    name = forms.CharField(label="Name", max_length=20)
    private = frozenset({"name"})
    lookups = {"since": "opened_on__gte"}


def bound(text: str) -> PlanFilter:
    return PlanFilter(QueryDict(text))


def test_what_fits_is_chosen_and_the_rest_is_left_out() -> None:
    form = bound("state=new&state=old&one=nonsense&since=15.10.2026&mine=&name=&other=1")

    assert form.chosen() == {"state": ["new", "old"], "since": dt.date(2026, 10, 15)}
    assert list(form.errors) == ["one"]


def test_the_address_chooses_the_same_again_without_what_is_private() -> None:
    form = bound("name=Anna&mine=on&state=new&state=old")

    assert form.query() == "state=new&state=old&mine=True"
    assert bound(form.query()).chosen() == {"state": ["new", "old"], "mine": True}


def test_each_choice_can_be_taken_off() -> None:
    with translation.override("en"):
        chips = bound("state=new&state=gone&one=old&since=2026-10-15&mine=on").chips()

    assert chips == [
        Chip("state", "State", "New, Gone", "one=old&since=2026-10-15&mine=True"),
        Chip("one", "One", "Old", "state=new&state=gone&since=2026-10-15&mine=True"),
        Chip("since", "Since", chips[2].text, "state=new&state=gone&one=old&mine=True"),
        Chip("mine", "Only mine", "", "state=new&state=gone&one=old&since=2026-10-15"),
    ]
    assert "2026" in chips[2].text


@pytest.mark.parametrize("text", ["", "state=%00", "since=32.13.2026", "a=b&a=c"])
def test_junk_narrows_nothing(text: str) -> None:
    assert bound(text).chosen() == {}
    assert bound(text).query() == ""
    assert bound(text).chips() == []


class NodeFilter(FilterForm):
    parent = forms.ModelChoiceField(label="In", queryset=Node.objects.none(), to_field_name="uid")
    type = forms.MultipleChoiceField(choices=[("school", "School"), ("enterprise", "Enterprise")])
    since = forms.DateField()
    lookups = {"since": "opened_on__gte"}

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.fields["parent"].queryset = Node.objects.all()  # type: ignore[attr-defined]  # it is a ModelChoiceField

    def narrow_parent(self, queryset: models.QuerySet[Node], value: Node) -> models.QuerySet[Node]:
        return queryset & Node.objects.under(value)


def test_lookups_lists_and_methods_narrow_a_queryset(cast: Cast) -> None:
    query = QueryDict(f"parent={cast.district.uid}&type=school&type=enterprise&since=2020-09-01")
    form = NodeFilter(query)

    found = form.apply(Node.objects.all())

    assert set(found) == {cast.school, cast.branch, cast.sibling_school, cast.enterprise}
    assert form.chips()[0].text == cast.district.short_name
    assert not NodeFilter(QueryDict("since=2020-09-02")).apply(Node.objects.all()).exists()
    assert NodeFilter(QueryDict("parent=1")).apply(Node.objects.all()).count() == Node.objects.count()


def test_seldom_used_fields_stand_apart_and_open_when_one_is_chosen_or_wrong() -> None:
    class Folded(PlanFilter):
        further = frozenset({"since"})

    def folded(text: str) -> Folded:
        return Folded(QueryDict(text))

    form = folded("")
    names = [field.name for field in form.first_fields]
    assert names == ["state", "one", "mine", "name"]
    assert [field.name for field in form.further_fields] == ["since"]
    assert [folded(text).opens_further for text in ("", "since=2026-10-01", "since=вчера")] == [False, True, True]
