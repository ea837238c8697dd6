from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nastavnik.org.identifiers import digits, is_inn, is_ogrn

NUMBER = st.text("0123456789", min_size=1, max_size=16)


def ogrn(rest: str) -> str:
    return rest + str(int(rest) % (len(rest) - 1) % 10)


def test_numbers_of_well_known_offices_pass():
    # The tax service of Russia: published on its own site.
    assert is_ogrn("1047707030513")
    assert is_inn("7707329152")


@pytest.mark.parametrize("number", ["304500116000157", "500100732259"])
def test_numbers_of_people_pass(number):
    assert is_ogrn(number) if len(number) == 15 else is_inn(number)


@given(st.text("0123456789", min_size=12, max_size=12) | st.text("0123456789", min_size=14, max_size=14))
def test_the_last_digit_of_an_ogrn_follows_from_the_rest(rest):
    assert [last for last in "0123456789" if is_ogrn(rest + last)] == [ogrn(rest)[-1]]


@given(st.text("0123456789", min_size=9, max_size=9))
def test_one_last_digit_makes_an_inn_of_a_body(rest):
    assert sum(is_inn(f"{rest}{last}") for last in range(10)) == 1


@given(st.text("0123456789", min_size=10, max_size=10))
def test_one_pair_of_last_digits_makes_an_inn_of_a_person(rest):
    assert sum(is_inn(f"{rest}{last:02}") for last in range(100)) == 1


@given(st.text("0123456789", min_size=9, max_size=9), st.integers(0, 8), st.integers(1, 9))
def test_a_mistyped_digit_of_an_inn_is_found_unless_the_sum_is_ten(rest, at, step):
    number = next(f"{rest}{last}" for last in range(10) if is_inn(f"{rest}{last}"))
    mistyped = number[:at] + str((int(number[at]) + step) % 10) + number[at + 1 :]
    weights = (2, 4, 10, 3, 5, 9, 4, 6, 8)
    sums = [sum(w * int(d) for w, d in zip(weights, text, strict=False)) % 11 for text in (number, mistyped)]
    # Remainders 0 and 10 share a check digit: the one blind spot of the rule itself.
    assert is_inn(mistyped) == (set(sums) == {0, 10})


@given(NUMBER)
def test_other_lengths_never_pass(number):
    assert not is_ogrn(number) or len(number) in (13, 15)
    assert not is_inn(number) or len(number) in (10, 12)


@pytest.mark.parametrize("text", ["", "١٠٤٧٧٠٧٠٣٠٥١٣", "104770703051X", "-047707030513"])
def test_what_is_not_ascii_digits_never_passes(text):
    assert not is_ogrn(text)
    assert not is_inn(text)


def test_blanks_and_hyphens_between_groups_go():
    assert digits(" 104\u00a07707-030 513 ") == "1047707030513"
