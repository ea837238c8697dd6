"""What of a plan goes on paper: its rows as the plain values that `layouts` sets. 6 queries, whatever its size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import QuerySet

from nastavnik.org import reference
from nastavnik.org.models import Node
from nastavnik.roadmaps.layouts.slots import is_subsection
from nastavnik.roadmaps.layouts.words import LineWords, PlanWords, SectionWords, StampWords
from nastavnik.roadmaps.models import ImportedLine, ResponsibleParty, Roadmap, RoadmapLine, SubItem
from nastavnik.roadmaps.models.plans import Approval, Status

#: What is not yet approved goes out as a draft.
DRAFTS = frozenset({Status.DRAFT, Status.ON_AGREEMENT, Status.RETURNED, Status.AGREED})
_LOOKED_AT = 300
#: Level of a kind of body → level of its plans, those of organisations aside.
_LEVELS = {"region": "region", "centre": "region", "district": "district"}


def words_of(
    roadmap: Roadmap, lines: QuerySet[RoadmapLine], *, chosen: str = "", only: frozenset[int] | None = None
) -> PlanWords:
    """``lines`` of ``roadmap`` in their order. ``chosen`` says by what they were picked out of the plan.

    ``only`` leaves those of these keys; many keys are no question that a database takes.
    """
    sections = list(roadmap.sections.all())
    places = {section.pk: place for place, section in enumerate(sections)}
    found = list(
        lines.order_by("position", "pk").only(
            "roadmap",
            "number",
            "title",
            "deadline_text",
            "responsible_text",
            "result",
            "remark",
            "subsection",
            "section",
        )
    )
    if only is not None:
        found = [line for line in found if line.pk in only]
    keys = [line.pk for line in found]
    parties, parts = _parties(roadmap, keys), _parts(roadmap, keys)
    words = tuple(
        LineWords(
            number=line.number,
            title=line.title,
            term=line.deadline_text,
            responsible=line.responsible_text,
            result=line.result,
            remark=line.remark,
            subsection=line.subsection,
            section=places.get(line.section_id or 0),
            parties=tuple(parties[line.pk]),
            parts=tuple(parts[line.pk]),
        )
        for line in found
    )
    usual, merges = usual_columns(roadmap.node, words)
    return PlanWords(
        title=roadmap.title,
        period=roadmap.period,
        lines=words,
        sections=tuple(SectionWords(s.number, s.title, s.deadline_text) for s in sections),
        columns=tuple(roadmap.columns),
        organisation=roadmap.organisation_text,
        stamp=_stamp(roadmap),
        is_draft=roadmap.status in DRAFTS and not roadmap.is_template,
        edition=roadmap.edition,
        chosen=chosen,
        merges=_was_merged(roadmap) if roadmap.columns else merges,
        usual=usual,
    )


def _parties(roadmap: Roadmap, keys: Iterable[int]) -> dict[int, list[tuple[str, str]]]:
    wanted = frozenset(keys)
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    # By plan and not by a list of lines: a database takes only so many values in one question.
    rows = ResponsibleParty.objects.filter(line__roadmap=roadmap, line__removed_at=None)
    for line, text, column in rows.order_by("line", "position").values_list("line", "text", "column"):
        if line in wanted:
            found[line].append((text, column))
    return found


def _parts(roadmap: Roadmap, keys: Iterable[int]) -> dict[int, list[str]]:
    wanted = frozenset(keys)
    found: dict[int, list[str]] = defaultdict(list)
    rows = SubItem.objects.filter(line__roadmap=roadmap, line__removed_at=None)
    for line, text in rows.order_by("line", "position").values_list("line", "text"):
        if line in wanted:
            found[line].append(text)
    return found


def _stamp(roadmap: Roadmap) -> StampWords | None:
    if roadmap.approval == Approval.NONE:
        return None
    return StampWords(
        is_annex=roadmap.approval == Approval.ANNEX,
        order_no=roadmap.order_no,
        day=roadmap.approved_on,
        position=roadmap.approver_position,
        person=roadmap.approver_name,
    )


def _was_merged(roadmap: Roadmap) -> bool:
    """Whether lines under each other shared a cell in the document that the plan was read from."""
    originals = ImportedLine.objects.filter(batch__roadmap=roadmap, is_left_out=False).order_by("position")
    before: set[str] = set()
    for original in originals.values_list("original", flat=True)[:_LOOKED_AT]:
        places = {cell["place"] for cell in original}
        if places & before:
            return True
        before = places
    return False


def usual_columns(node: Node, lines: Sequence[LineWords]) -> tuple[tuple[str, ...], bool]:
    """The columns of plans of this level, by the reference list, and whether equal cells are one there.

    Of several layouts of a level the one that has a place for what the lines hold: numbers, results, sub-stages.
    """
    try:
        layouts = [entry.data for entry in reference.entries("roadmap_columns")]
        types = {entry.code: entry.data.get("level") for entry in reference.entries("org_types")}
    except reference.ReferenceMissing:
        return (), False
    if node.kind == Node.Kind.TERRITORY:
        level = "region" if node.type == "region" else "district"
    else:
        level = _LEVELS.get(types.get(node.type) or "", "organisation")
    fitting = [data for data in layouts if data.get("level") == level]
    if not fitting:
        return (), False
    best = max(fitting, key=lambda data: (_fit(data, lines), -fitting.index(data)))
    return tuple(best["columns"]), bool(best.get("merged_cells"))


def _fit(layout: dict[str, object], lines: Sequence[LineWords]) -> int:
    columns = layout["columns"]
    words = " ".join(columns).lower() if isinstance(columns, list) else ""
    holds = (
        (any(line.number for line in lines), "№" in words),
        (any(line.result for line in lines), "результат" in words or "документ" in words),
        (any(is_subsection(line.subsection) for line in lines), "подэтап" in words),
    )
    return sum(wanted == there for wanted, there in holds)
