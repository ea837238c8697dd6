"""Every model field has a class P0–P4 in code (security rules, section 1 and 5).

A model says ``privacy = Privacy(P1="title period", P3="birth_on")``; abstract bases bring their own and
the classes add up along the MRO. `tests/architecture/test_privacy.py` fails on a field without a class.
Log filters, exports, the API and erasure are made from the same declaration.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from django.db import models


class Class(StrEnum):
    """P0 published · P1 work data of staff · P2 adults · P3 minors and their people · P4 answers, notes."""

    P0 = "P0"
    P1 = "P1"
    P2 = "P2"
    P3 = "P3"
    P4 = "P4"


class Privacy:
    """The classes of one model's fields: space-separated field names per class.

    ``inside`` says the same of the values in a sealed card: ``inside={"card": Privacy(P3="last first")}``.
    """

    def __init__(
        self,
        *,
        P0: str = "",  # noqa: N803
        P1: str = "",  # noqa: N803
        P2: str = "",  # noqa: N803
        P3: str = "",  # noqa: N803
        P4: str = "",  # noqa: N803
        inside: Mapping[str, Privacy] | None = None,
    ) -> None:
        named = zip(Class, (P0, P1, P2, P3, P4), strict=True)
        self.classes: dict[str, Class] = {name: cls for cls, names in named for name in names.split()}
        self.inside: dict[str, dict[str, Class]] = {name: each.classes for name, each in (inside or {}).items()}


# Rows of other people's packages, and what they hold.
FOREIGN: dict[str, Privacy] = {}


def classes_of(model: type[models.Model]) -> dict[str, Class]:
    """Field name → class, for the fields declared along the MRO of ``model`` or in ``FOREIGN``."""
    found: dict[str, Class] = {"id": Class.P0}
    for base in reversed(model.__mro__):
        declared = vars(base).get("privacy")
        if isinstance(declared, Privacy):
            found |= declared.classes
    foreign = FOREIGN.get(model._meta.label)
    return found | (foreign.classes if foreign else {})


def values_inside(model: type[models.Model]) -> dict[str, dict[str, Class]]:
    """Field with a sealed card → value inside → class."""
    found: dict[str, dict[str, Class]] = {}
    for base in reversed(model.__mro__):
        declared = vars(base).get("privacy")
        if isinstance(declared, Privacy):
            found |= declared.inside
    return found


def unclassified(model: type[models.Model]) -> list[str]:
    """The concrete fields of ``model`` that nobody gave a class."""
    known = classes_of(model)
    concrete = (*model._meta.fields, *model._meta.many_to_many)
    return [field.name for field in concrete if field.name not in known]
