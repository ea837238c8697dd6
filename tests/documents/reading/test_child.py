"""The child tells what the reader tells; a fault of our own is told as ours, without the words of the document."""

from __future__ import annotations

import io
import json
import random
import time

import pytest
from django.utils.translation import override

from nastavnik.confined import answer_of
from nastavnik.documents import wording
from nastavnik.documents.reading import Refused, child, read_tree
from nastavnik.documents.reading.child import read_in_child
from nastavnik.documents.writers.docx import write_docx
from tests.documents.reading.hostile import good, packed, run
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


def bomb(rows: int) -> bytes:
    """A file of some kilobytes that passes every door and holds a table of ``rows`` times sixty cells."""
    dice = random.Random(5)  # numbers of Word's own, which keep it from packing suspiciously well
    cell = '<w:tc><w:p w:rsidR="%08X"><w:r><w:t>а</w:t></w:r></w:p></w:tc>'
    words = "".join(
        f"<w:tr>{''.join(cell % dice.getrandbits(32) for _cell in range(60))}</w:tr>" for _row in range(rows)
    )
    table = f"<w:tbl>{words}</w:tbl><w:p/></w:body></w:document>"
    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return packed({"word/document.xml": f"<w:document {names}><w:body>{table}".encode()})


@pytest.mark.parametrize("megabytes", [32, pytest.param(48, marks=pytest.mark.slow)])
def test_a_bomb_stops_at_the_ceiling_of_memory_with_a_sentence(megabytes):
    with pytest.raises(Refused, match="too_heavy") as refusal:
        read_in_child(bomb(300), megabytes=megabytes)
    with override("ru"):
        (said,) = map(wording.fault, refusal.value.faults)
    assert said.startswith("Документ не удалось прочитать за отведённое время и память.")


@pytest.mark.slow
def test_a_bomb_stops_at_the_ceiling_of_processor_time():
    """The parent would wait for twenty seconds: it is the child's own ceiling that ends it."""
    begun = time.monotonic()
    assert answer_of(child.__name__, ["1", "1024"], seconds=20, given=bomb(2_000)) == {}
    assert time.monotonic() - begun < 10


@pytest.mark.slow
def test_the_same_bomb_is_read_where_there_is_room():
    assert read_in_child(bomb(300)).blocks


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
