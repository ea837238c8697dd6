"""Documents of the register that another document may name, instead of typing their numbers and dates."""

from __future__ import annotations

from typing import NamedTuple

from nastavnik.accounts.models import User
from nastavnik.documents.library import TEMPLATES, Group
from nastavnik.documents.models import Paper, State
from nastavnik.org.models import Node

MOST = 60
# How a kind is called inside a sentence: «приказ», «протокол педагогического совета».
_KINDS = {
    Group.ORDERS: "приказ",
    Group.REGULATIONS: "положение",
    Group.PROGRAMMES: "программа",
    Group.MINUTES: "протокол",
    Group.AGREEMENTS: "соглашение",
    Group.CONCLUSIONS: "заключение",
    Group.LETTERS: "письмо",
    Group.REPORTS: "отчёт",
    Group.CONSENTS: "согласие",
}


class Named(NamedTuple):
    key: str
    label: str
    reference: dict[str, str]


def to_name(user: User, node: Node, *, orders: bool = False) -> list[Named]:
    """Documents in force of ``node`` that ``user`` sees, newest first; ``orders`` alone where an order is meant."""
    found = Paper.objects.visible_to(user, "document.view").in_force().filter(node=node, is_personal=False)
    if orders:
        found = found.filter(code__in=[code for code, built in TEMPLATES.items() if built.group == Group.ORDERS])
    rows = found.filter(state=State.REGISTERED).defer("payload").order_by("-dated_on", "-pk")[:MOST]
    return [Named(str(paper.uid), _label(paper), reference_to(paper)) for paper in rows]


def reference_to(paper: Paper) -> dict[str, str]:
    """``paper`` as other documents cite it."""
    built = TEMPLATES.get(paper.code)
    found = {
        "kind_title": _KINDS.get(built.group, "") if built else "",
        "number": paper.number,
        "date": paper.dated_on.isoformat() if paper.dated_on else "",
        "title": paper.title,
    }
    return {name: value for name, value in found.items() if value}


def _label(paper: Paper) -> str:
    number = f"№ {paper.number}, " if paper.number else ""
    return f"{number}{paper.dated_on:%d.%m.%Y}: {paper.title[:90]}" if paper.dated_on else paper.title[:90]
