"""`nastavnik COMMAND …`: pure commands start at once, the others through Django."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module

from nastavnik.cli import faults

# First word of a pure command → module with `run(arguments) -> exit code`.
PURE = {
    "roadmap": "nastavnik.cli.roadmap",
    "deadlines": "nastavnik.cli.deadlines",
    "inflect": "nastavnik.cli.inflect",
    "disclose": "nastavnik.cli.disclose",
}
TRACEBACK = "--traceback"
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    words = list(sys.argv[1:] if arguments is None else arguments)
    _speak_utf8()
    try:
        return _answer(words)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output, such as `head`, has had enough; Python must not complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if TRACEBACK in words:
            raise
        return faults.report(error)


def _answer(words: list[str]) -> int:
    if words and words[0] in PURE:
        module = import_module(PURE[words[0]])
        return int(module.run([word for word in words[1:] if word != TRACEBACK]))
    from nastavnik.cli import django_side

    return django_side.run(words)


def _speak_utf8() -> None:
    """Output is UTF-8 in whatever language the terminal is set to."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
