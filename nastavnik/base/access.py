"""Reach: the one door to rows. `accounts` installs the policy; until then nothing is reached.

``Model.objects.visible_to(user, action)`` gives the rows that ``user`` may touch by ``action``; ``can``
and ``require`` ask about one row. Pages, API, files, exports, search, feeds and jobs come through here.
"""

from __future__ import annotations

from typing import Any, ClassVar, Protocol, Self, TypeVar

from django.db import models
from django.db.models import Case, Q, Value, When

from nastavnik.base.errors import NotAllowed

NOTHING = Q(pk__in=[])


class Policy(Protocol):
    """Who may do what. The only implementation is ``nastavnik.accounts.policy``."""

    def scope(self, user: Any, action: str, model: type[models.Model]) -> Q:
        """The rows of ``model`` within reach of ``user`` for ``action``."""

    def holds(self, user: Any, action: str) -> bool:
        """Whether ``user`` holds ``action`` anywhere at all."""


class _Closed:
    def scope(self, user: Any, action: str, model: type[models.Model]) -> Q:
        return NOTHING

    def holds(self, user: Any, action: str) -> bool:
        return False


_policy: Policy = _Closed()


def install(policy: Policy) -> None:
    """Put ``policy`` in force; called once, by ``accounts`` when the apps are ready."""
    global _policy
    _policy = policy


_Row = TypeVar("_Row", bound=models.Model, covariant=True)


class ScopedQuerySet(models.QuerySet[_Row]):
    """A queryset that knows which node its rows belong to.

    ``node`` is the lookup from the row to its ``org.Node`` ("node", "roadmap__node"); ``""`` means
    that the row is a node itself; ``None`` that it belongs to no node and ``relation_q`` alone decides.
    """

    node: ClassVar[str | None] = "node"

    @classmethod
    def relation_q(cls, grant: Any) -> Q:
        """What of the rows below the grant's node this grant reaches. Use ``Exists``, never a join."""
        return Q()

    def visible_to(self, user: Any, action: str) -> Self:
        return self.filter(_policy.scope(user, action, self.model))


def holds(user: Any, action: str) -> bool:
    """Whether ``user`` holds ``action`` over anything: what menus and pages without a row ask."""
    return _policy.holds(user, action)


def can(user: Any, action: str, obj: models.Model) -> bool:
    """Whether ``user`` may do ``action`` to ``obj``. An unsaved row is within nobody's reach."""
    manager = type(obj)._default_manager
    return obj.pk is not None and manager.filter(_policy.scope(user, action, type(obj)), pk=obj.pk).exists()


def rights(user: Any, obj: models.Model, *actions: str) -> frozenset[str]:
    """Those of ``actions`` that ``user`` may do to ``obj``, for a page that offers several deeds. One query."""
    model = type(obj)
    asked = {
        f"right_{place}": Case(When(_policy.scope(user, action, model), then=Value(True)), default=Value(False))
        for place, action in enumerate(actions)
    }
    found = model._default_manager.filter(pk=obj.pk).annotate(**asked).values_list(*asked).first()
    return frozenset(action for action, may in zip(actions, found or (), strict=False) if may)


def require(user: Any, action: str, obj: models.Model) -> None:
    """Raises: NotAllowed: ``user`` may not do ``action`` to ``obj``."""
    if not can(user, action, obj):
        raise NotAllowed(action=action)
