"""The way of a document: sent, agreed, taken by the council, signed or returned. The head's signature issues it.

draft, returned → on_agreement → registered      (the last step numbers, draws and keeps it)
on_agreement → returned, or back to draft when taken back
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nastavnik.accounts.models import User
from nastavnik.approvals.acting import who_may_act
from nastavnik.approvals.models import Chain, Step
from nastavnik.approvals.services import chains, steps
from nastavnik.approvals.services.chains import Planned
from nastavnik.approvals.subjects import Subject, subject
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import Invalid
from nastavnik.documents.contents import built_of, data_of, put_together
from nastavnik.documents.library import Approval, Built
from nastavnik.documents.models import WRITABLE, Paper, State
from nastavnik.documents.refusals import NumberFromRegister, WrongState
from nastavnik.documents.services.drafts import SUBJECT, hold
from nastavnik.documents.services.issuing import Requisites, issue, take_number
from nastavnik.notifications import queue

# Words of documents, which are Russian whoever looks.
ORDER, MINUTES = "приказ", "протокол педагогического совета"


def route_of(paper: Paper) -> list[Planned]:
    """Who decides where nobody says otherwise: the council of a regulation, then the head."""
    built = built_of(paper.code)
    found = [Planned(Step.Kind.MINUTES, paper.node, str(_("The council takes it")))] if built.by_council else []
    return [*found, Planned(Step.Kind.APPROVE, paper.node, str(_title_of_last(built)))]


def _title_of_last(built: Built) -> object:
    return _("The head signs it") if built.approval is Approval.OWN else _("The head approves it by an order")


@transaction.atomic
def send(
    paper: Paper, *, actor: User, route: Sequence[Planned] | None = None, due_on: dt.date | None = None
) -> Chain:
    """Send a draft along ``route`` (by default the usual one of its kind). It must be filled in.

    Raises:
        NotAllowed, WrongState.
        Invalid: something required is missing, by the names of the fields.
        RouteIncomplete, PlaceOutOfLine.
    """
    require(actor, "approval.start", paper)
    held = hold(paper)
    if held.state not in WRITABLE or held.removed_at is not None:
        raise WrongState
    if built_of(held.code).approval is Approval.NONE:
        raise WrongState(_("Nobody approves documents of this kind. Register it."))
    if held.is_personal and any(step.node.pk != held.node_id for step in route or ()):
        raise Invalid(fields={"": [str(_("This document names people: only its own organisation decides it."))]})
    put_together(held)
    held.state = State.ON_AGREEMENT
    held.version += 1
    held.save(update_fields=["state", "version"])
    record("document.sent", held, actor=actor, kind=held.code)
    return chains.start(SUBJECT, held.uid, held.node, held.title, route or route_of(held), actor=actor, due_on=due_on)


@transaction.atomic
def sign(
    paper: Paper, step: Step, *, on: dt.date, actor: User, effective_on: dt.date | None = None,
    order: dict[str, str] | None = None,
) -> Paper:  # fmt: skip
    """The head's decision: an order gets its number from the register, a regulation the ``order`` that approves it.

    Raises:
        NotYourTurn, AlreadyDecided, TakenBack.
        Invalid: the day has not come; no order where one is needed.
        NoCase.
    """
    chains.hold_running(SUBJECT, paper.uid)
    held = hold(paper)
    if held.state != State.ON_AGREEMENT:
        raise WrongState
    if built_of(held.code).approval is Approval.OWN:
        number, decided_on = take_number(held, on), on
        held.save(update_fields=["case", "serial", "serial_year", "number"])
    else:
        number = (order or {}).get("number", "")
        given = (order or {}).get("date", "")
        decided_on = dt.date.fromisoformat(given) if given else on
    steps.approve(step, order_no=number, on=decided_on, actor=actor, effective_on=effective_on)
    held.refresh_from_db()
    return held


@subject(SUBJECT)
class _Documents(Subject):
    def turn_came(self, chain: Chain, step: Step, actor: User | None) -> None:
        people = [user for user in who_may_act(step) if user != actor]
        _tell("document.to_decide", _paper(chain), people, event=f"document.to_decide:{step.uid}")

    def returned(self, chain: Chain, step: Step, actor: User) -> None:
        held = _move(chain, State.RETURNED)
        _tell("document.returned", held, _senders(chain, actor), event=f"document.returned:{step.uid}")

    def approved(self, chain: Chain, step: Step, actor: User) -> None:
        held = hold(_paper(chain))
        built = built_of(held.code)
        if built.approval is Approval.OWN and (held.serial is None or held.number != step.order_no):
            raise NumberFromRegister
        if step.decided_on is None:
            raise WrongState
        order = None
        if built.approval is Approval.BY_ORDER:
            order = {"kind_title": ORDER, "number": step.order_no, "date": step.decided_on.isoformat()}
        requisites = Requisites(
            dated_on=step.decided_on,
            effective_on=step.effective_on,
            order=order,
            council=_council(chain),
            signer=_signer(held),
        )
        issue(held, requisites, actor=actor)
        _tell("document.signed", held, _senders(chain, actor), event=f"document.signed:{held.uid}")

    def withdrawn(self, chain: Chain, actor: User | None) -> None:
        _move(chain, State.DRAFT)


def _paper(chain: Chain) -> Paper:
    return Paper.objects.select_related("node").get(uid=chain.subject_uid)


def _move(chain: Chain, state: State) -> Paper:
    held = hold(_paper(chain))
    held.state = state
    held.version += 1
    held.save(update_fields=["state", "version"])
    return held


def _senders(chain: Chain, actor: User) -> list[User]:
    return [chain.started_by] if chain.started_by is not None and chain.started_by != actor else []


def _council(chain: Chain) -> dict[str, str] | None:
    """The minutes that the round names."""
    step = chain.steps.filter(kind=Step.Kind.MINUTES, state=Step.State.AGREED).order_by("-position").first()
    if step is None or step.decided_on is None:
        return None
    return {"kind_title": MINUTES, "number": step.minutes_no, "date": step.decided_on.isoformat()}


def _tell(kind: str, paper: Paper, people: list[User], *, event: str) -> None:
    queue(kind, to=people, event=event, context={"paper": str(paper.uid)}, node=paper.node)


def _signer(held: Paper) -> dict[str, str] | None:
    signer: dict[str, str] | None = data_of(held).get("signer")
    return signer
