"""`nastavnik roadmap read`: data on stdout, one line on stderr, an exit code that tells."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nastavnik.cli.roadmap import run
from nastavnik.roadmaps.reader import Plan, read_roadmap
from tests.roadmaps.reader.make_samples import DOCUMENTS

SAMPLE = DOCUMENTS / "school_table.xlsx"


def test_json_is_the_whole_plan(capsys: pytest.CaptureFixture[str]):
    assert run(["read", str(SAMPLE), "--json"]) == 0

    out, err = capsys.readouterr()
    assert Plan.from_json(json.loads(out)) == read_roadmap(SAMPLE)
    assert err == ""


def test_without_json_the_plan_is_told(capsys: pytest.CaptureFixture[str]):
    assert run(["read", str(SAMPLE)]) == 0

    out = capsys.readouterr().out
    assert "1.1 Подписать приказ о кураторе | 07.09.2026 | Директор | Приказ" in out
    assert out.endswith("Строк: 10. Помечено: 0. Пропущено ячеек: 2.\n")


def test_a_given_period_wins(capsys: pytest.CaptureFixture[str]):
    assert run(["read", str(SAMPLE), "--json", "--period", "2027-09-01..2028-08-31"]) == 0

    data = json.loads(capsys.readouterr().out)
    assert data["period"] == {"start": "2027-09-01", "end": "2028-08-31"}
    assert data["items"][2]["expected_deadline"]["windows"] == [["2027-09-01", "2027-09-30"]]


@pytest.mark.parametrize(
    ("name", "data"), [("plan.docx", b"PK\x03\x04 not really"), ("empty.txt", b""), ("plan.doc", b"x")]
)
def test_a_bad_file_is_one_line_and_exit_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, data: bytes
):
    path = tmp_path / name
    path.write_bytes(data)

    assert run(["read", str(path), "--json"]) == 2

    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"{path}: ")
    assert err.count("\n") == 1


def test_a_bad_period_is_one_line_and_exit_2(capsys: pytest.CaptureFixture[str]):
    assert run(["read", str(SAMPLE), "--period", "сентябрь"]) == 2

    assert capsys.readouterr().err.startswith("--period: «сентябрь» не похоже на период.")
