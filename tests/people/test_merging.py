"""Two cards become one and two again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nastavnik.people.models import (
    Care,
    Consent,
    Likeness,
    Merge,
    Participation,
    Person,
    ReadinessFact,
    Representation,
    Safeguard,
)
from nastavnik.people.refusals_data import ChoiceNeeded, LaterMerge, NotOneOrganisation, StandsForOther
from nastavnik.people.services.merging import clashes, merge, relations
from nastavnik.people.services.parting import take_apart
from nastavnik.people.services.persons import settled
from tests.cast import Cast
from tests.people_data import DAY, part, person

pytestmark = pytest.mark.django_db

# What telling of a deed changes and nobody means.
_OWN = {"version"}


def snapshot() -> dict[tuple[str, int], dict[str, Any]]:
    """Every value of every row about people, opened."""
    models = [Person, *{model for model, _column in relations()}]
    rows: Iterator[Any] = (row for model in models for row in model._base_manager.all())
    return {
        (row._meta.label, row.pk): {
            field.attname: getattr(row, field.attname)
            for field in row._meta.concrete_fields
            if field.attname not in _OWN
        }
        for row in rows
    }


ENTRY = st.tuples(st.sampled_from(["mentee", "mentor"]), st.sampled_from(["learners", "teachers"]), st.just(2026))
CONSENT = st.tuples(st.sampled_from(["adult_pd", "minor_rep_pd"]), st.sampled_from(["active", "issued", "withdrawn"]))
GRAPH = st.fixed_dictionaries(
    {
        "entries": st.sets(ENTRY, max_size=3),
        "consents": st.lists(CONSENT, max_size=3, unique=True),
        "safeguard": st.sampled_from([None, "checking", "cleared", "suspended"]),
        "care": st.booleans(),
        "child": st.booleans(),
        "facts": st.integers(0, 2),
        "adult": st.booleans(),
        "phones": st.lists(st.sampled_from(["+79000000001", "+79000000002"]), max_size=2, unique=True),
    }
)


def grow(cast: Cast, graph: dict[str, Any], child: Person) -> Person:
    row = person(
        cast.school, card={"phones": graph["phones"]},
        adult_from=dt.date(1900, 1, 1) if graph["adult"] else dt.date(2030, 6, 1),
    )  # fmt: skip
    for side, model, year in sorted(graph["entries"]):
        part(row, side=side, model=model, school_year=year, details={"main_request": side})
    for kind, state in graph["consents"]:
        signed: dict[str, Any] = {} if state == "issued" else {"signed_on": DAY, "way": "paper"}
        if state == "withdrawn":
            signed["ended_on"] = DAY
        Consent.objects.create(node=cast.school, person=row, kind=kind, state=state, **signed)
    if graph["safeguard"]:
        Safeguard.objects.create(node=cast.school, person=row, state=graph["safeguard"])
    if graph["care"]:
        Care.objects.create(node=cast.school, person=row, user=cast.psychologist, from_on=DAY)
    if graph["child"]:
        Representation.objects.create(node=cast.school, child=child, adult=row, relation="mother", from_on=DAY)
    for number in range(graph["facts"]):
        ReadinessFact.objects.create(node=cast.school, person=row, kind="training", dated_on=DAY, basis=str(number))
    return row


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ours=GRAPH, theirs=GRAPH, data=st.data())
@pytest.mark.slow
def test_taken_apart_everything_is_as_it_was(cast: Cast, ours: Any, theirs: Any, data: st.DataObject) -> None:
    child = person(cast.school)
    kept, gone = grow(cast, ours, child), grow(cast, theirs, child)
    settled(cast.school)
    before = snapshot()
    choice = st.sampled_from(["kept", "gone"])
    entries = {key: data.draw(choice) for key in clashes(kept, gone)}

    done = merge(kept, gone, actor=cast.curator, entries=entries, card={"last": data.draw(choice)})
    _no_ghosts(kept, gone)
    assert take_apart(done, actor=cast.curator) == 0

    assert snapshot() == before


def _no_ghosts(kept: Person, gone: Person) -> None:
    """All that speaks of the joined card are entries that gave way, and no list of the living shows those."""
    left = {model for model, column in relations() if model._base_manager.filter(**{column: gone.pk}).exists()}
    assert left <= {Participation}
    assert not Participation.objects.living().filter(person=gone).exists()
    keys = [(row.side, row.model, row.school_year) for row in kept.participations.all()]
    assert len(keys) == len(set(keys))
    gone.refresh_from_db()
    assert (gone.state, gone.card, gone.name_mark, gone.merged_into_id) == ("merged", None, "", kept.pk)


class TestRefusals:
    def test_two_entries_of_one_base_need_a_choice(self, cast: Cast) -> None:
        one, other = person(cast.school), person(cast.school)
        part(one), part(other)
        with pytest.raises(ChoiceNeeded):
            merge(one, other, actor=cast.curator)
        assert Person.objects.living().filter(pk__in=[one.pk, other.pk]).count() == 2

    def test_a_parent_is_not_the_child(self, cast: Cast) -> None:
        one, other = person(cast.school), person(cast.school)
        Representation.objects.create(node=cast.school, child=one, adult=other, relation="mother", from_on=DAY)
        with pytest.raises(StandsForOther):
            merge(one, other, actor=cast.curator)

    def test_cards_of_two_organisations_are_two_people(self, cast: Cast) -> None:
        with pytest.raises(NotOneOrganisation):
            merge(person(cast.school), person(cast.sibling_school), actor=cast.curator)

    def test_the_later_joining_goes_first(self, cast: Cast) -> None:
        one, two, three = (person(cast.school) for _ in range(3))
        first = merge(one, two, actor=cast.curator)
        second = merge(one, three, actor=cast.curator)
        with pytest.raises(LaterMerge):
            take_apart(first, actor=cast.curator)
        take_apart(second, actor=cast.curator)
        take_apart(first, actor=cast.curator)
        assert Person.objects.living().filter(pk__in=[one.pk, two.pk, three.pk]).count() == 3


def test_what_was_changed_since_stays_and_is_told(cast: Cast) -> None:
    one, other = person(cast.school), person(cast.school, card={"phones": ["+79000000003"]})
    done = merge(one, other, actor=cast.curator)
    held = Person.objects.get(pk=one.pk)
    held.card = {**held.card, "gender": "f"}
    held.save()

    assert take_apart(done, actor=cast.curator) == 1
    assert Person.objects.get(pk=one.pk).card["gender"] == "f"
    assert Merge.objects.get(pk=done.pk).before is None


def test_the_stricter_state_of_safeguarding_holds(cast: Cast) -> None:
    one, other = person(cast.school), person(cast.school)
    Safeguard.objects.create(node=cast.school, person=one, state="cleared")
    Safeguard.objects.create(node=cast.school, person=other, state="suspended")
    merge(one, other, actor=cast.curator)
    assert Safeguard.objects.get(person=one, is_current=True).state == "suspended"


@pytest.mark.parametrize(("ended", "after"), [(DAY, "withdrawn"), (DAY - dt.timedelta(days=1), "active")])
@pytest.mark.parametrize("is_kept", [True, False])
def test_a_later_withdrawal_of_one_card_ends_the_consent_of_the_other(
    cast: Cast, ended: dt.date, after: str, is_kept: bool
) -> None:
    one, other = person(cast.school), person(cast.school)
    given: dict[str, Any] = {"node": cast.school, "kind": "adult_pd", "signed_on": DAY, "way": "paper"}
    row = Consent.objects.create(person=one if is_kept else other, state="active", **given)
    Consent.objects.create(person=other if is_kept else one, state="withdrawn", ended_on=ended, **given)
    done = merge(one, other, actor=cast.curator)
    row.refresh_from_db()
    assert (row.state, row.person_id) == (after, one.pk)
    take_apart(done, actor=cast.curator)
    row.refresh_from_db()
    assert row.state == "active"


def test_every_table_about_people_is_moved() -> None:
    """Upper apps are found by their foreign keys."""
    known = {model for model, _column in relations()}
    declared = {
        model
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model is Person and model not in (Likeness, Merge, Person)
    }
    assert known == declared
