"""Files that mean harm, and honest ones with what the tree does not hold: refused by place, in a sentence."""

from __future__ import annotations

import re
import time

import pytest
from django.utils.translation import override

from nastavnik.documents import wording
from nastavnik.documents.reading import Refused, read_tree
from nastavnik.documents.unread import UNREAD
from tests.documents.reading.hostile import content, corpus, good, packed

pytestmark = pytest.mark.slow
CORPUS = list(corpus())


def test_the_corpus_is_large_and_meets_every_refusal():
    assert len({name for name, *_ in CORPUS}) == len(CORPUS) >= 80
    assert set(UNREAD) - {code for _, _, code, _ in CORPUS} == {
        "picture_in_running", "break_in_running", "too_heavy", "not_read",
    }  # fmt: skip


@pytest.mark.parametrize(("name", "data", "code", "place"), CORPUS, ids=[name for name, *_ in CORPUS])
def test_a_file_is_refused_by_place_and_reason(name, data, code, place):
    begun = time.perf_counter()

    with pytest.raises(Refused) as refusal:
        read_tree(content(data))

    told = [
        (fault.code, " ".join(f"{s.kind} {s.number}".removesuffix(" 0") for s in fault.place))
        for fault in refusal.value.faults
    ]
    assert (code, place) in told
    assert {code for code, _ in told} == {code}
    assert time.perf_counter() - begun < 5
    with override("ru"):
        for fault in refusal.value.faults:
            assert re.fullmatch(r"[А-ЯЁ][^!]*\.", wording.fault(fault))


@pytest.mark.parametrize("part", ["docProps/core.xml", "word/styles.xml", "word/numbering.xml", "word/settings.xml"])
def test_a_part_that_is_missing_is_done_without(part):
    assert [block.text for block in read_tree(packed({part: None})).blocks[:2]] == ["первый", "второй"]


def test_a_damaged_file_is_read_or_refused():
    """Bytes of the text turned over: nothing but a refusal may come out."""
    data = bytearray(good())
    for at in range(60, len(data), max(len(data) // 60, 1)):
        broken = bytes(data[:at]) + bytes([data[at] ^ 0x55]) + bytes(data[at + 1 :])
        assert read_or_refused(broken)


def read_or_refused(data):
    try:
        return bool(read_tree(data).blocks)
    except Refused as refusal:
        return bool(refusal.faults)
