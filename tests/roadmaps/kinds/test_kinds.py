"""How well the kind of work is told, and that the page of the docs says the same."""

from __future__ import annotations

import time

import pytest

from nastavnik.roadmaps.kinds import EVIDENCE, propose
from nastavnik.roadmaps.kinds.learned import rows
from nastavnik.roadmaps.kinds.lexicon import lexicon, read_lexicon
from nastavnik.roadmaps.kinds.proposing import guess
from tools import kinds_report
from tools.kinds_report import above, left_out, right, told
from tools.reports import titles_of_kinds


def test_kinds_of_a_document_are_told_without_its_rows():
    found = left_out()

    assert len(found) == 183
    assert right(found) >= 0.85


def test_kinds_of_lines_that_others_wrote_are_told():
    assert right(told("other_lines.tsv", "untouched")) >= 0.80


def test_a_sure_proposal_is_nearly_always_right():
    found = left_out() + told("other_lines.tsv")

    assert right(above(found, 0.8)) >= 0.93
    assert right(above(found, 0.0, 0.8)) < right(above(found, 0.8))


def test_the_page_of_the_docs_says_what_a_run_finds():
    assert kinds_report.PAGE.read_text(encoding="utf-8") == kinds_report.report()


def test_all_speak_of_the_kinds_of_the_reference_list():
    kinds = set(titles_of_kinds())

    assert set(lexicon().kinds) == kinds
    assert {row.capability for row in rows()} == kinds
    assert set(EVIDENCE) == kinds


@pytest.mark.parametrize(
    ("title", "responsible", "capability", "role"),
    [
        ("Приказ о закреплении наставников за молодыми учителями", "директор", "pair-assignment", "director"),
        ("Собеседование с кандидатами в наставники", "куратор, педагог-психолог", "mentor-selection", "psychologist"),
        ("Регулярные встречи наставника и наставляемого", "", "meeting-journal", "mentor"),
        (
            "Сбор согласий на обработку персональных данных",
            "заместитель директора по УВР",
            "consent-management",
            "curator",
        ),
        ("Конкурс лучших практик", "методический центр района", "contest", "methodologist"),
    ],
)
def test_a_line_gets_its_kind_and_its_role(title, responsible, capability, role):
    found = propose(title, responsible=responsible)

    assert (found.capability, found.role, found.is_sure) == (capability, role, True)
    assert found.rule == EVIDENCE[capability]


@pytest.mark.parametrize("title", ["", "—", "1.2.3", "x" * 5000, "Ъъ" * 400, "\u202eкарта\x00"])
def test_what_says_nothing_is_proposed_unsurely(title):
    found = propose(title)

    assert not found.is_sure
    assert found.rule is None


def test_a_pattern_keeps_its_order_its_gap_and_its_exceptions():
    known = read_lexicon("[a]\n2 баз|реестр наставник !город\n[b]\n1 =оо\n[c]\n1 @школ")

    assert known.scores(["реестр", "наши", "наставников"]) == {"a": 2.0}
    assert known.scores(["наставники", "базы"]) == {}
    assert known.scores(["база", "а1", "а2", "а3", "а4", "наставник"]) == {}
    assert known.scores(["база", "наставник", "городская"]) == {}
    assert known.scores(["оо"]) == {"b": 1.0}
    assert known.scores(["ооо"], ["школа"]) == {"c": 1.0}


@pytest.mark.slow
def test_a_line_takes_less_than_five_milliseconds():
    learned = kinds_report.Bayes(rows())
    started = time.perf_counter()
    for row in rows():
        guess(row.title, row.title, row.responsible, learned=learned)

    assert (time.perf_counter() - started) / len(rows()) < 0.005
