"""The database's own index over the words of a table, so that 300,000 rows are searched as fast as 300.

Both engines have one and neither speaks the other's dialect; this module is the only place that knows either.
SQLite keeps an FTS5 table by triggers, PostgreSQL an index over an expression: both follow every write by
themselves, set-based ones too, so that no deed has to remember it. `WordIndex.ensure` makes them after each
migration (a migration that rebuilds the table of SQLite drops its triggers) and is safe to repeat.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import connections
from django.db.models.expressions import RawSQL

from nastavnik.base.finding import is_whole, words

# Words end where letters and digits do; the parser of PostgreSQL has ideas of its own about hyphens and dots.
_SIGNS = '-/.,:;_@«»()"№–—+=*'
_GAPS = 22
_LARGE, _SMALL = "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯё", "абвгдеежзийклмнопрстуфхцчшщъыьэюяе"

# For each word of a query the beginnings of words that meet it.
Wanted = Sequence[Collection[str]]


class Whole(str):
    """A word that is met by itself alone, never as the beginning of another."""

    __slots__ = ()


@dataclass(frozen=True)
class WordIndex:
    """An index ``name`` over what each row of ``table`` says: ``text``, an expression over its ``columns``.

    ``{row}`` stands before every column of ``text``. Texts are in the small letters of `base.finding`, without ё;
    where they are not, ``folds``. Another ``text`` is another index and needs another name.
    """

    name: str
    table: str
    columns: tuple[str, ...]
    text: str
    folds: bool = False

    def ensure(self, using: str = "default") -> None:
        """Make what is missing, and fill it if anything was."""
        connection = connections[using]
        if self.table not in connection.introspection.table_names():
            return
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SELECT 1 FROM pg_indexes WHERE indexname = %s", [self.name])
                if cursor.fetchone() is None:
                    cursor.execute(f"CREATE INDEX {self.name} ON {self.table} USING gin ({self._vector})")
                return
            cursor.execute("SELECT name FROM sqlite_master WHERE name LIKE %s", [f"{self.name}%"])
            present = {name for (name,) in cursor.fetchall()}
            if self.name not in present:
                cursor.execute(
                    f"CREATE VIRTUAL TABLE {self.name} USING fts5(search_text, content='',"
                    " tokenize='unicode61 remove_diacritics 0')"
                )
            triggers = self._triggers()
            missing = [name for name in triggers if name not in present]
            for name in missing:
                cursor.execute(f"CREATE TRIGGER {name} {triggers[name]}")
        if missing or self.name not in present:
            self._fill(using)

    def rebuild(self, using: str = "default") -> None:
        """From the rows as they are, should the table of SQLite be in doubt; PostgreSQL keeps its own in step."""
        self.ensure(using)
        if connections[using].vendor != "postgresql":
            self._fill(using)

    def meeting(self, wanted: Wanted, *, using: str = "default") -> RawSQL:
        """The keys of rows that have a word beginning with one of each of ``wanted``, for ``pk__in``.

        A short number is met by itself alone, as `base.finding` takes it.
        """
        # The beginnings are words of `base.finding`: letters and digits alone, so that no sign of a query gets in.
        if connections[using].vendor == "postgresql":
            query = " & ".join(
                "(" + " | ".join(word if _is_exact(word) else f"{word}:*" for word in some) + ")" for some in wanted
            )
            # Materialised, or the planner walks the keys backwards and splits every row into words for a rare one.
            return RawSQL(  # noqa: S611 - constants; what was typed is a parameter
                f"WITH found AS MATERIALIZED (SELECT id FROM {self.table}"  # noqa: S608
                f" WHERE {self._vector} @@ to_tsquery('simple', %s)) SELECT id FROM found",
                [query],
            )
        query = " AND ".join(
            "(" + " OR ".join(f'"{word}"' if _is_exact(word) else f'"{word}"*' for word in some) + ")"
            for some in wanted
        )
        return RawSQL(f"SELECT rowid FROM {self.name} WHERE {self.name} MATCH %s", [query])  # noqa: S608, S611 - as above

    @property
    def _vector(self) -> str:
        """What the index of PostgreSQL is over."""
        large, small = (_LARGE, _SMALL) if self.folds else ("", "")
        gaps = f"repeat(' ', {_GAPS if not self.folds else len(_SIGNS)})"
        into = f"{gaps} || '{small}'" if small else gaps
        return f"to_tsvector('simple', translate({self.text.format(row='')}, '{_SIGNS}{large}', {into}))"

    def _said(self, row: str = "") -> str:
        """What a row says on SQLite, whose index folds case itself."""
        text = self.text.format(row=row)
        return f"replace(replace({text}, 'Ё', 'е'), 'ё', 'е')" if self.folds else text

    def _triggers(self) -> dict[str, str]:
        put = f"INSERT INTO {self.name}(rowid, search_text) VALUES (new.id, {self._said('new.')});"  # noqa: S608 - so
        take = (
            f"INSERT INTO {self.name}({self.name}, rowid, search_text)"  # noqa: S608 - constants
            f" VALUES ('delete', old.id, {self._said('old.')});"
        )
        return {
            f"{self.name}_insert": f"AFTER INSERT ON {self.table} BEGIN {put} END",
            f"{self.name}_delete": f"AFTER DELETE ON {self.table} BEGIN {take} END",
            f"{self.name}_update": f"AFTER UPDATE OF {', '.join(self.columns)} ON {self.table}"
            f" BEGIN {take} {put} END",
        }

    def _fill(self, using: str) -> None:
        with connections[using].cursor() as cursor:
            cursor.execute(f"INSERT INTO {self.name}({self.name}) VALUES ('delete-all')")  # noqa: S608 - constants
            cursor.execute(
                f"INSERT INTO {self.name}(rowid, search_text) SELECT id, {self._said()} FROM {self.table}"  # noqa: S608
            )


def meets(text: str, wanted: Wanted) -> bool:
    """Whether ``text`` has a word beginning with one of each of ``wanted``, as the index would say."""
    found = words(text)
    return all(says(found, some) for some in wanted)


def says(found: Collection[str], some: Collection[str]) -> bool:
    """The same of the words of a text and of one part of what is wanted."""
    return any(word in found if _is_exact(word) else any(other.startswith(word) for other in found) for word in some)


def _is_exact(word: str) -> bool:
    return isinstance(word, Whole) or is_whole(word)
