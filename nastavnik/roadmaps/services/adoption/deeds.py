"""What a plan answers to a change of its typical plan. An answer is remembered; it can be taken back.

A draft takes words and lines at once; a plan approved here takes them by its next edition. What leaves the words
alone (not relevant, left as it is) is open in a plan in force too.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import DomainError
from nastavnik.roadmaps.deadlines import Schedule
from nastavnik.roadmaps.models import (
    LineDecision,
    LineRule,
    Roadmap,
    RoadmapLine,
    RoadmapSection,
    SubItem,
    TypicalAnswer,
)
from nastavnik.roadmaps.services import lines
from nastavnik.roadmaps.services.adoption.offers import Kind, Offer, waiting
from nastavnik.roadmaps.services.baselines import refuse_rewording
from nastavnik.roadmaps.services.occurrences import lay_anew
from nastavnik.roadmaps.services.rules.proposing import inherit_all
from nastavnik.roadmaps.services.summaries import keep_summary
from nastavnik.roadmaps.wording import normal


class DealtWith(DomainError):
    code = "typical_dealt_with"
    message = _("This change of the typical plan has been dealt with already. Open the page again.")


class NothingChosen(DomainError):
    code = "typical_nothing_chosen"
    message = _("Tick what to take, or leave the line as it is with you.")


class ChangedSince(DomainError):
    code = "typical_changed_since"
    message = _("The line was changed after that. Mend it on its own page.")


class LineGone(DomainError):
    code = "typical_line_gone"
    message = _("The line is no longer in the plan.")


@transaction.atomic
def take(
    roadmap: Roadmap, uid: str, *, fields: Collection[str], version: int, actor: User
) -> TypicalAnswer:  # fmt: skip
    """Write the new words of the line ``uid`` of the typical plan over those ``fields`` of the plan's own line.

    Raises:
        NotAllowed, DealtWith, NothingChosen, WordsAreApproved.
        EditConflict: somebody saved the same field since ``version``; nothing was written.
    """
    held = _hold(roadmap, actor)
    return _answering(held, _take(held, _offered(held, uid, Kind.REWORDED), fields, version, actor), actor)


@transaction.atomic
def add(roadmap: Roadmap, uid: str, *, actor: User) -> TypicalAnswer:
    """Put the line ``uid`` that the typical plan added beside the same neighbours as there.

    Raises:
        NotAllowed, DealtWith, WordsAreApproved.
    """
    held = _hold(roadmap, actor)
    return _answering(held, _add(held, _offered(held, uid, Kind.ADDED), actor), actor)


@transaction.atomic
def set_aside(roadmap: Roadmap, uid: str, *, basis: str, actor: User) -> TypicalAnswer:
    """Mark the plan's line whose original was removed as not relevant from today, with a basis.

    Raises:
        NotAllowed, DealtWith, Invalid (no basis).
    """
    held = _hold(roadmap, actor)
    return _answering(held, _set_aside(held, _offered(held, uid, Kind.REMOVED), basis, actor), actor)


@transaction.atomic
def leave(roadmap: Roadmap, uid: str, *, actor: User) -> TypicalAnswer:
    """Looked at: the plan stays as it is.

    Raises:
        NotAllowed, DealtWith.
    """
    held = _hold(roadmap, actor)
    return _answering(held, _kept(held, _offered(held, uid), TypicalAnswer.Kind.LEFT, None, actor), actor)


@transaction.atomic
def take_all(roadmap: Roadmap, *, actor: User) -> int:
    """Take every change that conflicts with nothing of the plan's own; gives how many. The others stay offered.

    Raises:
        NotAllowed, WordsAreApproved.
    """
    held = _hold(roadmap, actor)
    refuse_rewording(held)
    chosen = [offer for offer in waiting([held], closely=True)[held.pk] if not offer.reasons]
    for offer in chosen:
        _DEEDS[offer.kind](held, offer, actor)
    _stand_by_the_last(held)
    record("roadmap.typical_taken_over", held, actor=actor, node_id=held.node_id, lines=len(chosen))
    return len(chosen)


@transaction.atomic
def reopen(answer: TypicalAnswer, *, actor: User) -> None:
    """Take an answer back with what it did: the change is offered again.

    Raises:
        NotAllowed, DealtWith, WordsAreApproved.
        ChangedSince: the line was changed after the deed.
        LineGone: the line is no longer there.
    """
    held = _hold(answer.roadmap, actor)
    found = TypicalAnswer.objects.filter(pk=answer.pk).select_related("line", "typical").first()
    if found is None:
        raise DealtWith
    answer = found
    if answer.kind != TypicalAnswer.Kind.LEFT:
        line = answer.line
        if line is None or line.removed_at is not None or line.roadmap_id != held.pk:
            raise LineGone
        _turn_back(answer, line, actor)
    Roadmap.objects.filter(pk=held.pk, template_edition__gt=answer.base_edition).update(
        template_edition=answer.base_edition
    )
    record("roadmap.typical_reopened", answer.line or held, actor=actor, node_id=held.node_id, kind=answer.kind)
    answer.delete()


def _turn_back(answer: TypicalAnswer, line: RoadmapLine, actor: User) -> None:
    if answer.kind == TypicalAnswer.Kind.SET_ASIDE:
        lines.take_up_again(line, on=timezone.localdate(), actor=actor)
    elif line.version != answer.line_version:
        raise ChangedSince
    elif answer.kind == TypicalAnswer.Kind.ADDED:
        lines.remove_line(line, actor=actor)
    else:
        lines.undo_edit(line, actor=actor)


def _hold(roadmap: Roadmap, actor: User) -> Roadmap:
    require(actor, "roadmap.edit", roadmap)
    # Locked: two people looking through the same list answer each change once.
    Roadmap.objects.select_for_update().get(pk=roadmap.pk)
    return Roadmap.objects.select_related("template", "node").get(pk=roadmap.pk)


def _offered(held: Roadmap, uid: str, kind: Kind | None = None) -> Offer:
    found = next((offer for offer in waiting([held])[held.pk] if offer.uid == uid), None)
    if found is None or (kind is not None and found.kind is not kind):
        raise DealtWith
    return found


def _take(held: Roadmap, offer: Offer, fields: Collection[str], version: int, actor: User) -> TypicalAnswer:
    assert offer.own is not None and offer.new is not None  # noqa: S101, PT018 - a reworded line has both
    changes = {field.name: field.new for field in offer.fields if field.name in fields}
    if not changes:
        raise NothingChosen
    saved = lines.edit_line(offer.own, version=version, actor=actor, **changes)
    if "deadline_text" in changes:
        _mean(saved, held, offer)
    return _kept(held, offer, TypicalAnswer.Kind.TAKEN, saved, actor)


def _add(held: Roadmap, offer: Offer, actor: User) -> TypicalAnswer:
    assert offer.new is not None  # noqa: S101 - an added line stands in the new edition
    typical = RoadmapLine.objects.get(uid=offer.uid)
    before = RoadmapLine.objects.filter(roadmap=held, typical=typical, removed_at__isnull=False).first()
    if before is not None:
        return _kept(held, offer, TypicalAnswer.Kind.ADDED, lines.restore_line(before, actor=actor), actor)
    words = offer.new.words
    after = _neighbour(held, typical)
    made = lines.add_line(
        held, actor=actor, section=_section(held, typical, words.section, after), title=words.title, after=after,
        number=words.number, deadline_text=words.deadline_text, responsible_text=words.responsible_text,
        result=words.result, typical=typical, copied_from=typical,
    )  # fmt: skip
    _bring_parts(typical, made)
    _mean(made, held, offer)
    return _kept(held, offer, TypicalAnswer.Kind.ADDED, made, actor)


def _bring_parts(typical: RoadmapLine, made: RoadmapLine) -> None:
    SubItem.objects.bulk_create(
        SubItem(line=made, position=part.position, text=part.text, deadline_text=part.deadline_text,
                schedule=part.schedule)
        for part in typical.sub_items.all()
    )  # fmt: skip
    if not LineRule.objects.filter(line=made).exists():
        inherit_all([(typical, made)])


def _neighbour(held: Roadmap, typical: RoadmapLine) -> RoadmapLine | None:
    """The plan's own line that the new one follows: that of the nearest line before it in the typical plan."""
    own = RoadmapLine.objects.filter(roadmap=held, removed_at=None, typical__roadmap=typical.roadmap_id)
    return own.filter(typical__position__lt=typical.position).order_by("-typical__position", "-position").first()


