"""Every model field has a class P0–P4 in code (security rules, section 1 and 5).

A model says ``privacy = Privacy(P1="title period", P3="birth_on")``; abstract bases bring their own and
the classes add up along the MRO. `tests/architecture/test_privacy.py` fails on a field without a class.
Log filters, exports, the API and erasure are made from the same declaration.
"""

from __future__ import annotations

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
    """The classes of one model's fields: space-separated field names per class."""

    def __init__(self, *, P0: str = "", P1: str = "", P2: str = "", P3: str = "", P4: str = "") -> None:  # noqa: N803
        named = zip(Class, (P0, P1, P2, P3, P4), strict=True)
        self.classes: dict[str, Class] = {name: cls for cls, names in named for name in names.split()}


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


def unclassified(model: type[models.Model]) -> list[str]:
    """The concrete fields of ``model`` that nobody gave a class."""
    known = classes_of(model)
    concrete = (*model._meta.fields, *model._meta.many_to_many)
    return [field.name for field in concrete if field.name not in known]
