"""Which edition of a template is in use where, and which editions have fallen behind what they were copied from."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, cast

from django.db.models import (
    BooleanField,
    Case,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import override

from nastavnik.documents.contents import built_of
from nastavnik.documents.language import Compiled, Fault, Refused, TooLarge, check, compiled
from nastavnik.documents.library import TEMPLATES, Built
from nastavnik.documents.models import Template
from nastavnik.documents.speech import Speech
from nastavnik.documents.stored import from_plain
from nastavnik.documents.tree import Document, Paragraph, Run
from nastavnik.org.models import Node, Placement

PUBLISHED = Template.State.PUBLISHED
# Steps up the tree: from a branch to its school, the municipality, the district, the region, and one more.
DEEPEST = 6


@dataclass(frozen=True)
class Edition:
    """The words of kind ``code``: an edition that a node keeps, or (None) the product's own."""

    code: str
    template: Template | None = None

    @property
    def built(self) -> Built:
        return built_of(self.code)

    @property
    def number(self) -> int:
        return self.template.edition if self.template else self.built.edition

    @property
    def key(self) -> str:
        """How an address names it."""
        return str(self.template.uid) if self.template else "product"

    @property
    def document(self) -> Document:
        """With its places to fill."""
        if self.template is None:
            return self.built.document
        return cast(Document, from_plain(json.loads(self.template.tree)))


def templates_in_use(node: Node, codes: Iterable[str] | None = None) -> dict[str, Template]:
    """The published editions of ``node`` or of the nearest above it by kind; what is missing is the product's own.
    One query."""
    return _nearest([node.pk, *node.ancestor_ids], codes)


def above(node: Node, code: str) -> Edition:
    """What ``node`` would use without an edition of its own. One query."""
    return Edition(code, _nearest(node.ancestor_ids, [code]).get(code))


def _nearest(node_ids: list[int], codes: Iterable[str] | None) -> dict[str, Template]:
    rows = Template.objects.filter(state=PUBLISHED, node__in=node_ids).select_related("node")
    if codes is not None:
        rows = rows.filter(code__in=list(codes))
    found: dict[str, Template] = {}
    for row in rows.defer("tree") if codes is None else rows:
        known = found.get(row.code)
        if known is None or row.node.path.count("/") > known.node.path.count("/"):
            found[row.code] = row
    return found


def with_lag(rows: QuerySet[Template]) -> QuerySet[Any]:
    """Marks with ``is_behind`` the editions that were copied from something else than is in use above them today.

    The tree is climbed step by step along indexes: to compare paths would be every edition with every other.
    """
    published = Template.objects.filter(state=PUBLISHED, code=OuterRef("code"))
    steps = ["node_id", *(f"step_{depth}" for depth in range(DEEPEST))]
    for below, name in pairwise(steps):
        placed = Placement.objects.filter(node=OuterRef(below), to_on=None)
        rows = rows.alias(**{name: Subquery(placed.values("parent")[:1])})
    nearest = (Subquery(published.filter(node=OuterRef(name)).values("pk")[:1]) for name in steps[1:])
    current = Q(over__isnull=False, base_id=F("over")) | (Q(over__isnull=True, base__isnull=True) & _newest())
    behind = Case(When(current, then=Value(False)), default=Value(True), output_field=BooleanField())
    return rows.alias(over=Coalesce(*nearest)).annotate(is_behind=behind)


def _newest() -> Q:
    """Copied from the product's own editions of today."""
    codes: dict[int, list[str]] = defaultdict(list)
    for built in TEMPLATES.values():
        codes[built.edition].append(built.code)
    found = Q(pk__in=[])
    for edition, of_it in codes.items():
        found |= Q(code__in=of_it, base_edition__gte=edition)
    return found


def faults_of(document: Document, built: Built) -> tuple[Fault, ...]:
    """What keeps ``document`` from being a template of this kind."""
    return check(document, built.form)


def sample(edition: Edition) -> Document:
    """The edition filled with invented data, marked as a sample.

    Raises: Refused: the edition does not suit the form of its kind any more.
    """
    template = compiled(edition.document, edition.built.form)
    return as_sample(tried(template, edition.built))


def tried(template: Compiled, built: Built) -> Document:
    """Raises: Refused: a document by it would be too large."""
    try:
        return template.fill(built.form.sample(), words=Speech())
    except TooLarge as error:
        raise Refused((Fault((), "too_long"),)) from error


def as_sample(document: Document) -> Document:
    with override("ru"):  # the language of documents, whoever looks
        mark = Paragraph((Run(_("SAMPLE"), bold=True),), align="right")
    return replace(document, header=(mark, *document.header))
