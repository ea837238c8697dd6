"""What the pages of a line and of an import say about the kind of work, its rule and what the data said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nastavnik import measures
from nastavnik.accounts.roles import Role
from nastavnik.org import reference
from nastavnik.portal.measures.figures import hidden_words, query_of
from nastavnik.portal.ui import wording
from nastavnik.roadmaps.kinds import SURE
from nastavnik.roadmaps.models import Evidence, LineRule, Occurrence, RoadmapLine
from nastavnik.roadmaps.services import kinds
from nastavnik.roadmaps.services.rules.figures import counts_people, period_on, place_of
from nastavnik.roadmaps.services.rules.sources import source_of, works

LATEST = 6


def titles() -> dict[str, str]:
    """Kind of work → its title. One small query."""
    return reference.titles("capabilities")


def role_title(code: str) -> str:
    return str(Role(code).label) if code in set(Role) else ""


@dataclass(frozen=True)
class KindPart:
    """Read when the page asks; three small queries at most."""

    line: RoadmapLine
    # The organisation of the reader, "" above the organisations.
    own: str = ""

    @cached_property
    def title(self) -> str:
        return titles().get(self.line.capability, self.line.capability)

    @property
    def role(self) -> str:
        return role_title(self.line.acting_role)

    @property
    def is_in_doubt(self) -> bool:
        return kinds.is_in_doubt(self.line)

    @cached_property
    def rule(self) -> LineRule | None:
        return LineRule.objects.filter(line=self.line).first()

    @property
    def rule_words(self) -> str:
        return rule_words(self.rule) if self.rule else ""

    @property
    def works(self) -> bool:
        """Whether somebody still counts what the rule looks at."""
        return self.rule is not None and works(self.rule.kind, self.rule.code)

    @property
    def is_watched(self) -> bool:
        return self.rule is not None and self.rule.state == LineRule.State.CONFIRMED

    @cached_property
    def definition(self) -> str:
        """The page that says how the figure of the rule is counted; "" where it is not a figure."""
        if self.rule is None or not self.works or self.rule.kind != LineRule.Kind.MEASURE:
            return ""
        today = timezone.localdate()
        query = query_of(place_of(self.line.node, today), period_on(today), today)
        return f"{reverse('measures:definition', args=[self.rule.code])}?{query}"

    @cached_property
    def history(self) -> list[tuple[dt.datetime, str]]:
        """When the data said it and when they took it back, with the facts; newest first."""
        if self.rule is None:
            return []
        said = Evidence.objects.filter(occurrence__line=self.line, kind=Evidence.Kind.DATA).order_by("-pk")[:LATEST]
        moments = []
        for proof in said:
            moments.append((proof.made_at, facts_words(proof.facts, is_own=is_own(self.line, self.own))))
            if proof.withdrawn_at:
                moments.append((proof.withdrawn_at, _("the data no longer say so")))
        return sorted(moments, key=lambda moment: moment[0], reverse=True)[:LATEST]


def part(line: RoadmapLine, own: str = "") -> KindPart:
    return KindPart(line, own)


def is_own(line: RoadmapLine, own: str) -> bool:
    """Whether the reader, whose organisation is ``own``, may know every number of people of the line's place."""
    return bool(own) and line.node.path.startswith(own)


def worded(occurrences: Iterable[Occurrence], *, is_own: bool = False) -> list[Occurrence]:
    """``occurrences`` with words beside what the data said."""
    found = list(occurrences)
    for occurrence in found:
        for proof in occurrence.evidence.all():
            said: Any = proof
            said.words = facts_words(proof.facts, is_own=is_own) if proof.kind == Evidence.Kind.DATA else ""
    return found


def rule_words(rule: LineRule) -> str:
    """“Organisations with a curator: at least 100 %”"""
    if rule.kind != LineRule.Kind.MEASURE:
        source = source_of(rule.kind, rule.code)
        return f"{rule.get_kind_display()}: {source.title if source else rule.code}"
    return _("%(figure)s: at least %(threshold)s") % {
        "figure": figure_title(rule.code),
        "threshold": threshold_words(rule.code, float(rule.threshold or 0)),
    }


def figure_title(code: str) -> str:
    known = measures.registry.get(code)
    return str(known.title) if known else code


def threshold_words(code: str, threshold: float) -> str:
    known = measures.registry.get(code)
    if known is None or not known.is_share:
        return wording.number(int(threshold) if threshold == int(threshold) else threshold)
    return wording.percent(threshold * 100, 0 if threshold * 100 % 1 == 0 else 1)


def facts_words(facts: dict[str, Any], *, is_own: bool = False) -> str:
    """Why a line is done: what the figure was, and what it had to reach.

    Numbers of people of an organisation are told to its own readers alone.
    """
    day = wording.day(dt.date.fromisoformat(facts["on"]))
    if "numerator" not in facts:
        source = source_of(facts["kind"], facts["code"])
        return _("By the data: %(what)s, %(day)s") % {"what": source.title if source else facts["code"], "day": day}
    known = measures.registry.get(facts["code"])
    is_secret = counts_people(facts["code"]) and not (is_own or facts.get("is_public"))
    if is_secret or facts.get("is_hidden"):
        counted = hidden_words()
    elif known is not None and not known.is_share:
        counted = wording.number(facts["numerator"])
    else:
        counted = _("%(n)s of %(all)s") % {
            "n": wording.number(facts["numerator"]),
            "all": wording.number(facts["denominator"]),
        }
    return _("By the data: %(figure)s, %(counted)s, as of %(day)s; at least %(threshold)s was asked for") % {
        "figure": figure_title(facts["code"]),
        "counted": counted,
        "day": day,
        "threshold": threshold_words(facts["code"], float(facts["threshold"])),
    }


def shown_kind(data: dict[str, Any], known: dict[str, str]) -> dict[str, Any] | None:
    """The proposed kind of a line that is being looked through; None where nothing is proposed."""
    kind = data.get("kind") or {}
    title = known.get(kind.get("capability") or "")
    return {"title": title, "is_sure": (kind.get("capability_confidence") or 0) >= SURE} if title else None
