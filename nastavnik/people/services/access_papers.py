"""The check list of accessibility as a document: drawn up by the template, kept in step while it is a draft."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from nastavnik.accounts.models import User
from nastavnik.base.access import require
from nastavnik.documents.contents import asked_of, built_of
from nastavnik.documents.language.printing import date_ru
from nastavnik.documents.models import WRITABLE, Paper, PaperQuerySet
from nastavnik.documents.services import drafts
from nastavnik.org.models import Node, valid_on
from nastavnik.people.categories import served
from nastavnik.people.models import AccessMeasure, StaffCard
from nastavnik.people.refusals_counts import NothingToWrite, OnItsWay
from nastavnik.people.services.access import rows_of

CODE = "access_measures"
ALL_YEAR = "в течение года"


def newest(papers: PaperQuerySet, node: Node, school_year: int) -> Paper | None:
    """Of ``papers`` what the check list of the year became: a draft, what is agreed, what is in force."""
    found = papers.living().filter(node=node, code=CODE)
    return found.filter(school_year=school_year).order_by("-pk").first()


def says_the_same(paper: Paper, rows: Sequence[AccessMeasure]) -> bool:
    """Whether the document has the measures of the list."""
    theirs, ours = asked_of(paper), drafts.cleaned(built_of(CODE), _told(rows))
    return all(theirs.get(name) == ours[name] for name in ("categories", "measures"))


@transaction.atomic
def draw_up(node: Node, school_year: int, *, actor: User) -> Paper:
    """A draft with the lines of the check list; the draft that there is gets them too, its other answers stay.

    A document in force is replaced by the draft when that is issued.

    Raises: NotAllowed, NothingToWrite, OnItsWay, Invalid.
    """
    require(actor, "document.edit", node)
    Node.objects.select_for_update(no_key=True).get(pk=node.pk)
    rows = rows_of(node, school_year)
    if not rows:
        raise NothingToWrite
    ours = Paper.objects.living().filter(node=node, code=CODE)
    valid = ours.in_force().order_by("-pk").first()
    begun = ours.filter(Q(school_year=school_year) | Q(replaces=valid, replaces__isnull=False), check_code=None)
    if (paper := begun.order_by("-pk").first()) is None:
        earlier = asked_of(valid) if valid else {**built_of(CODE).beginning, "responsible": _responsible(node)}
        asked = {**earlier, **_told(rows)}
        return drafts.draw_up(node, CODE, asked, actor=actor, school_year=school_year, replaces=valid)
    if paper.state not in WRITABLE:
        raise OnItsWay
    asked = {**asked_of(paper), **_told(rows)}
    return drafts.rewrite(paper, asked, version=paper.version, actor=actor, title=paper.title)


def _told(rows: Sequence[AccessMeasure]) -> dict[str, Any]:
    """The answers of the template's form that the list gives."""
    words = served()
    of = dict.fromkeys(words.get(row.category, row.category) for row in rows)
    return {
        "categories": list(of),
        "measures": [{"measure": _measure(row), "terms": _terms(row)} for row in rows],
    }


def _measure(row: AccessMeasure) -> str:
    what = row.what.rstrip(". ")
    return f"{what}. Ответственный – {row.responsible.rstrip('. ')}" if row.responsible else what


def _terms(row: AccessMeasure) -> str:
    return f"до {date_ru(row.due_on)}" if row.due_on else ALL_YEAR


def _responsible(node: Node) -> list[dict[str, str]]:
    """Curators by their work names; others are added in the form."""
    today = timezone.localdate()
    cards = StaffCard.objects.filter(valid_on(today), node=node, kind=StaffCard.Kind.CURATOR)
    return [{"name": card.full_name, "post": card.position} for card in cards.order_by("pk")[:2]]
