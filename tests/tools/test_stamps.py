"""A stamp changes with whatever a result was made from."""

import pytest

from tools import stamps


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(stamps, "ROOT", tmp_path)
    (tmp_path / "a.html").write_text("ab")
    (tmp_path / "b.html").write_text("c")
    return tmp_path


def mark(folder):
    return stamps.fingerprint(["key", *stamps.below(folder, ".html")])


def test_the_same_sources_give_the_same_mark(folder):
    before = mark(folder)
    (folder / "notes.md").write_text("another ending")

    assert mark(folder) == before


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "a.html").write_text("other"),
        lambda folder: (folder / "b.html").rename(folder / "c.html"),
        lambda folder: (folder / "c.html").write_text(""),
        # The same bytes, cut between the files elsewhere.
        lambda folder: ((folder / "a.html").write_text("a"), (folder / "b.html").write_text("bc")),
    ],
)
def test_any_change_gives_another_mark(folder, change):
    before = mark(folder)
    change(folder)

    assert mark(folder) != before


def test_a_stamp_is_fresh_until_the_mark_changes(folder):
    stamp = folder / "deep" / "front-end.stamp"
    stamps.put(stamp, "one")

    assert stamps.is_fresh(stamp, "one")
    assert not stamps.is_fresh(stamp, "two")
    assert not stamps.is_fresh(folder / "missing.stamp", "one")
