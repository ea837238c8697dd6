"""Layouts nobody has drawn: any mix of columns, sections, stamps and formats must give the plan back whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from nastavnik.roadmaps.reader import Plan, read_roadmap
from tests.roadmaps.reader.layouts import Draft, Sheet, make
from tests.roadmaps.reader.writers import WRITERS, write_pdf

pytestmark = pytest.mark.slow

SEEDS = {
    "docx": range(36),
    "html": range(60, 96),
    "xlsx": range(120, 150),
    "tsv": range(170, 240),
    "md": range(240, 300),
    "pdf": range(300, 310),
}


def fits_text(draft: Draft) -> bool:
    """Plain text can hold cells merged over a whole row, and no others."""
    boxes = [
        (box, len(row)) for part in draft.parts if isinstance(part, Sheet) for row in part.rows for box in row if box
    ]
    return all(box.down == 1 and box.across in (1, width) for box, width in boxes)


CASES = [
    (fmt, seed)
    for fmt, seeds in SEEDS.items()
    for seed in seeds
    if fmt not in ("tsv", "md") or fits_text(make(seed)[0])
]


def same(text: str) -> str:
    return " ".join(text.split()).rstrip(". ")


def items(data: dict[str, Any]) -> list[tuple[object, ...]]:
    return [
        (
            same(item["number"]),
            item["section"],
            same(item["title"]).replace("•", "-").replace("–", "-"),
            same(item["deadline_text"]),
            tuple(item["responsible"]),
            same(item["result"]),
        )
        for item in data["items"]
    ]


@pytest.mark.parametrize(("fmt", "seed"), CASES, ids=[f"{fmt}-{seed}" for fmt, seed in CASES])
def test_an_invented_layout_is_read_whole(tmp_path: Path, fmt: str, seed: int):
    draft, truth = make(seed)
    path = tmp_path / f"plan.{fmt}"
    WRITERS[fmt](draft, path)

    plan = read_roadmap(path)

    data = plan.to_json()
    assert items(data) == items(truth)
    assert [(section["number"], section["title"]) for section in data["sections"]] == [
        (section["number"], section["title"]) for section in truth["sections"]
    ]
    if fmt not in ("tsv", "md"):
        assert data["columns"] == truth["columns"]
    assert (data["title"], data["organisation"], data["period"]) == (
        truth["title"],
        truth["organisation"],
        truth["period"],
    )
    assert {key: data["approval"][key] for key in truth["approval"]} == truth["approval"]
    assert Plan.from_json(data) == plan


@pytest.mark.parametrize("seed", [0, 1, 7, 9, 11, 12, 13])
def test_a_pdf_without_ruled_lines(tmp_path: Path, seed: int):
    draft, truth = make(seed)
    path = tmp_path / "bare.pdf"
    write_pdf(draft, path, ruled=False)

    assert items(read_roadmap(path).to_json()) == items(truth)
