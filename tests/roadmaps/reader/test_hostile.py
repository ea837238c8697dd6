"""Whatever a stranger uploads: one clear Russian sentence, never a traceback, never another process or a socket."""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path

import pytest

from nastavnik.roadmaps.reader import Unreadable, child, read_in_child, read_pasted, read_roadmap
from nastavnik.roadmaps.reader.refusals import SENTENCES
from tests.roadmaps.reader.hostile import Data, broken, content, corpus, saved
from tests.roadmaps.reader.layouts import make
from tests.roadmaps.reader.writers import write_docx, write_html, write_pdf, write_xlsx

pytestmark = pytest.mark.slow

CORPUS = list(corpus())


def test_the_corpus_is_large_enough():
    assert len(CORPUS) >= 50
    assert len({name for name, _, _ in CORPUS}) == len(CORPUS)


@pytest.mark.parametrize(("name", "data", "codes"), CORPUS, ids=[name for name, _, _ in CORPUS])
def test_a_hostile_file_gets_one_sentence(tmp_path: Path, name: str, data: Data, codes: frozenset[str]):
    path = tmp_path / name
    path.write_bytes(content(data))
    begun = time.perf_counter()

    with pytest.raises(Unreadable) as refusal:
        read_roadmap(path)

    assert refusal.value.code in codes
    assert re.fullmatch(r"[А-ЯЁ«][^!\n]*\.", refusal.value.sentence), refusal.value.sentence
    assert "Traceback" not in refusal.value.sentence
    assert time.perf_counter() - begun < 15


@pytest.mark.parametrize("name", ["bomb.docx", "entities.docx", "cut.pdf", "locked.docx", "far_cell.xlsx"])
def test_the_child_tells_the_same(tmp_path: Path, name: str):
    data, codes = next((data, codes) for each, data, codes in CORPUS if each == name)
    path = tmp_path / name
    path.write_bytes(content(data))

    with pytest.raises(Unreadable) as refusal:
        read_in_child(path, seconds=20)

    assert refusal.value.code in codes
    assert refusal.value.sentence == Unreadable(refusal.value.code).sentence or "(" in refusal.value.sentence


@pytest.mark.parametrize(
    ("writer", "suffix"), [(write_docx, "docx"), (write_xlsx, "xlsx"), (write_html, "html"), (write_pdf, "pdf")]
)
def test_a_damaged_good_file_is_read_or_refused(tmp_path: Path, writer, suffix: str):
    """Sixty mutations of a good file, in this process: only `Unreadable` may come out."""
    good = saved(writer, suffix)
    for seed in range(15 if suffix == "pdf" else 60):
        path = tmp_path / f"{seed}.{suffix}"
        path.write_bytes(broken(good, seed))
        assert read_or_refused(path)


def read_or_refused(path: Path) -> bool:
    """True for a plan with lines and for a refusal of our own."""
    try:
        return bool(read_roadmap(path).to_json()["items"])
    except Unreadable as refusal:
        return refusal.code in SENTENCES


def test_every_refusal_is_one_calm_sentence_that_tells_what_to_do():
    for code in SENTENCES:
        sentence = Unreadable(code, "подробность").sentence
        assert sentence.endswith(".")
        assert "!" not in sentence
        assert len(sentence.split(". ")) >= 2, "what is wrong, and what to do"


def test_a_missing_file_is_told(tmp_path: Path):
    with pytest.raises(Unreadable) as refusal:
        read_in_child(tmp_path / "нет такого.docx")

    assert refusal.value.code == "not_found"


@pytest.mark.parametrize(
    "name", ["план; rm -rf.docx", "-x.docx", "$(id) `id`.docx", "имя\nв две строки.docx", "a" * 200 + ".docx"]
)
def test_a_strange_name_is_only_a_name(tmp_path: Path, name: str):
    path = tmp_path / name
    write_docx(make(3)[0], path)

    assert read_in_child(path).lines


def test_a_child_out_of_time_or_memory_is_too_heavy(tmp_path: Path):
    path = tmp_path / "plan.docx"
    write_docx(make(3)[0], path)

    for limits in ({"seconds": 0}, {"megabytes": 12}):
        with pytest.raises(Unreadable) as refusal:
            read_in_child(path, **limits)
        assert refusal.value.code == "too_heavy"


@pytest.mark.parametrize(
    ("event", "arguments"),
    [
        ("socket.connect", (None, ("127.0.0.1", 80))),
        ("subprocess.Popen", ("sh", [], None, None)),
        ("os.system", ("id",)),
        ("open", ("any.txt", "w", 0)),
    ],
)
def test_the_child_may_not_reach_out(event: str, arguments: tuple[object, ...]):
    with pytest.raises(PermissionError):
        child._forbid(event, arguments)


def test_the_child_may_read():
    child._forbid("open", (sys.executable, "rb", 0))
    child._forbid("import", ("zipfile", None, None, None, None))


def test_nothing_pasted_is_refused():
    for text in ("", "  \n ", "просто текст", "<p>абзац</p>"):
        with pytest.raises(Unreadable) as refusal:
            read_pasted(text)
        assert refusal.value.code in ("empty", "no_table")
