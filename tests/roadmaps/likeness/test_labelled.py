"""The figures on our labelled set, in `docs/domain/likeness.md`, never fall unseen."""

from __future__ import annotations

import pytest

from nastavnik.roadmaps.likeness import CONFIDENT, Words, likeness, match
from nastavnik.roadmaps.stems import stem
from tests.roadmaps.likeness.labelled import f1, matched, tasks


@pytest.mark.parametrize(("part", "least"), [("tuned", 0.8), ("kept", 0.8)])
def test_lines_below_are_found_for_lines_above(part, least):
    found, right, wrong, missed = f1(part)

    assert found >= least, f"{right} right, {wrong} wrong, {missed} missed"


def test_of_the_pairs_confirmed_at_one_go_nine_in_ten_are_right():
    judged = []
    for part in ("tuned", "kept"):
        for task in tasks(part):
            sure = [
                pair for pair in matched(task) if pair.confidence >= CONFIDENT and pair.above not in task.doubtful
            ]
            judged += [pair.below in task.answers[pair.above] for pair in sure]

    assert len(judged) >= 25
    assert sum(judged) / len(judged) >= 0.85


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("Формирование базы наставников", "Формирование базы наставляемых"),
        ("Мониторинг запуска программ", "Формирование базы наставников"),
        ("Издание приказа о закреплении пар", "Ремонт кабинета"),
    ],
)
def test_different_things_are_no_pair(above, below):
    assert match([Words(above)], [Words(below)]) == []


def test_the_same_words_are_the_surest_pair_and_kind_of_work_counts():
    line = Words("Издание приказа о назначении куратора", capability="local-acts")

    assert likeness(line, line) == 1.0
    assert likeness(line, Words("Приказ о кураторе", capability="local-acts")) > likeness(
        line, Words("Приказ о кураторе", capability="events")
    )


def test_a_line_below_is_given_to_its_surest_line_above_first():
    pairs = match(
        [Words("Обучение кураторов и наставников"), Words("Обучение наставников в школе наставника")],
        [Words("Школа наставника: обучение наставников")],
    )

    assert [(pair.above, pair.below) for pair in pairs] == [(0, 0), (1, 0)]
    assert pairs[1].confidence > pairs[0].confidence


def test_an_empty_plan_matches_nothing():
    assert match([], [Words("Приказ")]) == match([Words("Приказ")], []) == match([Words("")], [Words("")]) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("наставников", "наставнику"),
        ("утвержденный", "утвержденного"),
        ("мероприятиями", "мероприятия"),
        ("школы", "школе"),
    ],
)
def test_endings_do_not_tell_words_apart(one, other):
    assert stem(one) == stem(other)
