"""The door: it opens without any package, and says in a sentence why it stays shut."""

import ast
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tools import environment

ROOT = Path(__file__).resolve().parents[2]
# What start.py reaches before anything is installed.
FIRST = ("start.py", "tools/__init__.py", "tools/environment.py", "tools/steps.py", "tools/stamps.py")
LATER = ("tools/chromium.py", "tools/checks.py", "tools/suite.py")


def start(*words):
    return subprocess.run(
        [sys.executable, ROOT / "start.py", *words], capture_output=True, text=True, check=False, cwd="/"
    )


def imported(path):
    tree = ast.parse((ROOT / path).read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name.split(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").split(".")[0]


@pytest.mark.parametrize("path", FIRST + LATER)
def test_the_door_is_made_of_the_standard_library(path):
    assert set(imported(path)) - sys.stdlib_module_names - {"tools"} == set()


def test_help_and_make_name_the_same_commands():
    usage = start("help").stdout
    named = {line.split()[0] for line in usage.splitlines() if line.startswith("  ") and line[2] not in " ("}
    made = set((ROOT / "Makefile").read_text().split(".PHONY:")[1].split("\n")[0].split())

    assert named == made
    assert start("--help").stdout == usage


def test_an_unknown_command_is_refused_with_the_list():
    done = start("fly")

    assert done.returncode == 2
    assert "no command 'fly'" in done.stderr
    assert "test-fast" in done.stderr


def test_a_busy_port_is_told_before_anything_is_done():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = start("run", "--port", str(port))

    assert (done.returncode, done.stdout) == (2, "")
    assert f"Port {port} is busy" in done.stderr
    assert f"--port {port + 1}" in done.stderr


def test_continuous_integration_calls_the_door():
    script = ROOT / ".ci" / "run"

    assert os.access(script, os.X_OK)
    assert "python3 start.py test" in script.read_text()


def test_what_we_start_keeps_its_compiled_modules_out_of_the_tree(monkeypatch):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.delenv("PYTHONPYCACHEPREFIX", raising=False)
    env = environment.variables()

    assert "PYTHONDONTWRITEBYTECODE" not in env
    assert env["PYTHONPYCACHEPREFIX"].startswith(str(ROOT / "build"))
