"""What a template of the product says about itself, beside its words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from nastavnik.documents.language.form import Form
from nastavnik.documents.tree import Document


class Group(StrEnum):
    """Where a template stands in the list."""

    ORDERS = "orders"
    REGULATIONS = "regulations"
    PROGRAMMES = "programmes"
    MINUTES = "minutes"
    CONSENTS = "consents"
    LETTERS = "letters"
    CONCLUSIONS = "conclusions"
    AGREEMENTS = "agreements"
    REPORTS = "reports"


class Approval(StrEnum):
    """How such a document comes into force."""

    OWN = "own"  # the head signs it and it gets a number of its own: an order
    BY_ORDER = "by_order"  # an order approves it, whose number and date stand in its stamp: a regulation
    NONE = "none"  # nobody approves it: minutes, a letter, a consent


@dataclass(frozen=True)
class Built:
    """One template. ``edition`` grows with every change of its words or of its form."""

    code: str
    # Of the kind («Приказ о назначении куратора») and of a document of it («О назначении куратора»).
    title: str
    about: str
    group: Group
    level: str
    model: str
    stage: str
    form: Form
    tree: Callable[[], Document]
    approval: Approval = Approval.NONE
    edition: int = 1
    # Gets a number of the register when it is issued. One approved by an order bears the order's instead.
    is_numbered: bool = True
    # The teachers' council takes it first.
    by_council: bool = False
    # Codes of the reference list "acts" that it cites while they are in force.
    acts: tuple[str, ...] = ()
    # Fields whose sample is what most write: a new document begins with it.
    usual: tuple[str, ...] = ()

    @cached_property
    def beginning(self) -> dict[str, Any]:
        """Answers that a new document begins with."""
        sample = self.form.sample()
        return {name: sample[name] for name in self.usual}

    @cached_property
    def document(self) -> Document:
        return self.tree()
