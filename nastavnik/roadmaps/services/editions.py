"""New editions: a plan approved here is changed by a draft that is agreed and approved in its turn.

The draft is a plan of its own with the lines copied. Coming into force it is merged into the living plan, line by
line, so that nothing that points at the plan or its lines (evidence, comments, links, addresses) is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik.accounts.models import User
from nastavnik.approvals.services.chains import withdraw_subject
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import DomainError
from nastavnik.base.saving import save
from nastavnik.roadmaps.comparison import Comparison, Words, compare
from nastavnik.roadmaps.models import (
    Baseline,
    LineRevision,
    ResponsibleParty,
    Roadmap,
    RoadmapLine,
    RoadmapSection,
)
from nastavnik.roadmaps.models.plans import Status
from nastavnik.roadmaps.services.baselines import keep_baseline
from nastavnik.roadmaps.services.copying import copy_lines
from nastavnik.roadmaps.services.edition_life import bring_life
from nastavnik.roadmaps.services.headings import keep_heading
from nastavnik.roadmaps.services.lines import SETTINGS, WORDS, search_text
from nastavnik.roadmaps.services.occurrences import lay_anew, lay_out
from nastavnik.roadmaps.services.summaries import keep_parties, keep_summary

# What dates hang on.
DATED = frozenset({"deadline_text", *SETTINGS})
SAID_OF_LINE = ("capability", "capability_confidence", "capability_by_hand", "acting_role", "addressed_to",
                "is_mandatory")  # fmt: skip
HEADING = ("title", "organisation_text", "model", "columns", "approver_position", "approver_name")
STAMP = ("approval", "order_no", "approved_on", "approved_here", "effective_on")


class NotInForce(DomainError):
    code = "roadmap_not_in_force"
    message = _("A new edition is made of a plan in force. Change this plan itself, or take it back first.")


class OriginGone(DomainError):
    code = "roadmap_origin_gone"
    message = _("The plan that this edition changes is no longer in force. Take the edition back.")


@transaction.atomic
def open_edition(roadmap: Roadmap, *, actor: User) -> Roadmap:
    """A draft of the next edition of ``roadmap``, with all its lines.

    Raises:
        NotAllowed: ``actor`` may not change this plan.
        NotInForce: it is a draft, on its way, or archived.
        Invalid: a new edition is being prepared already.
    """
    require(actor, "roadmap.edit", roadmap)
    roadmap = Roadmap.objects.select_for_update().get(pk=roadmap.pk)
    # A typical plan is changed as it is and published again.
    if roadmap.status != Status.IN_FORCE or roadmap.removed_at is not None or roadmap.is_template:
        raise NotInForce
    draft = Roadmap(
        node_id=roadmap.node_id, amends=roadmap, edition=roadmap.edition + 1, starts_on=roadmap.starts_on,
        ends_on=roadmap.ends_on, template_id=roadmap.template_id,
        template_edition=roadmap.template_edition, previous_id=roadmap.previous_id,
        **{name: getattr(roadmap, name) for name in HEADING},
    )  # fmt: skip
    save(draft)
    lay_out(copy_lines(roadmap, draft, origin="amends"), draft)
    keep_summary(draft.pk)
    keep_parties(draft.pk)
    record("roadmap.edition_opened", roadmap, actor=actor, node_id=roadmap.node_id, edition=draft.edition)
    return draft


@transaction.atomic
def bring_in(draft: Roadmap, *, actor: User | None) -> Roadmap:
    """Merge an approved edition into the plan that it changes; gives the living plan. Rights: `services.approval`.

    Raises:
        OriginGone: the plan was archived or removed meanwhile.
    """
    living = Roadmap.objects.select_for_update().get(pk=draft.amends_id or 0)
    if living.status != Status.IN_FORCE or living.removed_at is not None:
        raise OriginGone
    sections = _bring_sections(draft, living)
    copies = list(
        RoadmapLine.objects.filter(roadmap=draft).select_related("amends").prefetch_related("parties", "revisions")
    )
    changed = [line for copy in copies if (line := _bring_line(copy, living, sections, actor))]
    _place(copies, sections)
    for line in changed:
        lay_anew(line, living)
    bring_life(draft)
    # Once approved here, always changed by editions: paper does not open the words again.
    draft.approved_here = draft.approved_here or living.approved_here
    for name in (*HEADING, *STAMP):
        setattr(living, name, getattr(draft, name))
    keep_heading(living, actor=actor)
    living.edition = draft.edition
    if draft.template_edition and draft.template_id == living.template_id:
        living.template_edition = max(draft.template_edition, living.template_edition or 0)
    living.version += 1
    living.save()
    Roadmap.objects.filter(pk=draft.pk).update(status=Status.ARCHIVED)
    keep_baseline(living)
    keep_summary(living.pk)
    keep_parties(living.pk)
    record("roadmap.edition_in_force", living, actor=actor, node_id=living.node_id, edition=living.edition)
    return living


def let_go(roadmap: Roadmap, *, actor: User) -> None:
    """``roadmap`` goes: what is being agreed of it is taken back, and drafts of its next edition go along.

    Inside the transaction of a deed that has asked for the right.
    """
    withdraw_subject("roadmap", roadmap.uid, actor=actor)
    for draft in roadmap.amendments.filter(removed_at=None).exclude(status=Status.ARCHIVED):
        withdraw_subject("roadmap", draft.uid, actor=actor)
        Roadmap.objects.filter(pk=draft.pk).update(status=Status.ARCHIVED)


def _bring_sections(draft: Roadmap, living: Roadmap) -> dict[int, int]:
    """Key of a section of the draft → key of the one that stands for it in the living plan."""
    found: dict[int, int] = {}
    last = living.sections.aggregate(last=Max("position"))["last"]
    place = -1 if last is None else last
    for section in draft.sections.select_related("amends").order_by("position"):
        original = section.amends
        if original is None:
            place += 1
            RoadmapSection.objects.filter(pk=section.pk).update(roadmap=living, position=place)
            found[section.pk] = section.pk
            continue
        for name in ("number", "title", "deadline_text", "schedule"):
            setattr(original, name, getattr(section, name))
        original.save()
        found[section.pk] = original.pk
    return found


def _bring_line(
    copy: RoadmapLine, living: Roadmap, sections: dict[int, int], actor: User | None
) -> RoadmapLine | None:
    """Do to the living line what was done to its copy; gives the line where its dates are to be laid anew."""
    original = copy.amends
    if original is None:
        if copy.removed_at is None:
            # A new line comes over as it is, with its dates and its rule.
            section = sections.get(copy.section_id or 0)
            RoadmapLine.objects.filter(pk=copy.pk).update(roadmap=living, section_id=section)
        return None
    if copy.removed_at is not None:
        if original.removed_at is None:
            RoadmapLine.objects.filter(pk=original.pk).update(removed_at=timezone.now())
        return None
    changes = _changes(copy, original)
    if original.removed_at is not None and (changes or copy.version > 1):
        changes["removed_at"] = None
    if not changes:
        return None
    former = {name: _plain(getattr(original, name)) for name in changes if name in (*WORDS, *SETTINGS)}
    for name, value in changes.items():
        setattr(original, name, value)
    if former:
        LineRevision.objects.create(line=original, version=original.version, values=former, made_by=actor)
        original.version += 1
    original.save()
    if "responsible_text" in changes:
        _bring_parties(copy, original)
    return original if DATED & set(changes) else None


def _changes(copy: RoadmapLine, original: RoadmapLine) -> dict[str, Any]:
    """What was changed in the copy, and only that: the living line may have been corrected meanwhile."""
    first: dict[str, Any] = {}
    for revision in sorted(copy.revisions.all(), key=lambda revision: revision.version):
        first = {**revision.values, **first}
    names = [name for name in (*WORDS, *SETTINGS) if name in first and first[name] != _plain(getattr(copy, name))]
    if copy.version > 1:
        names += SAID_OF_LINE
    changes = {name: getattr(copy, name) for name in names if getattr(copy, name) != getattr(original, name)}
    if "deadline_text" in changes:
        changes |= {"schedule": copy.schedule, "relative": copy.relative}
    if changes.keys() & {"number", "title", "responsible_text", "result"}:
        merged = {name: changes.get(name, getattr(original, name)) for name in WORDS}
        changes["search_text"] = search_text(
            merged["title"], merged["number"], merged["responsible_text"], merged["result"]
        )
    return changes


def _bring_parties(copy: RoadmapLine, original: RoadmapLine) -> None:
    original.parties.all().delete()
    ResponsibleParty.objects.bulk_create(
        ResponsibleParty(line=original, position=party.position, text=party.text, column=party.column)
        for party in copy.parties.all()
    )


def _place(copies: Iterable[RoadmapLine], sections: dict[int, int]) -> None:
    """The living lines stand where their copies stood."""
    rows = []
    for copy in copies:
        if copy.amends is not None and copy.removed_at is None:
            row = copy.amends
            row.position, row.section_id = copy.position, sections.get(copy.section_id or 0)
            rows.append(row)
    RoadmapLine.objects.bulk_update(rows, ["position", "section"], batch_size=500)


def baseline_comparison(roadmap: Roadmap, baseline: Baseline | None = None) -> Comparison | None:
    """What was approved (last, or in ``baseline``) against today's lines; None without a baseline. 2 queries."""
    baseline = baseline or roadmap.baselines.order_by("-made_at", "-pk").first()
    if baseline is None:
        return None
    return compare(words_of_baseline(baseline), words_of(roadmap))


