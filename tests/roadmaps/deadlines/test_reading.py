"""Readings against labels: those of experts, and our own."""

from __future__ import annotations

import pytest

from nastavnik.roadmaps.deadlines import Kind, Period, Schedule, read_deadline
from tests.roadmaps.deadlines.tables import (
    Labelled,
    Settled,
    dev_rows,
    matches_core,
    matches_exactly,
    own_rows,
)

SCHOOL = Period.parse("2022-09-01..2023-08-31")
NOT_SEED = ("web", "typical", "perturbed")


@pytest.mark.parametrize("row", dev_rows(), ids=lambda row: row.id)
def test_each_labelled_deadline_is_read_as_experts_accept(row: Labelled) -> None:
    read = read_deadline(row.expression, row.period)

    assert any(matches_exactly(label, read) for label in row.accepted()), read.to_json()


def test_all_deadlines_of_the_source_documents_are_in_the_table() -> None:
    seeds = [row for row in dev_rows() if row.source not in NOT_SEED]

    assert len({row.source for row in seeds}) == 5
    assert all(
        any(matches_core(label, read_deadline(row.expression, row.period)) for label in row.accepted())
        for row in seeds
    )


def test_what_experts_call_ambiguous_is_flagged_and_what_they_call_certain_is_not() -> None:
    wrong = [
        row.expression
        for row in dev_rows()
        if read_deadline(row.expression, row.period).confidence != row.expected["confidence"]
    ]

    assert wrong == []


@pytest.mark.parametrize("row", own_rows(), ids=lambda row: row.expression)
def test_each_wording_of_our_own_keeps_its_reading(row: Settled) -> None:
    read = read_deadline(row.expression, row.period)

    assert (read.kind, read.windows, read.rrule, read.anchor, read.offset, read.confidence) == (
        row.schedule.kind,
        row.schedule.windows,
        row.schedule.rrule,
        row.schedule.anchor,
        row.schedule.offset,
        row.schedule.confidence,
    )


@pytest.mark.parametrize("text", ["", "-", "—", "…", "____", "***", " \n\t"])
def test_a_blank_is_unknown_and_certain(text: str) -> None:
    read = read_deadline(text, SCHOOL)

    assert (read.kind, read.confidence, read.unread) == (Kind.UNKNOWN, "certain", ())


def test_words_not_understood_are_told_as_they_stand() -> None:
    read = read_deadline("После Дождичка (в ЧТВ)", SCHOOL)

    assert read.unread == ("ЧТВ",)
    assert read_deadline("абракадабра Сим-Салабим", SCHOOL).unread == ("абракадабра", "Сим", "Салабим")


def test_a_number_nobody_understands_makes_the_reading_ambiguous() -> None:
    read = read_deadline("октябрь 7", SCHOOL)

    assert (read.confidence, read.unread) == ("ambiguous", ("7",))


@pytest.mark.parametrize(
    ("slip", "meant"),
    [("31 ноября", "1 декабря 2022"), ("29 февраля", "1 марта 2023"), ("32 сентября", "2 октября 2022")],
)
def test_a_day_that_does_not_exist_is_flagged_with_its_likely_meaning(slip: str, meant: str) -> None:
    read = read_deadline(slip, SCHOOL)

    assert read.confidence == "ambiguous"
    assert read.alternatives == (read_deadline(meant, SCHOOL),)


@pytest.mark.parametrize("slip", ["15.13.2022", "45.10.2022", "0 мая", "00.00.0000", "99.99.99"])
def test_a_date_that_cannot_be_is_flagged(slip: str) -> None:
    assert read_deadline(slip, SCHOOL).confidence == "ambiguous"


def test_alternatives_are_other_readings_without_alternatives_of_their_own() -> None:
    for row in [*dev_rows(), *own_rows()]:
        read = read_deadline(row.expression, row.period)
        assert read not in read.alternatives
        assert all(other.alternatives == () for other in read.alternatives)


def test_a_lone_august_of_a_school_plan_offers_the_august_before() -> None:
    read = read_deadline("август", SCHOOL)

    assert [other.windows[0][0].year for other in (read, *read.alternatives)] == [2023, 2022]


def test_a_schedule_survives_json() -> None:
    for row in [*dev_rows(), *own_rows()]:
        read = read_deadline(row.expression, row.period)
        again = Schedule.from_json(read.to_json())
        assert again == read
        assert again.to_json() == read.to_json()


def test_of_an_endless_cell_the_beginning_is_read_and_the_cut_is_told() -> None:
    read = read_deadline("до 15 октября" + " " * 5000 + "до 20 ноября", SCHOOL)

    assert (read, read.unread, read.confidence) == (read_deadline("до 15 октября", SCHOOL), ("…",), "ambiguous")
