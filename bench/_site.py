"""A site of its own for a measure that needs one: a fresh database, in a process of its own.

Django reads its settings once in a process, so each database engine gets a child. The child runs one function
of a bench module and prints what it returns as JSON.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

ENGINES = ("sqlite", "postgresql")


@contextmanager
def database(engine: str, folder: str) -> Iterator[str]:
    """The address of an empty database of ``engine``."""
    if engine == "sqlite":
        yield f"sqlite:///{folder}/bench.sqlite3"
        return
    from tools import postgres

    with postgres.server() as url:
        yield url


def measured(task: str, engine: str, *arguments: int) -> dict[str, Any]:
    """What ``module.function(*arguments)`` returned on a site of its own."""
    with tempfile.TemporaryDirectory(prefix="nastavnik-bench-") as folder, database(engine, folder) as url:
        env = os.environ | {
            "NASTAVNIK_PROFILE": "test",
            "NASTAVNIK_VAR": folder,
            "NASTAVNIK_DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "nastavnik.config.settings",
        }
        words = [sys.executable, "-m", "bench._site", task, *map(str, arguments)]
        answer = subprocess.run(words, env=env, check=True, capture_output=True, text=True)  # noqa: S603
    found: dict[str, Any] = json.loads(answer.stdout.splitlines()[-1])
    return found


def engine_in_use() -> str:
    """The database of this process with its version."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version")
        return f"{connection.vendor} {cursor.fetchone()[0]}"


def queries_of(client: Any, address: str) -> int:
    """How many queries a visit to ``address`` makes."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)


def main() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    module, _dot, function = sys.argv[1].rpartition(".")
    task = getattr(importlib.import_module(module), function)
    print(json.dumps(task(*map(int, sys.argv[2:]))))


if __name__ == "__main__":
    main()
