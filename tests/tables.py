"""Tables of the test database: made once by every migration, then copied.

Migrating takes longer than many a test, and each worker of each run needs a database. What was made is kept in
`build/test-tables` (SQLite) or in the server itself (PostgreSQL) under the hash of all it was made from.
"""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

from tools import environment, stamps

KEPT = stamps.ROOT / "build" / "test-tables"
PREFIX = "nastavnik_tables_"


def fingerprint() -> str:
    """Of migrations and models, of the fields they use, of what follows a migration, of the libraries."""
    product = stamps.ROOT / "nastavnik"
    sources = [
        path
        for path in stamps.below(product, ".py")
        if {"migrations", "models", "keyring", "base", "config"} & set(path.relative_to(product).parts)
        or path.name in ("models.py", "apps.py", "permissions.py")
    ]
    return stamps.fingerprint([*sources, environment.LOCKS["run"], Path(__file__)])[:16]


@contextmanager
def one_at_a_time(name: str) -> Iterator[None]:
    """Workers start together: the first one makes what the others copy."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with open(KEPT / f"{name}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def copied(connection: BaseDatabaseWrapper, name: str) -> Iterator[None]:
    """``connection`` leads to a fresh database called ``name``, gone at the end."""
    own = connection.settings_dict["NAME"]
    copy = _copied_file if connection.vendor == "sqlite" else _copied_in_server
    with copy(connection, name):
        _lead(connection, name)
        connection.ensure_connection()
        yield
        connection.close()
        _lead(connection, own)


def _lead(connection: BaseDatabaseWrapper, name: str) -> None:
    connection.close()
    settings.DATABASES[connection.alias]["NAME"] = name
    connection.settings_dict["NAME"] = name


def _migrated(connection: BaseDatabaseWrapper, name: str) -> None:
    own = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = name
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    _lead(connection, own)


@contextmanager
def _copied_file(connection: BaseDatabaseWrapper, name: str) -> Iterator[None]:
    kept = KEPT / f"{fingerprint()}.sqlite3"
    with one_at_a_time("sqlite"):
        if not kept.exists():
            for old in KEPT.glob("*.sqlite3"):
                old.unlink()
            _migrated(connection, name)
            _lead(connection, name)
            with connection.cursor() as cursor:
                # One file, whatever still lies in the log beside it.
                cursor.execute("VACUUM INTO %s", [str(kept.with_suffix(".new"))])
            _lead(connection, "")
            _gone(name)
            kept.with_suffix(".new").rename(kept)
        shutil.copyfile(kept, name)
    yield
    _gone(name)


def _gone(name: str) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        with suppress(FileNotFoundError):
            Path(name + ending).unlink()


@contextmanager
def _copied_in_server(connection: BaseDatabaseWrapper, name: str) -> Iterator[None]:
    kept = PREFIX + fingerprint()
    with one_at_a_time("postgres"):
        if kept not in _databases(connection):
            for old in _databases(connection):
                if old.startswith(PREFIX):
                    _server(connection, lambda quoted: f"DROP DATABASE {quoted}", old)
            _migrated(connection, f"{name}_new")
            _server(connection, lambda *quoted: "ALTER DATABASE {} RENAME TO {}".format(*quoted), f"{name}_new", kept)
        _server(connection, lambda quoted: f"DROP DATABASE IF EXISTS {quoted}", name)
        _server(connection, lambda *quoted: "CREATE DATABASE {} TEMPLATE {}".format(*quoted), name, kept)
    yield
    _server(connection, lambda quoted: f"DROP DATABASE IF EXISTS {quoted} WITH (FORCE)", name)


def _databases(connection: BaseDatabaseWrapper) -> list[str]:
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database")
        return [name for (name,) in cursor.fetchall()]


def _server(connection: BaseDatabaseWrapper, words: Callable[..., str], *names: str) -> None:
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(words(*(connection.ops.quote_name(name) for name in names)))
