"""What a typical plan changed since a plan was made of it, beside what the plan itself says. Nothing is written.

The edition that a plan stands by is its ``template_edition``; a line that was looked at later stands by the edition
of its answer. What the plan says already is offered to nobody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from nastavnik.base.stretches import Piece, word_pieces
from nastavnik.roadmaps.comparison import Change, Comparison, Moved, Words, compare
from nastavnik.roadmaps.models import Baseline, Evidence, LineDecision, Roadmap, RoadmapLine, TypicalAnswer
from nastavnik.roadmaps.services.adoption.carrying import Carried, Edition, move_to
from nastavnik.roadmaps.services.templates import Move
from nastavnik.roadmaps.wording import normal

# A number is a label of its place: one line put in between would "reword" all the lines below it.
FIELDS = ("title", "deadline_text", "responsible_text", "result")


class Kind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    REWORDED = "reworded"
    MOVED = "moved"


class Reason(StrEnum):
    """Why a change is not taken together with others: a person has to look."""

    EDITED = "edited"
    PROVED = "proved"
    TWIN = "twin"


@dataclass(frozen=True)
class Field:
    """One field: what the typical plan said, what it says, what the plan says. All in the plan's years."""

    name: str
    old: str
    new: str
    own: str

    @property
    def is_edited(self) -> bool:
        """Somebody here has worded it anew: it is never written over unless it is chosen."""
        return self.own not in (self.old, self.new)

    @property
    def pieces(self) -> list[Piece]:
        return word_pieces(self.old, self.new)


@dataclass(frozen=True)
class Offer:
    """A change of one line of the typical plan that the plan has not looked at."""

    kind: Kind
    uid: str
    old: Carried | None
    new: Carried | None
    own: RoadmapLine | None = None
    fields: tuple[Field, ...] = ()
    moved: Moved | None = None
    reasons: tuple[Reason, ...] = ()
    # A line of the plan that says the same as the one added.
    twin: RoadmapLine | None = None

    @property
    def words(self) -> Words:
        found = self.new or self.old
        assert found is not None  # noqa: S101 - a line stands in one edition at least, said for the type checker
        return found.words


@dataclass(frozen=True)
class _Changes:
    """One edition against the last one, before anybody's own lines are looked at."""

    old: Edition
    new: Edition
    found: Comparison

    @property
    def reworded(self) -> dict[str, tuple[Change, ...]]:
        kept = {one.new.key: tuple(c for c in one.changes if c.name in FIELDS) for one in self.found.reworded}
        return {key: changes for key, changes in kept.items() if changes}

    @property
    def moved(self) -> dict[str, Moved]:
        return {one.line.key: one for one in self.found.moved}


def is_behind(plan: Roadmap) -> bool:
    """Whether the typical plan was published again since ``plan`` last looked at all of it. At most one query."""
    return plan.template is not None and (plan.template_edition or 0) < plan.template.edition


def answered(plan: Roadmap) -> list[TypicalAnswer]:
    """The answers of ``plan``, a draft's beside those of the plan that it changes; newest first. One query."""
    found = TypicalAnswer.objects.filter(roadmap__in=[plan.pk, *([plan.amends_id] if plan.amends_id else [])])
    return list(found.select_related("typical", "line", "made_by").order_by("-made_at", "-pk"))


def waiting(plans: Sequence[Roadmap], *, closely: bool = False) -> dict[int, list[Offer]]:
    """Key of each plan → what it has not looked at, in the order of the typical plan.

    Give plans with ``template`` loaded. Five queries for any number of plans and lines; ``closely`` also says why a
    change should be looked at by a person, by two or three more.
    """
    behind = [plan for plan in plans if is_behind(plan)]
    found: dict[int, list[Offer]] = {plan.pk: [] for plan in plans}
    if not behind:
        return found
    bases = _bases(behind)
    editions = _editions(behind, bases)
    changes: dict[tuple[int, int], _Changes] = {}
    touched: set[str] = set()
    for plan in behind:
        for edition in {plan.template_edition or 0, *bases[plan.pk].values()}:
            key = (plan.template_id or 0, edition)
            if key not in changes and (made := _changes_since(editions.get(key[0], {}), edition)):
                changes[key] = made
                touched |= {line.key for line in made.found.added} | {line.key for line in made.found.removed}
                touched |= made.reworded.keys() | made.moved.keys()
    own = _own_lines(behind, touched)
    for plan in behind:
        found[plan.pk] = _of_plan(plan, bases[plan.pk], changes, own[plan.pk])
    found = _without_those_aside(found)
    return _looked_at(behind, found) if closely else found


