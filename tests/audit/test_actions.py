"""Every deed that the code writes down has words for timelines."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import nastavnik
from nastavnik.audit.actions import known_actions

ROOT = Path(nastavnik.__file__).parent


def recorded() -> Iterator[tuple[str, str]]:
    """(action, file) of every ``record("…", …)`` in the code."""
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "record":
                match node.args:
                    case [ast.Constant(value=str(action)), *_]:
                        yield action, path.relative_to(ROOT).as_posix()


def test_every_recorded_action_has_words() -> None:
    known = known_actions()

    assert [(action, file) for action, file in recorded() if action not in known] == []
    assert len(list(recorded())) > 10
