"""The line that a measure becomes."""

import pytest

from bench import Measure, number


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0214, "0.0214"), (1.367, "1.37"), (86.44, "86.4"), (20411.7, "20,412"), (5000, "5,000"), (0, "0")],
)
def test_numbers_show_the_digits_that_mean_something(value, text):
    assert number(value) == text


@pytest.mark.parametrize(
    ("figure", "comparison", "target", "is_met"),
    [(0.3, "<=", 0.3, True), (0.31, "<=", 0.3, False), (5001, ">=", 5000, True), (3, "==", 4, False)],
)
def test_a_target_is_met_or_missed(figure, comparison, target, is_met):
    measure = Measure("page", figure, "s", comparison, target)

    assert measure.is_met is is_met
    assert ("MISSED" in str(measure)) is not is_met


def test_a_line_holds_the_figure_the_target_and_who_took_part():
    line = str(Measure("plan page, 5,000 lines", 0.214, "s", "<=", 0.3, "django 5.2.19"))

    assert " ".join(line.split()) == "plan page, 5,000 lines 0.214 s target <= 0.3 s ok [django 5.2.19]"
