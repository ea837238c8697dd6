"""The held-out data are sound, and the comparison knows its own truth. No reading is scored here."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from tests.heldout.labels import deadline_match, merged
from tests.heldout.make_plans import OUT, SOURCES
from tests.heldout.scoring import TEXT_FIELDS, read_deadlines, score_deadlines, score_plan
from tests.heldout.sources.model import Plan

ROWS = read_deadlines(Path(__file__).parent / "deadlines.tsv")
PLANS = [plan for plan, _ in SOURCES]


def _faults(label: dict[str, Any]) -> list[str]:
    kind, windows = label["kind"], [list(map(str, window)) for window in merged(label["windows"])]
    faults = [] if windows == label["windows"] else ["windows are not sorted, merged and valid"]
    if kind in ("relative", "unknown") and windows:
        faults.append("a label without dates has windows")
    if kind in ("date", "deadline") and not (len(windows) == 1 and windows[0][0] == windows[0][1]):
        faults.append("not one day")
    if (kind == "range") != (len(windows) == 1) and kind in ("range", "ranges"):
        faults.append("range and ranges are mixed up")
    if kind == "relative" and not label["anchor"]:
        faults.append("nothing to hang on")
    if kind == "recurring" and not (label["rrule"] or label["anchor"]):
        faults.append("a rhythm without a rule")
    return faults


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_label_keeps_the_rules_of_its_kind(row):
    assert _faults(row["expected"]) == []


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.document)
def test_plan_labels_keep_the_rules_of_their_kind(plan: Plan):
    assert {line.title: _faults(line.label) for _, line in plan.lines() if _faults(line.label)} == {}


def test_ids_and_phrases_are_not_repeated():
    assert len({row["id"] for row in ROWS}) == len(ROWS)
    assert len({(row["expression"], row["context_period"]) for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.document)
def test_truth_on_disk_says_what_the_source_says(plan: Plan):
    stored = json.loads((OUT / plan.document).with_suffix(".expected.json").read_text(encoding="utf-8"))

    assert stored == plan.truth()


def _words(path: Path) -> str:
    """What a reader of the file meets: packed files differ in their wrapping from one library version to the next."""
    if path.suffix == ".pdf":
        return "\n".join(page.extract_text() for page in PdfReader(path).pages)
    if path.suffix not in (".docx", ".xlsx"):
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as packed:
        parts = [name for name in packed.namelist() if name in ("word/document.xml", "xl/sharedStrings.xml")]
        return "".join(packed.read(name).decode() for name in parts)


@pytest.mark.parametrize(("plan", "draw"), SOURCES, ids=[plan.document for plan in PLANS])
def test_plan_on_disk_is_drawn_from_its_source(plan: Plan, draw, tmp_path):
    draw(plan, tmp_path / plan.document)

    words = _words(OUT / plan.document)
    assert len(words) > 1000
    assert _words(tmp_path / plan.document) == words


def test_the_truth_scores_full_marks_against_itself():
    score = score_deadlines(ROWS, {row["id"]: row["expected"] for row in ROWS})

    assert (score.core, score.exact, score.n) == (1.0, 1.0, len(ROWS))
    for plan in PLANS:
        result = score_plan(plan.truth(), plan.truth())
        assert (result.recall, result.precision) == (1.0, 1.0)
        assert result.fields == dict.fromkeys(TEXT_FIELDS, 1.0)
        assert set(result.header.values()) == {True}


def test_an_overlay_is_right_and_a_wrong_anchor_is_not_exact():
    label = {"kind": "relative", "windows": [], "rrule": None, "anchor": "event", "accept": [{"anchor": "exam"}]}

    assert deadline_match(label, {"kind": "relative", "anchor": "exam"}) == (True, True)
    assert deadline_match(label, {"kind": "relative", "anchor": "other"}) == (True, False)
    assert deadline_match(label, None) == (False, False)


def test_missed_and_invented_items_cost_recall_and_precision():
    plan = {"items": [{"title": "Издать приказ о кураторе"}, {"title": "Собрать согласия родителей"}]}
    reading = {"items": [{"title": "Издать приказ о кураторе"}, {"title": "Итого"}, {"title": "Подписи"}]}

    score = score_plan(plan, reading)

    assert (score.recall, score.precision) == (1 / 2, 1 / 3)