def _bases(plans: Iterable[Roadmap]) -> dict[int, dict[str, int]]:
    """Key of a plan → uid of a line of the typical plan → the edition it was last answered in."""
    found: dict[int, dict[str, int]] = {plan.pk: {} for plan in plans}
    living: dict[int, int] = {plan.amends_id: plan.pk for plan in plans if plan.amends_id}
    rows = TypicalAnswer.objects.filter(roadmap__in=[*found, *living]).order_by()
    for roadmap, uid, edition in rows.values_list("roadmap", "typical__uid", "edition"):
        for key in {roadmap, living.get(roadmap, roadmap)} & found.keys():
            found[key][str(uid)] = max(edition, found[key].get(str(uid), 0))
    return found


def _editions(plans: Iterable[Roadmap], bases: Mapping[int, Mapping[str, int]]) -> dict[int, dict[int, Edition]]:
    """Key of a typical plan → number of each edition that is asked for, and of the last one → its words."""
    templates = {plan.template_id: plan.template for plan in plans if plan.template is not None}
    kept: dict[int, dict[int, int]] = defaultdict(dict)
    rows = Baseline.objects.filter(roadmap__in=list(templates)).order_by("made_at", "pk")
    for key, roadmap, edition in rows.values_list("pk", "roadmap", "edition"):
        kept[roadmap][edition] = key
    asked: dict[int, set[int]] = defaultdict(set)
    for plan in plans:
        asked[plan.template_id or 0] |= {plan.template_edition or 0, *bases[plan.pk].values()}
    wanted = {
        keys[edition]
        for roadmap, keys in kept.items()
        for edition in {_nearest(keys, number) for number in asked[roadmap]} | {max(keys)}
    }
    found: dict[int, dict[int, Edition]] = defaultdict(dict)
    for baseline in Baseline.objects.filter(pk__in=wanted):
        template = templates[baseline.roadmap_id]
        assert template is not None  # noqa: S101 - plans without one were left out above, said for the type checker
        found[baseline.roadmap_id][baseline.edition] = Edition(template, baseline.content["lines"])
    return found


def _nearest(editions: Iterable[int], number: int) -> int:
    """The edition ``number``; where its words were not kept, the next one whose words were."""
    later = [edition for edition in editions if edition >= number]
    return min(later) if later else max(editions)


def _changes_since(editions: Mapping[int, Edition], number: int) -> _Changes | None:
    if not editions:
        return None
    old, new = editions[_nearest(editions, number)], editions[max(editions)]
    if old is new:
        return None
    renamed = _renamed_sections(old.words, new.words)
    before = [replace(line, section=renamed.get(line.section, line.section)) for line in old.words]
    return _Changes(old, new, compare(before, new.words))


def _renamed_sections(old: Sequence[Words], new: Sequence[Words]) -> dict[str, str]:
    """Old name of a section → its new name, where all its lines went there together: nothing was moved."""
    now = {line.key: line.section for line in new}
    goals: dict[str, set[str]] = defaultdict(set)
    for line in old:
        if line.key in now:
            goals[line.section].add(now[line.key])
    return {was: min(names) for was, names in goals.items() if len(names) == 1 and not names & goals.keys()}


def _own_lines(plans: Iterable[Roadmap], uids: Iterable[str]) -> dict[int, dict[str, RoadmapLine]]:
    """Key of a plan → uid of a line of the typical plan → the plan's own present line. One query."""
    found: dict[int, dict[str, RoadmapLine]] = defaultdict(dict)
    rows = RoadmapLine.objects.filter(
        roadmap__in=[plan.pk for plan in plans], typical__uid__in=list(uids), removed_at=None
    )
    for line in rows.select_related("typical").order_by("position", "pk"):
        assert line.typical is not None  # noqa: S101 - the query asks for it, said for the type checker
        found[line.roadmap_id].setdefault(str(line.typical.uid), line)
    return found


