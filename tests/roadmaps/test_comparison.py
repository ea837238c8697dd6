"""What happened between two wordings: exactly the edits that were made."""

from __future__ import annotations

from dataclasses import replace

import hypothesis.strategies as st
from hypothesis import given

from nastavnik.base.stretches import word_pieces
from nastavnik.roadmaps.comparison import Words, compare


@st.composite
def edited(draw):
    """A plan, and the same plan after edits that are told apart by the line they touch."""
    keys = [f"line-{number}" for number in range(draw(st.integers(1, 12)))]
    old = [Words(key, title=f"Пункт {key}", deadline_text="октябрь", section="I") for key in keys]
    fate = {key: draw(st.sampled_from(["keep", "keep", "remove", "reword", "term"])) for key in keys}
    new = [
        replace(
            line,
            title=line.title + " заново" if fate[line.key] == "reword" else line.title,
            deadline_text="ноябрь" if fate[line.key] == "term" else line.deadline_text,
        )
        for line in old
        if fate[line.key] != "remove"
    ]
    moved = None
    if len(new) > 2 and draw(st.booleans()):
        line = new.pop(draw(st.integers(0, len(new) - 1)))
        moved = line.key
        new.insert(draw(st.integers(0, len(new))), line)
    added = [Words(f"new-{number}", title="Новый", section="I") for number in range(draw(st.integers(0, 3)))]
    for line in added:
        new.insert(draw(st.integers(0, len(new))), line)
    return old, new, fate, moved, {line.key for line in added}


@given(edited())
def test_comparison_finds_exactly_the_edits(case):
    old, new, fate, moved, added = case

    found = compare(old, new)

    assert {line.key for line in found.added} == added
    assert {line.key for line in found.removed} == {key for key, what in fate.items() if what == "remove"}
    assert {one.new.key for one in found.reworded if not one.is_term_changed} == {
        key for key, what in fate.items() if what == "reword"
    }
    assert {one.new.key for one in found.reworded if one.is_term_changed} == {
        key for key, what in fate.items() if what == "term"
    }
    assert found.terms == sum(what == "term" for what in fate.values())
    # One line put elsewhere is one moved line (of two neighbours either); put back where it was it is none.
    order = [line.key for line in new if line.key not in added]
    if order == [line.key for line in old if fate[line.key] != "remove"]:
        assert found.moved == []
    else:
        assert moved is not None
        assert len(found.moved) == 1
    still = {one.line.key for one in found.moved}
    assert [key for key in order if key not in still] == [
        line.key for line in old if fate[line.key] != "remove" and line.key not in still
    ]


WORDS = st.lists(st.sampled_from(["приказ", "о", "запуске,", "10", "а-б"]))


@given(WORDS, WORDS)
def test_pieces_make_up_both_wordings(before, after):
    old, new = " ".join(before), " ".join(after)

    pieces = word_pieces(old, new)

    assert "".join(piece.text for piece in pieces if piece.kind != "added") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == new


def test_a_changed_word_is_marked_and_its_neighbours_are_not():
    assert [(piece.kind, piece.text) for piece in word_pieces("до 10 сентября", "до 15 сентября")] == [
        ("same", "до "), ("removed", "10"), ("added", "15"), ("same", " сентября"),
    ]  # fmt: skip


def test_words_changed_in_a_row_are_one_change():
    found = word_pieces("август, сентябрь 2026 г.", "до 15 октября 2026 г.")

    assert [(piece.kind, piece.text) for piece in found] == [
        ("removed", "август, сентябрь"), ("added", "до 15 октября"), ("same", " 2026 г."),
    ]  # fmt: skip


def test_a_line_in_another_section_is_moved():
    old = [Words("a", "А", section="I"), Words("b", "Б", section="II")]

    (moved,) = compare(old, [old[0], replace(old[1], section="I")]).moved

    assert (moved.line.key, moved.was_in, moved.after) == ("b", "II", old[0])
