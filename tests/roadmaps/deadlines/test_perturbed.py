"""A spoilt spelling means what it meant."""

from __future__ import annotations

import random

import pytest

from nastavnik.roadmaps.deadlines import Period, read_deadline
from tests.roadmaps.deadlines.perturbing import SURE, Spoil
from tests.roadmaps.deadlines.tables import dev_rows, own_rows


@pytest.mark.parametrize(("spoil", "share"), SURE, ids=lambda value: getattr(value, "__name__", None))
@pytest.mark.slow
def test_spoilt_deadlines_are_read_alike(spoil: Spoil, share: float) -> None:
    chance = random.Random(20260901)
    tried, lost = 0, []
    for expression, period in _expressions():
        spoilt = spoil(chance, expression)
        if spoilt != expression:
            tried += 1
            if read_deadline(spoilt, period) != read_deadline(expression, period):
                lost.append(spoilt)

    assert tried >= 50
    assert 1 - len(lost) / tried >= share, lost


def _expressions() -> list[tuple[str, Period]]:
    return [(row.expression, row.period) for row in [*dev_rows(), *own_rows()]]


@pytest.mark.parametrize(
    ("spoilt", "plain"),
    [
        ("сен-\nтябрь", "сентябрь"),
        ("сетябрь – октбярь", "сентябрь – октябрь"),
        ("вмае", "в мае"),
        ("додекабря", "до декабря"),
        ("сентябрьоктябрь", "сентябрь, октябрь"),
        ("1разв квартал", "1 раз в квартал"),
        ("поплану", "по плану"),
        ("1-янеделя октября", "1-я неделя октября"),
        ("с1по15сентября", "с 1 по 15 сентября"),
        ("П квартал", "II квартал"),
        ("Ш четверть", "III четверть"),
        ("lV квартал", "IV квартал"),
        ("11 полугодие", "II полугодие"),
        ("О1.09.2022", "01.09.2022"),
        ("1О сентября", "10 сентября"),
        ("З0 октября", "30 октября"),
        ("до 15,10,2022", "до 15.10.2022"),
        ("последня неделя мая", "последняя неделя мая"),
        ("октябрь<br/>ноябрь", "октябрь, ноябрь"),
    ],
)
def test_common_slips_of_the_hand(spoilt: str, plain: str) -> None:
    period = Period.parse("2022-09-01..2023-08-31")

    assert read_deadline(spoilt, period) == read_deadline(plain, period)


@pytest.mark.parametrize(
    "word", ["входной", "готовые", "содействие", "форма", "строки", "повтор", "поручение", "карта", "семья", "часть"]
)
def test_everyday_words_are_not_taken_for_mistyped_ones(word: str) -> None:
    assert read_deadline(f"октябрь ({word})", Period.parse("2023")).unread in ((word,), ())
    assert read_deadline(f"октябрь ({word})", Period.parse("2023")) == read_deadline("октябрь", Period.parse("2023"))
