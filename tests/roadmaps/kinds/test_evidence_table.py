"""The table of what proves each kind of work is true."""

from __future__ import annotations

from nastavnik.roadmaps.kinds import EVIDENCE
from nastavnik.roadmaps.services.rules.sources import works
from tools import evidence_table


def test_the_page_of_the_docs_is_the_table():
    assert evidence_table.PAGE.read_text(encoding="utf-8") == evidence_table.report()


def test_what_is_said_to_exist_is_counted_and_nothing_else_is():
    assert {kind for kind, sketch in EVIDENCE.items() if works(sketch.kind, sketch.code)} == {
        kind for kind, sketch in EVIDENCE.items() if sketch.exists
    }
    assert sum(sketch.exists for sketch in EVIDENCE.values()) >= 4