def edition_comparison(draft: Roadmap) -> Comparison:
    """The plan in force against the draft of its next edition. 2 queries."""
    if draft.amends is None:
        return Comparison()
    return compare(words_of(draft.amends), words_of(draft))


def words_of(roadmap: Roadmap) -> list[Words]:
    """Today's lines. A copy goes by the key of the line that it rewords. One query."""
    rows = roadmap.lines.filter(removed_at=None).order_by("position", "pk").values(
        "uid", "amends__uid", "number", "title", "deadline_text", "responsible_text", "result", "section__number",
        "section__title",
    )  # fmt: skip
    return [_words(row, str(row["amends__uid"] or row["uid"])) for row in rows]


def words_of_baseline(baseline: Baseline) -> list[Words]:
    return [words_of_row(row) for row in baseline.content["lines"]]


def words_of_row(row: Mapping[str, Any]) -> Words:
    """A line of a baseline."""
    return _words(row, row["uid"])


def _words(row: Mapping[str, Any], key: str) -> Words:
    return Words(
        key=key,
        number=row["number"],
        title=row["title"],
        deadline_text=row["deadline_text"],
        responsible_text=row["responsible_text"],
        result=row["result"],
        section=f"{row['section__number'] or ''} {row['section__title'] or ''}".strip(),
    )


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