def _section(
    held: Roadmap, typical: RoadmapLine, name: str, after: RoadmapLine | None
) -> RoadmapSection | None:  # fmt: skip
    """The plan's section of this name; that of the neighbour where the plan has none of its own; else a new one."""
    sections = list(held.sections.order_by("position"))
    if typical.section is None or not sections:
        return after.section if after else None
    number, title = typical.section.number, name.removeprefix(typical.section.number).strip()
    same = next((section for section in sections if normal(section.title) == normal(title)), None)
    if same is not None:
        return same
    place = (held.sections.aggregate(last=Max("position"))["last"] or 0) + 1
    return RoadmapSection.objects.create(roadmap=held, position=place, number=number, title=title)


def _mean(line: RoadmapLine, held: Roadmap, offer: Offer) -> None:
    """A term counted from another line or from holidays means its day, whatever its words say alone."""
    assert offer.new is not None  # noqa: S101 - the caller writes new words
    carried = offer.new
    if line.reading == carried.meant or carried.meant == Schedule.from_json({"kind": "unknown"}):
        return
    flags = line.flags if carried.is_sure else [*line.flags, {"code": "decide_term"}]
    line.schedule, line.flags = carried.meant.to_json(), flags
    RoadmapLine.objects.filter(pk=line.pk).update(schedule=line.schedule, flags=flags)
    lay_anew(line, held)
    keep_summary(held.pk)


