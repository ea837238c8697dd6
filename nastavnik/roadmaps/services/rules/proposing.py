"""Rules that nobody has looked at yet: proposed by the kind of a line, brought over by its copy."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from nastavnik.roadmaps.kinds import SURE, rule_for
from nastavnik.roadmaps.models import LineRule, RoadmapLine
from nastavnik.roadmaps.services.rules.sources import works


def propose_rules(lines: Iterable[RoadmapLine], *, anew: bool = False) -> int:
    """Put a proposed rule beside each of ``lines`` whose kind is told surely; gives how many. Three statements.

    Only what somebody counts or registers already is proposed. ``anew``: the kind has changed, and what was only
    proposed before goes; what a person decided stays.
    """
    lines = list(lines)
    if anew:
        LineRule.objects.filter(line__in=lines, state=LineRule.State.PROPOSED).delete()
    rules = [rule for line in lines if (rule := _proposal(line))]
    # A line has one rule: where a person decided already, nothing is put beside it.
    decided = set(LineRule.objects.filter(line__in=[rule.line_id for rule in rules]).values_list("line", flat=True))
    made = LineRule.objects.bulk_create([rule for rule in rules if rule.line_id not in decided], batch_size=500)
    return len(made)


def _proposal(line: RoadmapLine) -> LineRule | None:
    sketch = rule_for(line.capability, line.title, line.result)
    if sketch is None or (line.capability_confidence or 0) < SURE or not works(sketch.kind, sketch.code):
        return None
    return LineRule(
        line=line,
        kind=sketch.kind,
        code=sketch.code,
        threshold=None if sketch.threshold is None else Decimal(str(sketch.threshold)),
        confidence=line.capability_confidence,
    )


def inherit(rule: LineRule, line: RoadmapLine) -> LineRule:
    """The rule of an original as the rule of its copy ``line``, not written yet: what was decided stays decided."""
    return LineRule(
        line=line,
        kind=rule.kind,
        code=rule.code,
        threshold=rule.threshold,
        state=rule.state,
        confidence=rule.confidence,
        confirmed_by_id=rule.confirmed_by_id,
        confirmed_at=rule.confirmed_at,
    )


def inherit_all(pairs: Iterable[tuple[RoadmapLine, RoadmapLine]]) -> int:
    """Give the copies the rules of their originals, (original, copy) by pairs; gives how many. Two statements."""
    copies = {original.pk: copy for original, copy in pairs}
    rules = LineRule.objects.filter(line__in=list(copies))
    made = LineRule.objects.bulk_create([inherit(rule, copies[rule.line_id]) for rule in rules], batch_size=500)
    return len(made)
