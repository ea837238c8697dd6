"""The engine itself; Django looks for ``DatabaseWrapper`` here."""

from __future__ import annotations

import contextlib
import sys
from typing import Any

# Django's backend says `from sqlite3 import dbapi2`: the newer library must stand there before it does.
with contextlib.suppress(ImportError):
    import pysqlite3
    from pysqlite3 import dbapi2

    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = dbapi2

from django.db.backends.sqlite3 import base

Database: Any = base.DatabaseWrapper.Database
WAL_SAFE_FROM = (3, 51, 3)
DURABLE = ("PRAGMA synchronous = FULL", "PRAGMA temp_store = MEMORY", "PRAGMA cache_size = -32000")


def journal_mode() -> str:
    return "WAL" if Database.sqlite_version_info >= WAL_SAFE_FROM else "TRUNCATE"


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        for pragma in (f"PRAGMA journal_mode = {journal_mode()}", *DURABLE):
            connection.execute(pragma)
        return connection
