"""Our labelled set on the demo's cascade, and the score of proposals and of coverage on it.

`coverage.tsv` says for each mandatory line of a plan above and each plan that receives it what a person reads there:
a line that stands for it, in time ("has") or due only after the line above ("later"), or no such line ("none").
``counterpart`` holds the places, in the document, of the lines that may stand for it, from 1 on. Of a doubtful row
two people would think differently: it counts neither way. The part `kept` is looked at only to measure.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from nastavnik.cli.demo.region import Region
from nastavnik.roadmaps.cascading.terms import is_later, with_terms
from nastavnik.roadmaps.models import HandedLine, Roadmap, RoadmapImport, RoadmapLine

HERE = Path(__file__).parent
Key = tuple[str, str, str]


@dataclass(frozen=True)
class Label:
    part: str
    verdict: str
    counterpart: frozenset[int]
    is_doubtful: bool


@dataclass(frozen=True)
class Answer:
    """What the product says: the place of the line it proposed, and whether that line is due too late."""

    place: int | None
    is_later: bool

    @property
    def verdict(self) -> str:
        return "none" if self.place is None else "later" if self.is_later else "has"


@dataclass(frozen=True)
class Score:
    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        return self.right / ((self.right + self.wrong) or 1)

    @property
    def recall(self) -> float:
        return self.right / ((self.right + self.missed) or 1)

    @property
    def f1(self) -> float:
        return 2 * self.right / ((2 * self.right + self.wrong + self.missed) or 1)

    def __str__(self) -> str:
        counts = f"{self.right} right, {self.wrong} wrong, {self.missed} missed"
        return f"{counts}: precision {self.precision:.2f}, recall {self.recall:.2f}, F1 {self.f1:.2f}"


def labels() -> dict[Key, Label]:
    """(document above, number of the line, document below) → what a person says."""
    with (HERE / "coverage.tsv").open(encoding="utf-8", newline="") as file:
        return {
            (row["above"], row["line"], row["below"]): Label(
                part=row["part"],
                verdict=row["verdict"],
                counterpart=frozenset(int(place) for place in row["counterpart"].split()),
                is_doubtful=row["note"] == "doubtful",
            )
            for row in csv.DictReader(file, delimiter="\t")
        }


def documents() -> dict[int, str]:
    """Key of a plan → the document it was read from."""
    read = RoadmapImport.objects.exclude(roadmap=None).values_list("roadmap", "file_name")
    return {plan: Path(name).stem for plan, name in read}


def answers(region: Region) -> dict[Key, Answer]:
    """What was proposed to those who keep one plan, as if every proposal had been confirmed."""
    read = documents()
    single = _single_plans(region, read)
    rows = HandedLine.objects.filter(node__in=single, parent_line__is_mandatory=True)
    rows.exclude(line=None).update(state=HandedLine.State.LINKED)
    later = set(with_terms(rows).filter(is_later()).values_list("pk", flat=True))
    found: dict[Key, Answer] = {}
    for row in rows.select_related("parent_line", "line"):
        key = (read[row.parent_id], row.parent_line.number, single[row.node_id])
        place = _place(row.line) if row.line else None
        answer = Answer(place, row.pk in later)
        if found.setdefault(key, answer) != answer:
            raise AssertionError(f"two organisations with the same plan were told differently of {key}")
    return found


def _single_plans(region: Region, read: Mapping[int, str]) -> dict[int, str]:
    """Key of a receiver → the document of its only plan; an office keeps the plan of its district."""
    homes = {office.pk: district.pk for district, office in zip(region.districts, region.offices, strict=True)}
    plans: dict[int, list[str]] = {}
    for plan in Roadmap.objects.living():
        plans.setdefault(homes.get(plan.node_id, plan.node_id), []).append(read[plan.pk])
    return {node: found[0] for node, found in plans.items() if len(found) == 1}


def _place(line: RoadmapLine) -> int:
    return line.roadmap.lines.filter(position__lte=line.position).count()


def of_proposals(found: Mapping[Key, Answer], part: str) -> Score:
    """A proposal is right where a person would have it; a line that should have had one was missed."""
    right = wrong = missed = 0
    for key, label in _judged(part).items():
        is_right = found[key].place in label.counterpart
        right += is_right
        wrong += found[key].place is not None and not is_right
        missed += bool(label.counterpart) and not is_right
    return Score(right, wrong, missed)


def of_gaps(found: Mapping[Key, Answer], part: str) -> Score:
    """What coverage is asked for: lines without a counterpart and lines due too late, each told as what it is."""
    right = wrong = missed = 0
    for key, label in _judged(part).items():
        said, meant = found[key].verdict, label.verdict
        right += said == meant != "has"
        wrong += said not in ("has", meant)
        missed += meant not in ("has", said)
    return Score(right, wrong, missed)


def _judged(part: str) -> dict[Key, Label]:
    return {key: label for key, label in labels().items() if label.part == part and not label.is_doubtful}
