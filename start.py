#!/usr/bin/env python3
"""The door of the repository: `python3 start.py help`.

Needs Python 3.11 with pip and nothing else: what is missing is installed into this folder, and for the
browser tests Chromium through apt.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
USAGE = """python3 start.py [COMMAND] [OPTIONS]

  (nothing)    set up what is missing and run the product with its demo
  setup        set up for running; --dev sets up for tests and checks too
  run          run on http://localhost:8000; --port N for another port
  test         all checks and all tests, on SQLite, PostgreSQL and in Chromium;
               with arguments of pytest: those tests only, on both databases
  test-fast    tests without the browser and the slow ones, on SQLite
  check        style, types, order of the modules, templates, messages, migrations
  bench        measure and print every figure with its target; names choose modules
  quality      the long forms of the tests; --quick for the shorter ones
  lock         renew requirements/*.lock and frontend/package-lock.json
  messages     check the Russian catalogue and compile it; --missing prints what lacks
  help         this text
"""


def main(arguments: Sequence[str]) -> int:
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever starts it may have an older one
        print(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.", file=sys.stderr)
        return 2
    os.chdir(ROOT)
    name, rest = (arguments[0], list(arguments[1:])) if arguments else ("run", [])
    if name.startswith("--port"):
        name, rest = "run", list(arguments)
    command = COMMANDS.get(name)
    if command is None:
        print(f"There is no command {name!r}.\n\n{USAGE}", file=sys.stderr)
        return 2
    from tools.environment import SetupFailed

    try:
        return command(rest)
    except SetupFailed as failure:
        print(f"\n{failure}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def setup(arguments: list[str]) -> int:
    from tools import chromium, steps

    parser = argparse.ArgumentParser(prog="start.py setup")
    parser.add_argument("--dev", action="store_true", help="also what tests and checks need")
    dev = parser.parse_args(arguments).dev
    steps.set_up("dev" if dev else "run")
    if dev:
        chromium.ensure()
    steps.collect_static()
    print("Ready: python3 start.py run")
    return 0


def run(arguments: list[str]) -> int:
    from tools import environment, steps

    parser = argparse.ArgumentParser(prog="start.py run")
    parser.add_argument("--port", type=int, default=8000)
    port = parser.parse_args(arguments).port
    if not _is_free(port):
        print(
            f"Port {port} is busy: another program answers there. Stop it, or choose another port:\n"
            f"  python3 start.py run --port {port + 1}",
            file=sys.stderr,
        )
        return 2
    steps.set_up("run")
    steps.collect_static()
    env = environment.variables(NASTAVNIK_PROFILE=os.environ.get("NASTAVNIK_PROFILE", "demo"))
    env.setdefault("NASTAVNIK_PUBLIC_URL", f"http://localhost:{port}")
    words = [str(environment.PYTHON), "-m", "nastavnik", "serve", "--port", str(port)]
    # Takes the place of this process, so that Ctrl-C and signals reach the server itself.
    os.execve(words[0], words, env)
    return 0


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def test(arguments: list[str]) -> int:
    from tools import checks, chromium, steps, suite

    steps.set_up("dev")
    steps.collect_static()
    browser = chromium.ensure()
    if arguments:
        return suite.run_chosen(arguments, chromium=browser)
    failed = checks.run()
    return suite.run_all(chromium=browser) or (1 if failed else 0)


def test_fast(arguments: list[str]) -> int:
    from tools import steps, suite

    steps.set_up("dev")
    steps.collect_static()
    return suite.run_fast(arguments)


def check(arguments: list[str]) -> int:
    from tools import checks, steps

    steps.set_up("dev")
    return 1 if checks.run(arguments) else 0


def bench(arguments: list[str]) -> int:
    return _inside("dev", "bench", *arguments)


def quality(arguments: list[str]) -> int:
    from tools import chromium

    return _inside("dev", "tools.quality", *arguments, NASTAVNIK_CHROMIUM=chromium.ensure())


def messages(arguments: list[str]) -> int:
    return _inside("dev", "tools.messages", *arguments)


def lock(arguments: list[str]) -> int:
    from tools import environment

    environment.prepare("dev")  # whoever renews the locks goes on to test
    for name, more in {"uv": [], "run": [], "dev": ["-c", "requirements/run.lock"]}.items():
        words = ["pip", "compile", "-q", "--universal", "--python-version", "3.11", "--generate-hashes", *more]
        environment.run(
            environment.UV, *words, *arguments, f"requirements/{name}.in", "-o", f"requirements/{name}.lock"
        )
    environment.module("tools.frontend", "lock")
    return 0


def usage(_arguments: list[str]) -> int:
    print(USAGE, end="")
    return 0


def _inside(kind: str, module: str, *arguments: str, **variables: str) -> int:
    """Run a module of ours in the virtual environment and pass its exit code on."""
    from tools import environment, steps

    steps.set_up(kind)
    words = [str(environment.PYTHON), "-m", module, *arguments]
    return subprocess.run(words, env=environment.variables(**variables), check=False).returncode


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "setup": setup,
    "run": run,
    "test": test,
    "test-fast": test_fast,
    "check": check,
    "bench": bench,
    "quality": quality,
    "lock": lock,
    "messages": messages,
    "help": usage,
    "--help": usage,
    "-h": usage,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
