"""Scores a reading against the held-out truth. What counts as equal is told in README.md."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.heldout.labels import Label, deadline_match
from tests.heldout.texts import bare_number, party_f1, plain, similarity, squeezed

TEXT_FIELDS = ("number", "title", "deadline_text", "deadline", "deadline_exact", "responsible", "result", "section")


@dataclass(frozen=True)
class DeadlineScore:
    """Shares 0–1 over ``n`` phrases. Core: kind, windows and rule; exact: the anchor too."""

    core: float
    exact: float
    n: int


@dataclass(frozen=True)
class PlanScore:
    """Shares 0–1: of the items found, of the found ones that are real, and of each field over the pairs."""

    recall: float
    precision: float
    fields: dict[str, float]
    header: dict[str, bool] = field(default_factory=dict)


def read_deadlines(path: Path) -> list[dict[str, Any]]:
    """Rows of a labelled table: "expression" with its tabs and line ends restored, "expected" as a label."""
    header, *lines = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    rows: list[dict[str, Any]] = [dict(zip(header.split("\t"), line.split("\t"), strict=True)) for line in lines]
    escapes = {"\\t": "\t", "\\n": "\n", "\\\\": "\\"}
    for row in rows:
        row["expression"] = re.sub(r"\\[tn\\]", lambda match: escapes[match.group()], row["expression"])
        row["expected"] = json.loads(row["expected"])
    return rows


def score_deadlines(
    truth_rows: Iterable[Mapping[str, Any]], predictions: Mapping[str, Label | None]
) -> DeadlineScore:
    """``truth_rows`` hold "id" and "expected" (a label); a phrase without a prediction is a miss."""
    results = [deadline_match(row["expected"], predictions.get(row["id"])) for row in truth_rows]
    n = len(results)
    return DeadlineScore(
        core=sum(core for core, _ in results) / n if n else 0.0,
        exact=sum(exact for _, exact in results) / n if n else 0.0,
        n=n,
    )


def _accepted(item: Mapping[str, Any], name: str) -> Iterator[Any]:
    yield item.get(name)
    yield from (item.get("accept") or {}).get(name, [])


def _words(text: Any) -> set[str]:
    return set(re.findall(r"[0-9a-zа-я]+", plain(text)))


def _likeness(expected: Mapping[str, Any], predicted: Mapping[str, Any], same_number: bool) -> float:
    """Likeness of titles, measured only where they share words; two empty titles pair by their number."""
    best, theirs = 0.0, _words(predicted.get("title"))
    for title in _accepted(expected, "title"):
        ours = _words(title)
        if same_number and not plain(title) and not plain(predicted.get("title")):
            return 1.0
        shared = len(ours & theirs)
        if shared and shared >= 0.3 * min(len(ours), len(theirs)):
            best = max(best, similarity(title, predicted.get("title")))
    return best


def pair_items(
    expected: Sequence[Mapping[str, Any]], predicted: Sequence[Mapping[str, Any]]
) -> list[tuple[int, int]]:
    """Equal title and number first, then equal titles, in document order; then the most alike."""
    pairs: list[tuple[int, int]] = []
    free = set(range(len(predicted)))
    waiting = list(range(len(expected)))
    for names in (("title", "number"), ("title",)):
        keys = {"title": squeezed, "number": bare_number}
        known: dict[tuple[str, ...], list[int]] = {}
        for j in sorted(free):
            known.setdefault(tuple(keys[name](predicted[j].get(name)) for name in names), []).append(j)
        for i in list(waiting):
            if same := known.get(tuple(keys[name](expected[i].get(name)) for name in names)):
                pairs.append((i, same.pop(0)))
                free.discard(pairs[-1][1])
                waiting.remove(i)
    candidates = []
    for i in waiting:
        number = bare_number(expected[i].get("number"))
        for j in sorted(free):
            same_number = bool(number) and number == bare_number(predicted[j].get("number"))
            alike = _likeness(expected[i], predicted[j], same_number)
            if alike >= 0.6 or (same_number and alike >= 0.45):
                candidates.append((-(alike + (0.05 if same_number else 0)), i, j))
    for _, i, j in sorted(candidates):
        if i in waiting and j in free:
            pairs.append((i, j))
            waiting.remove(i)
            free.remove(j)
    return sorted(pairs)


def _section(plan: Mapping[str, Any], key: Any) -> str | None:
    """The title behind an item's section key, or the key itself."""
    for section in plan.get("sections") or []:
        if key and key == (section.get("id") or section.get("number") or section.get("title")):
            return str(section.get("title") or key)
    return key or None


