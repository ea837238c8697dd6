"""The policy behind `base.access`: grants and the matrix, turned into rows."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import Any

from django.db import models
from django.db.models import Q

from nastavnik.accounts.models import User
from nastavnik.accounts.reach import Reach, nodes_q
from nastavnik.base.access import NOTHING
from nastavnik.base.privacy import Class, classes_of, unclassified

EVERYTHING = ~NOTHING


class GrantPolicy:
    """Rows within reach = union over grants of (nodes of the grant) ∩ (what the model's relation leaves)."""

    def scope(self, user: Any, action: str, model: type[models.Model]) -> Q:
        queryset: Any = type(model._default_manager.get_queryset())
        by_relation: dict[Q, list[Reach]] = defaultdict(list)
        for reach in _grants(user, action):
            by_relation[queryset.relation_q(reach)].append(reach)
        found = NOTHING
        for relation, reaches in by_relation.items():
            if queryset.node is not None:
                found |= nodes_q(queryset.node, reaches) & relation
            elif relation:
                found |= relation
            elif _published(model):
                found |= EVERYTHING
        return found

    def holds(self, user: Any, action: str) -> bool:
        return bool(_grants(user, action))


@cache
def _published(model: type[models.Model]) -> bool:
    """Whether all of a row is P0. Of other rows without a node nobody reaches any: fail closed."""
    return not unclassified(model) and set(classes_of(model).values()) == {Class.P0}


def _grants(user: Any, action: str) -> list[Reach]:
    return user.active_grants(action) if isinstance(user, User) else []
