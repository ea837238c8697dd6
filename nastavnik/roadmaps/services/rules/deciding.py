"""What people do with rules: confirm what was proposed, set one of their own, decline."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik import measures
from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import DomainError, EditConflict, Invalid
from nastavnik.base.saving import save, update
from nastavnik.roadmaps.models import LineRule, Roadmap, RoadmapLine
from nastavnik.roadmaps.services.rules.checking import at_work, lock_node, settle, unsay_all
from nastavnik.roadmaps.services.rules.figures import look
from nastavnik.roadmaps.services.rules.sources import works
from nastavnik.roadmaps.services.summaries import keep_summary


class NothingCounted(DomainError):
    code = "rule_not_counted"
    message = _("Nobody counts this figure yet. Choose another one, or mark the line by hand.")


@transaction.atomic
def set_rule(
    line: RoadmapLine, *, actor: User, kind: str, code: str, threshold: Decimal | None = None, version: int = 0
) -> LineRule:
    """Say what proves ``line``; it works from now on. ``version`` is that of the rule that stood there, 0 of none.

    Raises:
        NotAllowed: ``actor`` may not edit this plan.
        EditConflict: somebody saved first; nothing was written.
        NothingCounted: nobody counts or registers ``code``.
        Invalid: no threshold, or one that cannot be reached.
    """
    require(actor, "roadmap.edit", line)
    _check(kind, code, threshold)
    lock_node(line.node_id)
    values: dict[str, Any] = {"kind": kind, "code": code, "threshold": threshold, "confidence": None}
    if version:
        present = LineRule.objects.filter(line=line).first()
        if present is None:
            raise EditConflict(theirs=None, mine=values)
        return _decide(present, version, LineRule.State.CONFIRMED, actor, "roadmap.rule_set", **values)
    rule = save(LineRule(line=line, confirmed_by=actor, **values))
    return _decide(rule, rule.version, LineRule.State.CONFIRMED, actor, "roadmap.rule_set")


@transaction.atomic
def confirm(rule: LineRule, *, version: int, actor: User) -> LineRule:
    """Let a proposed or declined rule work: its line is no longer marked by hand.

    Raises: NotAllowed, EditConflict, NothingCounted.
    """
    require(actor, "roadmap.edit", rule.line)
    _check(rule.kind, rule.code, rule.threshold)
    lock_node(rule.line.node_id)
    return _decide(rule, version, LineRule.State.CONFIRMED, actor, "roadmap.rule_confirmed")


@transaction.atomic
def decline(rule: LineRule, *, version: int, actor: User) -> LineRule:
    """The line is marked by hand; what only the data said of it is said no more.

    Raises: NotAllowed, EditConflict.
    """
    require(actor, "roadmap.edit", rule.line)
    lock_node(rule.line.node_id)
    return _decide(rule, version, LineRule.State.DECLINED, actor, "roadmap.rule_declined")


@transaction.atomic
def confirm_many(roadmap: Roadmap, rules: Iterable[LineRule], *, actor: User) -> int:
    """Confirm those of ``rules`` that are still proposed and are of this plan; gives how many.

    Raises: NotAllowed.
    """
    require(actor, "roadmap.edit", roadmap)
    lock_node(roadmap.node_id)
    wanted = [rule.pk for rule in rules]
    proposed = LineRule.objects.filter(line__roadmap=roadmap, line__removed_at=None, state=LineRule.State.PROPOSED)
    found = [rule for rule in proposed.filter(pk__in=wanted).select_related("line") if works(rule.kind, rule.code)]
    with measures.once():
        for rule in found:
            _decide(rule, rule.version, LineRule.State.CONFIRMED, actor, "roadmap.rule_confirmed")
    return len(found)


def _decide(rule: LineRule, version: int, state: str, actor: User, deed: str, **values: Any) -> LineRule:
    works_now = state == LineRule.State.CONFIRMED
    saved = update(rule, version=version, state=state, met_on=None, **values)
    by, at = (actor, timezone.now()) if works_now else (None, None)
    LineRule.objects.filter(pk=saved.pk).update(confirmed_by=by, confirmed_at=at)
    line = saved.line
    record(deed, line, actor=actor, node_id=line.node_id, kind=saved.kind, code=saved.code)
    if (values or not works_now) and unsay_all(line):
        # Counted before the rule looks: what it said itself must not be what it sees.
        keep_summary(line.roadmap_id)
    today = timezone.localdate()
    if works_now and at_work(today).filter(pk=saved.pk).exists() and (seen := look(saved, line.node, today)):
        settle(saved, seen, today, node=line.node)
    saved.refresh_from_db()
    return saved


def _check(kind: str, code: str, threshold: Decimal | None) -> None:
    if not works(kind, code):
        raise NothingCounted
    if kind != LineRule.Kind.MEASURE:
        return
    if threshold is None or threshold <= 0:
        raise Invalid(fields={"threshold": [str(_("Give the threshold that the figure must reach."))]})
    if measures.named(code).is_share and threshold > 1:
        raise Invalid(fields={"threshold": [str(_("A share cannot be more than 100 %."))]})
