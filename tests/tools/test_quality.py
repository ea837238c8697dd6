"""Coverage is weighed, and the modules that must be covered whole are found."""

import pytest

from tools import quality
from tools.quality import is_accepted, is_strict, percent


def file(statements, lines, branches, taken):
    summary = {
        "num_statements": statements,
        "covered_lines": lines,
        "num_branches": branches,
        "covered_branches": taken,
    }
    return {"summary": summary}


def test_a_large_file_weighs_more_than_a_small_one():
    assert percent([file(90, 90, 0, 0), file(6, 0, 4, 0)]) == 90.0


def test_no_code_is_covered_whole():
    assert percent([]) == 100.0


def test_rights_and_the_journal_are_strict():
    names = ["nastavnik/accounts/permissions.py", "nastavnik/audit/chain.py", "nastavnik/portal/home/views.py"]

    assert [is_strict(name) for name in names] == [True, True, False]


@pytest.mark.parametrize(
    ("line", "accepted"),
    [
        ("return mark_safe(text)  # noqa: S308 - every part is quoted above", True),
        ("return mark_safe(text)  # noqa: S308", False),
        ("return mark_safe(text)  # noqa: S311 - another rule", False),
        ("return mark_safe(text)", False),
    ],
)
def test_a_finding_is_accepted_only_with_its_number_and_a_reason(tmp_path, monkeypatch, line, accepted):
    monkeypatch.setattr(quality, "ROOT", tmp_path)
    (tmp_path / "tags.py").write_text(f"# a tag\n{line}\n")

    assert is_accepted({"filename": "tags.py", "line_range": [2], "test_id": "B308"}) is accepted