def _of_plan(
    plan: Roadmap,
    bases: Mapping[str, int],
    changes: Mapping[tuple[int, int], _Changes],
    own: Mapping[str, RoadmapLine],
) -> list[Offer]:
    assert plan.template is not None  # noqa: S101 - plans without one were left out, said for the type checker
    move = move_to(plan.template, plan)
    stands_by = plan.template_edition or 0
    offers: dict[str, Offer] = {}
    for edition in {stands_by, *bases.values()}:
        since = changes.get((plan.template.pk, edition))
        if since is None:
            continue
        for offer in _offers(since, move, own):
            # An answer counts where it is later than what the whole plan stands by.
            if max(bases.get(offer.uid, 0), stands_by) == edition:
                offers[offer.uid] = offer
    newest = next((one.new for key, one in changes.items() if key[0] == plan.template.pk), None)
    places = {line.key: place for place, line in enumerate(newest.words)} if newest else {}
    return sorted(offers.values(), key=lambda offer: places.get(offer.uid, len(places)))


def _offers(since: _Changes, move: Move, own: Mapping[str, RoadmapLine]) -> Iterable[Offer]:
    for line in since.found.added:
        if line.key not in own:
            yield Offer(Kind.ADDED, line.key, None, since.new.line(line.key, move))
    for line in since.found.removed:
        if line.key in own:
            yield Offer(Kind.REMOVED, line.key, since.old.line(line.key, move), None, own[line.key])
    reworded, moved = since.reworded, since.moved
    for uid in [*reworded, *(uid for uid in moved if uid not in reworded)]:
        # A line that the plan has put out is not mended.
        if uid not in own:
            continue
        old, new = since.old.line(uid, move), since.new.line(uid, move)
        fields = _fields(reworded.get(uid, ()), old.words, new.words, own[uid])
        if fields or uid in moved:
            kind = Kind.REWORDED if fields else Kind.MOVED
            yield Offer(kind, uid, old, new, own[uid], fields, moved.get(uid))


def _fields(changes: Iterable[Change], old: Words, new: Words, own: RoadmapLine) -> tuple[Field, ...]:
    """The changed fields that the plan does not say already."""
    found = [
        Field(one.name, getattr(old, one.name), getattr(new, one.name), getattr(own, one.name)) for one in changes
    ]
    return tuple(one for one in found if one.own != one.new)


def _removed(found: Mapping[int, list[Offer]]) -> list[int]:
    """Keys of own lines whose originals were removed."""
    return [offer.own.pk for offers in found.values() for offer in offers if offer.own and offer.kind is Kind.REMOVED]


def _without_those_aside(found: Mapping[int, list[Offer]]) -> dict[int, list[Offer]]:
    """What the plan has marked as not relevant already needs no second word."""
    decided = LineDecision.objects.filter(line__in=_removed(found), to_on=None, kind=LineDecision.Kind.NOT_RELEVANT)
    aside = set(decided.values_list("line", flat=True))
    return {
        key: [
            offer for offer in offers if offer.kind is not Kind.REMOVED or not offer.own or offer.own.pk not in aside
        ]
        for key, offers in found.items()
    }


def _looked_at(plans: Sequence[Roadmap], found: Mapping[int, list[Offer]]) -> dict[int, list[Offer]]:
    """With the reasons why a person has to choose."""
    proofs = Evidence.objects.filter(occurrence__line__in=_removed(found), withdrawn_at=None)
    proved = set(proofs.values_list("occurrence__line", flat=True))
    twins: dict[int, dict[str, RoadmapLine]] = defaultdict(dict)
    if any(offer.kind is Kind.ADDED for offers in found.values() for offer in offers):
        rows = RoadmapLine.objects.filter(roadmap__in=[plan.pk for plan in plans], typical=None, removed_at=None)
        for line in rows.order_by("-position", "-pk"):
            twins[line.roadmap_id][normal(line.title)] = line
    return {key: [_with_reasons(one, proved, twins[key]) for one in offers] for key, offers in found.items()}


def _with_reasons(offer: Offer, proved: set[int], twins: Mapping[str, RoadmapLine]) -> Offer:
    reasons: list[Reason] = []
    twin = None
    if offer.kind is Kind.ADDED:
        twin = twins.get(normal(offer.words.title))
        reasons += [Reason.TWIN] if twin else []
    elif offer.kind is Kind.REMOVED and offer.own and offer.old:
        edited = any(getattr(offer.own, name) != getattr(offer.old.words, name) for name in FIELDS)
        reasons += [Reason.EDITED] if edited else []
        reasons += [Reason.PROVED] if offer.own.pk in proved else []
    elif any(field.is_edited for field in offer.fields):
        reasons.append(Reason.EDITED)
    return replace(offer, reasons=tuple(reasons), twin=twin)
