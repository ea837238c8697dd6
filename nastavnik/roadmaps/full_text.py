"""The database's own index over the words of lines, so that 300,000 lines are searched as fast as 300.

Both engines have one and neither speaks the other's dialect; this module is the only place that knows either.
SQLite keeps an FTS5 table by triggers, PostgreSQL an index over an expression: both follow every write by
themselves, set-based ones too, so that no deed has to remember it. `ensure` makes them after each migration
(a migration that rebuilds the table of SQLite drops its triggers) and is safe to repeat.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connections
from django.db.models.expressions import RawSQL

from nastavnik.base.finding import is_whole

TABLE, INDEX = "roadmaps_roadmapline", "roadmaps_line_words"
# Words end where letters and digits do; the parser of PostgreSQL has ideas of its own about hyphens and dots.
_PLAIN = "to_tsvector('simple', translate(search_text, '-/.,:;_@«»()\"№–—+=*', repeat(' ', 22)))"
_PUT = "INSERT INTO roadmaps_line_words(rowid, search_text) VALUES (new.id, new.search_text);"
_TAKE = (
    "INSERT INTO roadmaps_line_words(roadmaps_line_words, rowid, search_text)"
    " VALUES ('delete', old.id, old.search_text);"
)
_TRIGGERS = {
    "insert": f"AFTER INSERT ON {TABLE} BEGIN {_PUT} END",
    "delete": f"AFTER DELETE ON {TABLE} BEGIN {_TAKE} END",
    "update": f"AFTER UPDATE OF search_text ON {TABLE} BEGIN {_TAKE} {_PUT} END",
}
_FILL = "INSERT INTO roadmaps_line_words(roadmaps_line_words) VALUES ('rebuild')"


def ensure(using: str = "default") -> None:
    """Make what is missing, and fill it if anything was."""
    connection = connections[using]
    if TABLE not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT 1 FROM pg_indexes WHERE indexname = %s", [INDEX])
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE INDEX {INDEX} ON {TABLE} USING gin ({_PLAIN})")
            return
        cursor.execute("SELECT name FROM sqlite_master WHERE name LIKE %s", [f"{INDEX}%"])
        present = {name for (name,) in cursor.fetchall()}
        if INDEX not in present:
            cursor.execute(
                f"CREATE VIRTUAL TABLE {INDEX} USING fts5(search_text, content='{TABLE}', content_rowid='id',"
                " tokenize='unicode61 remove_diacritics 0')"
            )
        missing = [name for name in _TRIGGERS if f"{INDEX}_{name}" not in present]
        for name in missing:
            cursor.execute(f"CREATE TRIGGER {INDEX}_{name} {_TRIGGERS[name]}")
        if missing or INDEX not in present:
            cursor.execute(_FILL)


def rebuild(using: str = "default") -> None:
    """From the lines as they are, should the table of SQLite ever be in doubt; PostgreSQL keeps its own in step."""
    ensure(using)
    connection = connections[using]
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_FILL)


def meeting(wanted: Sequence[Sequence[str]], *, using: str = "default") -> RawSQL:
    """The keys of lines that have a word beginning with one of each of ``wanted``, for ``pk__in``.

    A short number is met by itself alone, as `base.finding` takes it.
    """
    # The beginnings are words of `base.finding`: letters and digits alone, so that no sign of a query gets in.
    if connections[using].vendor == "postgresql":
        query = " & ".join(
            "(" + " | ".join(word if is_whole(word) else f"{word}:*" for word in some) + ")" for some in wanted
        )
        # Materialised, or the planner walks the keys backwards and splits every line into words for a rare one.
        return RawSQL(  # noqa: S611 - constants; what was typed is a parameter
            f"WITH found AS MATERIALIZED (SELECT id FROM {TABLE} WHERE {_PLAIN} @@ to_tsquery('simple', %s))"  # noqa: S608
            " SELECT id FROM found",
            [query],
        )
    query = " AND ".join(
        "(" + " OR ".join(f'"{word}"' if is_whole(word) else f'"{word}"*' for word in some) + ")" for some in wanted
    )
    return RawSQL(f"SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s", [query])  # noqa: S608, S611 - as above
