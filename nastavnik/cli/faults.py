"""What a command says and writes down when the fault is ours."""

from __future__ import annotations

import os
import secrets
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path

from nastavnik.cli.language import gettext as _

BUG = 1
# Read aloud over the telephone: no letters or digits that look or sound alike.
ALPHABET = "ABCDEFHKMNPRTXY3478"


def log_file() -> Path:
    var = os.environ.get("NASTAVNIK_VAR") or Path(__file__).resolve().parents[2] / "var"
    return Path(var) / "log" / "commands.log"


def report(error: BaseException) -> int:
    """One sentence with an id on stderr, the place of the fault in the log under that id."""
    letters = "".join(secrets.choice(ALPHABET) for _letter in range(8))
    name = f"{letters[:4]}-{letters[4:]}"
    if path := _write(name, error):
        sentence = _("This is a fault of the program, number %(id)s. Its place is written down in %(path)s.")
    else:
        sentence = _("This is a fault of the program, number %(id)s. Repeat the command with --traceback to see it.")
    print(sentence % {"id": name, "path": path}, file=sys.stderr)
    return BUG


def _write(name: str, error: BaseException) -> Path | None:
    """Kind and places only: the text of an exception may hold somebody's data."""
    frames = " > ".join(f"{f.filename}:{f.lineno}:{f.name}" for f in traceback.extract_tb(error.__traceback__))
    line = f"at={datetime.now(UTC).isoformat()} incident={name} error={type(error).__qualname__} trace={frames!r}\n"
    path = log_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as log:
            log.write(line)
    except OSError:
        return None
    return path
