"""Builds the held-out plans and their truth from the words in `sources`.

Run from the root of the project: ``python -m tests.heldout.make_plans``. The files come out the same each time.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.heldout.sources import (
    club_centre,
    college_stages,
    district_annex,
    gymnasium_textbox,
    kindergarten_blocks,
    lyceum_roman,
    months_matrix,
    regional_page,
    rural_school,
    school_lines,
    stamps_blank,
    two_models,
    young_teacher,
    zemsky_box,
)
from tests.heldout.sources.model import Plan

OUT = Path(__file__).parent / "plans"
EPOCH = (1980, 1, 1, 0, 0, 0)

SOURCES: list[tuple[Plan, Callable[[Plan, Path], None]]] = [
    (source.PLAN, source.draw)
    for source in (
        lyceum_roman,
        gymnasium_textbox,
        district_annex,
        college_stages,
        kindergarten_blocks,
        stamps_blank,
        two_models,
        months_matrix,
        club_centre,
        rural_school,
        school_lines,
        regional_page,
        young_teacher,
        zemsky_box,
    )
]


def settle(path: Path) -> None:
    """Rewrite a ZIP container without the hour it was made at."""
    with zipfile.ZipFile(path) as packed:
        parts = [(name, packed.read(name)) for name in packed.namelist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts:
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, content)


def main() -> None:
    OUT.mkdir(exist_ok=True)
    for plan, draw in SOURCES:
        path = OUT / plan.document
        draw(plan, path)
        if path.suffix in (".docx", ".xlsx"):
            settle(path)
        truth = json.dumps(plan.truth(), ensure_ascii=False, indent=1)
        (OUT / f"{path.stem}.expected.json").write_text(truth + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
