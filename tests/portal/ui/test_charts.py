from itertools import pairwise

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from nastavnik.portal.ui import charts

VALUES = st.lists(st.one_of(st.none(), st.floats(0, 1e9), st.integers(0, 10**6)), min_size=1, max_size=12)


def at(percent: str) -> float:
    return float(percent.removesuffix("%"))


@given(st.floats(1e-6, 1e12))
def test_ticks_rise_evenly_from_zero_and_cover_the_top(top):
    marks = charts.ticks(top)

    steps = [b - a for a, b in pairwise(marks)]
    assert marks[0] == 0
    assert marks[-1] >= top * (1 - 1e-9)
    assert max(steps) == pytest.approx(min(steps))
    assert 3 <= len(marks) <= 6


def test_a_chart_of_zeros_has_a_scale():
    assert charts.ticks(0) == [0, 1]


@given(VALUES)
def test_bars_stay_within_their_room_and_hidden_values_have_none(values):
    chart = charts.bars("Заголовок", [(str(i), value) for i, value in enumerate(values)])

    for row, value in zip(chart.rows, values, strict=True):
        assert len(row.pieces) == (value is not None)
        assert all(0 <= at(piece.width) <= 100 for piece in row.pieces)


@given(st.lists(st.lists(st.integers(0, 1000), min_size=3, max_size=3), min_size=1, max_size=8))
def test_parts_of_a_stacked_bar_touch_and_add_up_to_its_share(rows):
    chart = charts.stacked("Заголовок", ("а", "б", "в"), [(str(i), values) for i, values in enumerate(rows)])

    top = max(sum(values) for values in rows)
    for row, values in zip(chart.rows, rows, strict=True):
        assert len(row.pieces) == sum(1 for value in values if value)
        end = 0.0
        for piece in row.pieces:
            assert at(piece.start) == pytest.approx(end, abs=0.02)
            end = at(piece.start) + at(piece.width)
        assert end == pytest.approx(100 * sum(values) / top if top else 0, abs=0.02)


def test_a_gap_in_a_line_is_not_bridged():
    chart = charts.line("Заголовок", ("сен", "окт", "ноя", "дек"), {"школа": (1, None, 3, 4)})

    (stroke,) = chart.strokes
    assert len(stroke.dots) == 3
    assert [(span[0], span[2]) for span in stroke.spans] == [(stroke.dots[1].x, stroke.dots[2].x)]


def test_a_higher_value_stands_higher():
    chart = charts.line("Заголовок", ("сен", "окт"), {"школа": (1, 9)})

    low, high = chart.strokes[0].dots
    assert at(high.y) < at(low.y)


def test_heat_shades_run_from_the_least_to_the_most_and_hidden_has_none():
    chart = charts.heat("Заголовок", ("а", "б", "в"), [("школа", (0, None, 10))])

    with override("ru"):
        assert [cell.level for cell in chart.cells[0][1]] == [1, 0, 5]
    assert [cell.level for cell in charts.heat("", ("а",), [("школа", (7,))]).cells[0][1]] == [1]


@pytest.mark.parametrize("kind", ["bars", "stacked", "line", "heat"])
def test_every_chart_says_its_numbers_as_text(kind):
    made = {
        "bars": lambda: charts.bars("Доля", [("школа", 47.5)], unit="%", target=70),
        "stacked": lambda: charts.stacked("Доля", ("да", "нет"), [("школа", (47.5, 3))]),
        "line": lambda: charts.line("Доля", ("сен",), {"школа": (47.5,)}),
        "heat": lambda: charts.heat("Доля", ("сен",), [("школа", (47.5,))]),
    }
    with override("ru"):
        chart = made[kind]()
        html = render_to_string("ui/chart.html", {"chart": chart})

    assert "47,5" in html
    assert "<table" in html
    # Numbers of the geometry keep the full stop whatever the language.
    assert "47,5%" not in html.replace("47,5\N{NO-BREAK SPACE}%", "")


def test_an_empty_chart_says_that_there_is_nothing():
    with override("ru"):
        html = render_to_string("ui/chart.html", {"chart": charts.bars("Доля", [])})

    assert "Данных пока нет." in html
    assert "<svg" not in html
