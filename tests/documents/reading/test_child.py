"""The child tells what the reader tells; a fault of our own is told as ours, without the words of the document."""

from __future__ import annotations

import io
import json

import pytest

from nastavnik.documents.reading import Refused, child, read_tree
from nastavnik.documents.reading.child import read_in_child
from nastavnik.documents.writers.docx import write_docx
from tests.documents.reading.hostile import good, run
from tests.documents.reading.papers import order


@pytest.mark.slow
def test_the_child_reads_and_refuses_like_the_reader():
    data, refused = write_docx(order()), run("<w:object/>")

    assert read_in_child(data) == read_tree(data)
    with pytest.raises(Refused) as here:
        read_tree(refused)
    with pytest.raises(Refused) as there:
        read_in_child(refused)
    assert here.value.faults == there.value.faults


def test_a_child_without_time_is_too_heavy():
    with pytest.raises(Refused, match="too_heavy"):
        read_in_child(good(), seconds=0)


def test_a_fault_of_the_reader_is_not_blamed_on_the_file(monkeypatch, capsys):
    def stumble(file):
        raise KeyError("Рощина Анна Львовна")

    monkeypatch.setattr(child, "read_tree", stumble)
    monkeypatch.setattr(child, "limit", lambda *limits: None)
    monkeypatch.setattr(child.sys, "addaudithook", lambda hook: None)
    monkeypatch.setattr(child.sys, "stdin", io.TextIOWrapper(io.BytesIO(good())))

    assert child.main(["5", "100"]) == 0

    answer = json.loads(capsys.readouterr().out)
    assert [fault["code"] for fault in answer["faults"]] == ["not_read"]
    assert answer["cause"].startswith("KeyError test_child.py:")
    assert "Рощина" not in json.dumps(answer, ensure_ascii=False)
