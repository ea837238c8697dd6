"""Nobody can work out a small number; nothing is hidden in vain; what is hidden costs the least."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nastavnik.measures.disclosure import protected, quick
from nastavnik.measures.disclosure.lattice import Lattice
from nastavnik.measures.disclosure.suppressing import _suppressed as suppressed
from tests.measures.disclosure.attacker import given_away, interval, least_cost
from tests.measures.disclosure.tables import skewed, with_totals

COUNTS = st.one_of(st.integers(0, 12), st.integers(0, 60))


@st.composite
def tables(draw, most=9):
    """One to four columns, some combinations absent, some totals unpublished, rows in any order."""
    columns = draw(st.integers(1, 4))
    category = st.integers(0, 2).map(lambda place: "xyz"[place])
    inner = draw(st.dictionaries(st.tuples(*[category] * columns), COUNTS, min_size=1, max_size=most))
    totals = sorted(key for key in with_totals(inner) if "*" in key)
    silent = set(draw(st.lists(st.sampled_from(totals), max_size=len(totals) // 2, unique=True)))
    rows = with_totals(inner, lambda total: total not in silent)
    return {key: rows[key] for key in draw(st.permutations(sorted(rows)))}


def prove(rows, k):
    """The rule holds, and nothing cheaper does."""
    found = suppressed(rows, k)

    assert {row for row, reason in found.reasons.items() if reason == "primary"} == {
        row for row, count in rows.items() if 1 <= count < k
    }
    assert found.reasons.get(("*",) * len(next(iter(rows)))) != "secondary"
    assert given_away(rows, found.reasons, k) == {}
    assert found.cost == found.bound


@settings(max_examples=20, deadline=None)
@given(tables(), st.sampled_from([2, 3, 10]))
def test_no_table_gives_a_small_number_away(rows, k):
    prove(rows, k)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(tables(most=12), st.sampled_from([2, 3, 5, 10, 20]))
def test_many_tables_and_none_gives_a_small_number_away(rows, k):
    prove(rows, k)


@settings(max_examples=15, deadline=None)
@given(tables(most=4), st.sampled_from([3, 10]))
def test_no_choice_costs_less(rows, k):
    if sum(count >= k for count in rows.values()) <= 8:
        assert suppressed(rows, k).cost == least_cost(rows, k)


@settings(max_examples=10, deadline=None)
@given(tables(), st.sampled_from([3, 10]))
def test_the_quick_way_protects_too_and_its_bound_is_honest(rows, k):
    lattice = Lattice(rows, k)
    if lattice.primary:
        found = quick.choose(lattice)
        reasons = {lattice.keys[row]: "primary" if row in lattice.is_primary else "secondary" for row in found.hidden}

        assert given_away(rows, reasons, k) == {}
        assert found.bound <= suppressed(rows, k).cost <= lattice.price(found.hidden)


@pytest.mark.parametrize(
    ("rows", "hidden"),
    [
        ({("a",): 3}, {("a",): "primary"}),
        ({("a",): 3, ("*",): 3}, {("a",): "primary", ("*",): "primary"}),
        ({("a",): 0, ("*",): 0}, {}),
        ({("a",): 30, ("*",): 30}, {}),
        # The smallest other row that lets 3 be 0 and be 10.
        ({("a",): 3, ("b",): 20, ("c",): 40, ("*",): 63}, {("a",): "primary", ("b",): "secondary"}),
        # Together less than 10: two hidden rows are too few.
        (
            {("a",): 2, ("b",): 3, ("c",): 40, ("*",): 45},
            {("a",): "primary", ("b",): "primary", ("c",): "secondary"},
        ),
        # Together 10 already.
        ({("a",): 6, ("b",): 4, ("c",): 40, ("*",): 50}, {("a",): "primary", ("b",): "primary"}),
        # No total is published: nothing follows from anything.
        ({("a",): 2, ("b",): 30}, {("a",): "primary"}),
        # A column with one category says nothing new; its total is hidden with it.
        (
            {("a", "x"): 4, ("b", "x"): 30, ("a", "*"): 4, ("b", "*"): 30, ("*", "*"): 34},
            {("a", "x"): "primary", ("a", "*"): "primary", ("b", "x"): "secondary", ("b", "*"): "secondary"},
        ),
    ],
)
def test_small_tables_one_can_check_by_hand(rows, hidden):
    assert suppressed(rows, 10).reasons == hidden
    assert given_away(rows, hidden, 10) == {}


def test_a_threshold_above_all_counts_hides_every_row():
    rows = with_totals({("a", "x"): 40, ("a", "y"): 2, ("b", "x"): 7})

    assert set(suppressed(rows, 1000).reasons) == set(rows)


def test_the_attacker_finds_what_the_two_cell_rule_gives_away():
    """The weaker rule: in a line the next smallest is hidden too, so that two make ten. It looks at no other line."""
    rows = with_totals(
        {("a", "x"): 4, ("a", "y"): 11, ("a", "z"): 30, ("b", "x"): 25, ("b", "y"): 31, ("b", "z"): 40}
    )
    weaker = {("a", "x"): "primary", ("a", "y"): "secondary"}

    assert given_away(rows, weaker, 10) == {("a", "x"): (4, 4), ("a", "y"): (11, 11)}


def test_what_the_owner_keeps_hidden_leaves_no_trace_of_the_reason():
    rows = {("a",): 3, ("b",): 20, ("c",): 40, ("*",): 63}

    assert protected(rows) == {("a",): None, ("b",): None, ("c",): 40, ("*",): 63}
    with pytest.raises(ValueError, match="its rows make 63"):
        protected(rows | {("*",): 64})
    with pytest.raises(ValueError, match="threshold"):
        protected(rows, 1)


def test_a_flat_table_of_150_rows_is_solved_to_the_end():
    rows = skewed((9, 14), 20, seed=1)

    found = suppressed(rows, 10)

    assert len(rows) == 150
    assert found.is_optimal
    assert given_away(rows, found.reasons, 10) == {}


@pytest.mark.slow
@pytest.mark.parametrize("seed", [0, 1])
def test_three_columns_of_150_rows_are_solved_to_the_end(seed):
    rows = skewed((4, 4, 5), 20, seed)

    found = suppressed(rows, 10)

    assert (len(rows), found.is_optimal) == (150, True)
    assert given_away(rows, found.reasons, 10) == {}


@pytest.mark.slow
def test_a_region_by_municipality_and_three_columns_more():
    rows = skewed((18, 5, 3, 4), 60, seed=0)

    found = suppressed(rows, 10)

    assert len(rows) == 2280
    assert 0 < found.bound <= found.cost < 2 * found.bound
    small = [row for row, reason in found.reasons.items() if reason == "primary"]
    for row in small[::90]:
        lower, upper = interval(rows, found.reasons, row)
        assert (lower < 1e-5, upper > 10 - 1e-5) == (True, True)
    assert suppressed(rows, 10) == found
