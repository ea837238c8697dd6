"""Hundreds of templates that mean harm: each is refused with its place or printed as it stands, none is executed."""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import override

import nastavnik.documents.language as language
from nastavnik.documents import wording
from nastavnik.documents.language import AsWritten, Field, Form, check, compiled
from nastavnik.documents.texts import writable
from tests.documents.language.trees import numbered, p, row, sheet, table

FORM = Form([Field("duties", "Обязанности", "list", required=False), Field("x", "Текст", required=False)])
DATA = {"org": "Школа Гранит", "number": "42", "date": "2026-10-15", "duties": ["а", "б"]}
FOLDER = Path(language.__file__).parent
#: What nothing of the language does: neither with code nor with files, programs or the network.
_DEEDS = ("open", "import", "exec", "compile", "os.", "subprocess.", "socket.", "shutil.", "ctypes.", "pickle.")


class Payload(NamedTuple):
    family: str
    outcome: str
    text: str
    is_long: bool


def payloads() -> list[Payload]:
    rows = Path(__file__).parents[1].joinpath("hostile_templates.tsv").read_text().split("\n")
    found = []
    for each in rows[1:-1]:
        family, outcome, times, text = each.split("\t")
        found.append(Payload(family, outcome, json.loads(text) * int(times), times != "1"))
    return found


PAYLOADS = payloads()
PLACES = ["title", "header", "paragraph", "list", "table", "footer"]


def everywhere(text: str):
    """The payload in each place of a document."""
    words = f"{text} слово"
    return sheet(
        p(words), numbered("а", words), table(row("а", words)),
        title=words, header=(p(words),), footer=(p("а"), p(words)),
    )  # fmt: skip


@contextmanager
def watched() -> Iterator[list[str]]:
    """Everything that the interpreter is asked to do beside computing."""
    seen: list[str] = []
    is_on = [True]
    sys.addaudithook(lambda event, _arguments: seen.append(event) if is_on[0] and event.startswith(_DEEDS) else None)
    try:
        yield seen
    finally:
        is_on[0] = False


def test_the_corpus_is_large_and_of_many_kinds():
    assert len({payload.text for payload in PAYLOADS}) == len(PAYLOADS) >= 500
    assert len({payload.family for payload in PAYLOADS}) >= 10


def test_none_of_them_is_executed_in_any_place_of_a_document():
    wrong = []
    with watched() as deeds:
        for payload in PAYLOADS:
            document = sheet(p(payload.text)) if payload.is_long else everywhere(payload.text)
            faults = check(document, FORM)
            if payload.outcome == "fault":
                expected = ["paragraph"] if payload.is_long else PLACES
                is_right = list(dict.fromkeys(fault.place[0].kind for fault in faults)) == expected
            else:
                filled = compiled(document, FORM).fill(DATA, words=AsWritten())
                is_right = not faults and filled == document
            if not is_right:
                wrong.append(payload.text[:60])
    assert wrong == []
    assert deeds == []


def test_the_watch_sees_what_it_is_there_for():
    with watched() as deeds:
        eval("1 + 1")  # noqa: S307 - the deed that is watched for
        Path(__file__).read_text()
    assert {"compile", "exec", "open"} <= set(deeds)


def test_each_refusal_is_told_in_a_sentence_with_its_place():
    with override("ru"):
        for payload in PAYLOADS:
            for fault in check(sheet(p(payload.text)), FORM)[:2]:
                assert wording.told(fault).startswith("Абзац 1")


def test_as_data_each_is_printed_as_it_stands():
    template = compiled(sheet(p("{{ x }}"), table(row("{{ x }}")), title="{{ x }}"), FORM)
    with watched() as deeds:
        for payload in PAYLOADS:
            text = payload.text[:5_000].strip()
            filled = template.fill(DATA | {"x": text}, words=AsWritten())
            printed = writable(text)
            assert (filled.title, filled.blocks) == (printed, (p(printed), table(row(printed))))
    assert deeds == []


def test_the_language_has_no_means_to_execute_anything():
    """Neither a call by name nor an attribute by name stands anywhere in the package."""
    forbidden = {
        "eval", "exec", "compile", "getattr", "setattr", "delattr", "__import__", "globals", "locals", "vars", "open",
        "breakpoint", "input", "memoryview", "type_hints",
    }  # fmt: skip
    allowed = {"nastavnik", "__future__", "bisect", "collections", "contextlib", "dataclasses", "datetime", "difflib",
               "functools", "itertools", "math", "re", "types", "typing"}  # fmt: skip
    for path in sorted(FOLDER.glob("*.py")):
        tree = ast.parse(path.read_text())
        names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        attributes = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        modules = {
            (node.module or "" if isinstance(node, ast.ImportFrom) else alias.name).split(".")[0]
            for node in ast.walk(tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in node.names
        }
        assert (path.name, names & forbidden) == (path.name, set())
        assert (path.name, {name for name in attributes if name.startswith("__")} - {"__init__"}) == (
            path.name,
            set(),
        )
        assert (path.name, modules - allowed) == (path.name, set())
