"""Our labelled set: lines of plans above and the lines of plans below that stand for them, and the score on it.

`pairs.tsv` names for each line above the lines below that may stand for it ("-": none does). A doubtful row counts
neither way: two people would answer it differently. The part `kept` was labelled before the weights were tuned and
looked at only to measure.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nastavnik.roadmaps.likeness import Pair, Words, match

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Task:
    """Two plans and what a person says: line above → the lines below that may stand for it."""

    above: tuple[str, ...]
    below: tuple[str, ...]
    answers: dict[int, frozenset[int]]
    doubtful: frozenset[int]
    name: str


def titles() -> dict[str, list[str]]:
    """Plan → its lines in their order."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in _rows("lines.tsv"):
        found[row["plan"]].append(row["title"])
    return found


def tasks(part: str) -> Iterator[Task]:
    words = titles()
    labels: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for row in _rows("pairs.tsv"):
        if row["part"] == part:
            labels[row["above"], row["below"]].append(row)
    for (above, below), rows in labels.items():
        asked = [int(row["line"]) - 1 for row in rows]
        answers = [frozenset(int(key) - 1 for key in row["stands_for_it"].split() if key != "-") for row in rows]
        yield Task(
            above=tuple(words[above][place] for place in asked),
            below=tuple(words[below]),
            answers=dict(enumerate(answers)),
            doubtful=frozenset(place for place, row in enumerate(rows) if row["note"]),
            name=f"{above}→{below}",
        )


def matched(task: Task) -> list[Pair]:
    return match([Words(title) for title in task.above], [Words(title) for title in task.below])


def f1(part: str) -> tuple[float, int, int, int]:
    """F1 over the pairs of ``part``, and how many were right, wrong and missed."""
    right = wrong = missed = 0
    for task in tasks(part):
        found = {pair.above: pair.below for pair in matched(task)}
        for place, answers in task.answers.items():
            if place in task.doubtful:
                continue
            if place in found and found[place] in answers:
                right += 1
            else:
                wrong += place in found
                missed += bool(answers)
    return 2 * right / (2 * right + wrong + missed), right, wrong, missed


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t")
