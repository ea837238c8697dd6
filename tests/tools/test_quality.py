"""Coverage is weighed, and the modules that must be covered whole are found."""

from tools.quality import is_strict, percent


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
