"""Schedules in Russian words, and back."""

from __future__ import annotations

import pytest
from hypothesis import example, given

from nastavnik.roadmaps.deadlines import Period, read_deadline, write_deadline
from tests.roadmaps.deadlines.phrasing import ANY_PERIODS, PERIODS, SENSIBLE
from tests.roadmaps.deadlines.tables import dev_rows, own_rows

SCHOOL = Period.parse("2022-09-01..2023-08-31")
OTHERS = [Period.parse(text) for text in ("2023", "2020-01-01..2024-12-31", "2021-09-01..2024-08-31")]


def _written(text: str, period: Period = SCHOOL) -> str:
    return write_deadline(read_deadline(text, period), period).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("read", "written"),
    [
        ("16.09.21", "16 сентября 2021 г."),
        ("к 15 октября", "до 15 октября 2022 г."),
        ("до 21 октября 2021, далее – ежегодно", "до 21 октября 2021 г., далее ежегодно"),
        ("сентябрь", "сентябрь 2022 г."),
        ("август-октябрь 2022", "август – октябрь 2022 г."),
        ("ноябрь-март", "ноябрь 2022 г. – март 2023 г."),
        ("2022-2023 уч. г.", "2022–2023 учебный год"),
        ("2021-2024гг", "2021–2024 гг."),
        ("2 - 30 сентября", "со 2 по 30 сентября 2022 г."),
        ("20.09-20.10", "с 20 сентября по 20 октября 2022 г."),
        ("30.12.2022-08.01.2023", "с 30 декабря 2022 г. по 8 января 2023 г."),
        ("сентябрь, декабрь, март, май", "сентябрь, декабрь 2022 г., март, май 2023 г."),
        ("до 15 октября, до 15 марта", "15 октября 2022 г., 15 марта 2023 г."),
        ("в теч. уч. года", "в течение учебного года"),
        ("постоянно с октября по май", "постоянно: с 1 октября 2022 г. по 31 мая 2023 г."),
        ("в течение года по отдельному графику", "в течение учебного года, по отдельному плану"),
        ("при необходимости", "по мере необходимости"),
        ("по заявкам педагогов", "по запросу"),
        ("согласно графику", "по отдельному плану"),
        ("за две недели до конкурса", "за 14 дней до проведения мероприятия"),
        ("в трёхдневный срок", "в течение 3 дней со дня издания документа"),
        ("через месяц после начала смены", "через 1 месяц после проведения мероприятия"),
        ("каждые 3 месяца", "1 раз в квартал"),
        ("2 раза в год", "1 раз в полугодие"),
        ("не менее двух раз в год", "не реже 1 раза в полугодие"),
        ("1 раз в три года", "1 раз в 3 года"),
        ("1 раз в пять лет", "1 раз в 5 лет"),
        ("каждую вторую неделю", "1 раз в 2 недели"),
        ("не реже одного раза в четверть", "не реже 1 раза в четверть"),
        ("по мере необходимости, но не реже 4-х раз в год", "по мере необходимости, но не реже 1 раза в квартал"),
        ("ежегодно (май, ноябрь)", "ежегодно в мае и ноябре"),
        ("ежегодно, сентябрь-ноябрь", "ежегодно в сентябре–ноябре"),
        ("ежегодно 20 мая", "ежегодно до 20 мая"),
        ("каждый год в последнюю пятницу мая", "ежегодно в последнюю пятницу мая"),
        ("до 10-го числа каждого месяца", "ежемесячно до 10 числа"),
        ("10 и 25 числа", "ежемесячно до 10 и 25 числа"),
        ("со 2 по 6 число", "ежемесячно со 2 по 6 число"),
        ("последний день месяца", "ежемесячно в последний день месяца"),
        ("второй вторник месяца", "ежемесячно во второй вторник"),
        ("последний рабочий день месяца", "ежемесячно в последний рабочий день"),
        ("каждый вторник и четверг", "по вторникам и четвергам"),
        ("пн.-пт.", "по рабочим дням"),
        ("еженедельно в сентябре", "еженедельно: с 1 сентября 2022 г. по 30 сентября 2022 г."),
        ("сроки уточняются", "срок не установлен"),
    ],
)
def test_a_schedule_is_written_as_a_teacher_would(read: str, written: str) -> None:
    assert _written(read) == written


def test_numbers_and_their_words_are_not_torn_apart_at_a_line_end() -> None:
    assert write_deadline(read_deadline("до 15 октября", SCHOOL), SCHOOL) == "до 15\u00a0октября 2022\u00a0г."
    assert write_deadline(read_deadline("май-июнь", SCHOOL), SCHOOL) == "май\u00a0– июнь 2023\u00a0г."


def test_deadlines_are_written_in_russian_only() -> None:
    with pytest.raises(ValueError, match="Russian only"):
        write_deadline(read_deadline("май", SCHOOL), SCHOOL, language="en")


def test_every_deadline_of_the_tables_comes_back_in_every_kind_of_plan() -> None:
    for row in [*dev_rows(), *own_rows()]:
        for period in (row.period, SCHOOL, *OTHERS):
            read = read_deadline(row.expression, period)
            written = write_deadline(read, period)
            assert read_deadline(written, period) == read, (row.expression, written)


@given(SENSIBLE, PERIODS)
@example("ежегодно, октябрь – март", Period.parse("2020-01-01..2024-12-31"))
@example("1 раз в 3 года (март)", SCHOOL)
def test_what_was_read_comes_back_from_its_words(text: str, period: Period) -> None:
    read = read_deadline(text, period)

    assert read_deadline(write_deadline(read, period), period) == read


@given(SENSIBLE, ANY_PERIODS)
def test_it_comes_back_in_any_period(text: str, period: Period) -> None:
    read = read_deadline(text, period)

    assert read_deadline(write_deadline(read, period), period) == read


@given(SENSIBLE, PERIODS)
def test_the_other_readings_can_be_written_too(text: str, period: Period) -> None:
    for other in read_deadline(text, period).alternatives:
        assert read_deadline(write_deadline(other, period), period) == other
