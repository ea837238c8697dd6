"""How well forms are told on labelled names, posts and organisations, and that the page of the docs says the same."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from nastavnik.documents.inflection import CASES, KINDS, Kind, inflect
from tools import inflection_report
from tools.inflection_report import EITHER, PARTS, labels, right, told

BARS: dict[Kind, float] = {"person": 0.99, "position": 0.97, "organisation": 0.97}


@pytest.mark.parametrize(
    ("part", "kind"),
    [*((part, kind) for part in ("kept", "second_kept", "fourth") for kind in KINDS), ("third", "person")],
)
def test_names_that_were_run_blind_are_told(part: str, kind: Kind) -> None:
    assert right(told(part, kind)) >= BARS[kind]


@pytest.mark.parametrize("part", ["dev", "second_tuned"])
@pytest.mark.parametrize("kind", KINDS)
def test_names_that_the_rules_were_mended_by_are_told(part: str, kind: Kind) -> None:
    assert [one.label for one in told(part, kind) if not one.is_right] == []


def test_the_labels_are_many_and_stand_once() -> None:
    every = [one for part in PARTS for one in labels(part)]
    asked = [(one.kind, one.text, one.case) for one in every]
    texts = sum(len({one.text for one in labels(part)}) for part in PARTS)

    assert len(asked) == len(set(asked)) >= 6000
    assert len({one.text for one in every}) == texts, "a text stands in one part alone"
    assert all(one.source and one.case in CASES and one.kind in KINDS for one in every)
    assert all(form and form == form.strip() for one in every for form in one.expected.split(EITHER))


def test_a_wrong_form_is_mostly_a_doubtful_one() -> None:
    """A sure form is right; the doubts are where the errors are."""
    found = [one for part in PARTS for kind in KINDS for one in told(part, kind)]

    assert right([one for one in found if one.form.is_sure]) >= 0.995


def test_the_page_of_the_docs_says_what_a_run_finds() -> None:
    assert inflection_report.PAGE.read_text(encoding="utf-8") == inflection_report.report()


def test_two_thousand_forms_take_less_than_a_second() -> None:
    rows = list(labels("kept"))
    for row in rows:
        inflect(row.kind, row.text, row.case)

    started = time.process_time()
    for row in (rows * 4)[:2000]:
        inflect(row.kind, row.text, row.case)

    assert time.process_time() - started < 1


def test_the_dictionary_is_not_loaded_before_it_is_needed() -> None:
    code = (
        "import sys; import nastavnik.documents.inflection, nastavnik.cli.inflect; "
        "sys.exit(any(name.split('.')[0] in ('pymorphy3', 'django') for name in sys.modules))"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
