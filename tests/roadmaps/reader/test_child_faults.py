"""A fault of our own in the child is told as ours, with its place and without the words of the document."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import nastavnik.roadmaps.reader as reader
from nastavnik.roadmaps.reader import child


def test_a_fault_of_the_reader_is_not_blamed_on_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stumble(*args: object, **kwargs: object) -> None:
        raise KeyError("Рощина Анна Львовна")

    monkeypatch.setattr(reader, "read_roadmap", stumble)
    monkeypatch.setattr(child, "_limit", lambda *limits: None)
    monkeypatch.setattr("sys.addaudithook", lambda hook: None)

    assert child.main(["5", "100", "", str(tmp_path / "plan.txt")]) == 0

    answer = json.loads(capsys.readouterr().out)
    assert answer["code"] == "not_understood"
    assert answer["sentence"].endswith(".")
    assert answer["cause"].startswith("KeyError test_child_faults.py:")
    assert "Рощина" not in answer["cause"]
