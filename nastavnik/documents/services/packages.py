"""The package of local acts: asked once, made whole, sent by one act, signed one after another.

Made again it changes drafts alone: what is on its way or issued stays as it is.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik.accounts.models import User
from nastavnik.approvals.models import Chain, Step
from nastavnik.approvals.services import steps
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import DomainError
from nastavnik.base.saving import save, update
from nastavnik.documents import package_set
from nastavnik.documents.contents import asked_of, canonical, live_data
from nastavnik.documents.language.fields import COMMON
from nastavnik.documents.library import TEMPLATES, Approval, Built
from nastavnik.documents.measures import in_force_on
from nastavnik.documents.models import WRITABLE, Package, Paper, State
from nastavnik.documents.services import approval, drafts
from nastavnik.documents.services.approval import ORDER
from nastavnik.documents.services.drafts import SUBJECT
from nastavnik.org.calendar import SchoolYear
from nastavnik.org.models import Node


class NotDrawnYet(DomainError):
    code = "package_not_drawn"
    message = _("The documents of the package are not made yet. Answer the questions and make them first.")


class PackageIncomplete(DomainError):
    code = "package_incomplete"
    message = _("Some documents are not filled in yet. The list says what is missing in each.")


class OrderFirst(DomainError):
    code = "package_order_first"
    message = _("Sign the order that approves this document first: its number and date stand in the stamp.")


class NothingWaits(DomainError):
    code = "package_nothing_waits"
    message = _("None of these documents waits for this. The page of the package says how far each is.")


@dataclass(frozen=True)
class Member:
    """One kind of document of the package. ``paper`` is the one made for it, ``other`` what is in force already."""

    code: str
    built: Built
    paper: Paper | None
    other: Paper | None
    missing: tuple[tuple[str, str], ...] = ()
    turn: Step | None = None

    @property
    def is_in_force(self) -> bool:
        return self.other is not None or (self.paper is not None and self.paper.state == State.REGISTERED)

    @property
    def is_writable(self) -> bool:
        return self.paper is not None and self.paper.state in WRITABLE

    @property
    def approving(self) -> str:
        return package_set.approving(self.code)


@transaction.atomic
def begin(node: Node, *, model: str, school_year: int, actor: User) -> Package:
    """Raises: NotAllowed, Invalid: the package of this year is begun already."""
    require(actor, "document.edit", node)
    package = save(Package(node=node, model=model, school_year=school_year, made_by=actor))
    record("document.package_begun", package, actor=actor, node_id=node.pk, model=model)
    return package


@transaction.atomic
def answer(package: Package, answers: Mapping[str, Any], *, version: int, actor: User) -> Package:
    """Keep the answers of one step beside the others.

    Raises: NotAllowed, EditConflict: somebody has answered since.
    """
    require(actor, "document.edit", package)
    held = update(package, version=version)
    held.answers = canonical({**json.loads(held.answers), **answers})
    held.save(update_fields=["answers"])
    return held


def answers_of(package: Package) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(package.answers)
    return found


def chosen_of(package: Package) -> list[str]:
    """Kinds that the package makes: as chosen, else what is needed and not in force for years already."""
    chosen = answers_of(package).get("documents")
    known = (*package_set.codes_of(package.model), *package_set.optional_of(package.model))
    if chosen is None:
        needed = package_set.codes_of(package.model)
        standing = _standing(package.node, needed)
        return package_set.in_order(c for c in needed if c not in standing or not package_set.is_kept_for_years(c))
    return package_set.in_order(code for code in chosen if code in known)


@transaction.atomic
def draw(package: Package, *, actor: User) -> list[Paper]:
    """Make the documents of the answers, or put the answers into the drafts that were made before.

    Raises: NotAllowed.
    """
    require(actor, "document.edit", package)
    held = _hold(package)
    chosen, answers, year = chosen_of(held), answers_of(held), SchoolYear(held.school_year)
    before = _papers(held, with_removed=True)
    made = []
    for code in chosen:
        given = package_set.data_for(code, answers, chosen=chosen, year=year)
        made.append(_drawn(held, code, before.get(code), given, actor))
    for code, paper in before.items():
        if code not in chosen and paper.removed_at is None and paper.state in WRITABLE:
            drafts.remove(paper, actor=actor)
    held.drawn_at = timezone.now()
    held.save(update_fields=["drawn_at"])
    record("document.package_drawn", held, actor=actor, node_id=held.node_id, documents=len(made))
    return made


def _drawn(package: Package, code: str, paper: Paper | None, given: dict[str, Any], actor: User) -> Paper:
    if paper is None:
        asked = {**TEMPLATES[code].beginning, **given}
        return drafts.draw_up(
            package.node, code, asked, actor=actor, school_year=package.school_year, package=package
        )
    if paper.state not in WRITABLE:
        return paper
    if paper.removed_at is not None:
        paper = drafts.bring_back(paper, actor=actor)
    asked = {**asked_of(paper), **given}
    return drafts.rewrite(paper, asked, version=paper.version, actor=actor, title=paper.title)


def members_of(package: Package) -> list[Member]:
    """What the package consists of and how far each is. Eight queries, whatever the number of documents."""
    chosen = chosen_of(package)
    papers = _papers(package)
    needed = package_set.codes_of(package.model)
    codes = package_set.in_order({*needed, *chosen, *papers})
    standing = _standing(package.node, codes)
    turns = _turns(papers.values())
    found = []
    for code in codes:
        paper = papers.get(code)
        other = None if paper is not None else standing.get(code)
        missing = missing_in(paper) if paper is not None and paper.state in WRITABLE else ()
        turn = turns.get(str(paper.uid)) if paper is not None else None
        found.append(Member(code, TEMPLATES[code], paper, other, missing, turn))
    return found


def missing_in(paper: Paper) -> tuple[tuple[str, str], ...]:
    """Names and titles of the fields of a draft that are still to be filled in."""
    built = TEMPLATES[paper.code]
    on = timezone.localdate()
    data = live_data(paper.node, built, asked_of(paper), school_year=paper.school_year, on=on)
    names = dict.fromkeys(path.partition(".")[0] for path in built.form.check(data))
    titles = {field.name: field.title for field in (*COMMON, *built.form.own)}
    return tuple((name, titles.get(name, name)) for name in names)


@transaction.atomic
def send_all(package: Package, *, actor: User, due_on: dt.date | None = None) -> int:
    """One act sends every draft of the package; gives how many.

    Raises:
        NotAllowed, NotDrawnYet.
        PackageIncomplete: a draft lacks something; none is sent.
    """
    require(actor, "approval.start", package)
    held = _hold(package)
    members = [member for member in members_of(held) if member.is_writable]
    if held.drawn_at is None:
        raise NotDrawnYet
    if any(member.missing for member in members):
        raise PackageIncomplete
    sent = [m.paper for m in members if m.paper is not None and m.built.approval is not Approval.NONE]
    if not sent:
        raise NothingWaits
    for paper in sent:
        approval.send(paper, actor=actor, due_on=due_on)
    record("document.package_sent", held, actor=actor, node_id=held.node_id, documents=len(sent))
    return len(sent)


@transaction.atomic
def record_council(package: Package, *, minutes_no: str, on: dt.date, actor: User) -> int:
    """The council took what it has to take, by one set of minutes; gives how many documents.

    Raises: NotYourTurn, NothingWaits, Invalid.
    """
    waiting = [m.turn for m in members_of(package) if m.turn is not None and m.turn.kind == Step.Kind.MINUTES]
    if not waiting:
        raise NothingWaits
    for step in waiting:
        steps.record_minutes(step, minutes_no=minutes_no, on=on, actor=actor)
    return len(waiting)


def next_to_sign(members: Iterable[Member]) -> Member | None:
    """What the head signs next: orders first, what they approve after them."""
    listed = list(members)
    return next(
        (m for m in listed if m.turn and m.turn.kind == Step.Kind.APPROVE and _may_be_signed(m, listed)), None
    )


def _may_be_signed(member: Member, members: list[Member]) -> bool:
    return not member.approving or order_of(member, members) is not None


def order_of(member: Member, members: Iterable[Member]) -> Paper | None:
    """The order in force that approves ``member``."""
    wanted = member.approving
    found = next((m for m in members if m.code == wanted), None)
    if found is None:
        return None
    paper = found.paper or found.other
    return paper if paper is not None and paper.state == State.REGISTERED else None


@transaction.atomic
def sign(package: Package, paper: Paper, *, on: dt.date, actor: User, effective_on: dt.date | None = None) -> Paper:
    """The head signs one: an order takes its number, what an order approves takes the order's number and date.

    Raises:
        NotYourTurn, AlreadyDecided.
        OrderFirst: its order is not signed.
        NothingWaits: it does not wait for the head.
        Invalid: the day has not come, or is before the order's own.
    """
    members = members_of(_hold(package))
    member = next((m for m in members if m.paper is not None and m.paper.pk == paper.pk), None)
    if member is None or member.turn is None or member.turn.kind != Step.Kind.APPROVE:
        raise NothingWaits
    if not member.approving:
        return approval.sign(paper, member.turn, on=on, actor=actor, effective_on=effective_on)
    order = order_of(member, members)
    if order is None or order.dated_on is None:
        raise OrderFirst
    cited = {"kind_title": ORDER, "number": order.number, "date": order.dated_on.isoformat()}
    begins = effective_on or _effective_by(order)
    return approval.sign(paper, member.turn, on=order.dated_on, actor=actor, effective_on=begins, order=cited)


def _effective_by(order: Paper) -> dt.date | None:
    """The day from which the order puts its acts into force."""
    given = asked_of(order).get("effective_on")
    return dt.date.fromisoformat(given) if given else None


def _hold(package: Package) -> Package:
    return Package.objects.select_for_update(of=("self",)).select_related("node").get(pk=package.pk)


def _papers(package: Package, *, with_removed: bool = False) -> dict[str, Paper]:
    """The latest of each kind that was made for the package."""
    rows = Paper.objects.filter(package=package).exclude(state__in=[State.REPLACED, State.REPEALED])
    if not with_removed:
        rows = rows.filter(removed_at=None)
    # Of two the living one is meant.
    ordered = rows.select_related("node", "template", "case").order_by("removed_at", "pk")
    return {paper.code: paper for paper in sorted(ordered, key=lambda one: (one.removed_at is None, one.pk))}


def _standing(node: Node, codes: Iterable[str]) -> dict[str, Paper]:
    """What is in force today by kind. One query."""
    rows = in_force_on(timezone.localdate()).filter(node=node, code__in=list(codes)).defer("payload")
    return {paper.code: paper for paper in rows.order_by("dated_on", "pk")}


def _turns(papers: Iterable[Paper]) -> dict[str, Step]:
    """The step that each document on its way waits at. One query."""
    uids = [paper.uid for paper in papers]
    rows = Step.objects.filter(
        chain__subject_kind=SUBJECT,
        chain__subject_uid__in=uids,
        chain__state=Chain.State.RUNNING,
        state=Step.State.CURRENT,
    )
    return {str(step.chain.subject_uid): step for step in rows.select_related("chain__node", "node")}
