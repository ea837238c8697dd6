"""When a run of tests counts as passed."""

import pytest

from tools.suite import passes


@pytest.mark.parametrize(
    ("code", "chosen", "is_passed"),
    [
        (0, False, True),
        (1, False, False),
        (1, True, False),
        # Nothing collected: fine when somebody chose tests that another run has, a failure otherwise.
        (5, True, True),
        (5, False, False),
    ],
)
def test_a_run_without_tests_passes_only_when_tests_were_chosen(code, chosen, is_passed):
    assert passes(code, chosen=chosen) is is_passed