def _set_aside(held: Roadmap, offer: Offer, basis: str, actor: User) -> TypicalAnswer:
    assert offer.own is not None  # noqa: S101 - a removed line is offered where the plan has its own
    kind, today = LineDecision.Kind.NOT_RELEVANT, timezone.localdate()
    lines.decide(offer.own, kind=kind, basis=basis.strip(), from_on=today, actor=actor)
    return _kept(held, offer, TypicalAnswer.Kind.SET_ASIDE, offer.own, actor)


def _kept(
    held: Roadmap, offer: Offer, kind: TypicalAnswer.Kind, line: RoadmapLine | None, actor: User
) -> TypicalAnswer:  # fmt: skip
    assert held.template is not None  # noqa: S101 - nothing is offered to a plan without a typical plan
    answer, _made = TypicalAnswer.objects.update_or_create(
        roadmap=held,
        typical=RoadmapLine.objects.get(uid=offer.uid),
        defaults={
            "edition": held.template.edition,
            "base_edition": held.template_edition or 0,
            "kind": kind,
            "line": line or offer.own,
            "line_version": line.version if line else None,
            "made_by": actor,
        },
    )
    return answer


def _answering(held: Roadmap, answer: TypicalAnswer, actor: User) -> TypicalAnswer:
    _stand_by_the_last(held)
    record("roadmap.typical_answered", answer.line or held, actor=actor, node_id=held.node_id, kind=answer.kind)
    return answer


def _stand_by_the_last(held: Roadmap) -> None:
    """All is looked at: the plan stands by the last edition."""
    if held.template is not None and not waiting([held])[held.pk]:
        Roadmap.objects.filter(pk=held.pk).update(template_edition=held.template.edition)


def _all_fields(held: Roadmap, offer: Offer, actor: User) -> TypicalAnswer:
    assert offer.own is not None  # noqa: S101 - a reworded line has its own beside it
    return _take(held, offer, [field.name for field in offer.fields], offer.own.version, actor)


def _by_the_edition(held: Roadmap, offer: Offer, actor: User) -> TypicalAnswer:
    assert held.template is not None  # noqa: S101 - nothing is offered to a plan without a typical plan
    basis = _now("Left out of the typical plan, edition %(n)s") % {"n": held.template.edition}
    return _set_aside(held, offer, basis, actor)


_DEEDS: dict[Kind, Callable[[Roadmap, Offer, User], TypicalAnswer]] = {
    Kind.ADDED: _add,
    Kind.REWORDED: _all_fields,
    Kind.REMOVED: _by_the_edition,
    Kind.MOVED: lambda held, offer, actor: _kept(held, offer, TypicalAnswer.Kind.LEFT, None, actor),
}
