"""Which edition of a template is in use where on a day, which comes next, and which editions have fallen behind what
they were copied from."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, cast

from django.db.models import (
    BooleanField,
    Case,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from nastavnik.accounts.roles import OFFICES
from nastavnik.documents.contents import built_of
from nastavnik.documents.language import Compiled, Fault, Refused, TooLarge, check, compiled
from nastavnik.documents.library import TEMPLATES, Built
from nastavnik.documents.models import PaperTemplateQuerySet, Template
from nastavnik.documents.speech import Speech
from nastavnik.documents.stored import from_plain
from nastavnik.documents.tree import Document, Paragraph, Run
from nastavnik.org.models import Node, Placement
from nastavnik.org.queries import place_of

# Steps up the tree: from a branch to its school, the municipality, the district, the region, and one more.
DEEPEST = 6
# Bodies that write templates for the territory they are placed in: an authority goes before a centre.
OFFICE_TYPES = tuple(type_code for types in OFFICES.values() for type_code in types)


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


def templates_in_use(
    node: Node, codes: Iterable[str] | None = None, on: dt.date | None = None
) -> dict[str, Template]:
    """The editions that documents of ``node`` are drawn up by today (or on the day given), by kind; what is missing
    is the product's own. One query for today, two for another day.

    The nearest wins: that of ``node``, then step by step upwards that of the territory, then those of the offices
    placed in it, an authority before a centre and of two alike the one put in force later.
    """
    day = on or timezone.localdate()
    path = _path(node, on)
    return _nearest(_reaching(path, codes, day).in_force(day), path)


def above(node: Node, code: str, on: dt.date | None = None) -> Edition:
    """What ``node`` would use without an edition of its own. One query for today, two for another day."""
    day = on or timezone.localdate()
    path = _path(node, on)
    rows = _reaching(path, [code], day).in_force(day).exclude(node=node)
    return Edition(code, _nearest(rows, path).get(code))


def next_in_use(node: Node, codes: Iterable[str] | None = None, *, own: bool = True) -> dict[str, Template]:
    """The edition that takes over next at ``node``, by kind; its ``from_on`` is the day. ``own``: not only from
    above. One query."""
    today, path = timezone.localdate(), _path(node, None)
    rows = _reaching(path, codes, today).standing(today)
    by_code: dict[str, list[Template]] = defaultdict(list)
    for row in rows if own else rows.exclude(node=node):
        by_code[row.code].append(row)
    found = {}
    for code, standing in by_code.items():
        now = _nearest(_valid(standing, today), path).get(code)
        for day in sorted({row.from_on for row in standing if row.from_on and row.from_on > today}):
            then = _nearest(_valid(standing, day), path).get(code)
            if then is not None and then != now:
                found[code] = then
                break
    return found


def reaching(node: Node, code: str) -> list[Template]:
    """Every edition of ``code`` in force at ``node`` and above it, or waiting for its day there. One query."""
    today = timezone.localdate()
    return list(_reaching(_path(node, None), [code], today, tree=True).standing(today))


def is_office(node: Node) -> bool:
    """Whether templates of ``node`` reach the organisations of the territory that it is placed in."""
    return not node.is_territory and node.type in OFFICE_TYPES


def _path(node: Node, on: dt.date | None) -> list[int]:
    path = node.path if on is None else place_of(node, on) or node.path
    return [int(step) for step in path.strip("/").split("/")]


def _reaching(
    path: list[int], codes: Iterable[str] | None, day: dt.date, *, tree: bool = False
) -> PaperTemplateQuerySet:
    """Editions kept along ``path`` and at the offices of its territories, with ``stands_in``: where their node is
    placed on ``day``."""
    placed = Placement.objects.on(day)
    offices = placed.filter(
        parent__in=path, parent__kind=Node.Kind.TERRITORY, node__kind=Node.Kind.BODY, node__type__in=OFFICE_TYPES
    )
    rows = Template.objects.filter(Q(node__in=path) | Q(node__in=offices.values("node")), from_on__isnull=False)
    rows = rows.annotate(stands_in=Subquery(placed.filter(node=OuterRef("node")).values("parent")[:1]))
    if codes is not None:
        rows = rows.filter(code__in=list(codes))
    rows = rows.select_related("node").order_by("pk")
    return rows if tree or codes is not None else rows.defer("tree")


def _valid(rows: Iterable[Template], day: dt.date) -> list[Template]:
    return [row for row in rows if row.from_on and row.from_on <= day and (row.to_on is None or row.to_on > day)]


def _nearest(rows: Iterable[Any], path: list[int]) -> dict[str, Template]:
    depths = {key: depth for depth, key in enumerate(path)}
    found: dict[str, Any] = {}
    for row in rows:
        known = found.get(row.code)
        if known is None or _rank(row, depths) > _rank(known, depths):
            found[row.code] = row
    return found


def _rank(row: Any, depths: dict[int, int]) -> tuple[int, int, int, dt.date, int]:
    """The greatest is the nearest; see `templates_in_use`."""
    if row.node_id in depths:
        return depths[row.node_id], 1, 0, row.from_on, row.pk
    return depths[row.stands_in], 0, -OFFICE_TYPES.index(row.node.type), row.from_on, row.pk


def with_lag(rows: QuerySet[Template], on: dt.date | None = None) -> QuerySet[Any]:
    """Marks with ``is_behind`` the editions that were copied from something else than is in use above them today (or
    on the day given). One query beside that of ``rows``.

    The tree is climbed step by step along indexes: to compare paths would be every edition with every other.
    """
    day = on or timezone.localdate()
    in_force = Template.objects.in_force(day).filter(code=OuterRef("code"))
    kept = Template.objects.in_force(day).filter(node__kind=Node.Kind.BODY, node__type__in=OFFICE_TYPES)
    offices = list(kept.order_by().values_list("node", flat=True).distinct())
    steps = ["node_id", *(f"step_{depth}" for depth in range(DEEPEST))]
    for below, name in pairwise(steps):
        placed = Placement.objects.on(day).filter(node=OuterRef(below))
        rows = rows.alias(**{name: Subquery(placed.values("parent")[:1])})
    nearest: list[Subquery] = []
    for depth, name in enumerate(steps):
        if depth:
            nearest.append(Subquery(in_force.filter(node=OuterRef(name)).values("pk")[:1]))
        if offices:
            nearest.append(_of_offices(in_force, offices, name, day))
    current = Q(over__isnull=False, base_id=F("over")) | (Q(over__isnull=True, base__isnull=True) & _newest())
    behind = Case(When(current, then=Value(False)), default=Value(True), output_field=BooleanField())
    return rows.alias(over=Coalesce(*nearest)).annotate(is_behind=behind)


def _of_offices(in_force: QuerySet[Template], offices: list[int], step: str, day: dt.date) -> Subquery:
    """The edition of the first of ``offices`` that is placed in the territory ``step``. They are few: only those that
    keep templates."""
    # From the offices to their places: a territory has hundreds of nodes in it.
    placed = Placement.objects.on(day).filter(
        node=OuterRef("node"), parent=OuterRef(OuterRef(step)), parent__kind=Node.Kind.TERRITORY
    )
    rank = Case(*(When(node__type=code, then=Value(place)) for place, code in enumerate(OFFICE_TYPES)))
    rows = in_force.filter(Exists(placed), node__in=offices).exclude(node=OuterRef("node"))
    return Subquery(rows.order_by(rank, "-from_on", "-pk").values("pk")[:1])


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
