"""Many rows at the speed of the database: COPY on PostgreSQL, `executemany` on SQLite.

    with transaction.atomic():
        ids = bulk.reserve_ids(Person, len(people))
        bulk.put(Person, ["id", "uid", "organisation_id", "born_on"], zip(ids, uids, …))

No object of the model is made, nothing is checked and no default of Django is filled in: the writer names every
column that the database does not fill itself. Constraints of the database hold as always.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import chain, islice
from typing import Any

from django.db import DataError, connection, models
from django.db.transaction import TransactionManagementError

#: Rows of one statement of SQLite. It takes 32,766 values.
TOGETHER = 250
Change = Callable[[Any], Any]
Row = Sequence[Any]

# What the drivers write themselves just as Django would have it written; other kinds go through Django.
_TEXTS = frozenset({"CharField", "TextField"})
_NUMBERS = frozenset({"AutoField", "BigAutoField", "IntegerField", "BigIntegerField", "SmallIntegerField"})
_AS_IT_IS = _TEXTS | _NUMBERS | {"PositiveIntegerField", "PositiveSmallIntegerField", "BooleanField"}
_AS_IT_IS_ON = {"postgresql": frozenset({"UUIDField", "DateField", "DateTimeField"})}


def put(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Row], *, size: int = 2000, streams: bool = False
) -> int:
    """Write ``rows`` into the table of ``model``; gives how many.

    ``columns`` are the attnames ("organisation_id"), each row has a value for each of them, of the type that the
    model has in Python; a uid and a day may be texts in their usual form. ``rows`` is read as it is written, ``size``
    rows are held at most. ``streams``: whoever makes the rows asks the database nothing meanwhile; PostgreSQL then
    takes in rows while the next are made. Needs a transaction of the caller's, which an error of the database leaves
    to be rolled back.
    """
    _need_transaction()
    fields = [_field(model, name) for name in columns]
    changes = [(number, change) for number, field in enumerate(fields) if (change := _change(field))]
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    into = f"{connection.ops.quote_name(model._meta.db_table)} ({names})"
    if connection.vendor == "postgresql":
        ready = _changed(rows, changes) if changes else rows
        return _streamed(into, ready) if streams else _copy(into, ready, size)
    # Fields with a say of their own write no text as it was typed.
    typed = [number for number, field in enumerate(fields) if not hasattr(field, "bulk_value")]
    texts = [number for number in typed if fields[number].get_internal_type() in _TEXTS]
    places = f"({', '.join(['%s'] * len(fields))})"
    return _insert(into, places, rows, changes, texts, size)


def reserve_ids(model: type[models.Model], count: int) -> list[int]:
    """``count`` ids of ``model`` for `put`, in ascending order; nobody else will get them.

    They need not follow one upon another: on PostgreSQL others may take an id in between.
    """
    _need_transaction()
    if count < 1:
        return []
    table = model._meta.db_table
    column = _field(model, "id").column
    return (_from_sequence if connection.vendor == "postgresql" else _from_counter)(table, column, count)


def _need_transaction() -> None:
    if not connection.in_atomic_block:
        raise TransactionManagementError("Rows are written in a transaction of the caller's, whole or not at all.")


def _field(model: type[models.Model], name: str) -> Any:
    field: Any = model._meta.get_field(name)
    if name != getattr(field, "attname", None) or not field.column:
        raise ValueError(f"{model._meta.label} has no column {name!r}: name the attribute that holds the value.")
    return field


def _change(field: Any) -> Change | None:
    """How a value of the field is put into the form that it has in this database; None: it is so already."""
    if hasattr(field, "bulk_value"):
        # The field itself says what may be written past its rows.
        return field.bulk_value  # type: ignore[no-any-return]  # the field of another app
    kind = (field.target_field if field.is_relation else field).get_internal_type()
    if kind in _AS_IT_IS or kind in _AS_IT_IS_ON.get(connection.vendor, ()):
        return None
    if kind == "UUIDField":
        return _hex
    if kind == "DateField" and connection.vendor == "sqlite":
        return _iso  # what its driver would ask an adapter for, value by value
    if kind == "DateTimeField":
        # All rows of one writing have the same few moments.
        return lru_cache(maxsize=256)(partial(field.get_db_prep_save, connection=connection))
    return lambda value: field.get_db_prep_save(value, connection=connection)


def _hex(value: Any) -> Any:
    return value.replace("-", "") if value.__class__ is str else value.hex


def _iso(value: Any) -> Any:
    return value if value.__class__ is str else value.isoformat()


def _changed(rows: Iterable[Row], changes: Sequence[tuple[int, Change]]) -> Iterator[Row]:
    for row in rows:
        values = list(row)
        for number, change in changes:
            if (value := values[number]) is not None:
                values[number] = change(value)
        yield values


def _copy(into: str, rows: Iterable[Row], size: int) -> int:
    """A COPY for each ``size`` rows: whatever makes the rows may ask the database meanwhile, which a COPY forbids."""
    waiting, count = iter(rows), 0
    with connection.wrap_database_errors, connection.cursor() as cursor:
        while some := list(islice(waiting, size)):
            with cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for row in some:
                    copy.write_row(row)
            count += len(some)
    return count


def _streamed(into: str, rows: Iterable[Row]) -> int:
    count = 0
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(f"COPY {into} FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)
            count += 1
    return count


def _insert(
    into: str,
    places: str,
    rows: Iterable[Row],
    changes: Sequence[tuple[int, Change]],
    texts: Sequence[int],
    size: int,
) -> int:
    """Column by column: no step for each cell of a row. Hundreds of rows a statement: the driver lets other threads
    work while a statement runs, and a row a statement is over too soon for that."""
    waiting, count = iter(rows), 0
    one = f"INSERT INTO {into} VALUES {places}"  # noqa: S608  # names of our own models
    many = ", ".join([one, *[places] * (TOGETHER - 1)])
    with connection.cursor() as cursor:
        # Django keeps what it was given until the whole call ends.
        while some := list(islice(waiting, size)):
            columns: list[Sequence[Any]] = list(zip(*some, strict=True))
            for number, change in changes:
                columns[number] = [None if value is None else change(value) for value in columns[number]]
            _refuse_nul(columns, texts)
            ready = list(zip(*columns, strict=True))
            whole = len(ready) - len(ready) % TOGETHER
            for start in range(0, whole, TOGETHER):
                cursor.execute(many, list(chain.from_iterable(ready[start : start + TOGETHER])))
            cursor.executemany(one, ready[whole:])
            count += len(some)
    return count


def _refuse_nul(columns: Sequence[Sequence[Any]], texts: Sequence[int]) -> None:
    """As PostgreSQL does, so that a base kept in SQLite can move there."""
    if any("\0" in "".join(filter(None, columns[number])) for number in texts):
        raise DataError("A text holds the character NUL, which no text of a database may.")


def _from_sequence(table: str, column: str, count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(ids.name) FROM"
            " (SELECT pg_get_serial_sequence(%s, %s)::regclass AS name OFFSET 0) ids, generate_series(1, %s)",
            [connection.ops.quote_name(table), column, count],
        )
        return [number for (number,) in cursor.fetchall()]


def _from_counter(table: str, column: str, count: int) -> list[int]:
    """The transaction holds the only write lock of SQLite, so that nobody counts on meanwhile."""
    name = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT max(coalesce((SELECT max({name(column)}) FROM {name(table)}), 0),"  # noqa: S608  # our own names
            " coalesce((SELECT max(seq) FROM sqlite_sequence WHERE name = %s), 0))",
            [table],
        )
        last = cursor.fetchone()[0]
        cursor.execute("UPDATE sqlite_sequence SET seq = %s WHERE name = %s", [last + count, table])
        if not cursor.rowcount:
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, last + count])
    return list(range(last + 1, last + count + 1))
