"""`nastavnik deadlines read`."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from nastavnik.cli.deadlines import run
from nastavnik.roadmaps.deadlines import Period, read_deadline
from tests.roadmaps.deadlines.tables import FOLDER, dev_rows


def _table(folder: Path, text: str, encoding: str = "utf-8") -> str:
    path = folder / "in.tsv"
    path.write_bytes(text.encode(encoding))
    return str(path)


def _answers(out: str) -> dict[str, object]:
    return {row_id: json.loads(label) for row_id, label in (line.split("\t") for line in out.splitlines())}


def test_three_columns_without_a_header(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = _table(tmp_path, "a\t2020\tдо 15 октября\nb\t2021-09-01..2022-08-31\tпо плану\\nшколы\n")

    assert run(["read", table]) == 0

    assert _answers(capsys.readouterr().out) == {
        "a": {
            "kind": "deadline",
            "windows": [["2020-10-15", "2020-10-15"]],
            "rrule": None,
            "anchor": None,
            "confidence": "certain",
        },
        "b": read_deadline("по плану\nшколы", Period.school_year(2021)).to_json(),
    }


def test_a_header_says_which_column_is_which(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = _table(tmp_path, "note\texpression\tid\tcontext_period\r\n\tмай\tx\t2020\r\n", "utf-8-sig")

    assert run(["read", table]) == 0

    assert _answers(capsys.readouterr().out) == {"x": read_deadline("май", Period.parse("2020")).to_json()}


def test_the_table_of_experts_is_answered_line_by_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["read", str(FOLDER / "dev.tsv")]) == 0

    expected = {row.id: read_deadline(row.expression, row.period).to_json() for row in dev_rows()}
    assert _answers(capsys.readouterr().out) == expected


def test_the_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("1\t2020\tмай\n2\t2020\n".encode())))

    assert run(["read", "-"]) == 0

    assert list(_answers(capsys.readouterr().out)) == ["1", "2"]


@pytest.mark.parametrize(
    ("text", "encoding", "said"),
    [
        ("a\t2020\tмай\nb\tгод\tмай\n", "utf-8", "Строка 2: «год» не похоже на период."),
        ("a 2020 май\n", "utf-8", "Строка 1: нужны три столбца"),
        ("a\t2020\tмай\n", "cp1251", "не в кодировке UTF-8"),
    ],
)
def test_bad_input_gets_one_sentence_and_no_answers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, encoding: str, said: str
) -> None:
    assert run(["read", _table(tmp_path, text, encoding)]) == 2

    told = capsys.readouterr()
    assert told.out == ""
    assert said in told.err
    assert told.err.count("\n") == 1


def test_a_missing_file_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["read", str(tmp_path / "none.tsv")]) == 2

    assert "файл не читается" in capsys.readouterr().err


def test_the_grammar_knows_no_django() -> None:
    code = (
        "import sys; import nastavnik.roadmaps.deadlines, nastavnik.cli.deadlines; "
        "sys.exit(any(name.split('.')[0] == 'django' for name in sys.modules))"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
