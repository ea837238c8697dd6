"""Nobody can work out a small number; nothing is hidden in vain; what is hidden costs the least."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nastavnik.measures.disclosure import protected, quick
from nastavnik.measures.disclosure.cuts import Cut, Pool, line_cuts
from nastavnik.measures.disclosure.deciding import decide
from nastavnik.measures.disclosure.lattice import Lattice
from nastavnik.measures.disclosure.master import Master
from nastavnik.measures.disclosure.moves import Moves
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
    assert suppressed(rows, 10) == found


def test_numbers_far_beyond_any_people_end_too():
    """The simplex method alone would go round on this one without an end."""
    big = 10**9
    counts = skewed((3, 3, 3), 20, seed=0)
    rows = {key: count * big for key, count in counts.items()}

    found = suppressed(rows, 10 * big)

    assert found.reasons == suppressed(counts, 10).reasons
    assert found.is_optimal


def test_a_row_is_published_again_because_it_cannot_move_never_because_no_move_was_found():
    rows = with_totals(
        {("a", "x"): 6, ("a", "y"): 4, ("a", "z"): 40, ("b", "x"): 30, ("b", "y"): 50}, lambda total: total[0] != "*"
    )
    lattice = Lattice(rows, 10)
    small = frozenset(lattice.primary)
    moves = Moves(lattice, lattice.open)
    alone = small | {lattice.place["b", "x"]}

    assert moves.without_standing(alone) == small
    moves._lp.SetSolverSpecificParametersAsString("use_preprocessing: false max_number_of_iterations: 0")
    assert moves.without_standing(alone) == alone


def test_a_cut_that_follows_from_another_is_left_out():
    pool = Pool()
    wide, narrow = Cut(((1, 1), (2, 1), (3, 1)), 1), Cut(((1, 1), (2, 1)), 1)
    bridge, heavy = Cut(((1, 1), (2, 1)), 1, 5), Cut(((1, 2), (2, 3)), 4)

    assert pool.learn([wide, bridge, heavy]) == 3
    assert pool.learn([narrow, wide, bridge, heavy]) == 1
    assert list(pool.cuts) == [heavy, narrow]


def test_the_bound_by_parts_is_that_of_the_programme_and_below_each_whole_choice():
    lattice = Lattice(skewed((3, 4), 12, seed=3), 10)
    cuts = line_cuts(lattice)
    master = Master(lattice, cuts)
    parts = master.solve()
    least = sum(lattice.cost[row] * share for row, share in parts.items())

    best = decide(lattice, cuts, frozenset(), bound=0, below=10**6, steps=10_000, first=False)

    assert least - 1e-3 <= master.bound() < least + 1
    assert 0 < master.bound() <= best.bound == lattice.price(best.hidden)


def test_weights_beyond_the_64_bits_of_a_solver_still_say_what_is_true():
    lattice = Lattice({("a",): 30, ("b",): 40, ("c",): 50}, 10)
    cut = Cut(((0, 2**70), (1, 2**71)), 2**71)

    assert decide(lattice, [cut], frozenset(), bound=0, below=99, steps=1_000, first=False).hidden == {1}
    assert decide(lattice, [cut], frozenset(), bound=0, below=6, steps=1_000, first=False).bound == 6


@pytest.mark.slow
@pytest.mark.parametrize(("sizes", "mean"), [((4, 4, 5), 20), ((2, 2, 3, 3), 60)])
def test_three_and_four_columns_of_150_rows_are_solved_to_the_end(sizes, mean):
    rows = skewed(sizes, mean, seed=0)

    found = suppressed(rows, 10)

    assert found.is_optimal
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