def _same_section(expected: str | None, predicted: str | None, ours: Any, theirs: Any) -> bool:
    if not expected or not predicted:
        return not expected and not predicted
    return similarity(expected, predicted) >= 0.85 or bare_number(ours) == bare_number(theirs)


def _item_marks(
    plan: Mapping[str, Any], item: Mapping[str, Any], other_plan: Mapping[str, Any], other: Mapping[str, Any]
) -> dict[str, float]:
    unknown: Label = {"kind": "unknown", "windows": []}
    reading = other.get("expected_deadline") or other.get("deadline") or unknown
    deadlines = [deadline_match(label or unknown, reading) for label in _accepted(item, "expected_deadline")]

    def alike(name: str) -> bool:
        return max(similarity(text, other.get(name)) for text in _accepted(item, name)) >= 0.9

    core, exact = max(deadlines, key=lambda result: (result[1], result[0]))
    return {
        "number": any(bare_number(text) == bare_number(other.get("number")) for text in _accepted(item, "number")),
        "title": alike("title"),
        "deadline_text": squeezed(other.get("deadline_text"))
        in {squeezed(text) for text in _accepted(item, "deadline_text")},
        "deadline": core,
        "deadline_exact": exact,
        "responsible": max(party_f1(who, other.get("responsible")) for who in _accepted(item, "responsible")),
        "result": alike("result"),
        "section": _same_section(
            _section(plan, item.get("section")),
            _section(other_plan, other.get("section")),
            item.get("section"),
            other.get("section"),
        ),
    }


def _header_marks(plan: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, bool]:
    marks: dict[str, bool] = {}
    for name, least in (("title", 0.9), ("organisation", 0.85)):
        if plan.get(name):
            marks[name] = max(similarity(text, other.get(name)) for text in _accepted(plan, name)) >= least
    ours, theirs = plan.get("approval") or {}, other.get("approval") or {}
    if ours:
        marks["approval.status"] = (ours.get("status") or "none") == (theirs.get("status") or "none")
        marks["approval.order_no"] = bare_number(ours.get("order_no")) == bare_number(theirs.get("order_no"))
        marks["approval.date"] = (ours.get("date") or None) == (theirs.get("date") or None)
    if position := ours.get("position"):
        read = theirs.get("position")
        marks["approval.position"] = similarity(position, read) >= 0.8 or plain(position) in plain(read)
    period, reading = plan.get("period") or {}, other.get("period") or {}
    if period.get("start") and period.get("end"):
        accepted = [[period["start"], period["end"]], *period.get("accept", [])]
        marks["period"] = [reading.get("start"), reading.get("end")] in [list(pair) for pair in accepted]
    if plan.get("columns"):
        marks["columns"] = list(map(plain, plan["columns"])) == list(map(plain, other.get("columns") or []))
    return marks


def score_plan(expected: Mapping[str, Any], predicted: Mapping[str, Any]) -> PlanScore:
    """Field shares are over paired items only, so an item that was missed counts in recall alone."""
    ours, theirs = expected.get("items") or [], predicted.get("items") or []
    pairs = pair_items(ours, theirs)
    marks = [_item_marks(expected, ours[i], predicted, theirs[j]) for i, j in pairs]
    return PlanScore(
        recall=len(pairs) / len(ours) if ours else float(not theirs),
        precision=len(pairs) / len(theirs) if theirs else float(not ours),
        fields={name: sum(mark[name] for mark in marks) / len(marks) if marks else 0.0 for name in TEXT_FIELDS},
        header=_header_marks(expected, predicted),
    )
