"""Every field of every model has a class P0–P4; personal classes stand only where the rules let them."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models

from nastavnik.accounts.keyring.fields import EncryptedJSONField
from nastavnik.accounts.policy import GrantPolicy
from nastavnik.base.access import NOTHING, ScopedQuerySet
from nastavnik.base.privacy import Class, Privacy, classes_of, unclassified, values_inside
from nastavnik.people import cards, official
from nastavnik.people.models import Participation, Partner, Person, PublishedCard
from nastavnik.people.services import partners, showcase
from tests.cast import Cast

# Some tests make models of their own.
MODELS = [model for model in apps.get_models() if not model.__module__.startswith("tests.")]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_field_has_a_class(model: type[models.Model]) -> None:
    assert unclassified(model) == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_no_class_is_given_to_a_field_that_is_not_there(model: type[models.Model]) -> None:
    named = {field.name for field in (*model._meta.fields, *model._meta.many_to_many)}

    assert set(classes_of(model)) - named <= {"id"}


def test_a_new_field_without_a_class_is_found() -> None:
    class Unfinished(models.Model):
        note = models.TextField()

        class Meta:
            app_label = "accounts"
            managed = False

        def __str__(self) -> str:
            return self.note

    try:
        assert unclassified(Unfinished) == ["note"]
    finally:
        del apps.all_models["accounts"]["unfinished"]
        apps.clear_cache()


SEALED = [(model, field) for model in MODELS for field in model._meta.fields if isinstance(field, EncryptedJSONField)]
# What has no names of its own inside: all of it is of the class of its field.
WHOLE = {
    "people.Consent.proof": "ids of an account or a code, and when",
    "people.Intake.file_name": "one text",
    "people.Intake.headings": "headings of a stranger's table",
    "people.IntakePiece.rows": "columns of the official form, by their names",
    "people.Merge.before": "two whole cards",
    "people.Taking.keys": "codes of an export",
    "surveys.Filling.answers": "keys of questions",
}


def faults_inside(declared: dict[str, Class], kept: set[str], highest: Class) -> set[str]:
    """Values of a card without a class, classes of no value, and values above the class of their field."""
    return (set(declared) ^ kept) | {name for name, cls in declared.items() if cls > highest}


def test_every_value_inside_a_sealed_card_has_a_class() -> None:
    kept: dict[tuple[type[models.Model], str], set[str]] = {
        (Person, "card"): set(cards.FIELDS),
        (Participation, "details"): {name for names in official.DETAILS.values() for name in names},
        (Partner, "contact"): set(partners.CONTACT),
        (PublishedCard, "card"): set(showcase.card_of(Participation(person=Person(card={})))),
    }
    whole = {f"{model._meta.label}.{field.name}" for model, field in SEALED if (model, field.name) not in kept}

    assert whole == set(WHOLE), "Say the class of each value inside, or why there is none to say."
    for (model, name), names in kept.items():
        assert faults_inside(values_inside(model).get(name, {}), names, classes_of(model)[name]) == set(), model


def test_a_new_value_of_a_card_without_a_class_is_found() -> None:
    declared = Privacy(P2="name", inside={"card": Privacy(P2="name post", P4="note")}).inside["card"]

    assert faults_inside(declared, {"name", "post", "note", "phone"}, Class.P2) == {"phone", "note"}
    assert faults_inside(declared, {"name", "note"}, Class.P4) == {"post"}


def test_rows_without_a_node_are_published_or_somebodys(cast: Cast) -> None:
    """A model without a node and without a relation is open to all holders only when all of it is P0."""
    for model in MODELS:
        queryset = type(model._default_manager.get_queryset())
        if not issubclass(queryset, ScopedQuerySet) or queryset.node is not None:
            continue
        scope = GrantPolicy().scope(cast.technical_admin, "reference.view", model)
        is_published = set(classes_of(model).values()) == {Class.P0}
        is_related = queryset.relation_q.__func__ is not ScopedQuerySet.relation_q.__func__
        assert is_published or is_related or scope == NOTHING, model
