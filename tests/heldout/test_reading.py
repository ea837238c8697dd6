"""How well the grammar and the reader do on what nobody tuned them on. Figures only, never phrases or lines."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

from nastavnik.roadmaps.deadlines import Period, read_deadline
from nastavnik.roadmaps.reader import read_roadmap
from tests.heldout.scoring import DeadlineScore, read_deadlines, score_deadlines, score_plan

HERE = Path(__file__).parent
DEADLINES, LAYOUTS = 0.97, 0.95
FIELDS = ("number", "title", "deadline_text", "deadline", "responsible", "result", "section")


def deadlines() -> DeadlineScore:
    rows = read_deadlines(HERE / "deadlines.tsv")
    periods = {text: Period.parse(text) for text in {row["context_period"] for row in rows}}
    read = {row["id"]: read_deadline(row["expression"], periods[row["context_period"]]).to_json() for row in rows}
    return score_deadlines(rows, read)


def test_deadlines_never_seen() -> None:
    score = deadlines()

    print(f"held-out deadlines: core {score.core:.4f}, exact {score.exact:.4f}, n {score.n}")
    assert score.core >= DEADLINES


def layouts() -> dict[str, float]:
    """Field → mean share over the documents."""
    found: dict[str, list[float]] = defaultdict(list)
    for expected_path in sorted((HERE / "plans").glob("*.expected.json")):
        stem = expected_path.name.removesuffix(".expected.json")
        source = next(path for path in expected_path.parent.glob(f"{stem}.*") if path != expected_path)
        score = score_plan(json.loads(expected_path.read_text("utf-8")), read_roadmap(source).to_json())
        found["recall"].append(score.recall)
        found["precision"].append(score.precision)
        for name in FIELDS:
            found[name].append(score.fields[name])
        found["header"].append(sum(score.header.values()) / len(score.header))
    return {name: sum(values) / len(values) for name, values in found.items()}


def test_layouts_never_met() -> None:
    shares = layouts()

    print("held-out layouts:", ", ".join(f"{name} {share:.4f}" for name, share in shares.items()))
    assert {name: share for name, share in shares.items() if share < LAYOUTS} == {}
