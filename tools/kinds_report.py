"""How well the kind of work behind a line is told: the figures of docs/domain/kinds.md.

python -m tools.kinds_report            prints them
python -m tools.kinds_report --write    writes the page
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nastavnik.roadmaps.kinds import EVIDENCE, SURE
from nastavnik.roadmaps.kinds.learned import Bayes, rows
from nastavnik.roadmaps.kinds.proposing import Guess, guess
from tools.reports import ROOT, print_or_write, table, titles_of_kinds

PAGE = ROOT / "docs/domain/kinds.md"
LINES = ROOT / "tests/roadmaps/kinds"
BANDS = ((0.0, 0.4), (0.4, SURE), (SURE, 0.8), (0.8, 0.9), (0.9, 1.01))

HEAD = """# Kinds of work: how well they are told

Made by `python -m tools.kinds_report --write`; a test compares this page with a run.

A line gets one of the {kinds} kinds of the reference list "capabilities". Two things speak: a lexicon written by
people from the reference data (`nastavnik/roadmaps/kinds/lexicon.txt`) and naive Bayes over {rows} rows of five
public road maps (`rows.tsv`). Below a confidence of {sure} the page says «предположительно» and asks.

What each figure is worth:

- *Leave one document out*: the learned part has not seen the document that is told. The lexicon was written by
  somebody who had read all five, so this figure says how well known wording is told, not new wording.
- *Lines of other authors*: lines of the plans under `tests/heldout/plans`, written without kinds in mind and labelled
  before they were told. The lexicon was mended by the errors of one half; the errors of the other half were never
  looked at. This is the figure to expect of a plan that nobody has seen.
- *Own lines*: written together with their kinds before the lexicon, by its author, who therefore knew them.
"""


@dataclass(frozen=True)
class Told:
    capability: str
    guess: Guess

    @property
    def is_right(self) -> bool:
        return self.capability == self.guess.capability


def left_out() -> list[Told]:
    """Each row told by what the other documents teach."""
    found = []
    for document in dict.fromkeys(row.document for row in rows()):
        learned = Bayes(row for row in rows() if row.document != document)
        found += [
            Told(row.capability, guess(row.title, "", row.responsible, learned=learned))
            for row in rows()
            if row.document == document
        ]
    return found


def told(name: str, use: str = "") -> list[Told]:
    """The lines of a labelled file, told by the product as it is shipped."""
    with (LINES / name).open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Told(row["capability"], guess(row["title"], row["result"], row["responsible"]))
        for row in lines
        if not use or row["use"] == use
    ]


def right(found: Sequence[Told]) -> float:
    return sum(one.is_right for one in found) / len(found) if found else 0.0


def above(found: Iterable[Told], least: float, most: float = 1.01) -> list[Told]:
    return [one for one in found if least <= one.guess.confidence < most]


def report() -> str:
    seeds = left_out()
    others, untouched, own = (
        told("other_lines.tsv", "tuned"),
        told("other_lines.tsv", "untouched"),
        told("own_lines.tsv"),
    )
    sets = {
        "Leave one document out": seeds,
        "Lines of other authors, errors looked at": others,
        "Lines of other authors, errors never looked at": untouched,
        "Own lines": own,
    }
    parts = [HEAD.format(kinds=len(EVIDENCE), rows=len(rows()), sure=SURE)]
    parts.append(table(("lines", "how many", "right", "surer than 0.8", "right of these"), _by_set(sets)))
    parts.append("## Confidence\n\nHow often a proposal of a confidence is right.\n")
    parts.append(
        table(("confidence", "left out", "right", "other authors", "right"), _by_band(seeds, others + untouched))
    )
    parts.append("## Kinds, one document left out\n")
    parts.append(table(("kind", "title", "rows", "precision", "recall"), _by_kind(seeds)))
    return "\n".join(parts)


def _by_set(sets: dict[str, list[Told]]) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for name, lines in sets.items():
        sure = above(lines, 0.8)
        found.append((name, str(len(lines)), _share(right(lines)), str(len(sure)), _share(right(sure))))
    return found


def _by_band(*sets: Sequence[Told]) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for least, most in BANDS:
        cells = [f"{least:.1f}–{min(most, 1):.1f}"]
        for lines in sets:
            inside = above(lines, least, most)
            cells += [str(len(inside)), _share(right(inside)) if inside else "–"]
        found.append(tuple(cells))
    return found


def _by_kind(found: Sequence[Told]) -> list[tuple[str, ...]]:
    titles = titles_of_kinds()
    lines: list[tuple[str, ...]] = []
    for kind in EVIDENCE:
        of_kind = [one for one in found if one.capability == kind]
        named = [one for one in found if one.guess.capability == kind]
        cells = (_share(right(named)) if named else "–", _share(right(of_kind)) if of_kind else "–")
        lines.append((f"`{kind}`", titles[kind], str(len(of_kind)), *cells))
    return lines


def _share(value: float) -> str:
    return f"{value:.2f}"


if __name__ == "__main__":
    sys.exit(print_or_write(sys.argv[1:], report=report, page=PAGE, usage=__doc__))
