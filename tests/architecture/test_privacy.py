"""Every field of every model has a class P0–P4; personal classes stand only where the rules let them."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models

from nastavnik.accounts.policy import GrantPolicy
from nastavnik.base.access import NOTHING, ScopedQuerySet
from nastavnik.base.privacy import Class, classes_of, unclassified
from tests.cast import Cast

MODELS = list(apps.get_models())


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
